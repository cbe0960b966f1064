"""What a window needs to take in a joint application: the plans that its unit leads, the one form, the receipt."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.cases.models import Case, CasePaper
from qingdan.cases.queries.hats import parties_of_roles
from qingdan.joints.models import JointMaterial
from qingdan.joints.queries.desk import find_joint
from qingdan.joints.queries.drafts import units_of
from qingdan.joints.queries.forms import JointForm, form_from, form_of, rows_to_pin
from qingdan.joints.queries.plans import PublishedPlan, published_plan, published_plans
from qingdan.rules.application_form import Field
from qingdan.rules.canonical import digest
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import COUNTER
from qingdan.rules.guide import Material, MaterialSource


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterChoice:
    """A matter of the plan; `lead`: of the unit that takes it in."""

    item: str
    name: str
    unit_name: str
    lead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtMaterial:
    """A material of the one set, with the departments that want it."""

    material: Material
    wanted_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointIntake:
    """A plan as the window takes it in: form and materials of the `chosen` items, without those that are fetched.

    `matters`: those one can apply for today; `mark`: of the form that was filled in.
    """

    plan: str
    name: str
    matters: tuple[MatterChoice, ...]
    chosen: frozenset[str]
    fields: tuple[Field, ...]
    materials: tuple[BroughtMaterial, ...]
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointReceipt:
    """What is printed for the applicant. `branches`: item, department, number of each; `paper`: code of the receipt."""

    number: str
    name: str
    lead_name: str
    applicant: str
    agent: str
    received_at: datetime
    reply_until: date | None
    branches: tuple[tuple[str, str, str], ...]
    materials: tuple[tuple[str, int], ...]
    paper: str
    trial: bool


def led_plans(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Code and name of the published plans that the own unit leads."""
    found = published_plans(actor.region)
    return tuple((one.code, one.plan.name) for one in found if one.plan.lead == actor.unit)


def led_plan(by: Actor, code: str) -> PublishedPlan:
    """A published plan that this person's unit leads, for who takes in there. Raises Missing."""
    found = published_plan(code)
    own = (found.region, found.plan.lead) == (by.region, by.unit)
    if not own or not parties_of_roles(by.roles) & COUNTER:
        raise Missing
    return found


def joint_intake(actor: Actor, code: str, chosen: Collection[str] | None) -> JointIntake:
    """The form for some items of a plan, for all of them where None were chosen yet. Raises Missing."""
    found = led_plan(actor, code)
    rows = [row for one in found.plan.matters for row in _row_of(one.item)]
    whole, every = form_from(rows), [one["item"] for one in rows]
    asked = [one for one in rows if chosen is None or one["item"] in chosen]
    form = form_from(asked)
    return JointIntake(
        plan=code,
        name=found.plan.name,
        matters=tuple(_matter(found, whole, one) for one in every),
        chosen=frozenset(one["item"] for one in asked),
        fields=form.asked,
        materials=tuple(_brought(form)),
        mark=page_mark(asked),
    )


def page_mark(rows: Iterable[Mapping[str, Any]]) -> str:
    """By what a form is known again: the versions of the guides that it was put together from."""
    return digest([[one["item"], one["guide"]] for one in rows])[:32]


def joint_receipt(actor: Actor, number: str) -> JointReceipt:
    """The receipt of what the own unit leads. Raises Missing."""
    joint = find_joint(actor, number)
    if joint.lead.code != actor.unit or joint.received_at is None:
        raise Missing
    names = {one.place: one.name for one in form_of(joint.form).listed}
    filed = JointMaterial.objects.filter(joint=joint, replaced=False).order_by("place")
    cases = list(Case.objects.filter(joint=number).select_related("unit").order_by("pk"))
    paper = CasePaper.objects.filter(case__in=cases, kind=PaperKind.RECEIPT).order_by("pk").first()
    return JointReceipt(
        number=number,
        name=joint.name,
        lead_name=joint.lead.name,
        applicant=cases[0].applicant_name,
        agent=cases[0].agent_name,
        received_at=joint.received_at,
        reply_until=cases[0].check_due_on,
        branches=tuple((one.item_name, one.unit.name, one.number) for one in cases),
        materials=tuple((names[one.place], one.copies) for one in filed),
        paper=paper.code if paper else "",
        trial=joint.trial,
    )


def _row_of(item: str) -> list[dict[str, Any]]:
    """Its row of the form; none where nobody applies for it any more."""
    try:
        return rows_to_pin([item])
    except Missing:
        return []


def _matter(found: PublishedPlan, form: JointForm, item: str) -> MatterChoice:
    unit = next(one.unit for one in found.plan.matters if one.item == item)
    guide = form.guides[item]
    return MatterChoice(
        item=item, name=guide["name"], unit_name=guide["unit_name"], lead=unit == found.plan.lead
    )


def _brought(form: JointForm) -> Iterable[BroughtMaterial]:
    for one in form.materials:
        if one.material.source is not MaterialSource.SHARED:
            yield BroughtMaterial(material=one.material, wanted_by=units_of(form, one.owners))
