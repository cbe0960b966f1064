"""What the people of a unit did last in one campaign, of several that its drafts were made in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from qingdan.base.clock import day_of
from qingdan.base.events.queries import Happening, recent_of_unit
from qingdan.campaigns.models import Campaign, Question
from qingdan.flows.models import FlowChart
from qingdan.powers.models import PowerItem, Upload

NAMING = frozenset({"campaign", "cleaning_report", "duty_sheets", "filing", "nil_line"})
"""Subjects that begin with the code of their campaign."""
THINGS: Mapping[str, tuple[type[Model], str]] = {
    "flow_chart": (FlowChart, "code"),
    "power_item": (PowerItem, "draft_number"),
    "question": (Question, "code"),
    "upload": (Upload, "code"),
}
"""Subjects that name a thing of one campaign, by the column that has the name."""


def recent_in(campaign: Campaign, unit: str, limit: int) -> list[Happening]:
    """Of a unit's last acts those in a campaign, newest first; one query for each kind of thing.

    What names neither a campaign nor a thing of one (a file, the unit as a whole) is of the campaign since its notice.
    """
    happened = recent_of_unit(unit, limit=limit)
    elsewhere = _elsewhere(campaign, happened)
    return [one for one in happened if _is_of(campaign, one, elsewhere)]


def _is_of(campaign: Campaign, one: Happening, elsewhere: Mapping[str, set[Any]]) -> bool:
    part, _, which = one.subject.partition(":")
    if part in NAMING and "/" in which:
        return which.split("/")[0] == campaign.code
    if part == "campaign":
        return which == campaign.code
    return which not in elsewhere.get(part, ()) and day_of(one.at) >= campaign.notice_on


def _elsewhere(campaign: Campaign, happened: Iterable[Happening]) -> dict[str, set[Any]]:
    """Kind of thing → those of other campaigns."""
    named: dict[str, set[str]] = {part: set() for part in THINGS}
    for one in happened:
        part, _, which = one.subject.partition(":")
        named.get(part, set()).add(which)
    return {
        part: set(
            model._default_manager.filter(**{f"{column}__in": named[part]})
            .exclude(campaign=campaign)
            .values_list(column, flat=True)
        )
        for part, (model, column) in THINGS.items()
        if named[part]
    }
