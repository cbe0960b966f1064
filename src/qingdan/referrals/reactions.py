"""What follows by itself: what was handed on follows the case that carries it on; cases of devolved items move."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from qingdan.base.clock import now
from qingdan.base.events.services import Happened, on_events
from qingdan.base.orgs.queries import all_regions
from qingdan.referrals.models import Referral
from qingdan.referrals.services.devolving import move_devolved
from qingdan.referrals.services.returning import follow

MOVED = "DeadlinesMoved"


@on_events
def follow_pairs(happened: Sequence[Happened]) -> None:
    """Each case that carries another on and took a step, or whose days moved with the calendar, once."""
    acted = {}
    for one in happened:
        if one.event.data.get("carries") and one.event.kind not in {"CaseCameUp", "CaseCameIn"}:
            acted[one.event.subject.partition(":")[2]] = one
    moved = {one.event.subject.partition(":")[2]: one for one in happened if one.event.kind == MOVED}
    if moved:
        found = Referral.objects.filter(second_number__in=moved).values_list("second_number", flat=True)
        acted |= {number: moved[number] for number in found}
    for number, last in acted.items():
        follow(second=number, by=last.by, at=last.at)


@app.periodic(cron="*/10 * * * *")
@app.task(name="qingdan.devolved_cases", queueing_lock="devolved_cases")
def move_down(timestamp: int) -> None:
    """Open cases of items that were handed down, region by region."""
    at = now()
    for region in all_regions():
        move_devolved(region=region, at=at)
