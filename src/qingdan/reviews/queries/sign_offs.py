"""What waits for a unit's word as lead or partner (R-108), and who has not said it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.models import Snapshot
from qingdan.base.snapshots.queries import thaw
from qingdan.reviews.models import Review, SignOff
from qingdan.reviews.queries.facts import partners_of
from qingdan.rules.canonical import digest
from qingdan.rules.review import ItemState, ListKind
from qingdan.rules.role import Role

SIGNING = frozenset({Role.DEPUTY, Role.PRINCIPAL})
"""Who speaks for a unit: its leaders (五(一)4: 共同研究、编制、认可)."""

OPEN_STATES = (ItemState.CONSULTATION, ItemState.LEGALITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemToSign:
    """An item that waits for a unit's word. `leads`: the unit filed it; else it takes part."""

    number: str
    name: str
    category: str
    disposition: str
    unit_name: str
    state: str
    digest: str
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingSet:
    """Everything that waits for one unit; `digest` is of number → digest, what the unit says yes to."""

    unit: str
    unit_name: str
    items: tuple[ItemToSign, ...]
    digest: str


def waiting_for(actor: Actor, *, campaign: str, kind: ListKind) -> WaitingSet:
    """The items on which the actor's own unit has not said yes to what stands now. Raises Missing without a unit."""
    unit = Unit.objects.filter(code=actor.unit).first()
    if unit is None:
        raise Missing
    items = tuple(_waiting(unit, campaign, kind))
    return WaitingSet(
        unit=unit.code,
        unit_name=unit.name,
        items=items,
        digest=digest({one.number: one.digest for one in items}),
    )


def _waiting(unit: Unit, campaign: str, kind: ListKind) -> Iterator[ItemToSign]:
    for one in _open(unit, campaign, kind):
        leads = one.filing.unit_id == unit.pk
        if leads or unit.code in partners_of(thaw(one.digest), one.region_id):
            yield ItemToSign(
                number=one.number,
                name=one.name,
                category=one.category,
                disposition=one.disposition,
                unit_name=one.unit.name,
                state=one.state,
                digest=one.digest,
                leads=leads,
            )


def _open(unit: Unit, campaign: str, kind: ListKind) -> QuerySet[Review]:
    """Rows that may wait for the unit: its own, and those whose text names it (asked of the database: there are
    thousands)."""
    said = SignOff.objects.filter(review=OuterRef("pk"), unit=unit, digest=OuterRef("digest"))
    names = Snapshot.objects.filter(digest=OuterRef("digest"), content__contains=unit.name)
    found = Review.objects.filter(
        region=unit.region_id, campaign__code=campaign, list_kind=kind, state__in=OPEN_STATES
    )
    mine = Q(filing__unit=unit) | Exists(names)
    return found.filter(mine, ~Exists(said)).select_related("filing", "unit")
