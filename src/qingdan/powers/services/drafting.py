"""What every act on a register shares: who may, one act at a time in a unit, draft numbers, keeping what was typed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from threading import RLock

from django.db import connection
from django.db.models import Max

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import wait_turn, writing
from qingdan.campaigns.models import Campaign
from qingdan.powers.models import LegalBasis, PowerItem
from qingdan.powers.queries.bases import BasisText, print_bases
from qingdan.powers.services.fields import Typed

STEP = 1_000  # between the orders of two neighbours: a row moved between them changes no other
_TURNS: dict[str, RLock] = {}
_REGISTERS = 7_301  # the family of locks, so that no other part takes the same


@contextmanager
def drafting(unit: str, by: Actor) -> Iterator[Unit]:
    """One transaction on the register of a unit, while no other act on it runs. Raises Missing where it is not theirs.

    Rows of one unit are written one act after the other: acts never wait for each other's rows in a circle, and what
    concerns several items is judged on what the others kept.
    """
    if unit not in by.own_units:
        raise Missing
    with _turn(unit), writing(by):
        owner = Unit.objects.select_related("supervising").filter(code=unit, region_id=by.region).first()
        if owner is None:
            raise Missing
        lock_register(owner)
        yield owner


@contextmanager
def _turn(unit: str) -> Iterator[None]:
    """Waits for the other threads of this process without keeping a connection from those who only read.

    The lock of the database is what counts, between processes; this one spares a queue of connections before it.
    """
    turn = _TURNS.setdefault(unit, RLock())
    if not turn.acquire(blocking=False):
        if not connection.in_atomic_block:
            connection.close()
        turn.acquire()
    try:
        yield
    finally:
        turn.release()


def lock_register(unit: Unit) -> None:
    """Waits until no other act on the register runs; held to the end of the transaction."""
    wait_turn(_REGISTERS, unit.pk)


def open_campaign(code: str, by: Actor) -> Campaign:
    """The campaign an item is drafted for. Raises Missing; Refused when it is closed."""
    found = Campaign.objects.filter(code=code, region_id=by.region).first()
    if found is None:
        raise Missing
    refuse_if(refusal("powers.closed") if found.closed_at else None)
    return found


def own_item(number: str, by: Actor) -> PowerItem:
    """An item of the person's own units, deleted ones too. Raises Missing; Refused when its campaign is closed."""
    item = (
        PowerItem.objects.visible_to(by)
        .filter(draft_number=number, unit__code__in=by.own_units)
        .select_related("campaign")
        .first()
    )
    if item is None:
        raise Missing
    refuse_if(refusal("powers.closed") if item.campaign.closed_at else None)
    return item


def unit_of(number: str) -> str:
    """The code of the unit that a draft number belongs to."""
    return number.partition("-")[0]


def new_item(
    *,
    campaign: Campaign,
    unit: Unit,
    typed: Typed,
    origin: str,
    origin_ref: str = "",
    by: Actor,
    at: datetime,
) -> PowerItem:
    """A new item at the end of the register, under the next number: numbers of deleted items are not given again."""
    numbers = PowerItem.objects.filter(unit=unit).aggregate(last=Max("draft_number"), order=Max("order"))
    running = int(numbers["last"].rpartition("-")[2]) + 1 if numbers["last"] else 1
    item = PowerItem.objects.create(
        region_id=unit.region_id,
        campaign=campaign,
        unit=unit,
        draft_number=f"{unit.code}-{running:05}",
        order=(numbers["order"] or 0) + STEP,
        origin=origin,
        origin_ref=origin_ref,
        basis_printed=print_bases(typed.bases or ()),
        updated_by=by.username,
        updated_at=at,
        **_columns(typed.fields),
    )
    keep_bases(item, typed.bases or (), by)
    return item


def keep_bases(item: PowerItem, bases: tuple[BasisText, ...], by: Actor) -> None:
    """Makes the rows of an item's bases those given; rows that stay as they are are not touched.

    Raises Missing where an attached file is not there or not the person's to see.
    """
    named = {one.attachment for one in bases} - {""}
    files = {one.code: one for one in StoredFile.objects.visible_to(by).filter(code__in=named)}
    if named - files.keys():
        raise Missing
    rows = list(LegalBasis.objects.filter(item=item).order_by("order", "pk").select_related("attachment"))
    for place, one in enumerate(bases):
        row = rows[place] if place < len(rows) else LegalBasis(item=item, region_id=item.region_id)
        if row.pk and row.order == place and as_text(row) == one:
            continue
        row.order = place
        row.instrument, row.document_number = one.instrument, one.document_number
        row.locator, row.quotation = one.locator, one.quotation
        row.attachment = files.get(one.attachment)
        row.save()
    for row in rows[len(bases) :]:
        row.delete()


def touch(item: PowerItem, *, by: Actor, at: datetime) -> None:
    """Writes the item as a new version of this person."""
    item.version += 1
    item.updated_by, item.updated_at = by.username, at
    item.save()


def as_text(row: LegalBasis) -> BasisText:
    """A kept basis as it is typed."""
    return BasisText(
        instrument=row.instrument,
        document_number=row.document_number,
        locator=row.locator,
        quotation=row.quotation,
        attachment=row.attachment.code if row.attachment else "",
    )


def _columns(fields: Mapping[str, str | date | None]) -> dict[str, str | date | None]:
    return {"category": "", "name": "", **fields}
