"""The cases of a unit by urgency: what this person has to do now, and the rest.

Nothing counts all rows: a page is read by the index of what is due, from where the last one ended, and the figures at
the top stop at a hundred.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.rows import rows
from qingdan.base.worded import Worded
from qingdan.cases.models import Case, CaseRequest
from qingdan.cases.queries.hats import parties_of_roles, selves_of
from qingdan.cases.queries.in_hand import count_due, first_cases, in_hand, of_unit, open_tasks_of
from qingdan.cases.queries.urgency import Chip, chip_of
from qingdan.data.case import case_names
from qingdan.guides.models import Guide
from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.case_state import CLOSED, CaseState, Party
from qingdan.rules.codes.case_number import hyphened
from qingdan.rules.pattern import pattern

Row = dict[str, Any]
EACH_PAGE, MOST_COUNTED = 50, 100
LONGEST_WORDS = 40
_OPEN_STEPS = """
SELECT case_id, name FROM cases_casetask WHERE case_id = ANY(%(cases)s) AND done_at IS NULL ORDER BY id
"""
_NUMBER = pattern(r"^[0-9]{6}[0-9A-Z-]{0,20}$")
_ITEMS = Worded(lambda: Guide.objects.filter(unit__code="?unit").only("code", "name"), {"?unit": "unit"})
_COLUMNS = (
    "id", "number", "item_name", "applicant_name", "state", "due_on", "decision_due_on", "received_at", "accepted_on",
    "deemed", "trial", "version", "joint", "carries",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesAsked:
    """Which cases. `show`: todo (what I have to do), mine (steps I took over), open (all of the unit), closed.

    `words`: a number or a part of an applicant's name, looked for in every state; `after`: where the last page ended.
    """

    show: str = "todo"
    state: str = ""
    item: str = ""
    words: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """A case of a queue; `steps`: names of the steps of its chart that are open; `asked`: what waits for this
    person's approval, "" for nothing; `joint`: the joint application that it is a branch of, `carries`: the case of
    another level or region that it carries on, "" none.
    """

    number: str
    item_name: str
    applicant_name: str
    state: str
    state_name: str
    steps: tuple[str, ...]
    asked: str
    chip: Chip
    law_on: date | None
    received_at: datetime | None
    accepted_on: date | None
    deemed: bool
    trial: bool
    version: int
    joint: str
    carries: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQueue:
    """A page of a queue. `next`: what the next page goes on after, "" at the end; `late`, `near`: how many are over
    or end within three working days, up to a hundred; `items`: code and name of those the unit has on line.
    """

    lines: tuple[QueueLine, ...]
    next: str
    late: int
    near: int
    items: tuple[tuple[str, str], ...]


def queue_of(actor: Actor, asked: CasesAsked, *, today: date, near_until: date) -> CaseQueue:
    """A page of the cases asked for; `near_until`: the last day of what ends soon."""
    found = _found(actor, asked)
    more = len(found) > EACH_PAGE
    found = found[:EACH_PAGE]
    return CaseQueue(
        lines=lines_of(found, today, _asked_of(actor, [row["id"] for row in found])),
        next=_ended_at(found[-1]) if more else "",
        late=count_due(actor, date.min, today - ONE_DAY, MOST_COUNTED),
        near=count_due(actor, today, near_until, MOST_COUNTED),
        items=tuple((one.code, one.name) for one in _ITEMS.ask(unit=actor.unit)),
    )


def first_in_hand(actor: Actor, today: date, most: int = 8) -> tuple[QueueLine, ...]:
    """What this person has to do next: the list beside a case."""
    found = first_cases(actor, _COLUMNS, most)
    return lines_of(found, today, _asked_of(actor, [row["id"] for row in found]))


def _found(actor: Actor, asked: CasesAsked) -> list[Row]:
    """One more than a page holds."""
    if asked == CasesAsked():
        return first_cases(actor, _COLUMNS, EACH_PAGE + 1)
    return list(_page(actor, asked).values(*_COLUMNS)[: EACH_PAGE + 1])


def _asked_of(actor: Actor, cases: list[int]) -> Mapping[int, str]:
    """Case → what was asked for in it and waits for this person's approval, in words."""
    if Party.HEAD not in parties_of_roles(actor.roles):
        return {}
    waiting = CaseRequest.objects.filter(case__in=cases, approved=None)
    found = waiting.exclude(asked_by__in=selves_of(actor, {Party.HEAD}))
    return {case: case_names("actions")[action] for case, action in found.values_list("case", "action")}


def lines_of(
    lines: Iterable[Row], today: date, asked: Mapping[int, str] = MappingProxyType({})
) -> tuple[QueueLine, ...]:
    """Rows as pages show them, with the open steps of all of them read at once; `asked`: what waits for approval."""
    found = list(lines)
    steps = _open_steps([row["id"] for row in found if row["state"] == CaseState.UNDER_REVIEW])
    return tuple(_line(row, steps, asked, today) for row in found)


def _line(row: Row, steps: dict[int, list[str]], asked: Mapping[int, str], today: date) -> QueueLine:
    kept = {name: row[name] for name in _COLUMNS if name not in {"id", "due_on", "decision_due_on"}}
    state = str(row["state"])
    return QueueLine(
        **kept,
        state_name=case_names("states")[state],
        steps=tuple(steps.get(row["id"], ())),
        asked=asked.get(row["id"], ""),
        chip=chip_of(state, row["due_on"], row["decision_due_on"], today),
        law_on=row["decision_due_on"],
    )


def _page(actor: Actor, asked: CasesAsked) -> QuerySet[Case]:
    """The cases asked for, from where the last page ended: by day; closed ones and finds newest first."""
    found = in_hand(actor) if asked.show == "todo" else of_unit(actor)
    if asked.words:
        found = _saying(of_unit(actor), asked.words)
    elif asked.show == "mine":
        found = found.filter(Exists(open_tasks_of(frozenset(Party), (actor.username,))), due_on__isnull=False)
    elif asked.show == "open":
        found = found.filter(due_on__isnull=False)
    elif asked.show == "closed":
        found = found.filter(state__in=[*CLOSED, CaseState.SERVED])
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.item:
        found = found.filter(item_code=asked.item)
    return (
        _newest(found, asked.after) if asked.words or asked.show == "closed" else _by_due(found, asked.after)
    )


def _newest(found: QuerySet[Case], after: str) -> QuerySet[Case]:
    number = after.rpartition("~")[2]
    return (found.filter(number__lt=number) if number else found).order_by("-number")


def _by_due(found: QuerySet[Case], after: str) -> QuerySet[Case]:
    due, _, number = after.partition("~")
    if number and (day := _day(due)):
        found = found.filter(due_on__gte=day).filter(Q(due_on__gt=day) | Q(number__gt=number))
    return found.order_by("due_on", "number")


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _ended_at(row: Row) -> str:
    return f"{row['due_on'] or ''}~{row['number']}"


def _saying(found: QuerySet[Case], words: str) -> QuerySet[Case]:
    text = words.strip()[:LONGEST_WORDS]
    if _NUMBER.search(text.upper()):
        return found.filter(number__startswith=as_number(text))
    return found.filter(applicant_name__contains=text)


def as_number(words: str) -> str:
    """A number, or its beginning, with hyphens where they belong, however it was typed."""
    return hyphened(words.upper().replace("-", "").replace(" ", ""))


def _open_steps(cases: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for case, name in rows(_OPEN_STEPS, cases=cases) if cases else ():
        found[case].append(name)
    return found
