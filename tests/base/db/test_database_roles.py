"""What each role may do, and databases made for tests."""

from collections.abc import Iterator

import psycopg
import pytest

from qingdan.base.db.address import Address, Role
from qingdan.base.db.cluster import Cluster
from qingdan.base.db.roles import drop_database, fresh_database
from qingdan.base.db.secrets_file import read_secrets

pytestmark = pytest.mark.requirement("G-database")

LANTERNS = """
    CREATE TABLE lantern (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, region text, name text);
    CREATE INDEX ON lantern USING gin (region, name gin_trgm_ops);
    ALTER TABLE lantern ENABLE ROW LEVEL SECURITY;
    ALTER TABLE lantern FORCE ROW LEVEL SECURITY;
    CREATE POLICY region ON lantern USING (region = current_setting('city.region', true));
    CREATE TABLE lamp (name text);
"""
ATTRIBUTES = (
    "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
)
OWNED = "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
REFUSED = [
    ("app", "CREATE TABLE mine ()"),
    ("app", "CREATE SCHEMA mine"),
    ("app", "CREATE DATABASE mine"),
    ("app", "ALTER TABLE lamp ADD worth int"),
    ("app", "ALTER TABLE lantern DISABLE ROW LEVEL SECURITY"),
    ("app", "TRUNCATE lamp"),
    ("app", "SET ROLE qingdan_owner"),
    ("app", "SET ROLE qingdan_backup"),
    ("app", "COPY lamp FROM PROGRAM 'true'"),
    ("backup", "INSERT INTO lamp VALUES ('x')"),
    ("backup", "CREATE TABLE mine ()"),
    ("owner", "SET ROLE postgres"),
    ("owner", "COPY lamp FROM PROGRAM 'true'"),
]


def rows(address: Address, role: Role, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address.url(role)) as connection:
        return connection.execute(query).fetchall()


def superuser(cluster: Cluster) -> str:
    secrets = read_secrets(cluster.home)
    assert secrets is not None
    return secrets.superuser


@pytest.fixture
def lanterns(address: Address) -> Iterator[Address]:
    """A database with one table behind row-level security, and one without."""
    made = fresh_database(address, "lanterns")
    with psycopg.connect(made.url("owner")) as connection:
        connection.execute(LANTERNS)
    yield made
    drop_database(address, "lanterns")


@pytest.mark.parametrize(
    ("role", "attributes"),
    [
        ("owner", (False, False, False, True)),
        ("app", (False, False, False, False)),
        ("backup", (False, True, False, False)),
    ],
)
def test_roles__are_no_superusers(address: Address, role: Role, attributes: tuple[bool, ...]) -> None:
    assert rows(address, role, ATTRIBUTES) == [attributes]


def test_app__owns_nothing(lanterns: Address) -> None:
    assert rows(lanterns, "app", OWNED) == [(0,)]
    assert rows(lanterns, "owner", OWNED) != [(0,)]


@pytest.mark.parametrize(("role", "statement"), REFUSED)
def test_roles__may_not(lanterns: Address, role: Role, statement: str) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(lanterns.url(role), autocommit=True) as connection, refused:
        connection.execute(statement)


def test_app__works_with_new_tables_in_its_region_only(lanterns: Address) -> None:
    with psycopg.connect(lanterns.url("app")) as connection:
        connection.execute("SET LOCAL city.region = '甲区'")
        connection.execute("INSERT INTO lantern (region, name) VALUES ('甲区', '红灯笼')")
        assert connection.execute("SELECT name FROM lantern").fetchall() == [("红灯笼",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute("INSERT INTO lantern (region, name) VALUES ('乙区', '红灯笼')")
    seen = {role: rows(lanterns, role, "SELECT name FROM lantern") for role in ("app", "owner", "backup")}

    assert seen == {"app": [], "owner": [], "backup": [("红灯笼",)]}


@pytest.mark.parametrize("user", ["postgres", "qingdan_owner"])
def test_app__cannot_connect_as_another(address: Address, user: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address.url("app"), user=user)


def test_fresh_database__copies_its_template(address: Address, lanterns: Address) -> None:
    with psycopg.connect(lanterns.url("app")) as connection:
        connection.execute("INSERT INTO lamp VALUES ('样灯')")
    copy = fresh_database(address, "copy", template="lanterns")
    again = fresh_database(address, "copy", template="lanterns")

    assert copy == again
    assert rows(again, "app", "SELECT name FROM lamp") == [("样灯",)]
    drop_database(address, "copy")
    drop_database(address, "copy")


def test_drop_database__ends_sessions_of_the_application(address: Address) -> None:
    made = fresh_database(address, "short_lived")
    with psycopg.connect(made.url("app")) as session:
        drop_database(address, "short_lived")

        with pytest.raises(psycopg.OperationalError):
            session.execute("SELECT 1")


def test_drop_database__never_the_one_in_use(address: Address) -> None:
    with pytest.raises(AssertionError):
        drop_database(address, address.name)


def test_prepare__adds_what_a_later_release_needs(cluster: Cluster, address: Address) -> None:
    with psycopg.connect(address.url("owner"), user="postgres", password=superuser(cluster)) as connection:
        connection.execute("DROP EXTENSION btree_gist")
    cluster.ensure_running()

    assert rows(address, "app", "SELECT 1 FROM pg_extension WHERE extname = 'btree_gist'") == [(1,)]
