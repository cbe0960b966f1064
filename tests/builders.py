"""A small invented city for tests, built through services."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.kept_states import kept

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.orgs.services import open_region, open_unit
from qingdan.base.people.queries import actor_of
from qingdan.base.people.services import appoint, open_account
from qingdan.rules.role import Role

CITY, COUNTY, OTHER_CITY = "360900", "360902", "360100"
NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai, a Monday
TODAY = date(2026, 6, 1)
SETTER = replace(SYSTEM, region=CITY, regions=(CITY, COUNTY))
PASSWORD = "lantern-festival-2026"


@kept
def a_city() -> None:
    """The city 临江市 with one county and three units: 市灯笼局 (001), 市编办 (002), 市河道局 (003)."""
    open_region(code=CITY, name="临江市", level="city", by=SETTER, at=NOW)
    open_region(code=COUNTY, name="袁溪县", level="county", parent=CITY, by=SETTER, at=NOW)
    for number, name, kind in (
        (1, "市灯笼局", UnitKind.DEPARTMENT),
        (2, "市编办", UnitKind.INSTITUTION),
        (3, "市河道局", UnitKind.DEPARTMENT),
    ):
        a_unit(number, name, kind)


@kept
def a_unit(number: int, name: str, kind: UnitKind = UnitKind.DEPARTMENT, **more: str) -> Unit:
    """One more unit of the city."""
    return open_unit(region=CITY, number=number, name=name, kind=kind, **more, by=SETTER, at=NOW)


@kept
def an_actor(*roles: Role, unit: int = 1, username: str = "") -> Actor:
    """A person with these roles at a unit (its number), as signed in now."""
    name = username or f"{'-'.join(roles)}-{unit}"
    user = open_account(username=name, name="周守清", password=PASSWORD, by=SETTER, at=NOW)
    for role in roles:
        appoint(username=name, unit=f"{CITY}{unit:03d}", role=role, by=SETTER, at=NOW)
    return actor_of(user, on=TODAY)
