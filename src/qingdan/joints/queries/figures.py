"""Before and after: what approving at once saved, from real days; the numbers a mayor asks for, with their rows.

Readings: counted are joint applications that were accepted and have ended (all decided and served, or ended else),
each once; trial data are kept apart. A branch's days are the working days from the day its own clock began to its
decision, pauses counted in, for the applicant waited through them; the first day is not counted, as on every page
(decided on the day it began: none). One after the other takes their sum, at once takes from the acceptance to the last
decision. The bottleneck of an application is the department that decided last.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from qingdan.base.actor import Actor
from qingdan.base.clock import SHANGHAI
from qingdan.base.refusal import Missing
from qingdan.cases.queries.trial import Scope, in_scope
from qingdan.cases.queries.urgency import days_taken
from qingdan.data.calendar import working_days_on
from qingdan.data.joint import joint_limit
from qingdan.joints.models import JointApplication, JointBranch
from qingdan.rules.joint_compare import middle
from qingdan.rules.role import Role

READERS = frozenset(
    {Role.SERVICE_CENTRE, Role.GOVERNMENT_OFFICE, Role.SUPERVISOR, Role.INFORMATISATION, Role.LEADING_GROUP}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedJoint:
    """An application that ended. `serial`, `parallel`: working days; `last`: the department that decided last.

    `on_time`: the last decision came within the days of the whole; `forwarded`: all had it within the hour.
    """

    number: str
    plan: str
    name: str
    accepted_on: date
    branches: int
    serial: int
    parallel: int
    last: str
    on_time: bool
    forwarded: bool

    @property
    def saved(self) -> int:
        """Working days not waited."""
        return self.serial - self.parallel


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFigures:
    """What the rows of a plan (`code`; "" of all) come to. Medians are of working days; None of no rows."""

    code: str
    name: str
    ended: int
    serial: int
    parallel: int
    saved: int
    median_serial: float | None
    median_parallel: float | None
    median_saved: float | None
    bottleneck: str
    bottleneck_count: int
    on_time: int
    forwarded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRows:
    """The rows behind a figure; `open_to`: numbers of those that the reader may open."""

    figures: PlanFigures
    rows: tuple[EndedJoint, ...]
    open_to: frozenset[str]


def joint_figures(actor: Actor, *, since: date, until: date, scope: Scope) -> tuple[PlanFigures, ...]:
    """All together first, then plan by plan. Raises Missing."""
    rows = _ended(actor, since, until, scope)
    plans: dict[str, list[EndedJoint]] = defaultdict(list)
    for one in rows:
        plans[one.plan].append(one)
    each = sorted(
        (_figures(code, some[-1].name, some) for code, some in plans.items()), key=lambda one: -one.saved
    )
    return (_figures("", "", rows), *each)


def figure_rows(actor: Actor, plan: str, *, since: date, until: date, scope: Scope) -> FigureRows:
    """The applications of a plan ("all": of every one), the longest first. Raises Missing."""
    rows = [one for one in _ended(actor, since, until, scope) if plan in {"all", one.plan}]
    if not rows and plan != "all":
        raise Missing
    code, name = ("", "") if plan == "all" else (plan, rows[-1].name)
    ordered = sorted(rows, key=lambda one: (-one.parallel, one.number))
    mine = JointApplication.objects.visible_to(actor).filter(number__in=[one.number for one in rows])
    return FigureRows(
        figures=_figures(code, name, rows),
        rows=tuple(ordered),
        open_to=frozenset(mine.values_list("number", flat=True)),
    )


def _figures(code: str, name: str, rows: Sequence[EndedJoint]) -> PlanFigures:
    lasts = Counter(one.last for one in rows if one.last)
    bottleneck, count = max(lasts.items(), key=lambda one: (one[1], one[0]), default=("", 0))
    serial, parallel = sum(one.serial for one in rows), sum(one.parallel for one in rows)
    return PlanFigures(
        code=code,
        name=name,
        ended=len(rows),
        serial=serial,
        parallel=parallel,
        saved=serial - parallel,
        median_serial=middle([one.serial for one in rows]),
        median_parallel=middle([one.parallel for one in rows]),
        median_saved=middle([one.saved for one in rows]),
        bottleneck=bottleneck,
        bottleneck_count=count,
        on_time=sum(one.on_time for one in rows),
        forwarded=sum(one.forwarded for one in rows),
    )


def _ended(actor: Actor, since: date, until: date, scope: Scope) -> list[EndedJoint]:
    """By the day of receipt. Two statements."""
    if not actor.roles & READERS:
        raise Missing
    found = in_scope(JointApplication.objects.filter(region_id=actor.region, open=False), scope)
    first, after = (datetime.combine(day, time(), SHANGHAI) for day in (since, until + timedelta(days=1)))
    found = found.filter(received_at__gte=first, received_at__lt=after, accepted_on__isnull=False)
    joints = list(found.select_related("plan__plan").order_by("received_at", "pk"))
    branches = _branches(joints)
    rows = (_row(one, branches[one.pk]) for one in joints)
    return [one for one in rows if one]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Branch:
    """What is read of a branch."""

    unit_name: str
    forwarded_at: datetime
    began_on: date | None
    decided_on: date | None


def _branches(joints: Sequence[JointApplication]) -> Mapping[int, list[_Branch]]:
    found: dict[int, list[_Branch]] = defaultdict(list)
    rows = JointBranch.objects.filter(joint__in=[one.pk for one in joints]).order_by("place")
    columns = ("joint", "unit__name", "forwarded_at", "case__accepted_on", "case__decided_on")
    for joint, unit_name, forwarded_at, began_on, decided_on in rows.values_list(*columns):
        branch = _Branch(
            unit_name=unit_name, forwarded_at=forwarded_at, began_on=began_on, decided_on=decided_on
        )
        found[joint].append(branch)
    return found


def _row(joint: JointApplication, branches: Sequence[_Branch]) -> EndedJoint | None:
    """None where nothing was decided: there is nothing to compare."""
    decided = [one for one in branches if one.decided_on]
    if not decided or joint.accepted_on is None or joint.received_at is None:
        return None
    hour = joint.received_at + timedelta(hours=joint_limit("forward_hours"))
    last = max(decided, key=lambda one: one.decided_on or date.min)
    assert last.decided_on
    return EndedJoint(
        number=joint.number,
        plan=joint.plan.plan.code,
        name=joint.name,
        accepted_on=joint.accepted_on,
        branches=len(branches),
        serial=sum(
            days_taken(one.began_on, one.decided_on) for one in decided if one.began_on and one.decided_on
        ),
        parallel=days_taken(joint.accepted_on, last.decided_on),
        last=last.unit_name,
        on_time=last.decided_on <= working_days_on(joint.accepted_on, joint.days + joint.extended),
        forwarded=all(one.forwarded_at <= hour for one in branches),
    )
