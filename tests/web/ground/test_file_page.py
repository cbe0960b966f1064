"""Fetching a kept file."""

from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import Settings
from tests.builders import CITY, NOW, SETTER, a_city, an_actor
from tests.builders_files import PDF, given

from qingdan.base.files.services import SCANS, store_file
from qingdan.base.people.models import User
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-files")]


@pytest.fixture
def address(settings: Settings, tmp_path: Path) -> str:
    settings.QINGDAN_HOME = tmp_path
    a_city()
    upload = given(PDF, "扫描件 \n1.pdf")
    file = store_file(upload, unit=f"{CITY}001", kinds=SCANS, by=SETTER, at=NOW)
    return f"/desk/files/{file.code}/"


def _signed_in(client: Client, role: Role, unit: int) -> Client:
    client.force_login(User.objects.get(username=an_actor(role, unit=unit).username))
    return client


def test_file__is_sent_as_attachment(client: Client, address: str) -> None:
    response = _signed_in(client, Role.DRAFTER, 1).get(address)

    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('扫描件 1.pdf')}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]


def test_file__of_another_unit_is_as_one_that_is_not(client: Client, address: str) -> None:
    _signed_in(client, Role.DRAFTER, 3)

    foreign, missing = client.get(address), client.get("/desk/files/nothing/")

    assert (foreign.status_code, missing.status_code) == (404, 404)


def test_file__without_sign_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/accounts/login/")
