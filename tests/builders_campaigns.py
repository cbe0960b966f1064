"""A small city in the midst of its campaign: 市编办 runs it, 市灯笼局 and 市河道局 take part, and one county."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.builders import CITY, COUNTY, NOW, SETTER, a_city, a_unit
from tests.kept_states import kept

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import UnitKind
from qingdan.base.orgs.services import open_unit
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.services.contacts import Person
from qingdan.campaigns.services.starting import start_campaign
from qingdan.rules.role import Role

CODE = "lantern-2026"
OWN, OFFICE, OTHER, GOVERNMENT = f"{CITY}001", f"{CITY}002", f"{CITY}003", f"{CITY}901"
NOTICE = date(2026, 6, 1)  # a Monday; contacts are due on Thursday 4 June, the filing on 23 June
LAMP = Person(name="陈远", title="副局长", phone="0795-0123456")
POST = Person(name="林守信", title="科长", phone="0795-0654321")


@kept
def a_campaign_city(notice_on: date = NOTICE) -> Campaign:
    """The city with its campaign started on the day of notice."""
    a_city()
    a_unit(901, "袁溪县人民政府", UnitKind.COUNTY)
    open_unit(region=COUNTY, number=1, name="袁溪县编办", kind=UnitKind.INSTITUTION, by=SETTER, at=NOW)
    return start_campaign(
        region=CITY,
        code=CODE,
        template="yichun-2015",
        notice_on=notice_on,
        without=(OFFICE,),
        by=replace(SETTER),
        at=NOW,
    )


@kept
def someone(role: Role, unit: str = OFFICE, region: str = CITY) -> Actor:
    """A person with a role at a unit, without an account."""
    regions = (CITY, COUNTY) if role in (Role.ESTABLISHMENT_OFFICE, Role.COORDINATION_GROUP) else (region,)
    return Actor(
        username=f"{role.value}-{unit}",
        name="何平",
        roles=frozenset({role}),
        region=region,
        regions=regions,
        unit=unit,
    )


OFFICER = someone(Role.COORDINATION_GROUP)
LIAISON, STRANGER = someone(Role.LIAISON, OWN), someone(Role.LIAISON, OTHER)
MAGISTRATE = someone(Role.LIAISON, GOVERNMENT)
COUNTY_OFFICER = someone(Role.COUNTY_OFFICE, f"{COUNTY}001", COUNTY)


def june(day: int, hour: int = 9) -> datetime:
    """An instant of June 2026, by the clocks of China."""
    return datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour - 8)
