"""The main navigation says where one is: on every page of the desk one entry, on the own pages none."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import get_resolver
from tests.web.access_table import entries, routes

from qingdan.rules.role import Role
from qingdan.web.shared.context import page

pytestmark = pytest.mark.requirement("G-access")
OWN = {"account", "messages", "files", "jobs", "campaign-files", ""}


def here(address: str, *roles: Role) -> list[str]:
    """The entries marked as the present page."""
    request = RequestFactory().get(address)
    request.actor = SimpleNamespace(username="chen", roles=frozenset(roles))  # type: ignore[attr-defined]
    return [one.address for one in page(request)["menu"] if one.here]


def addresses() -> list[tuple[str, str]]:
    """Name and address of every page of the desk, with a word for each parameter."""
    prefix, resolver = get_resolver().namespace_dict["desk"]
    found = []
    for name, one in sorted(routes().items()):
        if name.startswith("desk:") and name in entries() and one.method == "GET":
            template = resolver.reverse_dict.getlist(name.removeprefix("desk:"))[0][0][0][0]
            found.append((name, f"/{prefix}{template % dict.fromkeys(one.converters, 'x')}"))
    return found


@pytest.mark.parametrize(("name", "address"), addresses())
def test_menu__marks_one_entry_for_whoever_a_page_is_for(name: str, address: str) -> None:
    own = address.removeprefix("/desk/").partition("/")[0] in OWN
    open_to_all = entries()[name].shows == "public" or entries()[name].scope == "held"
    wrong = [
        (role.value, marked)
        for role in Role
        if entries()[name].names(role)
        for marked in [here(address, role)]
        if len(marked) != (0 if own else 1) and not (open_to_all and not marked)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("address", "role", "marked"),
    [
        ("/desk/accounts/new/", Role.ADMINISTRATOR, "/desk/units/"),
        ("/desk/city/", Role.ADMINISTRATOR, "/desk/units/"),
        ("/desk/legal/law-changes/", Role.LEGAL_AFFAIRS, "/desk/legal/law-changes/"),
        ("/desk/legal/mandates/", Role.LEGAL_AFFAIRS, "/desk/legal/"),
        ("/desk/filings/2015/360900013/1/", Role.PRINCIPAL, "/desk/department/"),
        ("/desk/filings/2015/360900013/1/", Role.REVIEWER, "/desk/filings/"),
        ("/desk/register/", Role.REVIEWER, "/desk/filings/"),
        ("/desk/meetings/", Role.LIAISON, "/desk/tasks/"),
        ("/desk/meetings/", Role.COORDINATION_GROUP, "/desk/board/"),
        ("/desk/counties/", Role.LEADING_GROUP, "/desk/counties/"),
    ],
)
def test_menu__marks_the_entry_that_a_page_belongs_to(address: str, role: Role, marked: str) -> None:
    assert here(address, role) == [marked]


def test_menu__of_several_roles_marks_one_entry() -> None:
    roles = (Role.COUNTY_OFFICE, Role.LIAISON, Role.LEGAL_AFFAIRS)

    assert [len(here(address, *roles)) for _, address in addresses() if "/legal/" in address] != []
    assert max(len(here(address, *roles)) for _, address in addresses()) == 1
