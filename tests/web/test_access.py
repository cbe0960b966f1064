"""Every address × every role × own, foreign and far-away things: who may not gets the answer of a missing thing.

access.toml says of each address whose it is; an address without an entry fails here.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders_account import signed_in
from tests.builders_whole_city import ELSEWHERE, FOREIGN, MARKERS, OWN, whole_city
from tests.database_copy import copied_database, drop_copy
from tests.web.access_answers import Answer, address_of, ask, made_up
from tests.web.access_table import OWNERS, entries, own_routes, routes

from qingdan.rules.role import REVIEWING, Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-access")
COPY = "access"
LOGIN = "/accounts/login/?next="
Things = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def things(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Things]:
    """The whole city, in a database of its own; what requests write is taken back one by one."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        yield whole_city()
    drop_copy(city_cluster, COPY)


@pytest.fixture(scope="module")
def clients(things: Things) -> dict[Role, Client]:
    """Somebody of each role, signed in, the second factor just shown."""
    return {role: signed_in(role.value, factor_ago=0) for role in Role}


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
        name for name, route in routes().items() if "desk:" in name and not hasattr(route.view, "access")
    ] == []


@pytest.mark.parametrize("name", own_routes())
def test_address__answers_whose_it_is_and_nobody_else(
    things: Things, clients: dict[Role, Client], name: str
) -> None:
    route, entry = routes()[name], entries()[name]
    nothing = made_up(things[OWN])
    wrong = []
    for role, client in clients.items():
        missing = ask(client, route, entry, nothing) if route.converters else None
        for owner in OWNERS:
            answer = ask(client, route, entry, things[owner])
            admitted = entry.admits(role, owner)
            alike = admitted or missing is None or answer == missing
            if answer.refused == admitted or not alike or not answer.policy or answer.status >= 500:
                wrong.append((role.value, owner, answer.status))
            wrong += [(role.value, owner, word) for word in _shown(role, answer)]
            if entry.scope == "none" and not entry.query and not entry.body:
                break  # it is about no thing

    assert wrong == []


@pytest.mark.parametrize("name", [name for name in own_routes() if entries()[name].queries])
def test_search__finds_nothing_of_others(things: Things, clients: dict[Role, Client], name: str) -> None:
    route, entry = routes()[name], entries()[name]
    found = [
        (role.value, query, word)
        for role, client in clients.items()
        for query in entry.queries
        for word in _shown(role, ask(client, route, entry, things[OWN], query))
    ]

    assert found == []


@pytest.mark.parametrize("name", own_routes())
def test_address__asks_strangers_to_sign_in(things: Things, name: str) -> None:
    answer = ask(Client(), routes()[name], entries()[name], things[OWN])

    assert (answer.status, answer.location[: len(LOGIN)]) == (302, LOGIN)


@pytest.mark.parametrize("name", [name for name, entry in entries().items() if entry.personal])
def test_page_of_ones_account__asks_strangers_to_sign_in(things: Things, name: str) -> None:
    response = Client().get(reverse(name, kwargs=dict.fromkeys(routes()[name].converters, 1)))

    assert (response.status_code, response.headers["Location"][:16]) == (302, LOGIN[:16])


@pytest.mark.parametrize("name", [name for name in own_routes() if routes()[name].method == "POST"])
def test_act__is_refused_without_the_forms_token(
    things: Things, clients: dict[Role, Client], name: str
) -> None:
    route, entry = routes()[name], entries()[name]
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = next(client for role, client in clients.items() if entry.admits(role, OWN)).cookies

    assert ask(careful, route, entry, things[OWN]).status == 403


@pytest.mark.parametrize("name", own_routes())
def test_address__knows_one_method(things: Things, clients: dict[Role, Client], name: str) -> None:
    route, entry = routes()[name], entries()[name]
    address = address_of(route, entry, things[OWN])
    client = clients[Role.LIAISON]

    assert (client.post if route.method == "GET" else client.get)(address).status_code == 405


@pytest.mark.parametrize("name", [name for name in own_routes() if entries()[name].factor])
def test_address__asks_for_the_second_factor(things: Things, name: str) -> None:
    route, entry = routes()[name], entries()[name]
    role = next(role for role in Role if entry.admits(role, OWN))
    answer = ask(signed_in(role.value), route, entry, things[OWN])

    assert (answer.status, answer.location[:14]) == (302, "/accounts/2fa/")


def _shown(role: Role, answer: Answer) -> list[str]:
    """The words of others that somebody must not read."""
    hidden = [MARKERS[ELSEWHERE]] if role in REVIEWING else [MARKERS[ELSEWHERE], MARKERS[FOREIGN]]
    return [word for word in hidden if word in answer.words]
