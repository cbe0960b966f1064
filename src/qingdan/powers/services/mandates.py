"""Which 三定 function an item carries out: named by the unit (R-021)."""

from collections.abc import Mapping
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.powers.models import MandateLink, PowerItem
from qingdan.powers.queries.mandates import in_force
from qingdan.powers.services.drafting import drafting


def link_mandates(*, unit: str, links: Mapping[str, int], by: Actor, at: datetime) -> int:
    """Items of the unit or of its subordinate bodies carry out functions of it: draft number → number; how many.

    An item may carry out several. Raises Refused where a function is not in force, Missing.
    """
    with drafting(unit, by) as owner:
        functions = {one.number: one for one in in_force(owner, day_of(at))}
        items = PowerItem.objects.kept().visible_to(by).filter(draft_number__in=links)
        mine = [
            one for one in items.select_related("unit") if owner.pk in (one.unit_id, one.unit.supervising_id)
        ]
        if len(mine) != len(links):
            raise Missing
        gone = any(number not in functions for number in links.values())
        refuse_if(refusal("powers.no_mandate", "mandate") if gone else None)
        for item in mine:
            function = functions[links[item.draft_number]]
            MandateLink.objects.get_or_create(
                item=item, mandate=function, defaults={"region_id": item.region_id}
            )
        append("MandatesLinked", f"unit:{unit}", by=by, at=at, unit=unit, data={"links": dict(links)})
    return len(mine)


def unlink_mandate(*, unit: str, item: str, mandate: int, by: Actor, at: datetime) -> None:
    """An item carries out a function no more. Raises Missing."""
    with drafting(unit, by) as owner:
        links = MandateLink.objects.filter(
            item__draft_number=item, mandate__unit=owner, mandate__number=mandate
        )
        if not links.delete()[0]:
            raise Missing
        data = {"item": item, "mandate": mandate}
        append("MandateUnlinked", f"unit:{unit}", by=by, at=at, unit=unit, data=data)
