"""Rows of a register that were deleted by one act."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.powers.models import PowerItem


def deleted_together(actor: Actor, unit: str, at: datetime | None) -> tuple[str, ...]:
    """The draft numbers of the unit's items that were deleted at this instant and still are; for who may restore."""
    if at is None or unit not in actor.own_units:
        return ()
    found = PowerItem.objects.visible_to(actor).filter(unit__code=unit, deleted_at=at)
    return tuple(found.order_by("order", "pk").values_list("draft_number", flat=True))
