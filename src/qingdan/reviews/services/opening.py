"""Review begins when a return is received, and is taken back with it; steps of other acts, inside their transaction."""

from collections.abc import Mapping
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import DraftRows, Unit
from qingdan.base.snapshots.services import freeze, freeze_many
from qingdan.filings.models import Filing
from qingdan.filings.queries.content import Content
from qingdan.filings.queries.parts import standing_content
from qingdan.powers.models import ItemCheck
from qingdan.reviews.models import ChartReview, Review
from qingdan.reviews.queries.content import (
    CHART_KIND,
    ITEM_KIND,
    articles_of,
    reviewed_charts,
    reviewed_items,
)
from qingdan.reviews.queries.facts import partners_of
from qingdan.reviews.services.stepping import due_on, move, step_chart, step_review
from qingdan.rules.canonical import digest as digest_of
from qingdan.rules.review import ChartState, Holder, ItemState
from qingdan.rules.vocabulary.similarity import core


def open_reviews(filing: Filing, *, by: Actor, at: datetime) -> None:
    """Puts every item and chart of a received return under review; what was sent back with it before comes again."""
    content = standing_content(filing)
    units = {
        one.code: one for one in Unit.objects.filter(code__in=[one["code"] for one in content["bodies"]])
    }
    known = {one.number: one for one in _reviews(filing)}
    problems = problems_of([one["number"] for one in content["items"]])
    items = list(reviewed_items(content))
    digests = freeze_many(ITEM_KIND, items, region=filing.region_id, at=at)
    for order, (item, digest) in enumerate(zip(items, digests, strict=True), 1):
        review = known.get(item["number"]) or Review(
            region_id=filing.region_id,
            campaign=filing.campaign,
            list_kind=filing.list_kind,
            number=item["number"],
            version=0,
        )
        review.filing, review.unit, review.order = filing, units[item["unit"]], order
        describe(review, item, digest)
        review.filed_digest, review.problems = digest, problems.get(item["number"], 0)
        if review.pk:
            step_review(review, "refile", by=by, at=at, program=True)
        else:
            move(review, ItemState.GROUP_REVIEW, by=by, at=at)
            review.save()
    for chart in reviewed_charts(content):
        open_chart(filing, units[chart["unit"]], chart, by=by, at=at)


def describe(review: Review, item: Content, digest: str) -> None:
    """What the row says of the item, from the value that is under review now."""
    values: Mapping[str, str] = item["values"]
    review.digest, review.chart = digest, item["chart"]
    review.name, review.category = values.get("name", ""), values.get("category", "")
    review.disposition = values.get("disposition", "")
    like = core(review.name)
    review.core_digest, review.articles = digest_of(like) if like else "", sorted(articles_of(item))
    review.partners = sorted(partners_of(item, review.region_id))


def open_chart(filing: Filing, unit: Unit, chart: Content, *, by: Actor, at: datetime) -> None:
    """Puts a chart under review; one that says something else than before is reviewed again (R-059)."""
    digest = freeze(CHART_KIND, chart, region=filing.region_id, at=at)
    known = (
        ChartReview.objects.select_for_update().filter(campaign=filing.campaign, code=chart["code"]).first()
    )
    if known:
        known.filing = filing
        if known.digest != digest:
            known.digest, known.name = digest, chart["name"]
            step_chart(known, "resubmit", by=by, at=at, program=True, changed=True)
        return
    ChartReview.objects.create(
        region_id=filing.region_id,
        campaign=filing.campaign,
        filing=filing,
        unit=unit,
        code=chart["code"],
        category=chart["category"],
        name=chart["name"],
        state=ChartState.PENDING,
        since=at,
        due_on=due_on("chart_pending", at),
        digest=digest,
    )


def send_back_reviews(filing: Filing, *, by: Actor, at: datetime) -> None:
    """The return goes back whole: only while nobody has given an opinion. Raises Refused."""
    for review in _reviews(filing).filter(state=ItemState.GROUP_REVIEW, holder=Holder.GROUP):
        step_review(review, "send_back", by=by, at=at, program=True)


def _reviews(filing: Filing) -> DraftRows[Review]:
    found = Review.objects.select_for_update(of=("self",)).select_related(
        "campaign", "unit", "filing", "filing__unit"
    )
    return found.filter(campaign=filing.campaign, list_kind=filing.list_kind, filing__unit=filing.unit)


def problems_of(numbers: list[str]) -> dict[str, int]:
    """Open blockers and warnings of each item, as the checks left them."""
    found = ItemCheck.objects.filter(item__draft_number__in=numbers)
    rows = found.values_list("item__draft_number", "blockers", "warnings")
    return {number: blockers + warnings for number, blockers, warnings in rows}
