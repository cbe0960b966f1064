"""Partners for tests: counties with offices, people who answer, a 法制办, questions put and answered."""

from dataclasses import replace
from typing import Any

from tests.builders import CITY, COUNTY, NOW, SETTER
from tests.builders_powers import LIAISON, STRANGER

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import UnitKind
from qingdan.base.orgs.services import open_unit
from qingdan.base.transactions import reading
from qingdan.powers.models import Consent, PowerItem
from qingdan.rules.role import Role

COUNTY_UNIT = f"{COUNTY}001"
LEGAL = Actor(
    username="legal",
    name="法制办",
    roles=frozenset({Role.LEGAL_AFFAIRS}),
    region=CITY,
    regions=(CITY, COUNTY),
    unit=f"{CITY}002",
)
REVIEWER = replace(LEGAL, username="reviewer", name="审核组", roles=frozenset({Role.REVIEWER}))
COUNTY_OFFICE = Actor(
    username="county",
    name="县编办",
    roles=frozenset({Role.COUNTY_OFFICE}),
    region=COUNTY,
    regions=(COUNTY,),
    unit=COUNTY_UNIT,
)
LANTERN_ROOM = f"{CITY}011"
WITH_CHARGE = replace(LIAISON, charges=(LANTERN_ROOM,))
DRAFTER_BELOW = replace(
    LIAISON, username="below", name="沈棹", roles=frozenset({Role.DRAFTER}), unit=LANTERN_ROOM
)


def a_county_office() -> None:
    """袁溪县编办."""
    open_unit(region=COUNTY, number=1, name="袁溪县编办", kind=UnitKind.INSTITUTION, by=SETTER, at=NOW)


def a_subordinate() -> None:
    """市灯火监管所 below 市灯笼局."""
    open_unit(
        region=CITY,
        number=11,
        name="市灯火监管所",
        kind=UnitKind.SUBORDINATE,
        supervising=f"{CITY}001",
        by=SETTER,
        at=NOW,
    )


def the_item(number: str) -> PowerItem:
    """The row as it stands."""
    with reading(REVIEWER):
        return PowerItem.objects.select_related("unit", "campaign").get(draft_number=number)


def the_consent(actor: Actor = STRANGER, **which: Any) -> Consent:
    """The one question that somebody sees."""
    with reading(actor):
        return Consent.objects.visible_to(actor).select_related("unit").get(**which)
