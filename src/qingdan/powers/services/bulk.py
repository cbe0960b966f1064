"""Many items written at once, as an accepted workbook or a draft of the law library makes them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Max

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.rows import insert
from qingdan.campaigns.models import Campaign
from qingdan.powers.models import ItemCheck, LegalBasis, PowerItem
from qingdan.powers.queries.bases import BasisText, print_bases
from qingdan.powers.services.asking import ask_partners
from qingdan.powers.services.drafting import STEP, keep_bases, unit_of
from qingdan.powers.services.fields import DAYS, JOINT_FIELDS
from qingdan.powers.services.items import MOST_ITEMS

_BLANK: dict[str, Any] = {
    field.attname: field.get_default() for field in PowerItem._meta.concrete_fields if not field.primary_key
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item to be made: texts by field (days as 2026-03-01), bases, where it comes from, what is known of it."""

    fields: Mapping[str, str]
    bases: tuple[BasisText, ...] = ()
    origin: str
    origin_ref: str = ""
    problems: list[dict[str, Any]] = field(default_factory=list)


class Made(NamedTuple):
    """An item that was made: its key and draft number. Thousands of whole ones take longer than to write them."""

    pk: int
    draft_number: str
    region_id: str
    version: int = 1


def add_items(
    *, campaign: Campaign, unit: Unit, items: Sequence[NewItem], on: date, by: Actor, at: datetime
) -> list[Made]:
    """The items at the end of the unit's register, numbered on from its last one; with their bases and checks.

    The co-implementers they name are asked. Called inside the act's transaction, with the register locked (`drafting`).
    Raises Refused when the register would be too long.
    """
    held = PowerItem.objects.filter(unit=unit)
    count = held.filter(campaign=campaign).count()
    refuse_if(refusal("powers.many_items", most=MOST_ITEMS) if count + len(items) > MOST_ITEMS else None)
    last = held.aggregate(number=Max("draft_number"), order=Max("order"))
    running = int(last["number"].rpartition("-")[2]) if last["number"] else 0
    lines = [
        {
            **values_of(one.fields),
            "draft_number": f"{unit.code}-{running + place:05}",
            "order": (last["order"] or 0) + place * STEP,
            "origin": one.origin,
            "origin_ref": one.origin_ref,
            "basis_printed": print_bases(one.bases),
        }
        for place, one in enumerate(items, 1)
    ]
    owner = {"region_id": unit.region_id, "campaign_id": campaign.pk, "unit_id": unit.pk}
    same = {**_BLANK, **owner, "updated_by": by.username, "updated_at": at}
    keys = insert(PowerItem, lines, same=same)
    made = [
        Made(key, str(line["draft_number"]), unit.region_id) for key, line in zip(keys, lines, strict=True)
    ]
    insert(LegalBasis, _bases(made, items), same={"region_id": unit.region_id, "text_digest": ""})
    keep_checks(zip(made, (one.problems for one in items), strict=True), on)
    _record("ItemsAdded", [one.draft_number for one in made], by, at)
    joint = [one.pk for one, new in zip(made, items, strict=True) if any(map(new.fields.get, JOINT_FIELDS))]
    ask_partners(list(PowerItem.objects.filter(pk__in=joint).order_by("pk")), unit, by=by, at=at)
    return made


def change_items(
    changes: Sequence[tuple[PowerItem, Mapping[str, str], tuple[BasisText, ...] | None]],
    *,
    kind: str = "ItemsSaved",
    by: Actor,
    at: datetime,
) -> None:
    """Writes fields and bases (None: as they are) into items of a unit that were read under lock.

    Each counts a version; `kind` is that of the event. Where the joint fields are among them, units newly named are
    asked, others no more.
    """
    for item, fields, bases in changes:
        for name, value in values_of(fields).items():
            setattr(item, name, value)
        if bases is not None:
            item.basis_printed = print_bases(bases)
            keep_bases(item, _with_attachments(item, bases), by)
        item.version += 1
        item.updated_by, item.updated_at = by.username, at
    written = {name for _, fields, _ in changes for name in fields}
    columns = ["version", "updated_by", "updated_at", "basis_printed", "deleted_at", *sorted(written)]
    PowerItem.objects.bulk_update([item for item, _, _ in changes], columns, batch_size=200)
    _record(kind, [item.draft_number for item, _, _ in changes], by, at)
    if joint := [item for item, fields, _ in changes if fields.keys() & JOINT_FIELDS]:
        owner = Unit.objects.select_related("supervising").get(pk=joint[0].unit_id)
        ask_partners(joint, owner, by=by, at=at)


def keep_checks(found: Iterable[tuple[PowerItem | Made, list[dict[str, Any]]]], on: date) -> None:
    """What a check found on items, kept beside them: pages need not judge again."""
    checks: list[dict[str, Any]] = [
        {"region_id": item.region_id, "item_id": item.pk, "version": item.version} | _found(problems)
        for item, problems in found
    ]
    ItemCheck.objects.filter(item__in=[one["item_id"] for one in checks if one["version"] > 1]).delete()
    insert(ItemCheck, checks, same={"on": on, "problems": [], "blockers": 0, "warnings": 0, "hints": 0})


def values_of(fields: Mapping[str, str]) -> dict[str, str | date | None]:
    """Texts as columns hold them."""
    return {name: _day(text) if name in DAYS else text for name, text in fields.items()}


def _record(kind: str, numbers: Sequence[str], by: Actor, at: datetime) -> None:
    """One event for all: who must react to changed drafts (a signed filing) hears of it once."""
    if numbers:
        unit = unit_of(numbers[0])
        data = {"items": len(numbers), "numbers": list(numbers)}
        append(kind, f"power_item:{numbers[0]}", by=by, at=at, unit=unit, data=data)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _found(problems: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The problems with their numbers by severity; nothing where there is none."""
    counts = Counter(f"{one['severity']}s" for one in problems)
    return {"problems": problems, **counts} if problems else {}


def _bases(made: Sequence[Made], items: Sequence[NewItem]) -> list[dict[str, Any]]:
    return [
        {
            "item_id": item.pk,
            "order": order,
            "instrument": basis.instrument,
            "document_number": basis.document_number,
            "locator": basis.locator,
            "quotation": basis.quotation,
        }
        for item, one in zip(made, items, strict=True)
        for order, basis in enumerate(one.bases)
    ]


def _with_attachments(item: PowerItem, bases: Sequence[BasisText]) -> tuple[BasisText, ...]:
    """The bases with the texts attached to those of the same instrument before: a workbook has no files."""
    rows = LegalBasis.objects.filter(item=item, attachment__isnull=False).select_related("attachment")
    files = {row.instrument: row.attachment.code for row in rows.order_by("order") if row.attachment}
    return tuple(
        BasisText(
            instrument=one.instrument,
            document_number=one.document_number,
            locator=one.locator,
            quotation=one.quotation,
            attachment=one.attachment or files.get(one.instrument, ""),
        )
        for one in bases
    )
