"""Who reviews whom: units to groups, people into groups (R-091, R-092)."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.data.campaigns import load_campaign
from qingdan.reviews.models import GroupSeat, GroupUnit
from qingdan.rules.problem import Problem


def assign_group(*, campaign: str, unit: str, group: str, by: Actor, at: datetime) -> None:
    """Gives a unit to one of the 审核组 of the plan; given to another, that one reviews from now on.

    Raises Missing; Refused for a group that the plan does not have.
    """
    with writing(by):
        inside, owner = _campaign(by, campaign), _unit(by, unit)
        refuse_if(_no_group(inside, group))
        defaults = {"region_id": inside.region_id, "group": group, "by": by.username, "at": at}
        GroupUnit.objects.update_or_create(campaign=inside, unit=owner, defaults=defaults)
        append("GroupAssigned", f"group:{campaign}/{unit}", by=by, at=at, unit=unit, data={"group": group})


def seat_reviewer(
    *, campaign: str, group: str, username: str, home_unit: str, expert: bool, by: Actor, at: datetime
) -> None:
    """Puts somebody into a group; whoever sat in another leaves it. `home_unit`: who lent him, "" for an expert.

    Raises Missing; Refused for a group that the plan does not have.
    """
    with writing(by):
        inside = _campaign(by, campaign)
        refuse_if(_no_group(inside, group))
        if not User.objects.filter(username=username).exists():
            raise Missing
        _leave(inside, username, at)
        GroupSeat.objects.create(
            region_id=inside.region_id,
            campaign=inside,
            group=group,
            username=username,
            home_unit=_unit(by, home_unit) if home_unit else None,
            expert=expert,
            since=at,
            by=by.username,
        )
        append(
            "ReviewerSeated",
            f"group:{campaign}/{group}",
            by=by,
            at=at,
            data={"who": username, "expert": expert},
        )


def unseat_reviewer(*, campaign: str, username: str, by: Actor, at: datetime) -> None:
    """Lets somebody leave his group: what he judged stays. Raises Missing."""
    with writing(by):
        inside = _campaign(by, campaign)
        if not _leave(inside, username, at):
            raise Missing
        append("ReviewerLeft", f"group:{campaign}", by=by, at=at, data={"who": username})


def _leave(campaign: Campaign, username: str, at: datetime) -> int:
    return GroupSeat.objects.filter(campaign=campaign, username=username, until=None).update(until=at)


def _campaign(by: Actor, code: str) -> Campaign:
    found = Campaign.objects.visible_to(by).filter(code=code, region_id=by.region).first()
    if found is None or not by.leads:
        raise Missing
    return found


def _unit(by: Actor, code: str) -> Unit:
    found = Unit.objects.filter(code=code, region_id=by.region).first()
    if found is None:
        raise Missing
    return found


def _no_group(campaign: Campaign, group: str) -> Problem | None:
    known = {one.code for one in load_campaign(campaign.template).groups}
    return None if group in known else refusal("reviews.no_group", "group")
