"""An investment project: its stages as data, what of it can be applied for, and how long it takes.

Source: 国办发〔2014〕59号 and the plan of 2015 (串联改为并联, only true dependencies are serial), 国办发〔2019〕11号
(four stages, each with one lead; 120 working days in all), 优化营商环境条例 Art. 41–42. Contents, leads and limits of
the stages are [K]: they are data of a city (`qingdan.data.projects` ships two models), never code.

Readings: a matter is done when one of its items was granted, or an approval already held was cited for it; several
items of a matter are alternatives (审批, 核准, 备案). What a matter needs must be done before it, and nothing else:
stages name leads and limits, they are no queue. An open application is no longer to be applied for; one that was
refused or withdrawn leaves the matter open again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from qingdan.rules.problem import Problem, beside
from qingdan.rules.text import title_key

MOST_DAYS = 999


class ProjectClass(StrEnum):
    """Which flow a project takes."""

    GOVERNMENT = "government"  # 政府投资
    SOCIAL = "social"  # 社会投资
    SMALL = "small"  # 小型低风险
    INDUSTRIAL = "industrial"  # 工业


class ProjectState(StrEnum):
    """Where the code of a project is: waiting to be verified, given back with a reason, verified."""

    WAITING = "waiting"
    RETURNED = "returned"
    VERIFIED = "verified"


class JointSession(StrEnum):
    """The joint sitting that a matter belongs to."""

    NONE = ""
    DRAWINGS = "drawings"  # 施工图联审
    ACCEPTANCE = "acceptance"  # 联合验收


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One approval of the flow. `items`: names or codes of list items, any of which it is; `needs`: names of matters.

    `days`: working days planned for it; `in_parts`: it may be asked for in parts (分期, 分批).
    """

    name: str
    department: str
    days: int
    items: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    session: JointSession = JointSession.NONE
    in_parts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage with the kind of department that leads it, and its limit in working days."""

    name: str
    lead: str
    days: int
    matters: tuple[Matter, ...]


@dataclass(frozen=True, kw_only=True)
class StageTable:
    """The flow of one class of projects. `most_days`: working days for all stages together, 0 where no rule says."""

    model: str
    most_days: int
    stages: tuple[Stage, ...]

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """All matters in the order of the stages."""
        return tuple(one for stage in self.stages for one in stage.matters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Working days of a plan: from the end of day `start` to the end of day `end`, counted from the beginning."""

    start: int
    end: int


class MatterState(StrEnum):
    """What there is to do about a matter."""

    DONE = "done"
    RUNNING = "running"
    OPEN = "open"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One application for a matter, as far as the plan cares; `until` is None while it runs."""

    granted: bool
    open: bool
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterStanding:
    """How a matter stands: `waits_for` names what must be done before it, `cited` that an approval held counts."""

    name: str
    state: MatterState
    waits_for: tuple[str, ...] = ()
    cited: bool = False
    granted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """Working days: `serial`, one matter after the other; `parallel`, what the dependencies leave."""

    serial: int
    parallel: int


def table_problems(table: StageTable) -> tuple[Problem, ...]:
    """Everything that keeps a table from being used, beside the row (`stage-2`, `matter-5`) or the whole."""
    return (*_stage_problems(table), *_matter_problems(table), *_whole_problems(table))


def plan_of(table: StageTable) -> Mapping[str, Span]:
    """When each matter is due if each begins as soon as all it needs is done. Raises CycleError."""
    needs = {one.name: _known_needs(table, one) for one in table.matters}
    days = {one.name: one.days for one in table.matters}
    found: dict[str, Span] = {}
    for name in TopologicalSorter(needs).static_order():
        start = max((found[need].end for need in needs[name]), default=0)
        found[name] = Span(start=start, end=start + days[name])
    return {one.name: found[one.name] for one in table.matters}


def planned_durations(table: StageTable) -> Durations:
    """How long the flow takes in a row and at once. Raises CycleError."""
    ends = [span.end for span in plan_of(table).values()]
    return Durations(serial=sum(one.days for one in table.matters), parallel=max(ends, default=0))


def real_durations(
    attempts: Sequence[Attempt], *, today: date, count: Callable[[date, date], int]
) -> Durations:
    """The same of what was really applied for, as if one came after the other, and as it was.

    `count`: working days of two days, both included. Days on which nothing ran are not counted in either: what a
    project does with its own time is no matter of the agencies.
    """
    runs = sorted((one.since, one.until or today) for one in attempts if one.since)
    serial = sum(count(since, until) for since, until in runs)
    together, reached = 0, date.min
    for since, until in runs:
        first = max(since, date.fromordinal(min(reached.toordinal() + 1, date.max.toordinal())))
        together += count(first, until) if first <= until else 0
        reached = max(reached, until)
    return Durations(serial=serial, parallel=together)


def matter_of(table: StageTable, *, item_code: str, item_name: str) -> str:
    """The matter that a list item belongs to; "" none of this table."""
    key = title_key(item_name)
    for one in table.matters:
        if item_code in one.items or key in {title_key(word) for word in one.items}:
            return one.name
    return ""


def standings(
    table: StageTable, attempts: Mapping[str, Sequence[Attempt]], cited: frozenset[str] = frozenset()
) -> tuple[MatterStanding, ...]:
    """How each matter stands, in the order of the table. `attempts`: by name of the matter."""
    granted = {name: sum(one.granted for one in some) for name, some in attempts.items()}
    done = {one.name for one in table.matters if granted.get(one.name) or one.name in cited}
    return tuple(
        _standing(table, one, attempts.get(one.name, ()), done, cited, granted.get(one.name, 0))
        for one in table.matters
    )


def _standing(  # noqa: PLR0917
    table: StageTable,
    matter: Matter,
    attempts: Sequence[Attempt],
    done: set[str],
    cited: frozenset[str],
    granted: int,
) -> MatterStanding:
    lacking = tuple(need for need in _known_needs(table, matter) if need not in done)
    if any(one.open for one in attempts):
        state = MatterState.RUNNING
    elif matter.name in done:
        state = MatterState.DONE
    else:
        state = MatterState.BLOCKED if lacking else MatterState.OPEN
    return MatterStanding(
        name=matter.name,
        state=state,
        waits_for=lacking if state is MatterState.BLOCKED else (),
        cited=matter.name in cited,
        granted=granted,
    )


def _known_needs(table: StageTable, matter: Matter) -> tuple[str, ...]:
    names = {one.name for one in table.matters}
    return tuple(dict.fromkeys(need for need in matter.needs if need in names))


def _stage_problems(table: StageTable) -> Iterator[Problem]:
    names = [one.name for one in table.stages]
    for place, stage in enumerate(table.stages, 1):
        at = f"stage-{place}"
        if not stage.name.strip() or not stage.lead.strip():
            yield beside("project.stage_words", at, {"place": place})
        if names.count(stage.name) > 1:
            yield beside("project.stage_twice", at, {"name": stage.name})
        if not 1 <= stage.days <= MOST_DAYS:
            yield beside("project.days", at, {"name": stage.name, "most": MOST_DAYS})
        if not stage.matters:
            yield beside("project.stage_empty", at, {"name": stage.name})


def _matter_problems(table: StageTable) -> Iterator[Problem]:
    names = [one.name for one in table.matters]
    limits = {one.name: stage for stage in table.stages for one in stage.matters}
    for place, one in enumerate(table.matters, 1):
        at = f"matter-{place}"
        if not one.name.strip() or not one.department.strip():
            yield beside("project.matter_words", at, {"place": place})
        if names.count(one.name) > 1:
            yield beside("project.matter_twice", at, {"name": one.name})
        if not 1 <= one.days <= MOST_DAYS:
            yield beside("project.days", at, {"name": one.name, "most": MOST_DAYS})
        elif one.days > limits[one.name].days:
            yield beside("project.matter_beyond_stage", at, {"name": one.name, "most": limits[one.name].days})
        for need in one.needs:
            if need not in names or need == one.name:
                yield beside("project.need_unknown", at, {"name": one.name, "need": need})


def _whole_problems(table: StageTable) -> Iterator[Problem]:
    if not table.stages:
        yield beside("project.no_stages", "stages", {})
    try:
        plan_of(table)
    except CycleError as error:
        yield beside("project.circle", "stages", {"names": "、".join(dict.fromkeys(error.args[1]))})
    total = sum(one.days for one in table.stages)
    if table.most_days and total > table.most_days:
        yield beside("project.beyond_all", "most_days", {"total": total, "most": table.most_days})
    seen: dict[str, str] = {}
    for one in table.matters:
        for item in one.items:
            key = title_key(item)
            if seen.setdefault(key, one.name) != one.name:
                yield beside(
                    "project.item_twice", "stages", {"item": item, "names": f"{seen[key]}、{one.name}"}
                )
