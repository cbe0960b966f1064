"""Comments as staff work on them: what is due, what is late and since when, one with all that belongs to it."""

from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.campaigns.queries.people import names_of
from qingdan.comments.models import Comment
from qingdan.comments.queries.routing import units_to_ask
from qingdan.data.calendar import load_calendar
from qingdan.editions.queries.items import item_on
from qingdan.editions.queries.shown import shown_editions
from qingdan.rules.campaign import days_left

PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentLine:
    """A comment in a list. `left`: working days until it is due, below zero when it is late."""

    number: str
    kind: str
    unit_name: str
    entry: str
    text: str
    at: datetime
    due_on: date
    left: int
    answered_at: datetime | None

    @property
    def late(self) -> bool:
        """Whether it is not answered and past its day."""
        return self.answered_at is None and self.left < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What waits, the latest first; a page of what was answered, newest first."""

    waiting: tuple[CommentLine, ...]
    answered: tuple[CommentLine, ...]
    late: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPage:
    """One comment. `author`, `contact`: "" for everybody but the office; `units`: to whom the office may pass it on."""

    line: CommentLine
    unit: str
    text: str
    public_text: str
    answer: str
    answered_by: str
    author: str
    contact: str
    entry_name: str
    edition: str
    version: int
    units: tuple[tuple[str, str], ...]


def inbox(actor: Actor, *, today: date, page: int = 1) -> Inbox:
    """The comments of the own unit; of all units of the region for the office."""
    rows = Comment.objects.visible_to(actor).select_related("unit")
    waiting = tuple(_line(one, today) for one in rows.filter(answered_at=None).order_by("due_on", "pk"))
    given = rows.released().order_by("-answered_at", "-pk")
    pages = max(1, -(-given.count() // PAGE))
    number = min(max(page, 1), pages)
    shown = given[(number - 1) * PAGE : number * PAGE]
    return Inbox(
        waiting=waiting,
        answered=tuple(_line(one, today) for one in shown),
        late=sum(one.late for one in waiting),
        page=number,
        pages=pages,
    )


def comment_page(actor: Actor, number: str, *, today: date) -> CommentPage:
    """One comment, for its unit and the office. Raises Missing."""
    found = Comment.objects.visible_to(actor).select_related("unit").filter(number=number).first()
    if found is None:
        raise Missing
    office = actor.leads
    return CommentPage(
        line=_line(found, today),
        unit=found.unit.code,
        text=found.text,
        public_text=found.public_text,
        answer=found.answer,
        answered_by=names_of([found.answered_by]).get(found.answered_by, ""),
        author=found.author if office else "",
        contact=found.contact if office else "",
        entry_name=_entry_name(found),
        edition=found.edition,
        version=found.version,
        units=tuple(units_to_ask(found.region_id)) if office and found.answered_at is None else (),
    )


def late_comments(region: str, today: date) -> list[Comment]:
    """What should have been answered before today."""
    late = Comment.objects.filter(region_id=region, answered_at=None, due_on__lt=today)
    return list(late.select_related("unit").order_by("due_on", "pk"))


def _entry_name(comment: Comment) -> str:
    if not comment.entry:
        return ""
    return str(item_on(shown_editions(comment.region_id), comment.entry, date.max).content["name"])


def _line(one: Comment, today: date) -> CommentLine:
    until = day_of(one.answered_at) if one.answered_at else today
    return CommentLine(
        number=one.number,
        kind=one.kind,
        unit_name=one.unit.name,
        entry=one.entry,
        text=one.text,
        at=one.at,
        due_on=one.due_on,
        left=days_left(until, one.due_on, load_calendar()).working,
        answered_at=one.answered_at,
    )
