"""Who reviews whom: units to groups, people into groups (R-091, R-092)."""

from collections.abc import Mapping
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.reviews.models import GroupSeat, GroupUnit
from qingdan.reviews.queries.seats import review_groups, reviewers_in
from qingdan.rules.problem import Problem


def assign_group(*, campaign: str, unit: str, group: str, by: Actor, at: datetime) -> None:
    """Gives a unit to one of the 审核组 of the plan; given to another, that one reviews from now on.

    Raises Missing; Refused for a group that the plan does not have.
    """
    assign_groups(campaign=campaign, groups={unit: group}, by=by, at=at)


def assign_groups(*, campaign: str, groups: Mapping[str, str], by: Actor, at: datetime) -> int:
    """Gives units (code → key of the group) to the 审核组 of the plan: how many changed. What they have judged stays.

    Raises Missing; Refused when nothing is chosen, or for a group that the plan does not have.
    """
    with writing(by):
        inside = _campaign(by, campaign)
        units = {one: _unit(by, one) for one in sorted(groups)}
        refuse_if(
            None if groups else refusal("reviews.nothing_chosen", "unit"),
            *(_no_group(inside, one) for one in sorted(set(groups.values()))),
        )
        known = dict(GroupUnit.objects.filter(campaign=inside).values_list("unit__code", "group"))
        changed = {unit: group for unit, group in groups.items() if known.get(unit) != group}
        for unit, group in sorted(changed.items()):
            defaults = {"region_id": inside.region_id, "group": group, "by": by.username, "at": at}
            GroupUnit.objects.update_or_create(campaign=inside, unit=units[unit], defaults=defaults)
            append(
                "GroupAssigned", f"group:{campaign}/{unit}", by=by, at=at, unit=unit, data={"group": group}
            )
    return len(changed)


def seat_reviewer(
    *, campaign: str, group: str, username: str, home_unit: str, expert: bool, by: Actor, at: datetime
) -> None:
    """Puts somebody into a group; whoever sat in another leaves it. `home_unit`: who lent him, "" for an expert.

    Raises Missing; Refused for a group that the plan does not have, for who does not hold the post of a reviewer, for
    somebody of no unit who is no expert from outside.
    """
    with writing(by):
        inside = _campaign(by, campaign)
        person = User.objects.filter(username=username, is_active=True).first()
        refuse_if(
            _no_group(inside, group),
            _no_reviewer(person, by, at),
            None if home_unit or expert else refusal("reviews.no_home", "home_unit"),
        )
        _leave(inside, username, at)
        GroupSeat.objects.create(
            region_id=inside.region_id,
            campaign=inside,
            group=group,
            username=username,
            home_unit=_unit(by, home_unit) if home_unit and not expert else None,
            expert=expert,
            since=at,
            by=by.username,
        )
        data = {"who": username, "expert": expert}
        append("ReviewerSeated", f"group:{campaign}/{group}", by=by, at=at, data=data)


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
    known = {code for code, _ in review_groups(campaign.template)}
    return None if group in known else refusal("reviews.no_group", "group")


def _no_reviewer(person: User | None, by: Actor, at: datetime) -> Problem | None:
    held = reviewers_in(by.region, day_of(at)).filter(pk=person.pk) if person else None
    return None if held and held.exists() else refusal("reviews.no_reviewer", "username")
