"""Backups and their way back: whole or not at all."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from qingdan.base.db.address import Address
from qingdan.base.db.backup import backup, restore
from qingdan.base.db.errors import BackupFailed
from qingdan.base.db.roles import drop_database, fresh_database

pytestmark = pytest.mark.requirement("G-backup")

CITY = """
    CREATE TABLE lantern (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, region text, name text);
    CREATE TABLE hanging (lantern int REFERENCES lantern, place text);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''closed''; END';
    INSERT INTO lantern (region, name) SELECT '甲区', '灯笼' || n FROM generate_series(1, 500) n;
    INSERT INTO hanging SELECT id, '桥头' FROM lantern;
    CREATE INDEX ON lantern USING gin (region, name gin_trgm_ops);
    CREATE TRIGGER closed BEFORE INSERT ON lantern FOR EACH ROW EXECUTE FUNCTION refuse();
    COMMENT ON TRIGGER closed ON lantern IS 'installed by a migration';
    REVOKE UPDATE, DELETE ON lantern FROM qingdan_app;
    ALTER TABLE lantern ENABLE ROW LEVEL SECURITY;
    ALTER TABLE lantern FORCE ROW LEVEL SECURITY;
    CREATE POLICY region ON lantern USING (region = current_setting('city.region', true));
"""
STATE = [
    "SELECT * FROM lantern ORDER BY id",
    "SELECT * FROM hanging ORDER BY lantern",
    "SELECT relname, relacl::text, relowner::regrole::text, relrowsecurity, relforcerowsecurity FROM pg_class "
    "WHERE relnamespace = 'public'::regnamespace ORDER BY relname",
    "SELECT description FROM pg_description WHERE classoid = 'pg_trigger'::regclass",
    "SELECT polname, pg_get_expr(polqual, polrelid) FROM pg_policy",
    "SELECT extname FROM pg_extension ORDER BY extname",
    "SELECT defaclrole::regrole::text, defaclacl::text FROM pg_default_acl ORDER BY 2",
]


def state(address: Address) -> list[list[tuple[object, ...]]]:
    with psycopg.connect(address.url("backup")) as connection:
        return [connection.execute(query).fetchall() for query in STATE]


def change(address: Address) -> None:
    with psycopg.connect(address.url("owner")) as connection:
        connection.execute("DROP TABLE hanging; CREATE TABLE later ()")


def databases(address: Address) -> set[str]:
    with psycopg.connect(address.url("backup")) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall()}


@pytest.fixture
def city(address: Address) -> Iterator[Address]:
    """A database with all that a backup may lose: walls, privileges, comments, triggers, sequences."""
    made = fresh_database(address, "city")
    with psycopg.connect(made.url("owner")) as connection:
        connection.execute(CITY)
    yield made
    drop_database(address, "city")


def test_restore__gives_back_all(city: Address, tmp_path: Path) -> None:
    before, there = state(city), databases(city)
    digest = backup(city, tmp_path / "city.dump")
    change(city)
    restore(city, tmp_path / "city.dump", digest=digest)

    assert state(city) == before
    assert len(before[0]) == 500
    assert databases(city) == there
    assert [path.name for path in tmp_path.iterdir()] == ["city.dump"]


def test_restore__lets_the_application_go_on(city: Address, tmp_path: Path) -> None:
    restore(city, tmp_path / "city.dump", digest=backup(city, tmp_path / "city.dump"))
    with psycopg.connect(city.url("app")) as connection:
        connection.execute("SET LOCAL city.region = '甲区'")
        assert connection.execute("SELECT count(*) FROM lantern").fetchone() == (500,)
        with pytest.raises(psycopg.errors.RaiseException, match="closed"), connection.transaction():
            connection.execute("INSERT INTO lantern (region) VALUES ('甲区')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute("DELETE FROM lantern")


def test_restore__into_an_empty_database(address: Address, city: Address, tmp_path: Path) -> None:
    before, digest = state(city), backup(city, tmp_path / "city.dump")
    empty = fresh_database(address, "elsewhere")
    restore(empty, tmp_path / "city.dump", digest=digest)

    assert state(empty) == before
    drop_database(address, "elsewhere")


def test_backup__is_private_and_bears_its_digest(city: Address, tmp_path: Path) -> None:
    digest = backup(city, tmp_path / "city.dump")

    assert (tmp_path / "city.dump").stat().st_mode & 0o777 == 0o600
    assert hashlib.sha256((tmp_path / "city.dump").read_bytes()).hexdigest() == digest


def test_backup__never_replaces_another(city: Address, tmp_path: Path) -> None:
    (tmp_path / "city.dump").write_text("the former one")

    with pytest.raises(BackupFailed, match="已经存在"):
        backup(city, tmp_path / "city.dump")
    assert (tmp_path / "city.dump").read_text() == "the former one"


def test_backup__by_a_role_behind_the_walls_is_refused(city: Address, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="row-level security"):
        backup(replace(city, backup=city.owner), tmp_path / "city.dump")
    assert list(tmp_path.iterdir()) == []


def test_backup__into_a_folder_that_is_not_there(city: Address, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="不能写"):
        backup(city, tmp_path / "nowhere" / "city.dump")


def test_backup__when_nobody_answers(address: Address, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="连不上"):
        backup(replace(address, host=str(tmp_path)), tmp_path / "city.dump")


def shortened(dump: Path) -> str:
    dump.write_bytes(dump.read_bytes()[:-2_000])
    return hashlib.sha256(dump.read_bytes()).hexdigest()


def replaced(dump: Path) -> str:
    dump.write_text("no dump at all")
    return hashlib.sha256(dump.read_bytes()).hexdigest()


def flipped(dump: Path) -> str:
    digest, content = hashlib.sha256(dump.read_bytes()).hexdigest(), bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)
    return digest


@pytest.mark.parametrize("damage", [shortened, replaced, flipped])
def test_restore__of_a_damaged_file_changes_nothing(
    city: Address, tmp_path: Path, damage: Callable[[Path], str]
) -> None:
    backup(city, tmp_path / "city.dump")
    change(city)
    before, there = databases(city), sorted(tmp_path.iterdir())

    with pytest.raises(BackupFailed):
        restore(city, tmp_path / "city.dump", digest=damage(tmp_path / "city.dump"))
    assert databases(city) == before
    assert sorted(tmp_path.iterdir()) == there
    with psycopg.connect(city.url("app")) as connection:
        connection.execute("SELECT FROM later")


def test_restore__while_somebody_is_connected(city: Address, tmp_path: Path) -> None:
    digest = backup(city, tmp_path / "city.dump")
    change(city)
    with psycopg.connect(city.url("app")) as session:
        with pytest.raises(BackupFailed, match="先停下网页和后台任务"):
            restore(city, tmp_path / "city.dump", digest=digest)

        session.execute("SELECT FROM later")


def test_restore__of_a_missing_file(city: Address, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="不能读"):
        restore(city, tmp_path / "city.dump", digest="")


def test_restore__after_one_that_was_killed(address: Address, city: Address, tmp_path: Path) -> None:
    before, digest = state(city), backup(city, tmp_path / "city.dump")
    for left in ("city_restored", "city_former"):
        fresh_database(address, left)
    restore(city, tmp_path / "city.dump", digest=digest)

    assert state(city) == before
    assert {"city_restored", "city_former"} & databases(city) == set()
