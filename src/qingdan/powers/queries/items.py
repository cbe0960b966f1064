"""One item with everything that belongs to it: what the form shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.refusal import Missing
from qingdan.powers.models import PowerItem
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.findings import Finding, findings
from qingdan.powers.queries.laws import BasisReading, read_bases_in_law
from qingdan.powers.queries.whole_item import Neighbours, WholeItem, whole_item

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
    found = _visible(actor, number).select_related("unit", "campaign").first()
    if found is None:
        raise Missing
    return found


def item_page(actor: Actor, number: str, *, on: date) -> ItemPage:
    """Everything of one item; `on` is the day. Raises Missing."""
    keys = list(_visible(actor, number).order_by().values_list("pk", flat=True))
    if not keys:
        raise Missing
    item = whole_item(keys[0])
    row, saved_by = item.row, item.row["updated_by"]
    bases = _bases(item, item.law_on or on)
    return ItemPage(
        number=row["draft_number"],
        version=row["version"],
        place=item.place,
        unit=item.unit,
        unit_name=item.unit_name,
        campaign=item.campaign,
        campaign_name=item.campaign_name,
        template=item.template,
        editable=item.unit in actor.own_units and item.closed_at is None,
        deleted_at=datetime.fromisoformat(row["deleted_at"]) if row["deleted_at"] else None,
        values={name: row[name] or "" for name in FIELDS},
        bases=bases,
        findings=findings(item.problems, item.reasons, [one.typed for one in bases]),
        neighbours=item.neighbours,
        offices=item.offices,
        updated_at=datetime.fromisoformat(row["updated_at"]),
        updated_by=SYSTEM.name if saved_by == SYSTEM.username else item.updated_by or saved_by,
    )


def _visible(actor: Actor, number: str) -> QuerySet[PowerItem]:
    return PowerItem.objects.visible_to(actor).filter(draft_number=number)


def values_of(item: object) -> dict[str, str]:
    """The fields of an item, or of a row of its history, as texts."""
    return {name: _text(getattr(item, name)) for name in FIELDS}


def _text(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _bases(item: WholeItem, on: date) -> tuple[KeptBasis, ...]:
    readings = read_bases_in_law(tuple(typed for typed, _ in item.bases), on)
    return tuple(
        KeptBasis(typed=typed, attached=file, readings=read)
        for (typed, file), read in zip(item.bases, readings, strict=True)
    )
