"""Items that a unit may begin its own with: its last list, and items of others that are open to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.base.transactions import seeing
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.queries.plans import campaign_in_hand
from qingdan.powers.models import Consent, LegalBasis, PowerItem
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.consents import AGREE, RECEIVER
from qingdan.powers.queries.items import FIELDS
from qingdan.rules.power_item import Disposition

_UNPUBLISHED = frozenset({"reason_code", "reason", "use_count", "law_change", "remark"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An item to begin with: its draft number, whose it is, its texts by field and its bases."""

    number: str
    unit_name: str
    category: str
    name: str
    fields: Mapping[str, str]
    bases: tuple[BasisText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginnings:
    """What a unit's register may be begun with: `proposed` items are there already; the names of last time's items."""

    campaign: str
    unit: str
    unit_name: str
    items: int
    proposed: bool
    last_year: tuple[Source, ...]
    to_take_over: tuple[Source, ...]


def beginnings_for(actor: Actor, unit: str) -> Beginnings:
    """The beginnings that are open to a unit in the campaign in hand. Raises Missing."""
    campaign = campaign_in_hand(actor.region)
    owner = Unit.objects.filter(code=unit, region_id=actor.region).first()
    if owner is None or unit not in actor.own_units:
        raise Missing
    items = PowerItem.objects.filter(campaign=campaign, unit=owner)
    before = set(items.exclude(origin_ref="").values_list("origin_ref", flat=True))
    return Beginnings(
        campaign=campaign.code,
        unit=unit,
        unit_name=owner.name,
        items=items.kept().count(),
        proposed=items.filter(origin="proposed").exists(),
        last_year=tuple(one for one in last_year(campaign, owner) if one.number not in before),
        to_take_over=tuple(one for one in to_take_over(campaign, owner, actor) if one.number not in before),
    )


def last_year(campaign: Campaign, unit: Unit) -> list[Source]:
    """The unit's items of the newest campaign before this one in which it had any, but for abolished ones."""
    earlier = PowerItem.objects.kept().filter(unit=unit, campaign__notice_on__lt=campaign.notice_on)
    newest = earlier.order_by("-campaign__notice_on").values_list("campaign", flat=True).first()
    kept = earlier.filter(campaign=newest).exclude(disposition=Disposition.ABOLISH)
    return _sources(kept.order_by("order", "pk"))


def to_take_over(campaign: Campaign, unit: Unit, actor: Actor) -> list[Source]:
    """What the unit may take over (认领): items of its other own units; items that it agreed to receive; and, in a
    county's campaign, what the city kept, once the city's list is adopted.

    Called inside a transaction. Nothing else of another unit is visible before it is published: who was asked, as
    partner or as receiver, sees the summary kept with the question (`consents.summary_of`).
    """
    agreed = Consent.objects.filter(unit=unit, kind=RECEIVER, answer=AGREE).values("item")
    near = PowerItem.objects.kept().filter(campaign=campaign)
    own = near.filter(unit__code__in=actor.own_units).exclude(unit=unit)
    others = near.filter(pk__in=agreed).exclude(unit=unit)
    found = {one.number: one for one in _sources((own | others).order_by("unit", "order", "pk"))}
    return [*found.values(), *_of_the_city(campaign, actor)]


def _of_the_city(campaign: Campaign, actor: Actor) -> list[Source]:
    """The adopted list of the region above: open to all, so its rows are read past the own region.

    What its units wrote for themselves and the reviewers is not published with it.
    """
    if campaign.parent_id is None:
        return []
    above = replace(actor, regions=(*actor.regions, actor.region[:4] + "00"))
    with seeing(above):
        kept = PowerItem.objects.kept().filter(
            campaign_id=campaign.parent_id,
            campaign__adopted_on__isnull=False,
            disposition__in=(Disposition.RETAIN, Disposition.DEVOLVE),
        )
        return _sources(kept.order_by("unit", "order", "pk"), without=_UNPUBLISHED)


def _sources(items: Iterable[PowerItem], without: frozenset[str] = frozenset()) -> list[Source]:
    found = list(items)
    names = dict(Unit.objects.filter(pk__in={one.unit_id for one in found}).values_list("pk", "name"))
    bases: dict[int, list[BasisText]] = {}
    for row in LegalBasis.objects.filter(item__in=found).order_by("item_id", "order"):
        bases.setdefault(row.item_id, []).append(
            BasisText(
                instrument=row.instrument,
                document_number=row.document_number,
                locator=row.locator,
                quotation=row.quotation,
            )
        )
    return [
        Source(
            number=one.draft_number,
            unit_name=names[one.unit_id],
            category=one.category,
            name=one.name,
            fields={name: _text(getattr(one, name)) for name in FIELDS if name not in without},
            bases=tuple(bases.get(one.pk, ())),
        )
        for one in found
    ]


def _text(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
