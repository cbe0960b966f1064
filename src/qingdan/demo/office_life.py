"""What the offices of the demonstration did since the notice: meetings, postings, people lent, the city's own texts."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign, Meeting, Participation
from qingdan.campaigns.services.meetings import hold_meeting, record_attendance
from qingdan.campaigns.services.questions import post
from qingdan.campaigns.services.streams import second
from qingdan.data.sample_city import load_names
from qingdan.demo.hours import worked_after, worked_before
from qingdan.demo.people import People
from qingdan.powers.services.legal import keep_instrument, repeal_instrument

SEED = "office"


def play_office(campaign: Campaign, people: People, now: datetime) -> None:
    """All of it once; what lies ahead of `now` is left to people."""
    random, texts = Random(SEED), _texts()
    with writing(people.by):
        if Meeting.objects.filter(campaign=campaign).exists():
            return
        for one in texts["meeting"]:
            _meet(one, campaign, people.coordinator(), random, now)
        for one in texts["secondment"]:
            _lend(one, campaign, people.coordinator(), random, now)
        for one in texts["posting"]:
            _post(one, campaign, people, random, now)
        for one in texts["instrument"]:
            _enter(one, people.lawyer(), worked_before(now, 5, random))


def _meet(one: dict[str, Any], campaign: Campaign, by: Actor, random: Random, now: datetime) -> None:
    at = worked_after(campaign.notice_on, one["after"], random)
    if at >= now:
        return
    words = {key: one[key] for key in ("kind", "title", "place", "record")}
    code = hold_meeting(campaign=campaign.code, on=day_of(at), **words, by=by, at=at)
    asked = Participation.objects.filter(campaign=campaign).exclude(unit__kind="county")
    units = list(asked.order_by("unit__order").values_list("unit__code", flat=True))
    away = set(random.sample(units, one["absent"]))
    names = {unit: "、".join(_names(2, random)) for unit in units if unit not in away}
    record_attendance(meeting=code, names=names, by=by, at=at)


def _lend(one: dict[str, Any], campaign: Campaign, by: Actor, random: Random, now: datetime) -> None:
    (name,) = _names(1, random)
    at = worked_before(now, 5, random)
    unit = Unit.objects.get(region_id=by.region, name=one["unit"]).code
    words = {"skills": one["skills"], "group": one["group"], "since": day_of(at)}
    second(campaign=campaign.code, home_unit=unit, name=name, **words, by=by, at=at)


def _post(one: dict[str, Any], campaign: Campaign, people: People, random: Random, now: datetime) -> None:
    unit = Unit.objects.get(region_id=people.by.region, name=one["unit"]).code
    (name,) = _names(1, random)
    speaker = people.coordinator() if one["kind"] == "notice" else replace(people.liaison(unit), name=name)
    words = {key: one[key] for key in ("kind", "title", "text")}
    post(campaign=campaign.code, **words, by=speaker, at=worked_before(now, one["days_ago"], random))


def _enter(one: dict[str, Any], by: Actor, at: datetime) -> None:
    values = {key: word for key, word in one.items() if key != "repealed_on"}
    code = keep_instrument(values=values, by=by, at=at)
    if "repealed_on" in one:
        repeal_instrument(code=code, on=one["repealed_on"], by=by, at=at)


def _names(count: int, random: Random) -> Iterable[str]:
    return [f"{load_names().person(random)}（示例）" for _ in range(count)]


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("sample", "office.toml").read_text(encoding="utf-8"))
