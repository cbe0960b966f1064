"""Where things are: the regions of numbers and items, and who acts for the program on both sides of a wall."""

from dataclasses import replace

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.orgs.models import Region
from qingdan.rules.referral import ReferralKind, kind_between


def region_of_number(number: str) -> str:
    """The region in a case number (151126-360900-013-…); "" in one of an earlier system."""
    parts = number.split("-")
    return parts[1] if len(parts) > 2 else ""


def program(region: str, *others: str) -> Actor:
    """The program at work in a region, seeing the rows of others too."""
    return replace(SYSTEM, region=region, regions=(region, *others))


def kind_of(here: str, there: str) -> ReferralKind | None:
    """What handing on from one region to another is."""
    own = Region.objects.filter(code=here).first()
    below = Region.objects.filter(parent_id=here, level="county").values_list("code", flat=True)
    return kind_between(here, there, above=(own and own.parent_id) or "", below=below)
