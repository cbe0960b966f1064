"""What follows from a published edition by itself: search finds what is in force, from the day it is so."""

from collections.abc import Sequence
from dataclasses import replace

from procrastinate.contrib.django import app

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import day_of, now
from qingdan.base.events.services import Happened, on_events
from qingdan.base.orgs.queries import all_regions
from qingdan.base.transactions import reading
from qingdan.editions.queries.shown import shown_editions, turning_day
from qingdan.editions.services.indexing import fill_index, index_region


@on_events
def index_shown(happened: Sequence[Happened]) -> None:
    """An edition that the public sees is found at once, if it is in force by then. Done twice it does no more."""
    shown = {one.event.region: day_of(one.at) for one in happened if one.event.kind == "EditionShown"}
    for region, day in shown.items():
        fill_index(region, day)


@app.periodic(cron="10 16 * * *")
@app.task(name="qingdan.index", queueing_lock="index")
def index_turned(timestamp: int) -> None:
    """Ten past midnight in Shanghai: regions where the day itself changed what is in force."""
    everywhere, at = replace(SYSTEM, regions=all_regions()), now()
    with reading(everywhere):
        days = {region: turning_day(shown_editions(region), day_of(at)) for region in all_regions()}
    for region, day in days.items():
        if day == day_of(at):
            index_region(region=region, by=everywhere, at=at)
