"""The question desk and the board of notices and experience."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.campaigns.models import Posting, Question
from qingdan.campaigns.queries.people import names_of
from qingdan.campaigns.queries.plans import campaign_for
from qingdan.data.calendar import load_calendar
from qingdan.rules.campaign import days_left

PAGE = 30
AVERAGED = 500  # the last answers count
POSTING_KINDS = {"notice": "通知", "experience": "经验交流"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """A question. `age`: working days since it was asked, until it was answered or until today."""

    code: str
    campaign: str
    title: str
    text: str
    unit_name: str
    asked_by: str
    asked_at: datetime
    age: int
    answer: str
    answered_by: str
    answered_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDesk:
    """Open questions, oldest first; a page of the answered ones, newest first. `average`: working days to an answer."""

    open: tuple[QuestionLine, ...]
    answered: tuple[QuestionLine, ...]
    count: int
    average: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionHead:
    """A question without its words. `age` as in `QuestionLine`."""

    code: str
    title: str
    unit_name: str
    asked_at: datetime
    answered_at: datetime | None
    age: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionHeads:
    """All questions of a campaign, ordered as on the desk. `average`: working days to an answer, of the last ones."""

    open: tuple[QuestionHead, ...]
    answered: tuple[QuestionHead, ...]
    average: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingLine:
    """A notice or a piece of experience."""

    code: str
    campaign: str
    kind: str
    kind_name: str
    title: str
    text: str
    unit_name: str
    by: str
    at: datetime


def question_desk(
    actor: Actor, *, today: date, campaign: str = "", words: str = "", page: int = 1
) -> QuestionDesk:
    """The desk, searched for words (all must stand in title, text or answer). Raises Missing."""
    found = campaign_for(actor, campaign)
    rows = Question.objects.visible_to(actor).filter(campaign=found).select_related("unit", "campaign")
    for word in words.split()[:5]:
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word) | Q(answer__icontains=word))
    waiting = list(rows.filter(answered_at__isnull=True).order_by("asked_at", "pk"))
    given = rows.filter(answered_at__isnull=False).order_by("-answered_at", "-pk")
    first = (max(page, 1) - 1) * PAGE
    answered = list(given[first : first + PAGE])
    ages = [_age(asked, done) for asked, done in given.values_list("asked_at", "answered_at")[:AVERAGED]]
    names = _names(waiting, answered)
    return QuestionDesk(
        open=tuple(_line(one, today, names) for one in waiting),
        answered=tuple(_line(one, today, names) for one in answered),
        count=given.count(),
        average=_average(ages),
    )


def question_heads(actor: Actor, campaign: str, *, today: date) -> QuestionHeads:
    """What is asked and answered in a campaign that the person may see, in short. One query."""
    rows = Question.objects.visible_to(actor).filter(campaign__code=campaign)
    lines = rows.values_list("code", "title", "unit__name", "asked_at", "answered_at")
    heads = [
        QuestionHead(
            code=code,
            title=title,
            unit_name=unit_name,
            asked_at=asked_at,
            answered_at=answered_at,
            age=_age(asked_at, answered_at or today),
        )
        for code, title, unit_name, asked_at, answered_at in lines.order_by("-answered_at", "asked_at", "pk")
    ]
    answered = tuple(one for one in heads if one.answered_at)
    return QuestionHeads(
        open=tuple(one for one in heads if not one.answered_at),
        answered=answered,
        average=_average([one.age for one in answered[:AVERAGED]]),
    )


def get_question(actor: Actor, code: str, *, today: date) -> QuestionLine:
    """One question. Raises Missing."""
    found = Question.objects.visible_to(actor).select_related("unit", "campaign").filter(code=code).first()
    if found is None:
        raise Missing
    return _line(found, today, _names([found], []))


def list_postings(
    actor: Actor, *, campaign: str = "", kind: str = "", page: int = 1
) -> tuple[tuple[PostingLine, ...], int]:
    """A page of the board, newest first, and how many there are. Raises Missing."""
    found = campaign_for(actor, campaign)
    rows = Posting.objects.visible_to(actor).filter(campaign=found).select_related("unit", "campaign")
    if kind:
        rows = rows.filter(kind=kind)
    first = (max(page, 1) - 1) * PAGE
    shown = list(rows.order_by("-at", "-pk")[first : first + PAGE])
    names = names_of(one.by for one in shown)
    return tuple(_posting(one, names) for one in shown), rows.count()


def get_posting(actor: Actor, code: str) -> PostingLine:
    """One posting. Raises Missing."""
    found = Posting.objects.visible_to(actor).select_related("unit", "campaign").filter(code=code).first()
    if found is None:
        raise Missing
    return _posting(found, names_of([found.by]))


def _names(*groups: list[Question]) -> dict[str, str]:
    return names_of(name for group in groups for one in group for name in (one.asked_by, one.answered_by))


def _line(one: Question, today: date, names: dict[str, str]) -> QuestionLine:
    return QuestionLine(
        code=one.code,
        campaign=one.campaign.code,
        title=one.title,
        text=one.text,
        unit_name=one.unit.name,
        asked_by=names.get(one.asked_by, ""),
        asked_at=one.asked_at,
        age=_age(one.asked_at, one.answered_at or today),
        answer=one.answer,
        answered_by=names.get(one.answered_by, ""),
        answered_at=one.answered_at,
        version=one.version,
    )


def _age(asked_at: datetime, until: datetime | date | None) -> int:
    assert until is not None
    return _working_days(day_of(asked_at), day_of(until) if isinstance(until, datetime) else until)


@lru_cache(maxsize=4096)
def _working_days(asked_on: date, last: date) -> int:
    """Working days after the day of asking, the last one counted."""
    return max(0, days_left(asked_on, last, load_calendar()).working)


def _average(ages: list[int]) -> float | None:
    return round(sum(ages) / len(ages), 1) if ages else None


def _posting(one: Posting, names: dict[str, str]) -> PostingLine:
    return PostingLine(
        code=one.code,
        campaign=one.campaign.code,
        kind=one.kind,
        kind_name=POSTING_KINDS[one.kind],
        title=one.title,
        text=one.text,
        unit_name=one.unit.name,
        by=names.get(one.by, ""),
        at=one.at,
    )
