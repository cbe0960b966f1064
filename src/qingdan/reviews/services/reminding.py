"""Reminding of answers: units before their last day and after it, the 综合组 of what it may take up (R-094)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.data.calendar import load_calendar
from qingdan.data.labels import long_date
from qingdan.reviews.models import Review
from qingdan.reviews.queries.seats import holders_in
from qingdan.reviews.services.telling import ANSWERING, DISPUTES, OPINIONS, say
from qingdan.rules.campaign import days_left
from qingdan.rules.review import ItemState
from qingdan.rules.role import Role

SOON = 2  # working days before the last day


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owed:
    """What a unit has not answered: how many items are overdue, how many due soon, the earliest last day."""

    unit: str
    name: str
    overdue: int
    soon: int
    until: date


def remind_of_answers(*, region: str, by: Actor = SYSTEM, at: datetime) -> int:
    """Reminds of the answers owed in all open campaigns of a region; how many messages went out. Once a day each."""
    by = replace(by, region=region, regions=(region,))
    with writing(by):
        campaigns = list(Campaign.objects.filter(region=region, closed_at=None).order_by("pk"))
        sent = sum(_remind(one, by, at) for one in campaigns)
        if sent:
            append("AnswersReminded", f"region:{region}", by=by, at=at, data={"messages": sent})
    return sent


def _remind(campaign: Campaign, by: Actor, at: datetime) -> int:
    owed, today = list(_owed(campaign, day_of(at))), day_of(at)
    sent = 0
    for one in owed:
        facts = {"name": one.name, "overdue": one.overdue, "soon": one.soon, "until": long_date(one.until)}
        key, once = "answer_overdue" if one.overdue else "answer_soon", f"{campaign.code}:{one.unit}:{today}"
        sent += say(key, once, facts=facts, link=OPINIONS, unit=one.unit, roles=ANSWERING, by=by, at=at)
    if late := sum(one.overdue for one in owed):
        users, once = (
            holders_in(campaign.region_id, Role.COORDINATION_GROUP, today),
            f"{campaign.code}:{today}",
        )
        sent += say("overdue", once, facts={"overdue": late}, link=DISPUTES, users=users, by=by, at=at)
    return sent


def _owed(campaign: Campaign, today: date) -> Iterator[_Owed]:
    held = (ItemState.ANSWERING, ItemState.AMENDING)
    found = Review.objects.filter(campaign=campaign, state__in=held, due_on__isnull=False)
    units: dict[tuple[str, str], list[date]] = {}
    for code, name, due in found.values_list("filing__unit__code", "filing__unit__name", "due_on"):
        if due:
            units.setdefault((code, name), []).append(due)
    for (code, name), days in sorted(units.items()):
        overdue = sum(one < today for one in days)
        soon = sum(_is_soon(today, one) for one in days)
        if overdue or soon:
            yield _Owed(unit=code, name=name, overdue=overdue, soon=soon, until=min(days))


def _is_soon(today: date, due: date) -> bool:
    return today <= due and days_left(today, due, load_calendar()).working <= SOON
