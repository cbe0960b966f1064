"""Plans of joint approval: form 1 of their content, the one that is published, what is known of their items.

Form 1: `name`; `lead`: code of the unit; `days`; `silence`; `matters`: each {"item", "unit", "days", "needs"}, a need
{"item", "ground"}.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.guides.queries.content import limit_of
from qingdan.guides.queries.public import GuideLine, guides_in_force
from qingdan.guides.queries.published import guide_to_apply_by
from qingdan.joints.models import OVERSEEING, Plan, PlanVersion
from qingdan.rules.joint import JOINT_DAYS, JointPlan, Matter, Need, OnLine, plan_problems
from qingdan.rules.problem import Problem
from qingdan.rules.role import HANDLING, Role

Content = Mapping[str, Any]
BLANK: Content = {"lead": "", "days": JOINT_DAYS, "silence": "", "matters": []}
READERS = HANDLING | OVERSEEING | {Role.INFORMATISATION}
"""Who reads plans: those who work by them, and who combs the flows (R-119)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPlan:
    """A published version: its key, code, number, region, content read into the values of the rules."""

    key: int
    code: str
    number: int
    region: str
    lead: int
    plan: JointPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """A plan as it is worked on, with what keeps it from being published; `items`: what could be in it, by code."""

    code: str
    name: str
    version: int
    published: bool
    content: Content
    plan: JointPlan
    problems: tuple[Problem, ...]
    items: Mapping[str, "ItemChoice"]
    versions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChoice:
    """An item that one can apply for on line: name, whose it is, whether it may be approved jointly; what its guide
    promises as printed, where it promises nothing of its own the limit by law.
    """

    code: str
    name: str
    unit: str
    unit_name: str
    parallel: bool
    promised: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A plan in a list."""

    code: str
    name: str
    published: bool
    matters: int
    units: int
    days: int


def plan_of(name: str, content: Content) -> JointPlan:
    """The content as the rules judge it."""
    return JointPlan(
        name=name,
        lead=content["lead"],
        days=content["days"],
        silence=content["silence"],
        matters=tuple(
            Matter(
                item=one["item"],
                unit=one["unit"],
                days=one["days"],
                needs=tuple(Need(item=need["item"], ground=need["ground"]) for need in one["needs"]),
            )
            for one in content["matters"]
        ),
    )


def published_plan(code: str) -> PublishedPlan:
    """The newest published version of a plan. Raises Missing: none, or taken back."""
    found = _newest().filter(plan__code=code).first()
    if found is None:
        raise Missing
    return _published(found)


def published_plans(region: str) -> tuple[PublishedPlan, ...]:
    """The plans of a region that one can apply by, by name, in one statement."""
    return tuple(_published(one) for one in _newest().filter(plan__region=region))


def _newest() -> QuerySet[PlanVersion]:
    """The newest version of each plan that is published, by name."""
    found = PlanVersion.objects.filter(plan__published=True).select_related("plan")
    return found.order_by("plan__name", "plan", "-number").distinct("plan__name", "plan")


def _published(version: PlanVersion) -> PublishedPlan:
    return PublishedPlan(
        key=version.pk,
        code=version.plan.code,
        number=version.number,
        region=version.region_id,
        lead=version.lead_id,
        plan=frozen_plan(version.digest),
    )


@lru_cache(maxsize=256)
def frozen_plan(digest: str) -> JointPlan:
    """A published plan by the digest of its snapshot."""
    content = thaw(digest)
    return plan_of(content["name"], content)


def choices(region: str, on: date) -> dict[str, ItemChoice]:
    """The items of a region that one can apply for on line, by code."""
    return {
        one.code: _choice(one, guide_to_apply_by(one.code).content) for one in guides_in_force(region, on)
    }


def _choice(one: GuideLine, content: Content) -> ItemChoice:
    return ItemChoice(
        code=one.code,
        name=one.name,
        unit=one.unit,
        unit_name=one.unit_name,
        parallel=bool(content.get("parallel")),
        promised=content.get("promised") or content.get("statutory", ""),
    )


def on_line(items: Mapping[str, ItemChoice]) -> dict[str, OnLine]:
    """The same as the rules ask for it."""
    return {
        code: OnLine(unit=one.unit, parallel=one.parallel, name=one.name, promised=limit_of(one.promised))
        for code, one in items.items()
    }


def plan_page(actor: Actor, code: str, *, on: date) -> PlanPage:
    """A plan for who works on it or by it. Raises Missing."""
    found = _visible(actor).filter(code=code).first()
    if found is None:
        raise Missing
    items = choices(found.region_id, on)
    plan = plan_of(found.name, found.content)
    return PlanPage(
        code=found.code,
        name=found.name,
        version=found.version,
        published=found.published,
        content=found.content,
        plan=plan,
        problems=plan_problems(plan, on_line(items)),
        items=items,
        versions=PlanVersion.objects.filter(plan=found).count(),
    )


def plan_lines(actor: Actor) -> tuple[PlanLine, ...]:
    """The plans of the own region, by name."""
    return tuple(
        PlanLine(
            code=one.code,
            name=one.name,
            published=one.published,
            matters=len(one.content["matters"]),
            units=len({matter["unit"] for matter in one.content["matters"]}),
            days=one.content["days"],
        )
        for one in _visible(actor).order_by("name", "pk")
    )


def _visible(actor: Actor) -> QuerySet[Plan]:
    return Plan.objects.filter(region_id=actor.region) if actor.roles & READERS else Plan.objects.none()
