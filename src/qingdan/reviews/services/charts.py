"""The legal office reviews each flow chart beside its template (R-059); whatever changes is reviewed again."""

from collections.abc import Iterable
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.filings.queries.parts import chart_part
from qingdan.filings.services.reopening import reopen_parts
from qingdan.reviews.models import ChartReview, Review
from qingdan.reviews.services.stepping import get_chart_review, step_chart, step_review
from qingdan.rules.item_numbering import KEEPING
from qingdan.rules.review import ItemState

CHART_ACTS = ("approve", "return")
_SETTLED = (ItemState.TABLED, ItemState.ADOPTED)


def judge_chart(
    *, campaign: str, code: str, version: int, action: str, reason: str, by: Actor, at: datetime
) -> None:
    """Approves a chart, or returns it with a reason (`action` of CHART_ACTS): then the unit may change this chart.

    Raises Refused, Stale, Missing.
    """
    assert action in CHART_ACTS
    with writing(by):
        chart = get_chart_review(by, campaign=campaign, code=code, version=version)
        step_chart(chart, action, by=by, at=at, reason=reason.strip())
        if action == "return":
            reopen_parts(chart.filing, (chart_part(code),))


def reopen_chart(*, campaign: str, code: str, version: int, reason: str, by: Actor, at: datetime) -> int:
    """Gives an approved chart back to its unit: its cleared items go back to legality; how many did.

    Raises Refused while a tabled draft holds the chart, Stale, Missing.
    """
    with writing(by):
        chart = get_chart_review(by, campaign=campaign, code=code, version=version)
        items = shown_by(chart)
        settled = sum(one.state in _SETTLED for one in items)
        refuse_if(refusal("legality.chart_tabled", "send", count=settled) if settled else None)
        step_chart(chart, "reopen", by=by, at=at, reason=reason.strip())
        reopen_parts(chart.filing, (chart_part(code),))
        return unclear(items, by=by, at=at)


def unclear(items: Iterable[Review], *, by: Actor, at: datetime) -> int:
    """Takes the cleared ones of these items, rows locked, back to legality: their chart changed. How many.

    What is not exercised on needs no chart and stays cleared.
    """
    cleared = [one for one in items if one.state == ItemState.CLEARED and one.disposition in KEEPING]
    for one in cleared:
        step_review(one, "chart_changed", by=by, at=at, program=True)
    return len(cleared)


def shown_by(chart: ChartReview) -> list[Review]:
    """The items that a chart shows, all their rows locked, whatever state they are in.

    One that is being cleared at this moment is waited for: it must not be overlooked for its state of before.
    """
    found = Review.objects.select_for_update(of=("self",)).filter(
        campaign=chart.campaign_id, chart=chart.code
    )
    return list(found.select_related("campaign", "unit", "filing", "filing__unit").order_by("pk"))
