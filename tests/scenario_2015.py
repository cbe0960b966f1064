"""The campaign of 2015 replayed from 24 March to the closing of filing: 69 units, 10 counties, 5 late, 3 nil returns.

`replay` does everything up to the end of a day, through services. How a unit files is handed in: by itself it only
records the fulfilment; tests of filings hand in the real act.
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import UnitKind
from qingdan.base.orgs.services import open_region, open_unit
from qingdan.campaigns.services.contacts import Person, set_contacts, set_leading_group
from qingdan.campaigns.services.duties import fulfil, give_receipt, hand_in_plan, receive_notice
from qingdan.campaigns.services.meetings import hold_meeting, record_attendance
from qingdan.campaigns.services.reminders import remind
from qingdan.campaigns.services.starting import start_campaign
from qingdan.data.sample_city import load_lead_units, load_units
from qingdan.rules.role import Role

CITY, CAMPAIGN = "360900", "2015"
COUNTIES = (
    "袁州区",
    "奉新县",
    "万载县",
    "上高县",
    "宜丰县",
    "靖安县",
    "铜鼓县",
    "丰城市",
    "樟树市",
    "高安市",
)
LATE_UNITS, NIL_UNITS = 5, 3
FOUNDER = replace(SYSTEM, region=CITY, regions=(CITY,))
File = Callable[[str, bool, datetime], None]
"""How a unit files: its code, whether it has nothing to file (零报告), the instant."""


def morning(month: int, day: int, minute: int = 0) -> datetime:
    """09:00 in Shanghai and some minutes, in 2015."""
    return datetime(2015, month, day, 1, tzinfo=UTC) + timedelta(minutes=minute)


def office() -> Actor:
    """综合组 at the 编办 of the city."""
    number = load_lead_units()[0].number
    return _person(Role.COORDINATION_GROUP, f"{CITY}{number}", "coordination")


def leading_group() -> Actor:
    """The office of the leading group, which takes the counties' plans."""
    return _person(Role.LEADING_GROUP, f"{CITY}{load_lead_units()[0].number}", "leading")


def liaison(unit: str) -> Actor:
    """The liaison of a unit."""
    return _person(Role.LIAISON, unit, f"liaison-{unit}")


def unit_codes() -> list[str]:
    """The 69 units that file."""
    return [f"{CITY}{unit.number}" for unit in load_units()]


def county_codes() -> list[str]:
    """The ten county governments."""
    return [f"{CITY}{901 + number}" for number in range(len(COUNTIES))]


def late_units() -> list[str]:
    """The five that file after 15 April."""
    return unit_codes()[-LATE_UNITS:]


def nil_units() -> list[str]:
    """The three that have no power to file."""
    return unit_codes()[:NIL_UNITS]


def found_city(numbers: Container[str] | None = None) -> None:
    """The units that lead and those that file (None: all, else those with these numbers), ten county governments."""
    at = morning(3, 1)
    open_region(code=CITY, name="宜春市", level="city", by=FOUNDER, at=at)
    filing = [one for one in load_units() if numbers is None or one.number in numbers]
    units = [(one, one.kind) for one in (*load_lead_units(), *filing)]
    for one, kind in units:
        open_unit(region=CITY, number=int(one.number), name=one.name, kind=UnitKind(kind), by=FOUNDER, at=at)
    for number, name in enumerate(COUNTIES, 901):
        open_unit(region=CITY, number=number, name=f"{name}人民政府", kind=UnitKind.COUNTY, by=FOUNDER, at=at)


def record_filing(unit: str, nil: bool, at: datetime) -> None:
    """The unit's return, as the campaign alone knows it."""
    note = "零报告" if nil else ""
    fulfil(campaign=CAMPAIGN, unit=unit, obligation="filing", note=note, by=liaison(unit), at=at)


def replay(until: date, *, file: File = record_filing, since: date = date(2015, 3, 1)) -> None:
    """Founds the city (when begun from the start) and does all that was done up to the end of a day."""
    if since == date(2015, 3, 1):
        found_city()
    for step in sorted(_steps(file), key=lambda one: one.at):
        if since <= day_of(step.at) <= until:
            step.act(step.at)


@dataclass(frozen=True, slots=True)
class _Step:
    at: datetime
    act: Callable[[datetime], object]


def _steps(file: File) -> Iterator[_Step]:
    yield _Step(morning(3, 24), _start)
    for number, unit in enumerate((*unit_codes(), *county_codes())):
        yield from _mobilised(unit, number)
    yield _Step(morning(3, 27), lambda at: _meet("meeting", "全市动员大会", at))
    yield _Step(morning(3, 30), lambda at: _meet("training", "清理工作培训班", at))
    for number, unit in enumerate(unit_codes()):
        yield _Step(_filed_at(number), lambda at, unit=unit: file(unit, unit in nil_units(), at))  # type: ignore[misc]
    yield _Step(morning(4, 16, 30), _remind)
    for number, unit in enumerate(county_codes()):
        yield _Step(morning(4, 17 if number < 7 else 20, number), lambda at, u=unit: _county_plan(u, at))  # type: ignore[misc]


def _mobilised(unit: str, number: int) -> Iterator[_Step]:
    person = liaison(unit)
    words = {"campaign": CAMPAIGN, "unit": unit}
    day = 24 if number < 60 else 25
    yield _Step(morning(3, day, 60 + number), lambda at: receive_notice(**words, by=person, at=at))
    if unit in unit_codes():
        people = {"deputy": _named("陈远"), "liaison": _named("林守信")}
        yield _Step(morning(3, 26, number), lambda at: set_contacts(**words, people=people, by=person, at=at))
    heads = {"group_head": _named("周守清"), "group_deputy": _named("陈远")}
    yield _Step(morning(3, 30, number), lambda at: set_leading_group(**words, people=heads, by=person, at=at))
    if unit in unit_codes():
        plan = {"upload": None, "note": "4月10日前完成自查，4月14日送签。"}
        yield _Step(morning(3, 31, number), lambda at: hand_in_plan(**words, **plan, by=person, at=at))  # type: ignore[arg-type]


def _start(at: datetime) -> None:
    leads = tuple(f"{CITY}{unit.number}" for unit in load_lead_units())
    start_campaign(
        region=CITY, code=CAMPAIGN, template="yichun-2015", without=leads, by=replace(FOUNDER), at=at
    )


def _meet(kind: str, title: str, at: datetime) -> None:
    code = hold_meeting(campaign=CAMPAIGN, kind=kind, title=title, on=day_of(at), by=office(), at=at)
    names = dict.fromkeys(unit_codes(), "周守清、林守信")
    record_attendance(meeting=code, names=names, by=office(), at=at)


def _filed_at(number: int) -> datetime:
    """64 between 8 and 15 April, three on the 17th, two on the 20th."""
    on_time = len(unit_codes()) - LATE_UNITS
    if number >= on_time:
        return morning(4, 17 if number < on_time + 3 else 20, number)
    return morning(4, (8, 9, 10, 13, 14, 15)[number * 6 // on_time], number)


def _remind(at: datetime) -> None:
    remind(campaign=CAMPAIGN, owed=[(unit, "filing") for unit in late_units()], by=office(), at=at)


def _county_plan(unit: str, at: datetime) -> None:
    hand_in_plan(campaign=CAMPAIGN, unit=unit, upload=None, note="工作方案要点", by=liaison(unit), at=at)
    give_receipt(campaign=CAMPAIGN, unit=unit, obligation="county_plan", by=leading_group(), at=at)


def _named(name: str) -> Person:
    return Person(name=name, title="负责人", phone="0795-0123456")


def _person(role: Role, unit: str, username: str) -> Actor:
    return Actor(
        username=username,
        name="何平",
        roles=frozenset({role}),
        region=CITY,
        regions=(CITY,),
        unit=unit,
    )
