"""Founds the demonstration city: regions, units, people, one campaign in its filing phase. Idempotent.

What takes long (registers of all units, their charts and filings) is a job of the worker, visible to everybody.
"""

import json
import os
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.contrib.auth.hashers import Argon2PasswordHasher

from qingdan.applicants.services.accounts import Registration, sign_up
from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of, now
from qingdan.base.jobs.services import defer
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.orgs.services import open_region, open_unit
from qingdan.base.people.services import appoint, open_account
from qingdan.base.transactions import writing
from qingdan.campaigns.services.starting import derive_county_campaigns, start_campaign
from qingdan.data.campaigns import DEFAULT_CAMPAIGN, load_campaign
from qingdan.data.divisions import load_divisions
from qingdan.data.sample_city import SampleUnit, load_lead_units, load_names, load_units
from qingdan.demo.counties import BUREAU, COUNTY, NEIGHBOUR, NEIGHBOUR_BUREAU, open_bureaus
from qingdan.demo.filling import FIRST
from qingdan.demo.levels import NEIGHBOUR_SEAT
from qingdan.demo.levels import SEATS as COUNTY_SEATS
from qingdan.demo.reactions import EARLIER, FILL, ONLINE
from qingdan.rules.campaign import notice_on_for
from qingdan.rules.role import Role

CITY = "360900"
CAMPAIGN = "2015"
ACCOUNTS = "demo-accounts.json"
SEED = 2015
DAYS_LEFT = 10  # until the filing is due, when the city is founded
COUNTY_NUMBERS = 901  # and on: the county governments as parties of the city's campaign
FOUNDED = ("city", "county")
APPLICANT = "申请人"
CITIZEN_ID = "360902198803041210"  # of nobody: invented, with a right last place


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An account of the demonstration at a unit (name) of a region; the first of each role stands for it."""

    username: str
    role: Role
    unit: str
    region: str = CITY


SEATS = (
    Seat(username="liaison", role=Role.LIAISON, unit="市环境保护局"),
    Seat(username="deputy", role=Role.DEPUTY, unit="市环境保护局"),
    Seat(username="principal", role=Role.PRINCIPAL, unit="市环境保护局"),
    Seat(username="drafter", role=Role.DRAFTER, unit="市环境保护局"),
    Seat(username="establishment", role=Role.ESTABLISHMENT_OFFICE, unit="市机构编制委员会办公室"),
    Seat(username="coordination", role=Role.COORDINATION_GROUP, unit="市机构编制委员会办公室"),
    Seat(username="reviewer", role=Role.REVIEWER, unit="市机构编制委员会办公室"),
    Seat(username="administrator", role=Role.ADMINISTRATOR, unit="市机构编制委员会办公室"),
    Seat(username="member", role=Role.MEMBER_UNIT, unit="市财政局"),
    Seat(username="legal", role=Role.LEGAL_AFFAIRS, unit="市政府法制办公室"),
    Seat(username="leading", role=Role.LEADING_GROUP, unit="市政府办公室"),
    Seat(username="office", role=Role.GOVERNMENT_OFFICE, unit="市政府办公室"),
    Seat(username="service", role=Role.SERVICE_CENTRE, unit="市政府行政服务中心管委会"),
    Seat(username="informatisation", role=Role.INFORMATISATION, unit="市政务信息化办公室"),
    Seat(username="county", role=Role.COUNTY_OFFICE, unit="袁州区编办", region="360902"),
    Seat(username="window", role=Role.WINDOW, unit="市环境保护局"),
    Seat(username="handler", role=Role.HANDLER, unit="市环境保护局"),
    Seat(username="approver", role=Role.APPROVER, unit="市环境保护局"),
    Seat(username="supervisor", role=Role.SUPERVISOR, unit="市政府行政服务中心管委会"),
    # More of some roles, after the one that stands for each: the review needs several people.
    Seat(username="member_legal", role=Role.MEMBER_UNIT, unit="市政府法制办公室"),
    Seat(username="member_personnel", role=Role.MEMBER_UNIT, unit="市人力资源和社会保障局"),
    Seat(username="member_establishment", role=Role.MEMBER_UNIT, unit="市机构编制委员会办公室"),
    Seat(username="reviewer_2", role=Role.REVIEWER, unit="市司法局"),
    Seat(username="reviewer_3", role=Role.REVIEWER, unit="市国土资源局"),
    Seat(username="legal_other", role=Role.LEGAL_AFFAIRS, unit="市政府办公室"),
    Seat(username="principal_forestry", role=Role.PRINCIPAL, unit="市林业局"),
    Seat(username="liaison_forestry", role=Role.LIAISON, unit="市林业局"),
    # Whose items are in the middle of review: they answer and sign.
    Seat(username="liaison_commerce", role=Role.LIAISON, unit="市商务局"),
    Seat(username="principal_commerce", role=Role.PRINCIPAL, unit="市商务局"),
    Seat(username="handler_2", role=Role.HANDLER, unit="市环境保护局"),
    # A large department, whose register is the kind that comes in as a workbook.
    Seat(username="liaison_police", role=Role.LIAISON, unit="市公安局"),
    Seat(username="principal_police", role=Role.PRINCIPAL, unit="市公安局"),
    # The four bodies that register an enterprise together.
    Seat(username="company_window", role=Role.WINDOW, unit="市工商行政管理局"),
    Seat(username="company_handler", role=Role.HANDLER, unit="市工商行政管理局"),
    Seat(username="company_approver", role=Role.APPROVER, unit="市工商行政管理局"),
    Seat(username="quality_handler", role=Role.HANDLER, unit="市质量技术监督局"),
    Seat(username="state_tax_handler", role=Role.HANDLER, unit="市国家税务局"),
    Seat(username="local_tax_handler", role=Role.HANDLER, unit="市地方税务局"),
    # Departments that approve together with 市环境保护局.
    Seat(username="window_land", role=Role.WINDOW, unit="市国土资源局"),
    Seat(username="handler_land", role=Role.HANDLER, unit="市国土资源局"),
    Seat(username="handler_land_2", role=Role.HANDLER, unit="市国土资源局"),
    Seat(username="approver_land", role=Role.APPROVER, unit="市国土资源局"),
    Seat(username="window_water", role=Role.WINDOW, unit="市水利局"),
    Seat(username="handler_water", role=Role.HANDLER, unit="市水利局"),
    Seat(username="handler_water_2", role=Role.HANDLER, unit="市水利局"),
    Seat(username="approver_water", role=Role.APPROVER, unit="市水利局"),
    Seat(username="window_reform", role=Role.WINDOW, unit="市发展和改革委员会"),
    Seat(username="handler_reform", role=Role.HANDLER, unit="市发展和改革委员会"),
    Seat(username="approver_reform", role=Role.APPROVER, unit="市发展和改革委员会"),
    Seat(username="window_planning", role=Role.WINDOW, unit="市城乡规划局"),
    Seat(username="handler_planning", role=Role.HANDLER, unit="市城乡规划局"),
    Seat(username="approver_planning", role=Role.APPROVER, unit="市城乡规划局"),
    *(Seat(username=name, role=role, unit=BUREAU, region=COUNTY) for name, role in COUNTY_SEATS),
    Seat(username=NEIGHBOUR_SEAT[0], role=NEIGHBOUR_SEAT[1], unit=NEIGHBOUR_BUREAU, region=NEIGHBOUR),
)


def found_city(home: Path) -> None:
    """Founds the city where there is none yet; leaves passwords, made now, in a file that only the owner reads."""
    if Unit.objects.exists():
        return
    at, random = now(), Random(SEED)
    by = replace(SYSTEM, region=CITY, regions=_regions())
    with writing(by):  # all of it or nothing: a city half founded would not be founded again
        _open_regions(by, at)
        for unit in (*load_lead_units(), *load_units()):
            _open_unit(unit, by, at)
        _open_counties(by, at)
        open_bureaus(by, at)
        _start(by, at)
        title = "演示：上网的审批事项、办事指南和办件"
        defer(ONLINE, title=title, unit=f"{CITY}{FIRST}", by=by, at=at)
        title = "填好各单位的登记表（演示）"
        defer(FILL, title=title, unit=f"{CITY}{FIRST}", by=by, at=at, campaign=CAMPAIGN)
        defer(EARLIER, title="演示：已公布的和正在审核的两次清理", unit=f"{CITY}{FIRST}", by=by, at=at)
        accounts = [_seat(seat, random, by, at) for seat in SEATS]
        accounts.append(_applicant(random, at))
        _let_speak_for_county(by, at)
        _write(home / ACCOUNTS, accounts)


def _regions() -> tuple[str, ...]:
    divisions = load_divisions()
    return (CITY, *(one.code for one in divisions.of_level("county")))


def _open_regions(by: Actor, at: datetime) -> None:
    """The city and its counties; the towns come with the rest."""
    for one in load_divisions().by_code.values():
        if one.code.startswith(CITY[:4]) and one.level in FOUNDED:
            parent = one.parent if one.level != "city" else ""
            open_region(code=one.code, name=one.name, level=one.level, parent=parent, by=by, at=at)


def _open_unit(unit: SampleUnit, by: Actor, at: datetime) -> None:
    code = open_unit(
        region=CITY,
        number=int(unit.number),
        name=unit.name,
        short_name=unit.short_name,
        law_name=unit.law_name,
        kind=UnitKind(unit.kind),
        sample=True,
        by=by,
        at=at,
    ).code
    for body in unit.subordinates:
        open_unit(
            region=CITY,
            number=int(body.number),
            name=body.name,
            short_name=body.short_name,
            kind=UnitKind.SUBORDINATE,
            supervising=code,
            sample=True,
            by=by,
            at=at,
        )


def _open_counties(by: Actor, at: datetime) -> None:
    """Each county government as a party of the city's campaign, and a 编办 of its own in the county."""
    for number, county in enumerate(load_divisions().of_level("county"), COUNTY_NUMBERS):
        government = f"{county.name}人民政府"
        open_unit(
            region=CITY, number=number, name=government, kind=UnitKind.COUNTY, sample=True, by=by, at=at
        )
        office = f"{county.name}编办"
        open_unit(
            region=county.code, number=1, name=office, kind=UnitKind.INSTITUTION, sample=True, by=by, at=at
        )


def _start(by: Actor, at: datetime) -> None:
    """The plan of 2015, shifted so that the filing is due in ten days, judged by the law in force today."""
    due_on = day_of(at) + timedelta(days=DAYS_LEFT)
    leads = tuple(f"{CITY}{unit.number}" for unit in load_lead_units())
    notice_on = notice_on_for(load_campaign(DEFAULT_CAMPAIGN), "filing", due_on=due_on)
    start_campaign(
        region=CITY,
        code=CAMPAIGN,
        template=DEFAULT_CAMPAIGN,
        notice_on=notice_on,
        without=leads,
        by=by,
        at=at,
    )
    derive_county_campaigns(campaign=CAMPAIGN, by=by, at=at)


class _QuickArgon2(Argon2PasswordHasher):
    """Of little cost: guessing 72 random bits is no quicker by it, and who signs in has it hashed anew as others.

    The city's own cost, fifty times, was a quarter of the first start.
    """

    time_cost, memory_cost, parallelism = 1, 1_024, 1


_QUICK = _QuickArgon2()
_SERVED = timedelta(days=400)
"""The people of the demonstration held their posts before its oldest case."""


def _seat(seat: Seat, random: Random, by: Actor, at: datetime) -> dict[str, str]:
    password = secrets.token_urlsafe(9)
    unit = Unit.objects.get(region_id=seat.region, name=seat.unit)
    name = f"{load_names().person(random)}（示例）"
    user = open_account(username=seat.username, name=name, by=by, at=at)
    user.password = _QUICK.encode(password, _QUICK.salt())
    user.save(update_fields=["password"])
    since = day_of(at) - _SERVED
    appoint(username=seat.username, unit=unit.code, role=seat.role, since=since, by=by, at=at)
    return {
        "username": seat.username,
        "password": password,
        "name": name,
        "role": seat.role.value,
        "department": seat.unit,
        "region": seat.region,
    }


def _applicant(random: Random, at: datetime) -> dict[str, str]:
    """A citizen who applies: an account of one's own, signed up for."""
    password, name = secrets.token_urlsafe(9), f"{load_names().person(random)}（示例）"
    new = Registration(
        username="citizen", kind="person", name=name, id_number=CITIZEN_ID, phone="0795-0000003"
    )
    visitor = Actor(username="", name="", region=CITY, regions=(CITY,))
    sign_up(new=new, password=password, by=visitor, at=at)
    head = {"username": new.username, "password": password, "name": name}
    return {**head, "role": APPLICANT, "department": "个人", "region": CITY}


def _let_speak_for_county(by: Actor, at: datetime) -> None:
    """The county's clerk hands in the county's plan in the city's campaign too."""
    government = Unit.objects.get(region_id=CITY, name="袁州区人民政府")
    appoint(username="county", unit=government.code, role=Role.LIAISON, by=by, at=at)


def _write(path: Path, accounts: list[dict[str, str]]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(accounts, file, ensure_ascii=False, indent=1)
