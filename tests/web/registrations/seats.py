"""Somebody of a body at the desk, and what a page says."""

from django.test import Client
from tests.builders import NOW, PASSWORD, SETTER
from tests.builders_registrations import an_officer, unit_code

from qingdan.base.people.services import appoint, open_account
from qingdan.rules.role import Role


def officer(body: str, role: Role = Role.HANDLER) -> Client:
    """Somebody of a body, signed in."""
    name = an_officer(body, role).username
    user = open_account(username=name, name="程办", password=PASSWORD, by=SETTER, at=NOW)
    appoint(username=name, unit=unit_code(body), role=role, by=SETTER, at=NOW)
    client = Client()
    client.force_login(user)
    return client


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]
