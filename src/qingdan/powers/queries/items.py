"""One item with everything that belongs to it: what the form shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.orgs.models import InnerOffice
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing
from qingdan.powers.models import ItemCheck, Justification, LegalBasis, PowerItem
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.findings import Finding, findings
from qingdan.powers.queries.laws import BasisReading, read_bases_in_law
from qingdan.powers.queries.open_findings import troubled

FIELDS = (
    "category", "name", "sub_item", "item_code", "implementing_body", "body_kind", "office", "joint", "joint_lead",
    "joint_partners", "level", "subject", "statutory_limit", "promised_limit", "fee", "use_count", "disposition",
    "reason_code", "reason", "receiver", "transition_from", "transition_until", "law_change", "publication", "duty",
    "remark",
)  # fmt: skip
"""The fields of an item that people fill in, in the order of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBasis:
    """A basis with the name of its attached file and what the library says of each of its citations."""

    typed: BasisText
    attached: str
    readings: tuple[BasisReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Draft numbers around an item in its category; "" where there is none. `after_next` is where it stands if moved
    down."""

    previous: str = ""
    next: str = ""
    after_next: str = ""
    next_problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """An item: its fields as texts (days as 2026-03-01), bases, findings, neighbours. `place` is its row, from 1."""

    number: str
    version: int
    place: int
    unit: str
    unit_name: str
    campaign: str
    campaign_name: str
    template: str
    editable: bool
    deleted_at: datetime | None
    values: Mapping[str, str]
    bases: tuple[KeptBasis, ...]
    findings: tuple[Finding, ...]
    neighbours: Neighbours
    offices: tuple[str, ...]
    updated_at: datetime
    updated_by: str

    @property
    def blockers(self) -> int:
        """How many must be changed."""
        return sum(one.severity == "blocker" for one in self.findings)

    @property
    def warnings(self) -> int:
        """How many still ask for a reason."""
        return sum(one.severity == "warning" and one.is_open for one in self.findings)


def get_item_for(actor: Actor, number: str) -> PowerItem:
    """The item of that draft number, deleted or not. Raises Missing where there is none that this person may see."""
    found = (
        PowerItem.objects.visible_to(actor)
        .filter(draft_number=number)
        .select_related("unit", "campaign")
        .first()
    )
    if found is None:
        raise Missing
    return found


def item_page(actor: Actor, number: str, *, on: date) -> ItemPage:
    """Everything of one item; `on` is the day. Raises Missing."""
    item = get_item_for(actor, number)
    check = ItemCheck.objects.filter(item=item).first()
    given = dict(Justification.objects.filter(item=item).values_list("key", "reason"))
    register = PowerItem.objects.kept().filter(campaign=item.campaign, unit=item.unit)
    place, neighbours = _around(item, register)
    bases = _bases(item, item.campaign.law_on or on)
    return ItemPage(
        number=item.draft_number,
        version=item.version,
        place=place,
        unit=item.unit.code,
        unit_name=item.unit.name,
        campaign=item.campaign.code,
        campaign_name=item.campaign.name,
        template=item.campaign.template,
        editable=item.unit.code in actor.own_units and item.campaign.closed_at is None,
        deleted_at=item.deleted_at,
        values=values_of(item),
        bases=bases,
        findings=findings(check.problems if check else (), given, [one.typed for one in bases]),
        neighbours=neighbours,
        offices=tuple(InnerOffice.objects.filter(unit=item.unit).values_list("name", flat=True)),
        updated_at=item.updated_at,
        updated_by=_name_of(item.updated_by),
    )


def values_of(item: object) -> dict[str, str]:
    """The fields of an item, or of a row of its history, as texts."""
    return {name: _text(getattr(item, name)) for name in FIELDS}


def _text(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _bases(item: PowerItem, on: date) -> tuple[KeptBasis, ...]:
    rows = list(LegalBasis.objects.filter(item=item).order_by("order", "pk").select_related("attachment"))
    typed = tuple(
        BasisText(
            instrument=row.instrument,
            document_number=row.document_number,
            locator=row.locator,
            quotation=row.quotation,
            attachment=row.attachment.code if row.attachment else "",
        )
        for row in rows
    )
    readings = read_bases_in_law(typed, on)
    return tuple(
        KeptBasis(typed=text, attached=row.attachment.name if row.attachment else "", readings=read)
        for row, text, read in zip(rows, typed, readings, strict=True)
    )


def _around(item: PowerItem, register: QuerySet[PowerItem]) -> tuple[int, Neighbours]:
    """The item's place in the register, from 1, and what stands around it: light queries over the unit's rows."""
    others = register.exclude(pk=item.pk).order_by("order", "pk")
    rows = list(others.values_list("order", "pk", "draft_number", "category"))
    ask = troubled(others)
    place = sum((order, pk) < (item.order, item.pk) for order, pk, *_ in rows)
    before = [number for _, _, number, category in rows[:place] if category == item.category]
    after = [number for _, _, number, category in rows[place:] if category == item.category]
    wrong = (number for _, pk, number, _ in rows[place:] if pk in ask)
    return place + 1, Neighbours(
        previous=before[-1] if before else "",
        next=after[0] if after else "",
        after_next=after[1] if len(after) > 1 else "",
        next_problem=next(wrong, ""),
    )


def _name_of(username: str) -> str:
    if username == SYSTEM.username:
        return SYSTEM.name
    return User.objects.filter(username=username).values_list("name", flat=True).first() or username
