"""What review made of an item comes into its unit's draft, before the unit may change it again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.powers.models import PowerItem
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.services.bulk import change_items
from qingdan.powers.services.drafting import lock_register, unit_of
from qingdan.powers.services.judging import law_day, recheck_items


def lay_reviewed(
    *, number: str, values: Mapping[str, str], bases: Sequence[BasisText] | None, by: Actor, at: datetime
) -> None:
    """Writes into a draft what the office revised, or a disposition that was answered: `values` and `bases` (None: as
    they are) as they stand under review. What else the unit typed stays.

    A step of an act of review, inside its transaction; the register is locked.
    """
    unit = Unit.objects.select_related("supervising").get(code=unit_of(number))
    lock_register(unit)
    item = PowerItem.objects.select_related("campaign").get(draft_number=number)
    change_items([(item, values, None if bases is None else tuple(bases))], by=by, at=at)
    recheck_items(campaign=item.campaign, unit=unit, on=law_day(item.campaign, at), numbers={number})
