"""Pages of the register: the city of the drafting tests, and people signed in."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.builders import an_actor
from tests.builders_account import signed_in
from tests.builders_powers import a_register_city

from qingdan.rules.role import Role


@pytest.fixture
def city(db: None, law_home: None) -> None:
    """市灯笼局, 市河道局 and a campaign."""
    a_register_city()


@pytest.fixture
def sign_in(city: None) -> Callable[..., Client]:
    """Somebody with a role at a unit (its number), signed in."""

    def somebody(role: Role = Role.LIAISON, unit: int = 1) -> Client:
        actor = an_actor(role, unit=unit)
        return signed_in(actor.username)

    return somebody


@pytest.fixture
def client(sign_in: Callable[..., Client]) -> Client:
    """The liaison officer of 市灯笼局."""
    return sign_in()
