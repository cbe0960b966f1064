"""Several rows of a register at once: deleted as one act, taken back as one act."""

from collections.abc import Collection, Sequence
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.powers.models import ItemCheck, PowerItem
from qingdan.powers.services.asking import ask_partners
from qingdan.powers.services.bulk import change_items
from qingdan.powers.services.drafting import drafting, unit_of
from qingdan.powers.services.judging import law_day, recheck_items


def delete_items(*, numbers: Collection[str], by: Actor, at: datetime) -> int:
    """Takes items of one unit out of its register, all at the same instant; how many. Deleted ones stay deleted.

    Raises Refused when none is named or the campaign is closed, Missing where one is not the person's.
    """
    return _set_deleted(numbers, at, by=by, at=at)


def restore_items(*, numbers: Collection[str], by: Actor, at: datetime) -> int:
    """Takes deletions back: the items stand where they stood; how many. Raises Refused, Missing."""
    return _set_deleted(numbers, None, by=by, at=at)


def _set_deleted(numbers: Collection[str], deleted_at: datetime | None, *, by: Actor, at: datetime) -> int:
    refuse_if(None if numbers else refusal("powers.none_chosen", "numbers"))
    with drafting(unit_of(min(numbers)), by) as owner:
        items = [one for one in _items(numbers, owner, by) if bool(one.deleted_at) != bool(deleted_at)]
        if not items:
            return 0
        for item in items:
            item.deleted_at = deleted_at
        kind = "ItemsDeleted" if deleted_at else "ItemsRestored"
        change_items([(item, {}, None) for item in items], kind=kind, by=by, at=at)
        ItemCheck.objects.filter(item__in=items).delete()
        if not deleted_at:
            ask_partners([one for one in items if one.joint or one.joint_partners], owner, by=by, at=at)
        campaign = items[0].campaign
        changed = {one.draft_number for one in items}
        recheck_items(campaign=campaign, unit=owner, on=law_day(campaign, at), numbers=changed)
    return len(items)


def _items(numbers: Collection[str], owner: Unit, by: Actor) -> Sequence[PowerItem]:
    """The items named, of one campaign that is open."""
    found = PowerItem.objects.visible_to(by).filter(draft_number__in=numbers, unit=owner)
    items = list(found.select_related("campaign"))
    if len(items) != len(set(numbers)) or len({one.campaign_id for one in items}) > 1:
        raise Missing
    refuse_if(refusal("powers.closed") if items[0].campaign.closed_at else None)
    return items
