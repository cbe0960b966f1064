"""Addresses out of the environment, and as URLs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from qingdan.base.db.address import Address, Login, address_from
from qingdan.base.db.errors import DatabaseUnavailable

pytestmark = pytest.mark.requirement("G-database")

APP = "postgresql://app:geheim@db.example:6432/city?sslmode=verify-full"
OWNER = "postgresql://boss:gross@db.example:6432/city"
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)


@pytest.mark.parametrize("environment", [{}, {"DATABASE_URL": ""}, {"DATABASE_OWNER_URL": OWNER}])
def test_address_from__without_database_url(environment: dict[str, str]) -> None:
    assert address_from(environment) is None


@pytest.mark.parametrize(
    ("more", "users"),
    [
        ({}, ("app", "app", "app")),
        ({"DATABASE_OWNER_URL": OWNER}, ("app", "boss", "boss")),
        ({"DATABASE_BACKUP_URL": OWNER}, ("app", "app", "boss")),
    ],
)
def test_address_from__with_roles(more: dict[str, str], users: tuple[str, ...]) -> None:
    address = address_from({"DATABASE_URL": APP, **more})

    assert address is not None
    assert (address.app.user, address.owner.user, address.backup.user) == users
    assert (address.host, address.port, address.name) == ("db.example", 6432, "city")
    assert address.options == (("sslmode", "verify-full"),)


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("postgresql://app@/city", ("localhost", 5432, "city", "")),
        ("postgresql://app@/city?host=/run/pg", ("/run/pg", 5432, "city", "")),
        ("postgres://app:p%40ss@h/city", ("h", 5432, "city", "p@ss")),
        ("host=/run/pg dbname=city user=app", ("/run/pg", 5432, "city", "")),
    ],
)
def test_address_from__fills_in_what_is_usual(given_url: str, expected: tuple[object, ...]) -> None:
    address = address_from({"DATABASE_URL": given_url})

    assert address is not None
    assert (address.host, address.port, address.name, address.app.password) == expected


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"DATABASE_URL": "mysql://app:geheim@h/city"}, "DATABASE_URL 看不懂"),
        ({"DATABASE_URL": "postgresql://app:geheim@h"}, "DATABASE_URL 看不懂"),
        ({"DATABASE_URL": "postgresql://h/city"}, "DATABASE_URL 看不懂"),
        ({"DATABASE_URL": "postgresql://app:geheim@h:x/city"}, "DATABASE_URL 看不懂"),
        ({"DATABASE_URL": APP, "DATABASE_OWNER_URL": "geheim"}, "DATABASE_OWNER_URL 看不懂"),
        ({"DATABASE_URL": APP, "DATABASE_OWNER_URL": "postgresql://boss:geheim@h/city"}, "不是同一个数据库"),
    ],
)
def test_address_from__what_is_not_understood(environment: dict[str, str], message: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=message) as refused:
        address_from(environment)

    assert "geheim" not in str(refused.value)


@given(host=WORDS, name=WORDS, user=WORDS, password=WORDS)
def test_url__is_read_back_the_same(host: str, name: str, user: str, password: str) -> None:
    login = Login(user=user, password=password)
    options = (("application_name", password),)
    address = Address(host=host, name=name, owner=login, app=login, backup=login, options=options)
    read = conninfo_to_dict(address.url("app"))

    assert read.pop("application_name") == password
    assert read == {"host": host, "port": "5432", "dbname": name, "user": user, "password": password}
    assert "password" not in conninfo_to_dict(address.url("app", secret=False))
