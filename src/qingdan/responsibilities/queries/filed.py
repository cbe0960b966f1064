"""The duties of a unit as its principal signs them, and what still keeps them back."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from qingdan.base.orgs.models import Unit
from qingdan.base.snapshots.queries import thaw_many
from qingdan.campaigns.models import Campaign
from qingdan.editions.queries.shown import powers_listed
from qingdan.responsibilities.models import DutySheet
from qingdan.responsibilities.queries.sheets import duties_of, steps_of
from qingdan.rules.responsibility import duty_problems


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyProgress:
    """How far the duties of a unit are: sheets, those without any duty, with a gap (C30), with a changed power."""

    sheets: int
    empty: int
    lacking: int
    stale: int


def duty_items(campaign: Campaign, bodies: Iterable[Unit]) -> list[dict[str, Any]]:
    """One value for each sheet, by its public code: the power it belongs to (digest) and its duties."""
    sheets = _sheets(campaign, bodies)
    duties = duties_of(sheets)
    return [
        {
            "number": one.item_code,
            "unit": one.unit.code,
            "values": {"name": one.name, "category": one.category},
            "power_digest": one.entry_digest,
            "duties": [asdict(line) for line in duties.get(one.pk, ())],
        }
        for one in sheets
    ]


def duty_progress(campaign: Campaign, bodies: Iterable[Unit]) -> DutyProgress:
    """The figures of a unit and its bodies, in three queries."""
    sheets = _sheets(campaign, bodies)
    duties, powers = duties_of(sheets), thaw_many([one.entry_digest for one in sheets])
    begun = [(steps_of(powers[one.entry_digest]), duties[one.pk]) for one in sheets if one.pk in duties]
    return DutyProgress(
        sheets=len(sheets),
        empty=sum(one.pk not in duties for one in sheets),
        lacking=sum(bool(duty_problems(steps, lines)) for steps, lines in begun),
        stale=sum(one.stale_since is not None for one in sheets),
    )


def _sheets(campaign: Campaign, bodies: Iterable[Unit]) -> Sequence[DutySheet]:
    """Those whose power the newest power list has: no duty without power (C30), none of a withheld one (R-019)."""
    found = DutySheet.objects.filter(campaign=campaign, unit__in=list(bodies))
    found = found.filter(item_code__in=powers_listed(campaign.region_id))
    return list(found.select_related("unit").order_by("unit__order", "unit__code", "item_code"))
