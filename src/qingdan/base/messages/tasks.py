"""The queue's part: every minute, what waits to be mailed."""

from dataclasses import replace

from procrastinate.contrib.django import app

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import now
from qingdan.base.messages.services import mail_waiting
from qingdan.base.orgs.queries import all_regions


@app.periodic(cron="* * * * *")
@app.task(name="qingdan.mail", queueing_lock="mail")
def mail(timestamp: int) -> None:
    """Mails what waits; what the server refuses is tried again the next minute."""
    everywhere = replace(SYSTEM, regions=all_regions())
    mail_waiting(by=everywhere, at=now())
