"""Everything of an investment project on one page: its matters with their cases, what is next, how long it takes.

A case belongs to a project by its code and by its applicant: what somebody else files under the code is not gathered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.cases.models import Case, CaseMark, CaseTask
from qingdan.cases.queries.citable import cited_counting
from qingdan.cases.queries.progress import granted_of, holder_words, open_tasks_of, result_words
from qingdan.cases.queries.project_grants import DECIDED, cases_under
from qingdan.data.calendar import load_calendar, working_days_on
from qingdan.data.case import case_names
from qingdan.data.projects import project_names
from qingdan.guides.queries.published import published_items
from qingdan.projects.queries.projects import ProjectShown
from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.case_state import CLOSED, CaseState, ClockEffect
from qingdan.rules.project import (
    Attempt,
    Durations,
    Matter,
    MatterStanding,
    MatterState,
    StageTable,
    matter_of,
    plan_of,
    planned_durations,
    real_durations,
    standings,
)

_UNDONE = CLOSED - {CaseState.ARCHIVED}
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCase:
    """A case of the project. `joint`: number of the joint application whose branch it is; `steps` now open.

    `own`: whoever asks may open it. `ended_on`: the day it was decided or closed, None while it runs.
    """

    number: str
    item_code: str
    item_name: str
    unit_name: str
    state: str
    state_name: str
    result: str
    holder: str
    steps: tuple[str, ...]
    received_on: date | None
    accepted_on: date | None
    ended_on: date | None
    due_on: date | None
    granted: bool
    open: bool
    joint: str
    trial: bool
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyLink:
    """An item that one can apply for."""

    code: str
    name: str
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterShown:
    """A matter with its cases, its planned days as dates, and what can be applied for now (`links`).

    `units`: who of the city has it, as far as its guides and cases say.
    """

    matter: Matter
    standing: MatterStanding
    state_name: str
    session_name: str
    planned: tuple[date, date]
    cases: tuple[ProjectCase, ...]
    links: tuple[ApplyLink, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageShown:
    """A stage with its lead and limit."""

    name: str
    lead: str
    days: int
    matters: tuple[MatterShown, ...]
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCourse:
    """How far a project is. `began_on`: its first receipt, else today; `joints`: cases by joint application, "" single.

    `counting`: codes of the licences cited that still count; `others`: cases that no matter of the plan names;
    `real`: working days so far, None before anything was accepted.
    """

    began_on: date
    until: date
    stages: tuple[StageShown, ...]
    others: tuple[ProjectCase, ...]
    joints: tuple[tuple[str, tuple[ProjectCase, ...]], ...]
    planned: Durations
    real: Durations | None
    running: tuple[ProjectCase, ...]
    open: tuple[MatterShown, ...]
    counting: frozenset[str]
    done: int
    total: int


def project_course(by: Actor, found: ProjectShown, *, today: date) -> ProjectCourse:
    """The course of a project on a day, of what the person may see; staff sees states of all units of the region."""
    cases = _project_cases(by, found.line.code, found.owner_number)
    table = found.table.table
    by_matter: dict[str, list[ProjectCase]] = {}
    for one in cases:
        name = matter_of(table, item_code=one.item_code, item_name=one.item_name)
        by_matter.setdefault(name, []).append(one)
    received = [one.received_on for one in cases if one.received_on]
    counting = cited_counting(found, on=today)
    shown = _Shown(
        table=table,
        by_matter=by_matter,
        began_on=min(received, default=today),
        cited=frozenset(one.matter for one in found.cited if one.licence in counting),
        counting=counting,
        verified=found.verified,
        links=_links(table),
    )
    return _course(shown, cases, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    table: StageTable
    by_matter: Mapping[str, Sequence[ProjectCase]]
    began_on: date
    cited: frozenset[str]
    counting: frozenset[str]
    verified: bool
    links: Mapping[str, tuple[ApplyLink, ...]]


def _course(shown: _Shown, cases: Sequence[ProjectCase], today: date) -> ProjectCourse:
    stages = tuple(_stages(shown))
    matters = [one for stage in stages for one in stage.matters]
    attempts = [_attempt(one) for one in cases if one.accepted_on and not one.trial]
    ends = [one.planned[1] for one in matters]
    return ProjectCourse(
        began_on=shown.began_on,
        until=max([today, *ends]),
        stages=stages,
        others=tuple(shown.by_matter.get("", ())),
        joints=_joints(cases),
        planned=planned_durations(shown.table),
        real=real_durations(attempts, today=today, count=working_days_of) if attempts else None,
        running=tuple(one for one in cases if one.open),
        open=tuple(one for one in matters if one.standing.state is MatterState.OPEN or one.links),
        counting=shown.counting,
        done=sum(one.standing.state is MatterState.DONE for one in matters),
        total=len(matters),
    )


def working_days_of(first: date, last: date) -> int:
    """Working days of two days, both included; 0 where the second comes before the first."""
    calendar, count = load_calendar(), 0
    while first <= last:
        count += calendar.is_working(first)
        first += ONE_DAY
    return count


def _stages(shown: _Shown) -> Iterator[StageShown]:
    attempts = {
        name: [_attempt(one) for one in some if not one.trial] for name, some in shown.by_matter.items()
    }
    stands = {one.name: one for one in standings(shown.table, attempts, shown.cited)}
    spans = {
        name: (working_days_on(shown.began_on, span.start + 1), working_days_on(shown.began_on, span.end))
        for name, span in plan_of(shown.table).items()
    }
    for stage in shown.table.stages:
        matters = tuple(_matter(shown, one, stands[one.name], spans[one.name]) for one in stage.matters)
        done = all(one.standing.state is MatterState.DONE for one in matters)
        yield StageShown(name=stage.name, lead=stage.lead, days=stage.days, matters=matters, done=done)


def _matter(shown: _Shown, one: Matter, standing: MatterStanding, planned: tuple[date, date]) -> MatterShown:
    again = one.in_parts and standing.state in {MatterState.DONE, MatterState.RUNNING}
    known, cases = shown.links.get(one.name, ()), tuple(shown.by_matter.get(one.name, ()))
    applies = shown.verified and (standing.state is MatterState.OPEN or again)
    early = standing.state is MatterState.OPEN and not shown.verified
    return MatterShown(
        matter=one,
        standing=standing,
        state_name=project_names("matters")["unverified" if early else standing.state],
        session_name=project_names("sessions").get(one.session, ""),
        planned=planned,
        cases=cases,
        links=known if applies else (),
        units=tuple(dict.fromkeys([line.unit_name for line in cases] + [line.unit_name for line in known])),
    )


def _attempt(one: ProjectCase) -> Attempt:
    return Attempt(granted=one.granted, open=one.open, since=one.accepted_on, until=one.ended_on)


def _joints(cases: Sequence[ProjectCase]) -> tuple[tuple[str, tuple[ProjectCase, ...]], ...]:
    found: dict[str, list[ProjectCase]] = {}
    for one in cases:
        if one.joint:
            found.setdefault(one.joint, []).append(one)
    return tuple((number, tuple(some)) for number, some in found.items())


def _links(table: StageTable) -> dict[str, tuple[ApplyLink, ...]]:
    """What can be applied for on line, by matter."""
    words = {item for one in table.matters for item in one.items}
    found: dict[str, tuple[ApplyLink, ...]] = {}
    for code, name, unit in published_items(words):
        matter = matter_of(table, item_code=code, item_name=name)
        found[matter] = (*found.get(matter, ()), ApplyLink(code=code, name=name, unit_name=unit))
    return found


def _project_cases(by: Actor, code: str, owner_number: str) -> tuple[ProjectCase, ...]:
    found = cases_under(code, owner_number).filter(region_id__in=by.regions)
    cases = list(found.select_related("unit").order_by("received_at", "pk")[:_MOST])
    granted = granted_of(cases)
    may = set(
        Case.objects.visible_to(by).filter(pk__in=[one.pk for one in cases]).values_list("pk", flat=True)
    )
    tasks = open_tasks_of(cases)
    ends = dict(CaseMark.objects.filter(case__in=cases, effect=ClockEffect.ENDS).values_list("case", "on"))
    return tuple(
        _case(
            one,
            granted=granted.get(one.pk),
            open_steps=tasks.get(one.pk, ()),
            ended_on=one.decided_on or ends.get(one.pk),
            own=one.pk in may,
        )
        for one in cases
    )


def _case(
    case: Case, *, granted: bool | None, open_steps: Sequence[CaseTask], ended_on: date | None, own: bool
) -> ProjectCase:
    state = CaseState(case.state)
    running = state not in DECIDED | _UNDONE
    return ProjectCase(
        number=case.number,
        item_code=case.item_code,
        item_name=case.item_name,
        unit_name=case.unit.name,
        state=state.value,
        state_name=case_names("states")[state],
        result=result_words(state, granted),
        holder=holder_words(case, open_steps),
        steps=tuple(one.name for one in open_steps),
        received_on=_day(case.received_at),
        accepted_on=case.accepted_on,
        ended_on=None if running else ended_on,
        due_on=case.due_on if running else None,
        granted=bool(granted) and state in DECIDED,
        open=running,
        joint=case.joint,
        trial=case.trial,
        own=own,
    )


def _day(at: datetime | None) -> date | None:
    return day_of(at) if at else None
