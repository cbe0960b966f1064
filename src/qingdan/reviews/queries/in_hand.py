"""Which campaign the reviewers work on when the page names none."""

from django.db.models import Exists, F, OuterRef

from qingdan.base.actor import Actor
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.queries.plans import campaign_for
from qingdan.reviews.models import Review


def reviewed_campaign(actor: Actor, code: str = "") -> Campaign:
    """The campaign of that code; "": the newest of the own region that has items under review, an open one first.

    Where none has any, the one in hand: returns may be received while another campaign still drafts. Raises Missing.
    """
    if code:
        return campaign_for(actor, code)
    found = Campaign.objects.visible_to(actor).filter(region_id=actor.region)
    reviewed = found.filter(Exists(Review.objects.filter(campaign=OuterRef("pk")))).select_related("region")
    newest = reviewed.order_by(F("closed_at").desc(nulls_first=True), "-notice_on", "-pk").first()
    return newest or campaign_for(actor)
