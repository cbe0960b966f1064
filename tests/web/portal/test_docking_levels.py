"""The public page of docking levels."""

import pytest
from django.test import Client
from tests.builders import SETTER, a_city
from tests.builders_docking import a_docked_city, a_partner

from qingdan.base.transactions import reading
from qingdan.docking.queries.coverage import docked_ratio

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-081", "RQ-A3")]


def test_levels__are_public_without_addresses_and_secrets(client: Client) -> None:
    secret = a_docked_city()
    page = client.get("/docking/").content.decode()

    assert "灯笼许可系统" in page
    assert "L4 全程互通" in page
    assert "lanterns.example" not in page
    assert secret not in page


def test_ratio__is_of_the_systems_in_use(client: Client) -> None:
    a_city()
    assert "还没有登记过" in client.get("/docking/").content.decode()
    a_partner(level=1)
    a_partner(code="rivers", unit="360900003", level=2)

    with reading(SETTER):
        assert (docked_ratio("360900").docked, docked_ratio("360900").per_cent) == (1, 50)
    assert "2 个业务系统中，1 个" in client.get("/docking/").content.decode()
