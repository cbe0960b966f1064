"""Every address × every role × own, foreign and far-away things: who may not gets the answer of a missing thing.

access.toml says of each address whose it is; an address without an entry fails here.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders_account import signed_in
from tests.builders_powers import a_law_library
from tests.builders_whole_city import MARKERS, OWN, OWNERS, whole_city
from tests.database_copy import copied_database, drop_copy
from tests.web.access_answers import Answer, address_of, ask, ask_address
from tests.web.access_table import entries, own_routes, routes, unread_by

from qingdan.base.clock import now
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-access")
COPY = "access"
LOGIN = "/accounts/login/?next="
NOWHERE = "/desk/nowhere/"
Things = dict[str, dict[str, str]]
Clients = dict[Role, Client]


@pytest.fixture(scope="module")
def things(
    city_cluster: "Cluster",
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Things]:
    """The whole city, in a database of its own; what requests write is taken back one by one."""
    a_law_library(tmp_path_factory.mktemp("lanterns"))
    with copied_database(city_cluster, COPY, django_db_blocker):
        yield whole_city(now())
    drop_copy(city_cluster, COPY)


@pytest.fixture(scope="module")
def clients(things: Things) -> Clients:
    """Somebody of each role, signed in, the second factor just shown."""
    return {role: signed_in(role.value, factor_ago=0) for role in Role}


@pytest.fixture(scope="module")
def nothing(clients: Clients) -> dict[Role, Answer]:
    """What each role is told at an address where nothing is."""
    return {role: ask_address(client, NOWHERE) for role, client in clients.items()}


def test_table__names_every_address_and_no_other() -> None:
    assert routes().keys() - entries().keys() == set(), "new addresses: say in access.toml whose they are"
    assert entries().keys() - routes().keys() == set(), "addresses that are no more"


def test_table__says_how_each_parameter_is_filled() -> None:
    unfilled = {name: set(routes()[name].converters) ^ set(entries()[name].things) for name in own_routes()}

    assert {name: left for name, left in unfilled.items() if left} == {}


def test_addresses__hold_no_numbers_of_rows() -> None:
    """allauth's pages of a passkey are the exception: they answer its owner alone."""
    named = {(name, one) for name in own_routes() for one in routes()[name].converters}

    assert {(name, one) for name, one in named if one in {"id", "pk"} or one.endswith("_id")} == set()


def test_views_of_the_desk__are_pages_or_acts() -> None:
    assert [
        name for name, one in routes().items() if "desk:" in name and not hasattr(one.view, "access")
    ] == []


@pytest.mark.parametrize("name", own_routes())
def test_address__answers_whose_it_is_and_nobody_else(
    things: Things, clients: Clients, nothing: dict[Role, Answer], name: str
) -> None:
    """A sample that stays the same from run to run, at least one of each sort. All pairs: make soak.

    Of those that get in every third pair of role and owner; of those kept out every sixth where the address is
    for the role, so that the thing alone tells, and every twenty-fourth of the others.
    """
    pairs, entry = _pairs(name), entries()[name]
    let_in = [pair for pair in pairs if entry.admits(*pair)]
    others = [pair for pair in pairs if entry.names(pair[0]) and pair not in let_in]
    no_role = [pair for pair in pairs if not entry.names(pair[0])]
    tried = _every(3, let_in, name) + _every(6, others, name) + _every(24, no_role, name)

    assert _wrong(things, clients, nothing, name, tried) == []


@pytest.mark.soak
@pytest.mark.parametrize("name", own_routes())
def test_address__answers_whose_it_is_and_nobody_else_in_every_pair(
    things: Things, clients: Clients, nothing: dict[Role, Answer], name: str
) -> None:
    assert _wrong(things, clients, nothing, name, _pairs(name)) == []


@pytest.mark.parametrize("name", [name for name in own_routes() if entries()[name].queries])
def test_search__finds_nothing_of_others(things: Things, clients: Clients, name: str) -> None:
    route, entry = routes()[name], entries()[name]
    found = [
        (role.value, query, owner)
        for role, client in clients.items()
        for query in entry.queries
        for owner in _shown(role, ask(client, route, entry, things[OWN], query))
    ]

    assert found == []


@pytest.mark.parametrize("name", own_routes())
def test_address__asks_strangers_to_sign_in(things: Things, name: str) -> None:
    entry = entries()[name]
    answer = ask(Client(), routes()[name], replace(entry, body={}), things[OWN])

    assert (answer.status, answer.location[: len(LOGIN)]) == (302, LOGIN)


@pytest.mark.parametrize("name", [name for name, entry in entries().items() if entry.personal])
def test_page_of_ones_account__asks_strangers_to_sign_in(things: Things, name: str) -> None:
    address = reverse(name, kwargs=dict.fromkeys(routes()[name].converters, 1))
    response = Client().generic(routes()[name].method, address)

    assert (response.status_code, response.headers["Location"][:16]) == (302, LOGIN[:16])


@pytest.mark.parametrize("name", [name for name in own_routes() if routes()[name].method == "POST"])
def test_act__is_refused_without_the_forms_token(things: Things, clients: Clients, name: str) -> None:
    route, entry = routes()[name], entries()[name]
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = next(client for role, client in clients.items() if entry.names(role)).cookies

    assert ask(careful, route, entry, things[OWN]).status == 403


@pytest.mark.parametrize("name", own_routes())
def test_address__knows_one_method_and_leads_to_a_page(things: Things, clients: Clients, name: str) -> None:
    route, entry = routes()[name], entries()[name]
    address = address_of(route, entry, things[OWN])
    client = clients[Role.LIAISON]

    if route.method == "GET":
        assert client.post(address).status_code == 405
        return
    assert client.put(address).status_code == 405
    page = client.get(address)
    assert page.status_code == 302 and address.startswith(page["Location"])
    assert client.get(page["Location"]).status_code in {200, 302, 404}


@pytest.mark.parametrize("name", [name for name in own_routes() if entries()[name].factor])
def test_address__asks_for_the_second_factor(things: Things, name: str) -> None:
    route, entry = routes()[name], entries()[name]
    role = next(role for role in Role if entry.admits(role, OWN))
    answer = ask(signed_in(role.value), route, entry, things[OWN])

    assert (answer.status, answer.location[:14]) == (302, "/accounts/2fa/")


def _pairs(name: str) -> list[tuple[Role, str]]:
    owners = OWNERS if entries()[name].scope != "none" else (OWN,)
    return [(role, owner) for role in Role for owner in owners]


def _every(step: int, pairs: list[tuple[Role, str]], name: str) -> list[tuple[Role, str]]:
    """Begun at another place for each address, so that together they try every pair of role and owner."""
    return pairs[crc32(name.encode()) % max(1, min(step, len(pairs))) :: step]


def _wrong(
    things: Things, clients: Clients, nothing: dict[Role, Answer], name: str, pairs: list[tuple[Role, str]]
) -> list[tuple[str, str, object]]:
    """Who got what it must not, or not what it must."""
    route, entry = routes()[name], entries()[name]
    wrong: list[tuple[str, str, object]] = []
    for role, owner in pairs:
        answer = ask(clients[role], route, entry, things[owner])
        if entry.admits(role, owner):
            fits = answer.status in {200, 302, 422} and (answer.attached or not entry.download)
        else:
            fits = answer == nothing[role]
        if not fits or not answer.policy:
            wrong.append((role.value, owner, answer.status))
        if not entry.shows:
            wrong += [(role.value, owner, f"shows words of {one}") for one in _shown(role, answer)]
    return wrong


def _shown(role: Role, answer: Answer) -> list[str]:
    """Whose words somebody met who must not read them."""
    return [owner for owner in unread_by(role) if MARKERS[owner] in answer.words]
