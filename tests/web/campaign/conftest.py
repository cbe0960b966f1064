"""Pages of the campaign are seen by the office of the city, a liaison, and others, all with accounts."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.builders import an_actor
from tests.builders_campaigns import a_campaign_city

from qingdan.base.people.models import User
from qingdan.rules.role import Role

As = Callable[[Role, int], Client]


@pytest.fixture
def city(db: None) -> None:
    """A campaign with two units and a county government, on the dates of 2015: past on whatever day this runs."""
    a_campaign_city(notice_on=date(2015, 3, 24))


@pytest.fixture
def signed_in_as(city: None) -> As:
    """A client signed in with a role at a unit (its number)."""

    def sign_in(role: Role, unit: int) -> Client:
        username = f"{role.value.replace('_', '-')}-{unit}"
        if not User.objects.filter(username=username).exists():
            an_actor(role, unit=unit, username=username)
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return sign_in


@pytest.fixture
def office(signed_in_as: As) -> Client:
    """市编办."""
    return signed_in_as(Role.ESTABLISHMENT_OFFICE, 2)


@pytest.fixture
def liaison(signed_in_as: As) -> Client:
    """市灯笼局."""
    return signed_in_as(Role.LIAISON, 1)
