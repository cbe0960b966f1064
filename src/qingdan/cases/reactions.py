"""What the worker does for cases: what happens by itself when a day is over, every ten minutes, so a missed run is made
up within ten. There is no switch (行政许可法 Art. 32(4): who says nothing has accepted).
"""

from dataclasses import replace

from procrastinate.contrib.django import app

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import now
from qingdan.base.orgs.queries import all_regions
from qingdan.cases.services.timers import run_timers


@app.periodic(cron="*/10 * * * *")
@app.task(name="qingdan.case_timers", queueing_lock="case_timers")
def turn_days(timestamp: int) -> None:
    """Region by region."""
    at = now()
    for region in all_regions():
        run_timers(by=replace(SYSTEM, region=region, regions=(region,)), at=at)
