"""Joint items as pages show them, and second filings of what another unit leads."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.powers.models import Consent, PowerItem
from qingdan.powers.queries.consents import JOINT, Asked, consents_of
from qingdan.powers.queries.items import get_item_for
from qingdan.powers.queries.similar import cited_articles
from qingdan.rules.checks.naming import bare_name
from qingdan.rules.vocabulary.joint import read_joint


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersPage:
    """The joint side of an item. `lead` and `chosen` are codes of units; `unmatched`: names typed that are none."""

    number: str
    name: str
    version: int
    unit: str
    unit_name: str
    editable: bool
    lead: str
    leads: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    unmatched: tuple[str, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFiling:
    """An own item that another unit leads and files: `place` is the draft number of the first filing."""

    number: str
    name: str
    lead_name: str
    place: str
    code: str


def partners_page(actor: Actor, number: str) -> PartnersPage:
    """The joint side of an item. Raises Missing."""
    item = get_item_for(actor, number)
    owner = Unit.objects.select_related("supervising").get(pk=item.unit_id)
    joint = read_joint(said=item.joint, lead=item.joint_lead, partners=item.joint_partners)
    codes = _codes(item.region_id)
    leads = [owner, *([owner.supervising] if owner.supervising else [])]
    asked = tuple(one for one in consents_of(actor, [item])[item.pk] if one.kind == JOINT)
    named = [name for name in joint.partners if name not in codes]
    return PartnersPage(
        number=number,
        name=item.name,
        version=item.version,
        unit=owner.code,
        unit_name=owner.name,
        editable=owner.code in actor.own_units and not (item.deleted_at or item.campaign.closed_at),
        lead=codes.get(joint.lead, owner.supervising.code if owner.supervising else owner.code),
        leads=tuple((one.code, one.name) for one in leads),
        chosen=tuple(codes[name] for name in joint.partners if name in codes),
        unmatched=tuple(named),
        asked=asked,
    )


def partners_named(items: Sequence[PowerItem], owner: Unit) -> dict[int, list[Unit]]:
    """The standing units that the joint fields of a unit's items name as co-implementers, by primary key of the item.

    Who leads asks: where they name a unit as lead that neither drafts nor files the item, there is nobody to ask. Nor
    is there about a deleted item.
    """
    codes = _codes(owner.region_id) if items else {}
    ours = {owner.code, owner.supervising.code if owner.supervising else owner.code}
    named = {item.pk: _partners(item, owner, codes, ours) for item in items}
    wanted = {code for some in named.values() for code in some}
    units = {one.code: one for one in Unit.objects.filter(code__in=wanted).select_related("supervising")}
    return {item: [units[code] for code in some] for item, some in named.items()}


def _partners(item: PowerItem, owner: Unit, codes: Mapping[str, str], ours: Container[str]) -> list[str]:
    joint = read_joint(said=item.joint, lead=item.joint_lead, partners=item.joint_partners)
    if item.deleted_at or codes.get(joint.lead, owner.code) not in ours:
        return []
    named = [codes[name] for name in joint.partners if codes.get(name, owner.code) not in ours]
    return list(dict.fromkeys(named))


def second_filings(actor: Actor) -> tuple[SecondFiling, ...]:
    """Own items that are filed a second time: the lead named the own unit as partner and files the same item.

    Reading of "the same" as in C14 (rules.checks.joint): the same bare name, and an article that both cite, or neither
    cites any. What the lead files is known from its question alone.
    """
    rows = Consent.objects.asked_of(actor).filter(kind=JOINT).select_related("asker").order_by("pk")
    led = [(row, bare_name(row.summary["name"])) for row in rows]
    if not led:
        return ()
    items = PowerItem.objects.kept().visible_to(actor).filter(unit__code__in=actor.own_units)
    own = list(items.filter(campaign__closed_at__isnull=True).order_by("unit", "order", "pk"))
    return tuple(
        SecondFiling(
            number=item.draft_number,
            name=item.name,
            lead_name=row.asker.name,
            place=row.summary["number"],
            code=row.code,
        )
        for row, name in led
        for item in own
        if bare_name(item.name) == name and _same_basis(item.basis_printed, row.summary["bases_printed"])
    )


def _same_basis(one: str, other: str) -> bool:
    return not (cited_articles(one) or {""}).isdisjoint(cited_articles(other) or {""})


def _codes(region: str) -> dict[str, str]:
    """Every name of the standing units of a region → code."""
    found: dict[str, str] = {}
    for unit in Unit.objects.filter(region_id=region, valid_until__isnull=True).order_by("-order"):
        names: Sequence[str] = (unit.law_name, unit.short_name, unit.name)
        found |= {name: unit.code for name in names if name}
    return found
