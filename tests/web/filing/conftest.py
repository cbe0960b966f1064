"""Every test here has the city with a campaign in which units file, and accounts of its people."""

import pytest
from tests.builders import CITY, NOW, PASSWORD, SETTER
from tests.builders_filings import BODY, a_filing_city
from tests.builders_powers import OTHER, OWN
from tests.kept_states import kept

from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.rules.role import Role

SEATS = (
    ("liaison", Role.LIAISON, OWN),
    ("drafter", Role.DRAFTER, OWN),
    ("principal", Role.PRINCIPAL, OWN),
    ("stranger", Role.LIAISON, OTHER),
    ("body", Role.LIAISON, BODY),
    ("office", Role.ESTABLISHMENT_OFFICE, f"{CITY}002"),
    ("reviewer", Role.REVIEWER, f"{CITY}002"),
)


@pytest.fixture
def city(db: None, law_home: None) -> None:
    """市灯笼局 with 市灯火所 below it, 市编办, 市河道局, a campaign, and somebody of each kind."""
    _seated()


@kept
def _seated() -> None:
    a_filing_city()
    for username, role, unit in SEATS:
        open_account(username=username, name="周守清", password=PASSWORD, by=SETTER, at=NOW)
        appoint(username=username, unit=unit, role=role, by=SETTER, at=NOW)
