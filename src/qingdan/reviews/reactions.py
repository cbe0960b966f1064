"""Review begins and ends with what happens to a unit's return; people are told whose turn it is."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from qingdan.base.clock import now
from qingdan.base.events.services import Happened, on_events
from qingdan.base.orgs.queries import all_regions
from qingdan.filings.models import Filing
from qingdan.reviews.services.opening import open_reviews, send_back_reviews
from qingdan.reviews.services.reminding import remind_of_answers
from qingdan.reviews.services.telling import tell_turns
from qingdan.rules.review import FilingState


@on_events
def follow_returns(happened: Sequence[Happened]) -> None:
    """A received return opens its items; one that is returned takes them back. Done twice it does no more."""
    for one in happened:
        if one.event.kind not in {"FilingReceived", "FilingReturned"}:
            continue
        filing = Filing.objects.select_related("campaign", "unit").get(
            digest=one.event.data["digest"], **_of(one)
        )
        if filing.state == FilingState.RECEIVED:
            open_reviews(filing, by=one.by, at=one.at)
        elif filing.state == FilingState.RETURNED:
            send_back_reviews(filing, by=one.by, at=one.at)


@on_events
def tell_people(happened: Sequence[Happened]) -> None:
    """A message to those in whose hands items are now."""
    tell_turns(happened)


@app.periodic(cron="30 0 * * *")
@app.task(name="qingdan.remind_of_answers", queueing_lock="remind_of_answers")
def remind(timestamp: int) -> None:
    """Half past eight in Shanghai: answers that are due soon, and those that are overdue."""
    for region in all_regions():
        remind_of_answers(region=region, at=now())


def _of(one: Happened) -> dict[str, object]:
    """Which filing an event is about: subject "filing:<campaign>/<unit>", number in its facts."""
    campaign, _, unit = one.event.subject.partition(":")[2].partition("/")
    return {"campaign__code": campaign, "unit__code": unit, "number": one.event.data["number"]}
