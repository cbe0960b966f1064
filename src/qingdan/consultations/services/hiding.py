"""What review keeps from the public is hidden in the rounds too (R-019): called in the transaction of the proposal."""

from qingdan.campaigns.models import Campaign
from qingdan.consultations.models import HiddenItem


def hide_item(campaign: Campaign, *, list_kind: str, number: str) -> None:
    """From now on no round shows the item to the public, to experts and to other units. Hidden twice: once."""
    HiddenItem.objects.get_or_create(
        campaign=campaign, list_kind=list_kind, number=number, defaults={"region_id": campaign.region_id}
    )


def unhide_item(campaign: Campaign, *, list_kind: str, number: str) -> None:
    """The rounds show the item again to whom they ask."""
    HiddenItem.objects.filter(campaign=campaign, list_kind=list_kind, number=number).delete()
