"""A plan of joint approval (联合办理方案) as data: who leads, which matters, which must wait for which, and why.

Source: 行政许可法 Art. 26(2) (one department takes an application in for all and tells the others, or all decide
together), Art. 42(2) (45 days for all of them, 15 more by the head of the government); 宜春市"三单一网"实施方案 四(四)
(serial approval becomes parallel). A matter waits for another only where a rule says that the other is its condition: a
need without a ground is a fault, so that what is serial today does not stay so unsaid.

Readings:
- The lead has a matter of its own in the plan: Art. 26 lets one of those who decide take the application in.
- Silence is consent only where the plan names the published rule that says so; no statute does.
- Whoever decides is not moved by the plan: each department decides its own matter in its own name.
- What the guide of an item promises is public (行政许可法 Art. 30) and holds in a joint approval too: nobody waits
  longer for applying for several matters at once. A promise to decide at once is a day here, the least a plan can say.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

from qingdan.rules.power_item import DayKind, Limit
from qingdan.rules.problem import Problem, beside
from qingdan.rules.time_limit import exceeds

JOINT_DAYS, LONGEST_JOINT_EXTENSION = 45, 15
"""Working days: Art. 42(2)."""

MOST_MATTERS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A matter (public code of its item) that must be granted first, and the ground that says so."""

    item: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One department's part: its item, the unit that decides, the working days it takes at most, what it waits for."""

    item: str
    unit: str
    days: int
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPlan:
    """A plan. `days`: working days from acceptance to the last decision; `silence`: the rule by which it is consent."""

    name: str
    lead: str
    matters: tuple[Matter, ...]
    days: int = JOINT_DAYS
    silence: str = ""

    @property
    def needs(self) -> dict[str, frozenset[str]]:
        """What each matter waits for."""
        return {one.item: frozenset(need.item for need in one.needs) for one in self.matters}

    @property
    def carrier(self) -> str:
        """The lead's first matter: papers of the whole application stand in its file. "" where there is none."""
        return next((one.item for one in self.matters if one.unit == self.lead), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnLine:
    """What is known of an item on line: whose it is, whether its guide says that it can be approved jointly, its name,
    and what its guide promises (None: nothing that could be read).
    """

    unit: str
    parallel: bool
    name: str = ""
    promised: Limit | None = None


def plan_problems(plan: JointPlan, known: Mapping[str, OnLine]) -> tuple[Problem, ...]:
    """What keeps a plan from being published; `known`: the items that one can apply for on line."""
    return tuple(_problems(plan, known))


def _problems(plan: JointPlan, known: Mapping[str, OnLine]) -> Iterator[Problem]:
    if not plan.name.strip():
        yield beside("joint.no_name", "name", {})
    if not 1 <= plan.days <= JOINT_DAYS:
        yield beside("joint.days", "days", {"most": JOINT_DAYS})
    if len(plan.matters) > MOST_MATTERS:
        yield beside("joint.many_matters", "matters", {"most": MOST_MATTERS})
    if len({one.unit for one in plan.matters}) < 2:
        yield beside("joint.one_department", "matters", {})
    if not plan.carrier:
        yield beside("joint.lead_has_none", "lead", {})
    for place, matter in enumerate(plan.matters, 1):
        yield from _matter_problems(plan, place, matter, known)
    yield from _order_problems(plan)


def _matter_problems(
    plan: JointPlan, place: int, matter: Matter, known: Mapping[str, OnLine]
) -> Iterator[Problem]:
    where, at = f"matter-{place}", {"place": place}
    found = known.get(matter.item)
    if found is None:
        yield beside("joint.not_on_line", where, {**at, "item": matter.item})
    elif found.unit != matter.unit:
        yield beside("joint.not_theirs", where, at)
    elif not found.parallel:
        yield beside("joint.not_parallel", where, at)
    if found and found.promised and beyond_promise(matter.days, found.promised):
        said = {"name": found.name, "days": matter.days, "promised": found.promised.printed}
        yield beside("joint.beyond_promise", where, {**at, **said})
    if not 1 <= matter.days <= plan.days:
        yield beside("joint.matter_days", where, {**at, "most": plan.days})
    if sum(one.item == matter.item for one in plan.matters) > 1:
        yield beside("joint.twice", where, at)
    items = {one.item for one in plan.matters}
    for need in matter.needs:
        if need.item == matter.item or need.item not in items:
            yield beside("joint.unknown_need", where, at)
        elif not need.ground.strip():
            yield beside("joint.no_ground", where, at)


def beyond_promise(days: int, promised: Limit) -> bool:
    """Whether so many working days are more than a guide promises, whatever the unit of the promise (`exceeds`)."""
    planned = Limit(days=days, kind=DayKind.WORKING, printed=f"{days}个工作日")
    return exceeds(planned, promised if promised.days else replace(promised, days=1))


def _order_problems(plan: JointPlan) -> Iterator[Problem]:
    """No circle, and the longest way through fits into the days of the whole."""
    order = in_order(plan.needs)
    if not order:
        if plan.matters:
            yield beside("joint.circle", "matters", {})
        return
    whole = longest(plan.needs, {one.item: one.days for one in plan.matters})
    if whole > plan.days:
        yield beside("joint.too_long", "matters", {"days": whole, "most": plan.days})


def in_order(needs: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The matters so that each comes after what it waits for; () where they wait for each other in a circle."""
    known = {item: some & needs.keys() for item, some in needs.items()}
    try:
        return tuple(TopologicalSorter(known).static_order())
    except CycleError:
        return ()


def starts(needs: Mapping[str, frozenset[str]], days: Mapping[str, int]) -> dict[str, int]:
    """On which day (0 the first) each matter begins, if each takes so many days. In an order without a circle."""
    begun: dict[str, int] = {}
    for item in in_order(needs):
        begun[item] = max((begun[one] + days[one] for one in needs[item] if one in begun), default=0)
    return begun


def longest(needs: Mapping[str, frozenset[str]], days: Mapping[str, int]) -> int:
    """The days until the last one is done."""
    begun = starts(needs, days)
    return max((begun[item] + days[item] for item in begun), default=0)


def promised_days(plan: JointPlan, items: Collection[str]) -> int:
    """Working days until these matters of a plan are all decided, if each department keeps the plan: what whoever
    applies for them is promised. Nobody waits for a matter that is not applied for.
    """
    days = {one.item: one.days for one in plan.matters if one.item in items}
    return longest({item: plan.needs[item] & days.keys() for item in days}, days)


def latest_way(needs: Mapping[str, frozenset[str]], days: Mapping[str, int]) -> tuple[str, ...]:
    """The matters that decide how long the whole takes, in their order: nothing is won by hurrying another."""
    begun = starts(needs, days)
    way: list[str] = []
    candidates: Sequence[str] = tuple(begun)
    while candidates:
        last = max(candidates, key=lambda one: (begun[one] + days[one], one))
        way.insert(0, last)
        candidates = tuple(one for one in needs[last] if one in begun)
    return tuple(way)
