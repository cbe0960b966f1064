"""四个确保: four ratios, each with the rows it is made of and the reason of what is missing.

Source: R-081, RQ-A1…A4.
Readings: (1) of the items that must be on line, those that are. (2) Of the items on line whose guide says that they can
be approved jointly, those in a published plan. (3) Of the departments with an item on line, those whose own system is
docked so far that results come back (L2 and more): below that everything is typed twice. (4) Of the departments
with an item on line, those that took in at least one application through this system this year. Bodies that only
register enterprises are none of (3) and (4): what they take in comes with the registration.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.cases.queries.managing import use_by_unit
from qingdan.cases.queries.trial import Scope
from qingdan.docking.models import Partner
from qingdan.guides.queries.coverage import ItemLine, coverage_of_region
from qingdan.joints.queries.figures import READERS
from qingdan.joints.queries.plans import published_plans
from qingdan.rules.docking import DockingLevel


class Guarantee(StrEnum):
    """The four."""

    ONLINE = "online"
    PARALLEL = "parallel"
    DOCKED = "docked"
    USED = "used"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeRow:
    """Something that is counted. `why`: keys of the reasons that it is not met; `detail`: a number or name to it.

    `item`, `plan`: public code of the item that is counted and of the plan that has it, where there are such;
    `served`: one applies for it by a form of its own, without a guide.
    """

    name: str
    unit_name: str
    met: bool
    why: tuple[str, ...] = ()
    detail: str = ""
    item: str = ""
    plan: str = ""
    served: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One of the four; what is not met comes first."""

    key: Guarantee
    rows: tuple[GuaranteeRow, ...]

    @property
    def met(self) -> int:
        """The numerator."""
        return sum(one.met for one in self.rows)

    @property
    def total(self) -> int:
        """The denominator."""
        return len(self.rows)

    @property
    def share(self) -> str:
        """Percent, rounded down so that 100 % means all; "" of nothing."""
        return f"{self.met * 1000 // self.total / 10:g}%" if self.rows else ""

    @property
    def missing(self) -> Mapping[str, int]:
        """Reason → how many rows have it."""
        why = [key for one in self.rows for key in one.why]
        return {key: why.count(key) for key in dict.fromkeys(why)}


def guarantees(actor: Actor, today: date) -> tuple[Ratio, ...]:
    """The four, in their order. Raises Missing."""
    if not actor.roles & READERS:
        raise Missing
    lines = [one for one in coverage_of_region(actor, today) if one.must or one.state != "none"]
    online = [one for one in lines if one.online]
    units = dict(sorted((one.unit, one.unit_name) for one in online if not one.served))
    return (
        _ratio(Guarantee.ONLINE, (_item(one, one.missing) for one in lines)),
        _ratio(Guarantee.PARALLEL, _parallel(actor.region, online)),
        _ratio(Guarantee.DOCKED, _docked(actor.region, units)),
        _ratio(Guarantee.USED, _used(actor.region, units, today)),
    )


def guarantee(actor: Actor, key: str, today: date) -> Ratio:
    """One of them. Raises Missing."""
    found = next((one for one in guarantees(actor, today) if one.key == key), None)
    if found is None:
        raise Missing
    return found


def _ratio(key: Guarantee, rows: Iterator[GuaranteeRow]) -> Ratio:
    return Ratio(key=key, rows=tuple(sorted(rows, key=lambda one: (one.met, one.unit_name, one.name))))


def _item(one: ItemLine, why: Sequence[str], plan: tuple[str, str] = ("", "")) -> GuaranteeRow:
    code, name = plan
    return GuaranteeRow(
        name=one.name, unit_name=one.unit_name, met=not why, why=tuple(why), detail=name or one.code,
        item=one.code, plan=code, served=one.served,
    )  # fmt: skip


def _parallel(region: str, online: Sequence[ItemLine]) -> Iterator[GuaranteeRow]:
    plans = {
        matter.item: (found.code, found.plan.name)
        for found in published_plans(region)
        for matter in found.plan.matters
    }
    for one in online:
        if one.parallel:
            yield _item(one, () if one.code in plans else ("no_plan",), plans.get(one.code, ("", "")))


def _docked(region: str, units: Mapping[str, str]) -> Iterator[GuaranteeRow]:
    found = Partner.objects.filter(region=region, active=True).values_list("unit__code", "name", "level")
    partners = {unit: (name, DockingLevel(level)) for unit, name, level in found}
    for unit, unit_name in units.items():
        name, level = partners.get(unit, ("", None))
        low = level is not None and not level.reports_results
        why = ("no_system",) if level is None else ("level_low",) if low else ()
        detail = f"{name}（L{level.value}）" if level is not None else ""
        yield GuaranteeRow(name=unit_name, unit_name=unit_name, met=not why, why=why, detail=detail)


def _used(region: str, units: Mapping[str, str], today: date) -> Iterator[GuaranteeRow]:
    taken = {one.code: one.year for one in use_by_unit(region, today=today, scope=Scope.FORMAL)}
    for unit, name in units.items():
        count = taken.get(unit, 0)
        yield GuaranteeRow(
            name=name, unit_name=name, met=count > 0, why=() if count else ("no_case",), detail=str(count)
        )
