"""Review begins and ends with what happens to a unit's return."""

from collections.abc import Sequence

from qingdan.base.events.services import Happened, on_events
from qingdan.filings.models import Filing
from qingdan.reviews.services.opening import open_reviews, send_back_reviews
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


def _of(one: Happened) -> dict[str, object]:
    """Which filing an event is about: subject "filing:<campaign>/<unit>", number in its facts."""
    campaign, _, unit = one.event.subject.partition(":")[2].partition("/")
    return {"campaign__code": campaign, "unit__code": unit, "number": one.event.data["number"]}
