"""What the board counts from the standings of the units: pure functions, no query of their own."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qingdan.base.clock import day_of
from qingdan.base.orgs.models import UnitKind
from qingdan.campaigns.queries.duties import Duty, DutyState, Standing, owed_by
from qingdan.campaigns.queries.plans import Plan
from qingdan.rules.campaign import PhaseState, ScheduledPhase
from qingdan.rules.campaign_template import DeadlineKind, Obligation

DAY = timedelta(days=1)
KIND_ORDER = (
    UnitKind.DEPARTMENT,
    UnitKind.INSTITUTION,
    UnitKind.STATIONED,
    UnitKind.OTHER,
    UnitKind.SUBORDINATE,
    UnitKind.COUNTY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many owe something, have done it, did it late, or are overdue."""

    obligation: str
    owed: int
    done: int
    late: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseProgress:
    """A phase on the board. `counts` is of what departments owe in it by a day; None when they owe nothing then."""

    scheduled: ScheduledPhase
    state: PhaseState
    counts: Tally | None
    name: str
    gates: int

    @property
    def tenths(self) -> int:
        """Tenths of it done, 1 to 9, for the bar above the current phase."""
        if not self.counts or not self.counts.owed:
            return 1
        return min(9, max(1, round(10 * self.counts.done / self.counts.owed)))


def departments(standings: Iterable[Standing], plan: Plan) -> tuple[Standing, ...]:
    """Those that file: without the county governments, which take part with a plan of their own."""
    return tuple(one for one in standings if plan.county or one.kind != UnitKind.COUNTY)


def counties(standings: Iterable[Standing], plan: Plan) -> tuple[Standing, ...]:
    """The county governments of a city's campaign."""
    return () if plan.county else tuple(one for one in standings if one.kind == UnitKind.COUNTY)


def count(standings: Iterable[Standing], obligation: str) -> Tally:
    """Counts one obligation over the units that owe it."""
    owed = [duty for one in standings if (duty := one.duty(obligation))]
    states = Counter(duty.state for duty in owed)
    return Tally(
        obligation=obligation,
        owed=len(owed),
        done=states[DutyState.DONE] + states[DutyState.LATE],
        late=states[DutyState.LATE],
        overdue=states[DutyState.OVERDUE],
    )


def late_list(standings: Iterable[Standing]) -> list[tuple[Standing, Duty]]:
    """Everything overdue and not done, the longest first."""
    return _urged(standings, DutyState.OVERDUE)


def soon_list(standings: Iterable[Standing]) -> list[tuple[Standing, Duty]]:
    """Everything that falls due within two working days, the soonest first."""
    return _urged(standings, DutyState.SOON)


def curve(standings: Iterable[Standing], obligation: str, *, until: date) -> tuple[tuple[date, int], ...]:
    """How many units had done it at the end of each day, from the day before the first until `until`."""
    days = Counter(day_of(duty.done.at) for one in standings if (duty := one.duty(obligation)) and duty.done)
    if not days:
        return ()
    first, total, points = min(days) - DAY, 0, []
    for number in range((max(until, *days) - first).days + 1):
        total += days[first + number * DAY]
        points.append((first + number * DAY, total))
    return tuple(points)


def phases(plan: Plan, standings: Sequence[Standing], today: date) -> tuple[PhaseProgress, ...]:
    """The phases of the list in hand (first powers, then responsibilities) with their counts."""
    current = plan.current(today)
    wanted = current.phase.list if current else ""
    return tuple(
        _progress(plan, one, standings, today) for one in plan.schedule.phases if one.phase.list == wanted
    )


def by_kind(standings: Iterable[Standing]) -> Iterator[tuple[str, list[Standing]]]:
    """The units grouped by kind, in the order of the plan; kinds without a unit are left out."""
    found = list(standings)
    for kind in KIND_ORDER:
        if group := [one for one in found if one.kind == kind]:
            yield kind.value, group


def slowness(standing: Standing) -> tuple[int, int, int]:
    """What the slowest unit has most of: overdue duties, late ones, open ones with a day."""
    states = [one.state for one in standing.duties if one.due_on]
    open_ones = states.count(DutyState.OPEN) + states.count(DutyState.SOON)
    return states.count(DutyState.OVERDUE), states.count(DutyState.LATE), open_ones


def _urged(standings: Iterable[Standing], state: DutyState) -> list[tuple[Standing, Duty]]:
    found = [(one, duty) for one in standings for duty in one.duties if duty.state is state]
    return sorted(found, key=lambda pair: pair[1].due_on or date.max)


def _progress(
    plan: Plan, scheduled: ScheduledPhase, standings: Sequence[Standing], today: date
) -> PhaseProgress:
    dated = _dated(plan, scheduled.phase.code)
    return PhaseProgress(
        scheduled=scheduled,
        state=scheduled.state(today),
        counts=count(standings, dated.code) if dated else None,
        name=dated.name if dated else "",
        gates=len(plan.closed_gates(scheduled.phase.code)),
    )


def _dated(plan: Plan, phase: str) -> Obligation | None:
    """What departments owe in a phase by a day."""
    owed = owed_by(plan, UnitKind.DEPARTMENT)
    return next((one for one in owed if one.phase == phase and one.kind is not DeadlineKind.UNSTATED), None)
