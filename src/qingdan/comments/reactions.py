"""What the worker does for comments: each morning, who has not answered in time is told."""

from dataclasses import replace

from procrastinate.contrib.django import app

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import now
from qingdan.base.orgs.queries import all_regions
from qingdan.comments.services.answering import remind_late


@app.periodic(cron="30 0 * * *")
@app.task(name="qingdan.comments_late", queueing_lock="comments_late")
def tell_of_late(timestamp: int) -> None:
    """Half past eight in Shanghai, region by region."""
    at = now()
    for region in all_regions():
        remind_late(by=replace(SYSTEM, region=region, regions=(region,)), at=at)
