"""The filing in hand of a unit, as the pages of its drafts tell of it: what an edit would undo."""

from dataclasses import dataclass

from django.db.models import Q, Subquery

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.campaigns.models import Campaign
from qingdan.filings.models import Filing
from qingdan.rules.review import ListKind


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """The version that stands; `partly`: received, and some of its parts were opened again for editing."""

    number: int
    state: str
    partly: bool


def in_hand(actor: Actor, unit: str, campaign: str = "") -> InHand | None:
    """The filing that holds the drafts of this unit, its own or its 主管部门's, in one query.

    `campaign`: the one of the drafts; "": the one in hand. None where nothing stands, and for whoever does not edit
    these drafts.
    """
    if unit not in actor.own_units:
        return None
    above = Unit.objects.filter(code=unit).values("supervising")
    open_ones = Campaign.objects.filter(region=actor.region, closed_at=None)
    newest = open_ones.order_by("-notice_on", "-pk").values("code")[:1]
    standing = Filing.objects.visible_to(actor).filter(closed_at=None, campaign__closed_at=None)
    standing = standing.filter(campaign__code=campaign or Subquery(newest))
    found = standing.filter(Q(unit__code=unit) | Q(unit__in=above), list_kind=ListKind.POWER)
    row = found.values_list("number", "state", "reopened").first()
    return InHand(number=row[0], state=row[1], partly=bool(row[2])) if row else None
