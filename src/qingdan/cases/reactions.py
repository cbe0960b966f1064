"""What follows by itself: the applicant is told what happened to the case, and the worker turns the days.

What happens when a day is over is done every ten minutes, so a missed run is made up within ten. There is no switch
(行政许可法 Art. 32(4): who says nothing has accepted).
"""

from collections.abc import Sequence
from dataclasses import replace

from procrastinate.contrib.django import app

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import now
from qingdan.base.events.services import Happened, on_events
from qingdan.base.orgs.queries import all_regions
from qingdan.cases.services.notices import TOLD, tell_applicant
from qingdan.cases.services.recomputing import recompute_all
from qingdan.cases.services.timers import run_timers


@on_events
def tell_applicants(happened: Sequence[Happened]) -> None:
    """One message an event, in the same transaction: told when it happened, and never twice."""
    for one in happened:
        if one.event.kind in TOLD and one.event.subject.startswith("case:"):
            number = one.event.subject.partition(":")[2]
            tell_applicant(number=number, kind=one.event.kind, event=one.event.digest, by=one.by, at=one.at)


@app.periodic(cron="*/10 * * * *")
@app.task(name="qingdan.case_timers", queueing_lock="case_timers")
def turn_days(timestamp: int) -> None:
    """Region by region."""
    at = now()
    for region in all_regions():
        run_timers(by=replace(SYSTEM, region=region, regions=(region,)), at=at)


@app.periodic(cron="20 16 * * *")
@app.task(name="qingdan.case_days", queueing_lock="case_days")
def follow_calendar(timestamp: int) -> None:
    """Twenty past midnight in Shanghai: a calendar that came with a new version of the program moves what it must."""
    at = now()
    for region in all_regions():
        recompute_all(by=replace(SYSTEM, region=region, regions=(region,)), at=at)
