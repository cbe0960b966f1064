"""The unit answers, and with the answer releases what was asked, without what names a person; the office passes on."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.messages.services import send
from qingdan.base.refusal import Missing, Stale, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.comments.models import Comment
from qingdan.comments.queries.inbox import late_comments
from qingdan.comments.queries.routing import answering_unit, office_of, units_to_ask
from qingdan.comments.services.receiving import DESK
from qingdan.data.comments import comment_kinds, personal_names
from qingdan.data.labels import long_date
from qingdan.data.wording import note_words
from qingdan.rules.canonical import digest
from qingdan.rules.note import Note
from qingdan.rules.personal_data import personal_data_in
from qingdan.rules.problem import Problem
from qingdan.rules.role import DRAFTING, LEADING

LONGEST = 5_000


def answer_comment(
    *, number: str, version: int, answer: str, public_text: str, by: Actor, at: datetime
) -> None:
    """Answers, or corrects the answer of `version`; from now on everybody reads `public_text` and the answer.

    By the unit's people and the office. Raises Refused (personal data), Stale, Missing.
    """
    with writing(by):
        found = _locked(by, number)
        refuse_if(
            _unfit("answer", answer, found),
            _unfit("public_text", public_text, found),
        )
        if found.version != version:
            raise Stale({"answer": found.answer, "public_text": found.public_text}, found.version)
        found.answer, found.public_text = answer.strip(), public_text.strip()
        found.answered_by, found.answered_at = by.username, found.answered_at or at
        found.version += 1
        found.save(update_fields=["answer", "public_text", "answered_by", "answered_at", "version"])
        facts = {"version": found.version, "digest": digest([found.public_text, found.answer])}
        append("CommentAnswered", f"comment:{number}", by=by, at=at, unit=found.unit.code, data=facts)


def pass_on(*, number: str, version: int, unit: str, by: Actor, at: datetime) -> None:
    """The office gives it to another unit; the day of the answer stays. Raises Refused, Stale, Missing."""
    with writing(by):
        found = _locked(by, number)
        if not by.leads:
            raise Missing
        target = answering_unit(unit) if unit in dict(units_to_ask(found.region_id)) else None
        refuse_if(
            None if target else refusal("desk.choice", "unit"),
            refusal("comments.same_unit", "unit") if target == found.unit else None,
            refusal("comments.answered_already", "unit") if found.answered_at else None,
        )
        if found.version != version:
            raise Stale({"unit": found.unit.name}, found.version)
        assert target
        before, found.unit = found.unit.code, target
        found.version += 1
        found.save(update_fields=["unit", "version"])
        append("CommentPassedOn", f"comment:{number}", by=by, at=at, unit=unit, data={"from": before})
        _tell(found, "comments.routed", once=f"comment:{number}:{found.version}", by=by, at=at)


def remind_late(*, by: Actor, at: datetime) -> int:
    """Tells the unit and the office of every comment past its day, once; how many are late. By the program."""
    with writing(by):
        late = late_comments(by.region, day_of(at))
        office = office_of(by.region, day_of(at))
        told = 0
        for one in late:
            occasion = f"comment_late:{one.number}"
            for unit in {one.unit.code, office.code if office else one.unit.code}:
                told += _tell(one, "comments.late", once=f"{occasion}:{unit}", by=by, at=at, unit=unit)
        if told:
            append("CommentsLate", f"comments:{by.region}", by=by, at=at, data={"late": len(late)})
    return len(late)


def _locked(by: Actor, number: str) -> Comment:
    rows = Comment.objects.visible_to(by)
    found = rows.select_for_update(of=("self",)).select_related("unit").filter(number=number).first()
    if found is None or not by.roles & (DRAFTING | LEADING):
        raise Missing
    return found


def _unfit(field: str, text: str, comment: Comment) -> Problem | None:
    if not text.strip():
        return refusal("desk.required", field)
    if len(text) > LONGEST:
        return refusal("desk.too_long", field, most=LONGEST, length=len(text))
    found = personal_data_in(text, told=(comment.author, comment.contact))
    return refusal("comments.personal", field, found=personal_names(found)) if found else None


def _tell(comment: Comment, key: str, *, once: str, by: Actor, at: datetime, unit: str = "") -> int:
    params = {"number": comment.number, "until": long_date(comment.due_on)}
    subject = "comments.late_subject" if key == "comments.late" else "comments.received_subject"
    return send(
        unit=unit or comment.unit.code,
        roles=DRAFTING | LEADING,
        subject=note_words(Note(key=subject, params={"kind": comment_kinds()[comment.kind]})),
        text=note_words(Note(key=key, params=params)),
        link=f"{DESK}{comment.number}/",
        once=once,
        by=by,
        at=at,
    )
