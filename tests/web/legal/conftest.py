"""Pages of the 法制办: the city of the drafting tests, with somebody of it signed in."""

import pytest
from django.test import Client
from tests.builders import an_actor
from tests.builders_account import signed_in
from tests.builders_powers import a_register_city

from qingdan.rules.role import Role


@pytest.fixture
def client(db: None) -> Client:
    """Somebody of the 法制办."""
    a_register_city()
    return signed_in(an_actor(Role.LEGAL_AFFAIRS, unit=2).username)


@pytest.fixture
def liaison(client: Client) -> Client:
    """The liaison officer of 市灯笼局."""
    return signed_in(an_actor(Role.LIAISON).username)
