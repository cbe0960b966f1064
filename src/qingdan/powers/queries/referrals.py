"""附件3 of a unit: the items that the province is asked to change, each with its row."""

from collections.abc import Mapping
from dataclasses import dataclass

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.campaigns.queries.plans import campaign_in_hand
from qingdan.powers.models import PowerItem, Referral
from qingdan.powers.queries.items import get_item_for
from qingdan.powers.queries.register import scheme_of_template
from qingdan.registers.writing.form_rows import REFERRAL_COLUMNS, ReferralRow
from qingdan.rules.power_item import Category, Disposition

TYPED = ("holder", "change", "receiver", "reason")
CHANGES = next(column.choices for column in REFERRAL_COLUMNS if column.field == "change")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine:
    """An item with its row of the form; `missing`: fields of the row that are empty."""

    number: str
    row: ReferralRow
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralsPage:
    """The form of a unit. `department` as it stands above it."""

    campaign: str
    campaign_name: str
    unit: str
    department: str
    editable: bool
    lines: tuple[ReferralLine, ...]


def referrals_of(actor: Actor, unit: str = "") -> ReferralsPage:
    """附件3 of a unit ("": the own one) with the items of its subordinate bodies. Raises Missing."""
    code = unit or actor.unit
    owner = Unit.objects.filter(code=code, region_id__in=actor.regions).first()
    if owner is None or not actor.may_see(code):
        raise Missing
    campaign = campaign_in_hand(owner.region_id)
    items = PowerItem.objects.kept().visible_to(actor).filter(campaign=campaign)
    items = items.filter(disposition=Disposition.REFER_UP).select_related("unit", "campaign")
    rows = [one for one in items if owner.pk in (one.unit_id, one.unit.supervising_id)]
    kept = {one.item_id: one for one in Referral.objects.filter(item__in=rows)}
    return ReferralsPage(
        campaign=campaign.code,
        campaign_name=campaign.name,
        unit=owner.code,
        department=owner.name,
        editable=code in actor.own_units and campaign.closed_at is None,
        lines=tuple(referral_line(item, kept.get(item.pk)) for item in rows),
    )


def referral_of(actor: Actor, number: str) -> ReferralLine:
    """The row of one item. Raises Missing, also for an item of another disposition."""
    item = get_item_for(actor, number)
    if item.disposition != Disposition.REFER_UP or item.deleted_at:
        raise Missing
    return referral_line(item, Referral.objects.filter(item=item).first())


def referral_line(item: PowerItem, kept: Referral | None) -> ReferralLine:
    """The row as the form prints it: what is not typed comes from the item (receiver, reason)."""
    scheme = scheme_of_template(item.campaign.template)
    typed: Mapping[str, str] = {name: getattr(kept, name) if kept else "" for name in TYPED}
    row = ReferralRow(
        category=scheme.name_of(Category(item.category)) if item.category else "",
        name=item.name + (f"（{item.sub_item}）" if item.sub_item else ""),
        holder=typed["holder"],
        legal_basis=item.basis_printed,
        change=typed["change"],
        receiver=typed["receiver"] or item.receiver,
        reason=typed["reason"] or item.reason,
        proposed_by=item.unit.name,
    )
    missing = tuple(
        name for name in ("category", "name", "holder", "legal_basis", "change", "receiver", "reason")
        if not getattr(row, name)
    )  # fmt: skip
    return ReferralLine(number=item.draft_number, row=row, missing=missing)
