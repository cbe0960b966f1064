"""Whatever is sent to whatever address: an answer, never an error of ours.

The things asked for exist; what is sent with them no form of ours sends. The names of fields are all words that
stand in the module of the view.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.builders_account import signed_in
from tests.builders_powers import a_law_library
from tests.builders_whole_city import OWNERS, whole_city
from tests.database_copy import copied_database, drop_copy
from tests.web.access_answers import address_of
from tests.web.access_table import Entry, Route, entries, every, own_routes, routes

from qingdan.base.clock import now
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-hostile")
COPY = "hostile"
KINDS = {
    "nul": b"a\x00",
    "not UTF-8": b"\xff\xfe\x80",
    "more digits than are read": b"9" * 5_000,
    "out of range": b"99999999999999999999",
    "digits of other scripts": "１٣²".encode(),
    "the last day": b"9999-12-31",
    "long": "灯".encode() * 1_500,
    "marks and directions": "\u202e\u200b\u2028\x0b\x1f\x85'\"><script>=1+1\r\n../".encode(),
}
RARE = {
    "half a character": b"\xed\xa0\x80",
    "below zero": b"-1",
    "the first day": b"0001-01-01",
    "nothing": b"",
}
MORE = (
    "row-1-kind",
    "row-1-name",
    "row-1-exits",
    "row-1-promised_limit",
    "basis-0-quotation",
    "basis-0-attachment",
)
FORM = "application/x-www-form-urlencoded"
ERROR = 500
Things = Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module")
def things(
    city_cluster: "Cluster",
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Things]:
    """The whole city in a database of its own; what requests write is taken back one by one."""
    a_law_library(tmp_path_factory.mktemp("lanterns"))
    with copied_database(city_cluster, COPY, django_db_blocker):
        yield whole_city(now())
    drop_copy(city_cluster, COPY)


@pytest.fixture(scope="module")
def clients(things: Things) -> dict[Role, Client]:
    """Somebody of each role; what goes wrong inside is an answer, 500, as people get it."""
    found = {role: signed_in(role.value, factor_ago=0) for role in Role}
    for client in found.values():
        client.raise_request_exception = False
    return found


@pytest.mark.parametrize("name", every(8, own_routes()))
def test_address__answers_whatever_all_its_fields_hold(
    things: Things, clients: dict[Role, Client], name: str
) -> None:
    fields = _fields(routes()[name])
    wrong = [
        kind
        for kind, value in KINDS.items()
        if _status(name, things, clients, dict.fromkeys(fields, value)) >= ERROR
    ]

    assert wrong == []


@pytest.mark.soak
@pytest.mark.parametrize("name", own_routes())
def test_address__answers_whatever_one_field_holds(
    things: Things, clients: dict[Role, Client], name: str
) -> None:
    wrong = [
        (field, kind)
        for field in _fields(routes()[name])
        for kind, value in (KINDS | RARE).items()
        if _status(name, things, clients, {field: value}) >= ERROR
    ]

    assert wrong == []


@pytest.mark.parametrize("name", ["desk:filing_send", "desk:choose_unit"])
@pytest.mark.parametrize("charset", ["utf-7", "idna", "rot13", "raw_unicode_escape"])
def test_form__in_another_encoding_is_not_read(clients: dict[Role, Client], name: str, charset: str) -> None:
    words = b'--x\r\nContent-Disposition: form-data; name="unit"\r\n\r\n+2AA-\\ud800\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"

    assert clients[Role.LIAISON].generic("POST", reverse(name), words, kind).status_code == 400


def test_cookie__that_cannot_be_one_of_ours_is_none(clients: dict[Role, Client]) -> None:
    stranger = Client(headers={"cookie": 'sessionid="\\000\\000\\000\\000\\000\\000\\000\\000"'})

    assert stranger.get(reverse("desk:account")).status_code == 302


def _status(name: str, things: Things, clients: dict[Role, Client], hostile: dict[str, bytes]) -> int:
    """The status of the answer to a form or an address with these words, beside what the act must have."""
    route, entry = routes()[name], entries()[name]
    role, owner = next((role, owner) for owner in OWNERS for role in Role if _tried(entry, role, owner))
    needed = {field: word.format(**things[owner]).encode() for field, word in entry.body.items()}
    words = "&".join(f"{quote(field)}={quote(value)}" for field, value in (needed | hostile).items())
    address = address_of(route, entry, things[owner])
    with transaction.atomic():
        if route.method == "POST":
            response = clients[role].post(address, words, content_type=FORM)
        else:
            response = clients[role].get(f"{address.partition('?')[0]}?{words}")
        response.close()
        transaction.set_rollback(True)
    return response.status_code


def _tried(entry: Entry, role: Role, owner: str) -> bool:
    return entry.admits(role, owner) or (entry.scope == "nobody" and entry.names(role))


def _fields(route: Route) -> list[str]:
    """Every word in the module of a view that may be the name of a field."""
    module = inspect.getmodule(getattr(route.view, "acts", None) or route.view.reads)
    assert module
    nodes = ast.walk(ast.parse(inspect.getsource(module)))
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return sorted({*MORE, *(one for one in words if one.isascii() and one.replace("_", "").isalpha())})
