"""What waits for consultation."""

from django.db.models import Count

from qingdan.base.actor import Actor
from qingdan.reviews.models import Review
from qingdan.rules.review import ItemState


def waiting_for_consultation(actor: Actor, *, campaign: str) -> dict[str, int]:
    """How many items of each list wait for a round or are in one: list → count."""
    found = Review.objects.visible_to(actor).filter(campaign__code=campaign, state=ItemState.CONSULTATION)
    found = found.exclude(withheld_ground__gt="")  # no round is held over these
    return dict(found.values_list("list_kind").annotate(count=Count("pk")).order_by("list_kind"))
