"""What everybody reads of comments: questions and answers, how many wait, and one's own by number and code."""

from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest

from django.db.models import QuerySet

from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.base.secret_codes import secret_digest
from qingdan.comments.models import Comment

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicComment:
    """A comment that was answered, as everybody reads it. `entry`: the code of the item, "" for none."""

    number: str
    kind: str
    unit: str
    unit_name: str
    entry: str
    asked_on: datetime
    text: str
    answer: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A page of answers, the newest first; of all: how many came, were answered, wait, and wait longer than allowed."""

    comments: tuple[PublicComment, ...]
    page: int
    pages: int
    received: int
    answered: int
    waiting: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedComment:
    """One's own comment, as whoever has number and code reads it."""

    number: str
    kind: str
    unit_name: str
    entry: str
    text: str
    asked_at: datetime
    due_on: date
    late: bool
    answer: str
    answered_at: datetime | None


def answers_of(region: str, *, today: date, unit: str = "", entry: str = "", page: int = 1) -> Answers:
    """The answers of a region, of one of its units, or on one item."""
    found = Comment.objects.filter(region_id=region)
    found = found.filter(unit__code=unit) if unit else found
    found = found.filter(entry=entry) if entry else found
    released = found.released().select_related("unit").order_by("-answered_at", "-pk")
    received, answered = found.count(), released.count()
    pages = max(1, -(-answered // ON_A_PAGE))
    number = min(max(page, 1), pages)
    shown = released[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return Answers(
        comments=tuple(_public(one) for one in shown),
        page=number,
        pages=pages,
        received=received,
        answered=answered,
        waiting=received - answered,
        late=found.filter(answered_at=None, due_on__lt=today).count(),
    )


def tracked(number: str, code: str, *, today: date) -> TrackedComment:
    """The comment of a number, for whoever knows its code. Raises Missing, the same for a wrong number and code."""
    found = Comment.objects.select_related("unit").filter(number=number.strip()).first()
    given = secret_digest(number.strip(), code)
    if not compare_digest(given, found.secret_digest if found else "") or found is None:
        raise Missing
    return TrackedComment(
        number=found.number,
        kind=found.kind,
        unit_name=found.unit.name,
        entry=found.entry,
        text=found.text,
        asked_at=found.at,
        due_on=found.due_on,
        late=found.answered_at is None and found.due_on < today,
        answer=found.answer,
        answered_at=found.answered_at,
    )


def asked_units(region: str) -> "QuerySet[Unit, tuple[str, str]]":
    """Code and name of each unit that has answered something."""
    units = Comment.objects.filter(region_id=region).released().values("unit")
    return Unit.objects.filter(pk__in=units).order_by("order", "code").values_list("code", "name")


def _public(one: Comment) -> PublicComment:
    assert one.answered_at
    return PublicComment(
        number=one.number,
        kind=one.kind,
        unit=one.unit.code,
        unit_name=one.unit.name,
        entry=one.entry,
        asked_on=one.at,
        text=one.public_text,
        answer=one.answer,
        answered_at=one.answered_at,
    )
