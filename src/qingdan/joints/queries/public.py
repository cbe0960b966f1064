"""Plans of joint approval as the public reads them: matters, departments, days side by side, one set of materials."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.guides.queries.content import fields_of, materials_of
from qingdan.guides.queries.published import entry_in_force, guide_to_apply_by
from qingdan.joints.models import PlanVersion
from qingdan.joints.queries.plans import PublishedPlan, published_plan, published_plans
from qingdan.rules.guide import Material, MaterialSource
from qingdan.rules.joint import JointPlan, Matter, latest_way, promised_days, starts
from qingdan.rules.joint_form import shared_fields, shared_materials


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanName:
    """A plan in a list."""

    code: str
    name: str
    matters: int
    units: int
    whole: int
    serial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMatter:
    """A matter of a plan. `start`: working days after acceptance until it begins; `needs`: name and ground of what it
    waits for; `decides`: hurrying another would not shorten the whole; `online`: one can apply for it today.
    """

    item: str
    name: str
    unit: str
    unit_name: str
    days: int
    start: int
    needs: tuple[tuple[str, str], ...]
    decides: bool
    online: bool

    @property
    def first(self) -> int:
        """Its first day after acceptance."""
        return self.start + 1

    @property
    def end(self) -> int:
        """The day on which it is decided at the latest."""
        return self.start + self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMaterial:
    """A material of the one set with the departments that need it; `fetched`: the system gets it."""

    material: Material
    fetched: bool
    wanted_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPlan:
    """A plan. `whole`: working days when all go on at once, `serial`: one after the other; `fields`: of the one form,
    `fields_apart`: of all the forms that it stands for. `applies`: every matter of it can be applied for today;
    `investment`: names of those for which a project needs a verified code first.
    """

    code: str
    number: int
    name: str
    lead: str
    lead_name: str
    days: int
    silence: str
    whole: int
    serial: int
    matters: tuple[PublicMatter, ...]
    materials: tuple[PublicMaterial, ...]
    materials_apart: int
    fields: int
    fields_apart: int
    kinds: tuple[str, ...]
    investment: tuple[str, ...]
    least_assurance: int
    applies: bool


def public_plans(region: str) -> tuple[PlanName, ...]:
    """The plans of a region that one can apply by."""
    return tuple(_name(one) for one in published_plans(region))


def public_plan(code: str, on: date) -> PublicPlan:
    """A published plan. Raises Missing: there is none, or it was taken back."""
    found = published_plan(code)
    plan, contents = found.plan, _contents(found.plan)
    wanted = {item: materials_of(one) for item, one in contents.items()}
    asked = {item: fields_of(one) for item, one in contents.items()}
    units = dict(Unit.objects.filter(code__in={one.unit for one in plan.matters}).values_list("code", "name"))
    matters = _matters(found, contents, units, on)
    return PublicPlan(
        code=code,
        number=found.number,
        name=plan.name,
        lead=plan.lead,
        lead_name=units.get(plan.lead, ""),
        days=plan.days,
        silence=plan.silence,
        whole=_whole(plan),
        serial=sum(one.days for one in plan.matters),
        matters=matters,
        materials=_materials(found, wanted, units),
        materials_apart=sum(len(one) for one in wanted.values()),
        fields=len(shared_fields(asked)),
        fields_apart=sum(len(one) for one in asked.values()),
        kinds=_kinds(contents),
        investment=tuple(str(one["name"]) for one in contents.values() if one.get("investment")),
        least_assurance=max((int(one["least_assurance"]) for one in contents.values()), default=0),
        applies=all(one.online for one in matters),
    )


def plans_with(region: str, items: Collection[str]) -> tuple[PlanName, ...]:
    """The plans of a region that have all of these items among their matters, at least one."""
    asked = set(items)
    found = published_plans(region) if asked else ()
    return tuple(_name(one) for one in found if asked <= {matter.item for matter in one.plan.matters})


def plans_state(region: str) -> list[Any]:
    """What changes when a plan of the region is published or taken back."""
    rows = PlanVersion.objects.filter(region=region, plan__published=True).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _name(found: PublishedPlan) -> PlanName:
    plan = found.plan
    return PlanName(
        code=found.code,
        name=plan.name,
        matters=len(plan.matters),
        units=len({one.unit for one in plan.matters}),
        whole=_whole(plan),
        serial=sum(one.days for one in plan.matters),
    )


def _whole(plan: JointPlan) -> int:
    return promised_days(plan, [one.item for one in plan.matters])


def _contents(plan: JointPlan) -> dict[str, Mapping[str, Any]]:
    """What the guides say by which one applies, in the plan's order; those withdrawn are left out."""
    found: dict[str, Mapping[str, Any]] = {}
    for one in plan.matters:
        try:
            found[one.item] = guide_to_apply_by(one.item).content
        except Missing:
            continue
    return found


def _matters(
    found: PublishedPlan, contents: Mapping[str, Mapping[str, Any]], units: Mapping[str, str], on: date
) -> tuple[PublicMatter, ...]:
    plan = found.plan
    days = {one.item: one.days for one in plan.matters}
    begun, way = starts(plan.needs, days), latest_way(plan.needs, days)
    listed = {one.item: entry_in_force(found.region, one.item, on) for one in plan.matters}

    def name(item: str) -> str:
        entry = listed.get(item)
        return str(contents[item]["name"]) if item in contents else entry.name if entry else item

    def shown(one: Matter) -> PublicMatter:
        return PublicMatter(
            item=one.item,
            name=name(one.item),
            unit=one.unit,
            unit_name=units.get(one.unit, ""),
            days=one.days,
            start=begun[one.item],
            needs=tuple((name(need.item), need.ground) for need in one.needs),
            decides=one.item in way,
            online=one.item in contents and listed[one.item] is not None,
        )

    return tuple(shown(one) for one in plan.matters)


def _materials(
    found: PublishedPlan, wanted: Mapping[str, tuple[Material, ...]], units: Mapping[str, str]
) -> tuple[PublicMaterial, ...]:
    of_item = {one.item: units.get(one.unit, "") for one in found.plan.matters}
    return tuple(
        PublicMaterial(
            material=one.material,
            fetched=one.material.source is MaterialSource.SHARED,
            wanted_by=tuple(dict.fromkeys(of_item[item] for item in one.owners)),
        )
        for one in shared_materials(wanted)
    )


def _kinds(contents: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The kinds of applicants that every matter takes."""
    rows = [list(one["applicants"]) for one in contents.values()]
    return tuple(kind for kind in (rows[0] if rows else ()) if all(kind in one for one in rows))
