"""Every test here has a city with a received return whose item is with the first group, and people of each layer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.builders import CITY, NOW, PASSWORD, SETTER
from tests.builders_account import signed_in
from tests.builders_filings import a_filing_city
from tests.builders_powers import CAMPAIGN, OTHER, OWN
from tests.builders_reviews import a_reviewed_city

from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.reviews.models import Review
from qingdan.rules.role import Role

OFFICE_UNIT = f"{CITY}002"
SEATS = (
    ("liaison", Role.LIAISON, OWN),
    ("drafter", Role.DRAFTER, OWN),
    ("principal", Role.PRINCIPAL, OWN),
    ("stranger", Role.LIAISON, OTHER),
    ("office", Role.ESTABLISHMENT_OFFICE, OFFICE_UNIT),
    ("coordination", Role.COORDINATION_GROUP, OFFICE_UNIT),
    ("member", Role.MEMBER_UNIT, OTHER),
    ("outsider", Role.REVIEWER, OFFICE_UNIT),
)
LIST = "power_list"


@pytest.fixture
def item(db: None, law_home: None) -> Review:
    """The item of 市灯笼局; reviewer-3 sits in its group, "outsider" in none."""
    a_filing_city()
    for username, role, unit in SEATS:
        open_account(username=username, name="周守清", password=PASSWORD, by=SETTER, at=NOW)
        appoint(username=username, unit=unit, role=role, by=SETTER, at=NOW)
    return a_reviewed_city()


@pytest.fixture
def place(item: Review) -> Callable[..., str]:
    """The address of a page about the item: `place("review/items", "judge")`."""

    def address(part: str, act: str = "", number: str = "") -> str:
        return f"/desk/{part}/{CAMPAIGN}/{LIST}/{number or item.number}/{act}"

    return address


@pytest.fixture
def desk(item: Review) -> Callable[..., Client]:
    """Somebody signed in, the second factor just shown."""

    def client(username: str, **more: Any) -> Client:
        return signed_in(username, **({"factor_ago": 0} | more))

    return client
