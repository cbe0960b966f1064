"""The public says something: it is numbered, routed to who answers, and given a day; its author gets a code."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.messages.services import send
from qingdan.base.orgs.models import Region, Unit
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.secret_codes import new_code, secret_digest
from qingdan.base.transactions import writing
from qingdan.comments.models import Comment, CommentKind
from qingdan.comments.queries.routing import answering_unit, office_of, units_to_ask
from qingdan.data.calendar import working_days_on
from qingdan.data.comments import comment_kinds, days_to_answer
from qingdan.data.labels import long_date
from qingdan.data.wording import note_words
from qingdan.editions.queries.items import item_on
from qingdan.editions.queries.shown import shown_editions
from qingdan.rules.note import Note
from qingdan.rules.problem import Problem
from qingdan.rules.role import DRAFTING, LEADING

LONGEST = {"text": 3_000, "author": 40, "contact": 80}
SENT_TWICE = timedelta(hours=1)
DESK = "/desk/comments/"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComment:
    """What was typed. `entry`: code of the item an objection is about; `unit`: whom a question asks."""

    kind: str
    text: str
    entry: str = ""
    unit: str = ""
    author: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the author gets, this once: number and query code, who answers until when."""

    number: str
    code: str
    unit_name: str
    due_on: date


def receive_comment(*, comment: NewComment, by: Actor, at: datetime) -> Receipt:
    """Takes in what somebody of the public says in the region of `by`. Raises Refused."""
    with writing(by):
        Region.objects.select_for_update().get(pk=by.region)  # numbers are counted one after the other
        unit, edition = _route(comment, by, day_of(at))
        refuse_if(*_problems(comment), _twice(comment, unit, at))
        code = new_code()
        kept = _keep(comment, unit, edition, code=code, by=by, at=at)
        facts = {"kind": kept.kind, "entry": kept.entry, "edition": edition, "due_on": kept.due_on}
        append("CommentReceived", f"comment:{kept.number}", by=by, at=at, unit=unit.code, data=_plain(facts))
        _tell(kept, by, at)
    return Receipt(number=kept.number, code=code, unit_name=unit.name, due_on=kept.due_on)


def due_day(kind: str, on: date) -> date:
    """The last day for an answer to what came on a day."""
    return working_days_on(on, days_to_answer(kind))


def _route(comment: NewComment, by: Actor, today: date) -> tuple[Unit, str]:
    """Who answers, and the edition that was read."""
    if comment.kind == CommentKind.OBJECTION:
        return _of_entry(comment.entry, by, today)
    if comment.kind == CommentKind.QUESTION:
        asked = comment.unit if comment.unit in dict(units_to_ask(by.region)) else ""
        unit, problem = answering_unit(asked), refusal("desk.choice", "unit")
    elif comment.kind == CommentKind.OUTSIDE_LIST:
        unit, problem = office_of(by.region, today), refusal("comments.no_office")
    else:
        unit, problem = None, refusal("desk.choice", "kind")
    if unit is None:
        raise Refused([problem])
    return unit, ""


def _of_entry(entry: str, by: Actor, today: date) -> tuple[Unit, str]:
    editions = shown_editions(by.region)
    try:
        item = item_on(editions, entry, today)
    except Missing:
        raise Refused([refusal("comments.no_item", "entry")]) from None
    unit = answering_unit(item.content["unit"]) or office_of(by.region, today)
    if unit is None:
        raise Refused([refusal("comments.no_office")])
    return unit, item.edition.code


def _problems(comment: NewComment) -> list[Problem]:
    texts = {name: getattr(comment, name) for name in LONGEST}
    too_long = [
        refusal("desk.too_long", name, most=LONGEST[name], length=len(text))
        for name, text in texts.items()
        if len(text) > LONGEST[name]
    ]
    return too_long + ([] if comment.text.strip() else [refusal("desk.required", "text")])


def _twice(comment: NewComment, unit: Unit, at: datetime) -> Problem | None:
    same = Comment.objects.filter(
        kind=comment.kind, unit=unit, entry=comment.entry, text=comment.text.strip()
    )
    return refusal("comments.twice", "text") if same.filter(at__gt=at - SENT_TWICE).exists() else None


def _keep(comment: NewComment, unit: Unit, edition: str, *, code: str, by: Actor, at: datetime) -> Comment:
    today = day_of(at)
    start = f"{by.region}-{today:%y%m%d}-"
    number = f"{start}{Comment.objects.filter(number__startswith=start).count() + 1:04d}"
    return Comment.objects.create(
        region_id=by.region,
        number=number,
        kind=comment.kind,
        unit=unit,
        edition=edition,
        entry=comment.entry if edition else "",
        text=comment.text.strip(),
        author=comment.author.strip(),
        contact=comment.contact.strip(),
        secret_digest=secret_digest(number, code),
        at=at,
        due_on=due_day(comment.kind, today),
    )


def _tell(comment: Comment, by: Actor, at: datetime) -> None:
    until = long_date(comment.due_on)
    send(
        unit=comment.unit.code,
        roles=DRAFTING | LEADING,
        subject=note_words(
            Note(key="comments.received_subject", params={"kind": comment_kinds()[comment.kind]})
        ),
        text=note_words(Note(key="comments.received", params={"until": until, "number": comment.number})),
        link=f"{DESK}{comment.number}/",
        once=f"comment:{comment.number}",
        by=by,
        at=at,
    )


def _plain(facts: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in facts.items()}
