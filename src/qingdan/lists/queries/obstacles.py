"""What stands in the way of the next 审议稿, beside items that are not cleared (R-060: every opinion is answered)."""

from collections.abc import Sequence

from qingdan.base.actor import Actor
from qingdan.base.refusal import refusal
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.queries.plans import campaign_for
from qingdan.consultations.models import Opinion
from qingdan.editions.models import EditionEntry
from qingdan.editions.queries.shown import newest_edition, powers_listed
from qingdan.lists.models import Resolution
from qingdan.lists.queries.composition import draft_items
from qingdan.reviews.models import Review
from qingdan.reviews.queries.legality import undocumented_clearings
from qingdan.reviews.queries.withholding import undecided_withholding
from qingdan.rules.problem import Problem
from qingdan.rules.review import ItemState, ListKind


def obstacles(campaign: Campaign, kind: ListKind, reviews: Sequence[Review]) -> list[Problem]:
    """Every reason, for the items of the list as they stand: none when a draft may be composed."""
    numbers = {one.number for one in reviews if one.state == ItemState.CLEARED}
    opinions = _unanswered(campaign, kind, numbers)
    papers = len(undocumented_clearings(campaign, kind) & numbers)
    amended = len(open_amendments(campaign, kind, reviews))
    found = (
        None if numbers or _loses_powers(campaign, kind) else refusal("lists.nothing_cleared", "send"),
        refusal("review.opinions_answered", "send", count=opinions) if opinions else None,
        refusal("lists.no_opinion_document", "send", count=papers) if papers else None,
        refusal("lists.amendments_open", "send", count=amended) if amended else None,
        undecided_withholding(one for one in reviews if one.state == ItemState.CLEARED),
    )
    return [one for one in found if one]


def open_amendments(campaign: Campaign, kind: ListKind, reviews: Sequence[Review]) -> dict[str, str]:
    """What the last meeting wants changed and still says the same as in the draft it read: number → its words."""
    found = Resolution.objects.filter(draft__campaign=campaign, draft__list_kind=kind)
    last = found.select_related("draft").order_by("-pk").first()
    if last is None or last.result != "amended":
        return {}
    then = {one["number"]: one["reviewed"] for one in draft_items(last.draft)}
    now = {one.number: one.digest for one in reviews}
    named = {one["number"]: one["text"] for one in last.amendments}
    return {number: text for number, text in named.items() if now.get(number) == then.get(number)}


def amendment_of(actor: Actor, *, campaign: str, kind: ListKind, number: str) -> str:
    """What the last meeting wants changed of an item that is not changed yet; "" for nothing. Raises Missing."""
    found = campaign_for(actor, campaign)
    rows = Review.objects.visible_to(actor).filter(campaign=found, list_kind=kind, number=number)
    return open_amendments(found, kind, list(rows)).get(number, "")


def _loses_powers(campaign: Campaign, kind: ListKind) -> bool:
    """Whether the list of duties in hand holds some whose power is listed no more: reason enough for a new one."""
    last = newest_edition(campaign.region_id, kind) if kind is ListKind.RESPONSIBILITY else None
    if last is None:
        return False
    entries = EditionEntry.objects.filter(edition=last)
    return entries.exclude(code__in=powers_listed(campaign.region_id)).exists()


def _unanswered(campaign: Campaign, kind: ListKind, numbers: set[str]) -> int:
    """Opinions of consultation without answer: on these items, and on the draft as a whole."""
    found = Opinion.objects.filter(round__campaign=campaign, round__list_kind=kind, answer="")
    return sum(number is None or number in numbers for number in found.values_list("item__number", flat=True))
