"""Duty sheets: what is to be drafted, what each still lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw, thaw_many
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.queries.plans import phase_of, plan_of
from qingdan.responsibilities.models import Duty, DutySheet
from qingdan.rules.problem import Problem
from qingdan.rules.responsibility import DutyLine, StepOfPower, duty_problems
from qingdan.rules.review import ListKind

Content = Mapping[str, Any]


def drafting_open(campaign: Campaign, today: date) -> bool:
    """Whether duties may be drafted: the power list is adopted and the phase has begun (R-043)."""
    plan = plan_of(campaign)
    return plan.is_open(phase_of(plan, ListKind.RESPONSIBILITY, "drafting"), today)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A sheet in a list. `steps`: that need a duty; `lacking`: problems (C30); `stale`: its power changed."""

    code: str
    unit: str
    name: str
    category: str
    duties: int
    steps: int
    lacking: int
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """One sheet: the published power it is drafted from, its steps, its duties, what is lacking."""

    code: str
    unit: str
    unit_name: str
    campaign: str
    name: str
    category: str
    version: int
    stale_since: datetime | None
    updated_by: str
    updated_at: datetime
    power: Content
    steps: tuple[StepOfPower, ...]
    duties: tuple[DutyLine, ...]
    problems: tuple[Problem, ...]

    @property
    def lines(self) -> tuple[tuple[StepOfPower | None, tuple[DutyLine, ...]], ...]:
        """Each step with its duties, then those of no single step."""
        by_step = {
            one.number: tuple(duty for duty in self.duties if duty.step == one.number) for one in self.steps
        }
        loose = tuple(duty for duty in self.duties if duty.step not in by_step)
        return (*((one, by_step[one.number]) for one in self.steps), *(((None, loose),) if loose else ()))


def list_sheets(actor: Actor, *, campaign: str, unit: str = "") -> tuple[SheetLine, ...]:
    """The sheets somebody may see, by unit and code; three queries however many there are, and their entries."""
    found = DutySheet.objects.visible_to(actor).filter(campaign__code=campaign)
    found = found.filter(unit__code=unit) if unit else found
    sheets = list(found.select_related("unit").order_by("unit__order", "unit__code", "item_code"))
    duties = duties_of(sheets)
    powers = _powers(sheets)
    return tuple(_line(one, duties.get(one.pk, ()), steps_of(powers[one.entry_digest])) for one in sheets)


def get_sheet(actor: Actor, *, campaign: str, code: str) -> SheetPage:
    """One sheet. Raises Missing."""
    found = DutySheet.objects.visible_to(actor).select_related("unit", "campaign")
    sheet = found.filter(campaign__code=campaign, item_code=code).first()
    if sheet is None:
        raise Missing
    power = thaw(sheet.entry_digest)
    steps, duties = steps_of(power), duties_of([sheet]).get(sheet.pk, ())
    return SheetPage(
        code=sheet.item_code,
        unit=sheet.unit.code,
        unit_name=sheet.unit.name,
        campaign=sheet.campaign.code,
        name=sheet.name,
        category=sheet.category,
        version=sheet.version,
        stale_since=sheet.stale_since,
        updated_by=sheet.updated_by,
        updated_at=sheet.updated_at,
        power=power,
        steps=steps,
        duties=duties,
        problems=duty_problems(steps, duties),
    )


def steps_of(power: Content) -> tuple[StepOfPower, ...]:
    """The steps of the chart that was published with a power; none where it has no chart."""
    chart = power.get("chart") or {}
    return tuple(
        StepOfPower(number=one["number"], kind=one["kind"], name=one["name"], post=one["post"])
        for one in chart.get("steps", ())
    )


def basis_of(power: Content) -> str:
    """The bases of a power in one line: proposed as the basis of its duties."""
    return "；".join(
        f"{one['instrument']}{one['locator']}" for one in power.get("bases", ()) if one["instrument"]
    )


def duties_of(sheets: Iterable[DutySheet]) -> dict[int, tuple[DutyLine, ...]]:
    """By sheet, its duties in their order."""
    found: dict[int, list[DutyLine]] = {}
    for one in Duty.objects.filter(sheet__in=list(sheets)).order_by("sheet", "order", "pk"):
        line = DutyLine(
            step=one.step,
            duty=one.duty,
            post=one.post,
            accountability_ground=one.accountability_ground,
            legal_basis=one.legal_basis,
            exemption=one.exemption,
        )
        found.setdefault(one.sheet_id, []).append(line)
    return {key: tuple(lines) for key, lines in found.items()}


def _powers(sheets: Sequence[DutySheet]) -> dict[str, Content]:
    return dict(thaw_many([one.entry_digest for one in sheets]))


def _line(sheet: DutySheet, duties: Sequence[DutyLine], steps: Sequence[StepOfPower]) -> SheetLine:
    return SheetLine(
        code=sheet.item_code,
        unit=sheet.unit.code,
        name=sheet.name,
        category=sheet.category,
        duties=len(duties),
        steps=sum(one.needs_duty for one in steps),
        lacking=len(duty_problems(steps, duties)),
        stale=sheet.stale_since is not None,
    )
