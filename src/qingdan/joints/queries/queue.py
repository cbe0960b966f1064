"""Joint applications by urgency: the own department's part, those it leads, those of the region, what waits for an
answer. Nothing counts all rows: a page is read by an index from where the last one ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.cases.models import Case
from qingdan.cases.queries.queue import as_number
from qingdan.cases.queries.urgency import Chip, chip_of
from qingdan.data.calendar import working_days_on
from qingdan.data.case import case_names
from qingdan.data.joint import joint_names
from qingdan.joints.models import JointApplication, JointBranch, JointOpinion, JointRequest
from qingdan.joints.queries.desk import KNOWS_APPLICANTS
from qingdan.rules.case_state import CaseState
from qingdan.rules.joint_run import UNDECIDED, Branch, JointState, joint_state
from qingdan.rules.role import HANDLING, Role

EACH_PAGE, MOST_COUNTED = 50, 100
PART, LEAD, OPEN, ASKED, ENDED = SHOWS = ("part", "lead", "open", "asked", "ended")
_STATES = {
    JointState.IN_REVIEW: CaseState.UNDER_REVIEW,
    JointState.CORRECTING: CaseState.CORRECTING,
}
"""By which state of a case the chip of the whole is worded; days of others are plain last days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointsAsked:
    """Which: `show` one of SHOWS; `words`: a number or its beginning; `after`: where the last page ended."""

    show: str = ""
    words: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointLine:
    """A joint application in a queue. `part`: what the own department has to do with it, in words, "" nothing;
    `branches`: how many there are, `decided`: of these are out; `applicant`: "" for who may not know; `opinion_on`:
    till when the own department is asked what it thinks, None it is not.
    """

    number: str
    name: str
    applicant: str
    lead_name: str
    trial: bool
    state: JointState
    state_name: str
    part: str
    opinion_on: date | None
    chip: Chip
    received_at: datetime | None
    branches: int
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JointQueue:
    """A page. `next`: what the next page goes on after; `late`, `near`: over, or ending soon, up to a hundred."""

    show: str
    lines: tuple[JointLine, ...]
    next: str
    late: int
    near: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Rows of a page: numbers in their order, the day that counts; `opinions`: till when opinions are asked for."""

    numbers: tuple[str, ...]
    due: Mapping[str, date | None]
    next: str
    opinions: Mapping[str, date] = field(default_factory=dict)


def shows_of(actor: Actor) -> tuple[str, ...]:
    """What somebody may ask for; the first is shown first."""
    if actor.roles & HANDLING:
        return (PART, LEAD, ENDED)
    return (ASKED, OPEN, ENDED) if Role.GOVERNMENT_OFFICE in actor.roles else (OPEN, ENDED)


def joint_queue(actor: Actor, asked: JointsAsked, *, today: date, near_until: date) -> JointQueue:
    """A page of the joint applications asked for, in at most nine statements."""
    shows = shows_of(actor)
    show = asked.show if asked.show in shows else shows[0]
    page = _page(actor, show, asked, near_until)
    return JointQueue(
        show=show,
        lines=tuple(lines_of(actor, page.numbers, page.due, today, page.opinions)),
        next=page.next,
        late=_counted(actor, show, due_on__lt=today),
        near=_counted(actor, show, due_on__range=(today, near_until)),
    )


def _due_rows(actor: Actor, show: str) -> "tuple[QuerySet[Any], ...]":
    """What is counted at the top: rows with a `due_on`, numbers of wholes first. What the lead owes is its part too."""
    led = _led(actor).values_list("number", flat=True)
    if show == PART:
        return _own_cases(actor).values_list("joint", flat=True), led
    return {LEAD: (led,), OPEN: (_of_region(actor).values_list("number", flat=True),)}.get(show, ())


def _own_cases(actor: Actor) -> QuerySet[Case]:
    """Open branches of the own unit, by the unit's key: the index of what is due gives them in their order."""
    unit = Subquery(Unit.objects.filter(code=actor.unit).values("pk"))
    return Case.objects.visible_to(actor).filter(unit=unit, due_on__isnull=False).exclude(joint="")


def _led(actor: Actor) -> QuerySet[JointApplication]:
    lead = Subquery(Unit.objects.filter(code=actor.unit).values("pk"))
    found = JointApplication.objects.filter(lead=lead, region_id=actor.region)
    return found.filter(open=True).exclude(number="")


def _of_region(actor: Actor) -> QuerySet[JointApplication]:
    return JointApplication.objects.filter(region_id=actor.region, open=True).exclude(number="")


def _page(actor: Actor, show: str, asked: JointsAsked, near_until: date) -> _Page:
    if asked.words:
        number = as_number(asked.words.strip()[:40])
        found = JointApplication.objects.visible_to(actor).filter(number__startswith=number)
        return _newest(found, asked.after)
    if show == PART:
        own = _by_due(_own_cases(actor), asked.after, key="joint")
        return _with_opinions(actor, _with_led(actor, own, asked.after, near_until), asked.after)
    if show == ASKED:
        waiting = JointRequest.objects.filter(region_id=actor.region, approved=None).order_by("asked_at")
        rows = list(waiting.values_list("joint__number", "joint__due_on")[:EACH_PAGE])
        return _Page(numbers=tuple(number for number, _ in rows), due=dict(rows), next="")
    if show == ENDED:
        return _newest(JointApplication.objects.visible_to(actor).filter(open=False), asked.after)
    return _by_due(_led(actor) if show == LEAD else _of_region(actor), asked.after, key="number")


def _with_led(actor: Actor, page: _Page, after: str, near_until: date) -> _Page:
    """Wholes that wait for the lead, or whose day is near, come first, where the own parts are not there sooner."""
    looked_at = _led(actor).filter(~_not_looked_at(), accepted_on=None)
    led: dict[str, date] = {}
    for found in (looked_at, _led(actor).filter(due_on__lte=near_until)):
        rows = found.order_by("due_on", "number").values_list("number", "due_on")[:EACH_PAGE]
        led |= {number: on for number, on in rows if on}
    led = dict(sorted(led.items(), key=itemgetter(1)))
    sooner = {number: on for number, on in led.items() if on < (page.due.get(number) or date.max)}
    first = () if after else tuple(sooner)
    left = tuple(one for one in page.numbers if one not in first)
    return replace(page, numbers=(*first, *left), due={**page.due, **sooner})


def _not_looked_at() -> Exists:
    """A department has still to say whether all is there, or the applicant to file what lacks."""
    lacking = Q(case__state=CaseState.CORRECTING) | Q(case__state=CaseState.RECEIVED, checked=None)
    return Exists(JointBranch.objects.filter(lacking, joint=OuterRef("pk")))


def _with_opinions(actor: Actor, page: _Page, after: str) -> _Page:
    """What waits for the own department's opinion comes first, also where its own matter waits for another."""
    lines = JointOpinion.objects.filter(unit__code=actor.unit, stance="", session__closed_at=None)
    rows = lines.order_by("-session__due_on").values_list("session__joint__number", "session__due_on")
    opinions = dict(rows[:EACH_PAGE])
    first = () if after else tuple(reversed(opinions))
    return replace(
        page,
        numbers=(*first, *(one for one in page.numbers if one not in opinions or after)),
        due={**opinions, **page.due},
        opinions=opinions,
    )


def _by_due(found: "QuerySet[Any]", after: str, *, key: str) -> _Page:
    """By the day that counts; what has none comes last."""
    due, _, number = after.partition("~")
    day = _day(due)
    if number and day:
        found = found.filter(Q(due_on__gt=day) | Q(due_on=day, number__gt=number) | Q(due_on=None))
    elif number and not due:
        found = found.filter(due_on=None, number__gt=number)
    rows = list(found.order_by("due_on", "number").values_list(key, "due_on", "number")[: EACH_PAGE + 1])
    more = rows[EACH_PAGE:]
    rows = rows[:EACH_PAGE]
    due_of: dict[str, date | None] = {}
    for joint, on, _ in rows:
        due_of.setdefault(joint, on)
    ended = f"{rows[-1][1] or ''}~{rows[-1][2]}" if more else ""
    return _Page(numbers=tuple(due_of), due=due_of, next=ended)


def _newest(found: QuerySet[JointApplication], after: str) -> _Page:
    number = after.rpartition("~")[2]
    found = found.filter(number__lt=number) if number else found
    rows = list(found.order_by("-number").values_list("number", "due_on")[: EACH_PAGE + 1])
    more, rows = rows[EACH_PAGE:], rows[:EACH_PAGE]
    return _Page(
        numbers=tuple(one for one, _ in rows), due=dict(rows), next=f"~{rows[-1][0]}" if more else ""
    )


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def lines_of(
    actor: Actor,
    numbers: Sequence[str],
    due: Mapping[str, date | None],
    today: date,
    opinions: Mapping[str, date] = MappingProxyType({}),
) -> Iterator[JointLine]:
    """A line for each number of the actor's regions, in their order, in two statements; `due`: the day that counts."""
    columns = (
        "number",
        "name",
        "lead__name",
        "trial",
        "received_at",
        "open",
        "accepted_on",
        "days",
        "extended",
    )
    found = JointApplication.objects.filter(number__in=numbers, region_id__in=actor.regions)
    rows = {one["number"]: one for one in found.values(*columns)}
    branches, applicants, by_law = _branches(numbers, due)
    knows = bool(actor.roles & KNOWS_APPLICANTS)
    for number in numbers:
        row, own = rows[number], branches[number]
        state = joint_state([one for _, one in own])
        yield JointLine(
            number=number,
            name=row["name"],
            applicant=applicants[number] if knows else "",
            lead_name=row["lead__name"],
            trial=row["trial"],
            state=state,
            state_name=joint_names("states")[state],
            part=parts_in_words(actor.unit, own),
            opinion_on=opinions.get(number),
            chip=chip_of(_STATES.get(state, state), due[number], _law_on(by_law.get(number), row), today),
            received_at=row["received_at"],
            branches=len(own),
            decided=sum(one.state not in UNDECIDED for _, one in own),
        )


def _branches(
    numbers: Sequence[str], due: Mapping[str, date | None]
) -> tuple[Mapping[str, list[tuple[str, Branch]]], Mapping[str, str], Mapping[str, date]]:
    """Number → unit and branch of each, → whose application it is, → the last day by law of the branch whose promise
    is the day that counts (`due`), where it is a promise; in one statement.
    """
    columns = (
        "joint__number", "unit__code", "item", "checked", "case__state", "case__check_due_on",
        "case__applicant_name", "case__promised_due_on", "case__decision_due_on",
    )  # fmt: skip
    found: dict[str, list[tuple[str, Branch]]] = defaultdict(list)
    applicants: dict[str, str] = {}
    by_law: dict[str, date] = {}
    rows = JointBranch.objects.filter(joint__number__in=numbers).order_by("joint", "place")
    for number, unit, item, checked, state, check, applicant, promised, law in rows.values_list(*columns):
        branch = Branch(item=item, state=CaseState(state), checked=checked, check_runs=check is not None)
        found[number].append((unit, branch))
        applicants[number] = applicant
        if state == CaseState.UNDER_REVIEW and promised and promised == due[number]:
            by_law[number] = min(law, by_law.get(number, law))
    return found, applicants, by_law


def _law_on(branch: date | None, row: Mapping[str, Any]) -> date | None:
    """The law's last day behind a promise: of the branch, but no later than that of the whole."""
    whole = working_days_on(row["accepted_on"], row["days"] + row["extended"]) if branch else None
    return min(branch, whole) if branch and whole else branch


def parts_in_words(unit: str, own: Iterable[tuple[str, Branch]]) -> str:
    """What the own department has to do, each once; the states hold commas themselves."""
    words = dict.fromkeys(_part(one) for code, one in own if code == unit)
    return "；".join(filter(None, words))


def _part(one: Branch) -> str:
    if one.state == CaseState.RECEIVED:
        key = {None: "to_check", False: "lacking", True: "complete"}[one.checked]
        return joint_names("parts")[key]
    return case_names("states")[one.state]


def _counted(actor: Actor, show: str, **days: Any) -> int:
    """How many wholes, up to a hundred of each kind of row."""
    rows = _due_rows(actor, show)
    return len({number for found in rows for number in found.filter(**days).order_by()[:MOST_COUNTED]})
