"""Adopting what a finding suggests for an item (采用建议): other words in a basis, kept with what was typed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import refusal, refuse_if
from qingdan.powers.models import ItemCheck
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.corrections import corrected, correction
from qingdan.powers.services.drafting import drafting, own_item, unit_of
from qingdan.powers.services.items import Saved, save_item


def adopt_correction(
    *,
    number: str,
    version: int,
    finding: int,
    key: str,
    values: Mapping[str, str],
    bases: Sequence[BasisText],
    by: Actor,
    at: datetime,
) -> Saved:
    """Sets the bases of an item right as a finding says, and keeps the form (`values`, `bases`) that it was pressed in.

    `finding` is its place among those kept of the item, `key` its key: one that is gone meanwhile, or whose words stand
    no more in the bases typed, is refused. Raises Refused, Stale as `save_item` does, Missing.
    """
    with drafting(unit_of(number), by):
        item = own_item(number, by)
        check = ItemCheck.objects.filter(item=item).first()
        kept = check.problems[finding : finding + 1] if check else []
        wanted = correction(kept[0], bases, kept[0]["basis"]) if kept and kept[0]["key"] == key else ()
        made = corrected(bases, wanted) if wanted else None
        refuse_if(None if made else refusal("powers.no_suggestion", "legal_basis"))
        saved = save_item(number=number, version=version, values=values, bases=made, by=by, at=at)
        append(
            "SuggestionAdopted", f"power_item:{number}", by=by, at=at, unit=unit_of(number), data={"key": key}
        )
    return saved
