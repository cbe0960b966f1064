"""Drafting items: add, save, delete and take back, move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, Stale, refusal, refuse_if
from qingdan.powers.models import ItemCheck, LegalBasis, PowerItem
from qingdan.powers.queries.bases import BasisText, print_bases
from qingdan.powers.services.asking import ask_partners
from qingdan.powers.services.drafting import (
    STEP,
    as_text,
    drafting,
    keep_bases,
    new_item,
    open_campaign,
    own_item,
    touch,
    unit_of,
)
from qingdan.powers.services.fields import JOINT_FIELDS, MOST_BASES, Typed, read_typed
from qingdan.powers.services.judging import BETWEEN, law_day, recheck_alone, recheck_items

MOST_ITEMS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The item as it stands after an act: its number, and the version that the next edit is made from."""

    number: str
    version: int


def add_item(
    *,
    campaign: str,
    unit: str,
    values: Mapping[str, str],
    bases: Sequence[BasisText] = (),
    origin: str = "typed",
    once: str = "",
    by: Actor,
    at: datetime,
) -> Saved:
    """A new item at the end of the unit's register, under a number of its own; a blank one is a beginning.

    `once` is a word of the form: the same form sent twice adds one item. Co-implementers named are asked. Raises
    Refused, Missing.
    """
    typed, problems = read_typed(values, bases)
    if problems:
        raise Refused(problems)
    with drafting(unit, by) as owner:
        inside = open_campaign(campaign, by)
        held = PowerItem.objects.filter(campaign=inside, unit=owner)
        if once and (twin := held.filter(origin_ref=once).first()):
            return Saved(number=twin.draft_number, version=twin.version)
        refuse_if(refusal("powers.many_items", most=MOST_ITEMS) if held.count() >= MOST_ITEMS else None)
        item = new_item(
            campaign=inside, unit=owner, typed=typed, origin=origin, origin_ref=once, by=by, at=at
        )
        _record("ItemAdded", item, by=by, at=at, origin=origin)
        if any(typed.fields.get(name) for name in JOINT_FIELDS):
            ask_partners([item], owner, by=by, at=at)
        recheck_items(campaign=inside, unit=owner, on=law_day(inside, at), numbers={item.draft_number})
    return Saved(number=item.draft_number, version=item.version)


def save_item(
    *,
    number: str,
    version: int,
    values: Mapping[str, str],
    bases: Sequence[BasisText] | None = None,
    by: Actor,
    at: datetime,
) -> Saved:
    """Keeps what was typed into an item: the fields given, and its bases unless None.

    `version` is the one the person read. Where somebody saved another since, raises Stale with the fields that stand
    otherwise there ("legal_basis" among them), and nothing is written. What changes nothing counts no version. Units
    newly named as co-implementers are asked, those named no more are not. Raises Refused, Missing.
    """
    typed, problems = read_typed(values, bases)
    with drafting(unit_of(number), by) as owner:
        item = own_item(number, by)
        refuse_if(refusal("powers.deleted") if item.deleted_at else None)
        changed = _changed(item, typed)
        if not (changed or problems):
            return Saved(number=number, version=item.version)
        if changed and version != item.version:
            raise Stale(_theirs(item, changed), item.version)
        if problems:
            raise Refused(problems)
        _keep(item, typed, by=by, at=at)
        _record("ItemSaved", item, by=by, at=at, fields=sorted(changed))
        if changed & JOINT_FIELDS:
            ask_partners([item], owner, by=by, at=at)
        on = law_day(item.campaign, at)
        if changed & BETWEEN:
            recheck_items(campaign=item.campaign, unit=owner, on=on, numbers={number})
        else:
            recheck_alone(item, owner, on=on)
    return Saved(number=number, version=item.version)


def add_basis(*, number: str, basis: BasisText, by: Actor, at: datetime) -> int:
    """Puts one more basis behind those the item has, whatever was saved meanwhile; one it has already is not doubled.

    Returns its place, from 0. Raises Refused, Missing.
    """
    typed, problems = read_typed({}, [basis])
    with drafting(unit_of(number), by) as owner:
        item = own_item(number, by)
        kept = _bases_of(item)
        added = typed.bases or ()
        if not added:
            problems.append(refusal("powers.no_basis", "instrument"))
        if len(kept) >= MOST_BASES:
            problems.append(refusal("powers.many_bases", "instrument", most=MOST_BASES))
        refuse_if(refusal("powers.deleted") if item.deleted_at else None, *problems)
        if added[0] in kept:
            return kept.index(added[0])
        _keep(item, Typed(fields={}, bases=(*kept, *added)), by=by, at=at)
        _record("ItemSaved", item, by=by, at=at, fields=["legal_basis"])
        on = law_day(item.campaign, at)
        recheck_items(campaign=item.campaign, unit=owner, on=on, numbers={number})
    return len(kept)


def delete_item(*, number: str, by: Actor, at: datetime) -> Saved:
    """Takes an item out of the register; it can be taken back. A deleted one stays deleted. Raises Missing, Refused."""
    return _set_deleted(number, at, by=by, at=at)


def restore_item(*, number: str, by: Actor, at: datetime) -> Saved:
    """Takes back a deletion: the item stands where it stood. Raises Missing, Refused."""
    return _set_deleted(number, None, by=by, at=at)


def move_item(*, number: str, before: str, by: Actor, at: datetime) -> Saved:
    """Puts an item before another one of its register; `before` "" puts it at the end. Raises Missing, Refused."""
    with drafting(unit_of(number), by) as owner:
        item = own_item(number, by)
        rows = list(
            PowerItem.objects.filter(campaign=item.campaign, unit=owner)
            .exclude(pk=item.pk)
            .order_by("order", "pk")
            .only("pk", "order", "draft_number")
        )
        numbers = [one.draft_number for one in rows]
        if before and before not in numbers:
            raise Missing
        place = numbers.index(before) if before else len(rows)
        if _stands(item, rows, place):
            return Saved(number=number, version=item.version)
        item.order = _order_at(rows, place)
        item.save(update_fields=["order"])
        _record("ItemMoved", item, by=by, at=at)
        recheck_items(campaign=item.campaign, unit=owner, on=law_day(item.campaign, at), numbers=())
    return Saved(number=number, version=item.version)


def _set_deleted(number: str, deleted_at: datetime | None, *, by: Actor, at: datetime) -> Saved:
    with drafting(unit_of(number), by) as owner:
        item = own_item(number, by)
        if bool(item.deleted_at) == bool(deleted_at):
            return Saved(number=number, version=item.version)
        item.deleted_at = deleted_at
        touch(item, by=by, at=at)
        ItemCheck.objects.filter(item=item).delete()
        _record("ItemDeleted" if deleted_at else "ItemRestored", item, by=by, at=at)
        if not deleted_at:
            ask_partners([item], owner, by=by, at=at)
        on = law_day(item.campaign, at)
        recheck_items(campaign=item.campaign, unit=owner, on=on, numbers={number})
    return Saved(number=number, version=item.version)


def _changed(item: PowerItem, typed: Typed) -> set[str]:
    changed = {name for name, value in typed.fields.items() if getattr(item, name) != value}
    if typed.bases is not None and typed.bases != _bases_of(item):
        changed.add("legal_basis")
    return changed


def _bases_of(item: PowerItem) -> tuple[BasisText, ...]:
    rows = LegalBasis.objects.filter(item=item).order_by("order", "pk").select_related("attachment")
    return tuple(map(as_text, rows))


def _theirs(item: PowerItem, changed: set[str]) -> dict[str, str]:
    """What stands in the fields that the person has otherwise."""
    return {name: _shown(item, name) for name in sorted(changed)}


def _shown(item: PowerItem, name: str) -> str:
    if name == "legal_basis":
        return item.basis_printed
    value: str | date | None = getattr(item, name)
    return value.isoformat() if isinstance(value, date) else value or ""


def _keep(item: PowerItem, typed: Typed, *, by: Actor, at: datetime) -> None:
    for name, value in typed.fields.items():
        setattr(item, name, value)
    if typed.bases is not None:
        keep_bases(item, typed.bases, by)
        item.basis_printed = print_bases(typed.bases)
    touch(item, by=by, at=at)


def _stands(item: PowerItem, rows: Sequence[PowerItem], place: int) -> bool:
    """Whether the item stands there already."""
    before = [one for one in rows if (one.order, one.pk) < (item.order, item.pk)]
    return len(before) == place


def _order_at(rows: Sequence[PowerItem], place: int) -> int:
    """An order between two neighbours; where there is no room the rows are set apart anew."""
    below = rows[place - 1].order if place else 0
    above = rows[place].order if place < len(rows) else below + 2 * STEP
    if above - below < 2:
        for position, row in enumerate(rows, 1):
            row.order = position * STEP
        PowerItem.objects.bulk_update(rows, ["order"], batch_size=500)
        return place * STEP + STEP // 2
    return (below + above) // 2


def _record(kind: str, item: PowerItem, *, by: Actor, at: datetime, **data: object) -> None:
    append(
        kind,
        f"power_item:{item.draft_number}",
        by=by,
        at=at,
        unit=unit_of(item.draft_number),
        data={"version": item.version, **data},
    )
