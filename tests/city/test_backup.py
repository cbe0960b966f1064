"""Backup and restore of a whole city: the drill."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from qingdan.base.db.address import Address
from qingdan.base.db.cluster import Cluster
from qingdan.base.db.errors import BackupFailed
from qingdan.base.signing import KEY_FILE
from qingdan.config.backup import MANIFEST, backup_city, restore_city

pytestmark = pytest.mark.requirement("G-backup")
AT = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Address]]:
    home = tmp_path_factory.mktemp("home")
    cluster = Cluster(home)
    yield home, cluster.ensure_running()
    cluster.stop()


@pytest.fixture
def filled(city: tuple[Path, Address]) -> tuple[Path, Address]:
    """One row and one file."""
    home, address = city
    with psycopg.connect(address.url("owner")) as connection:
        connection.execute("DROP TABLE IF EXISTS lantern; CREATE TABLE lantern (lit int)")
        connection.execute("INSERT INTO lantern VALUES (1)")
    (home / "files").mkdir(exist_ok=True)
    (home / "files" / "ab12").write_text("灯笼")
    return home, address


def _lit(address: Address) -> list[int]:
    with psycopg.connect(address.url("app")) as connection:
        return [lit for (lit,) in connection.execute("SELECT lit FROM lantern ORDER BY lit")]


def test_drill__brings_rows_and_files_back(filled: tuple[Path, Address], tmp_path: Path) -> None:
    home, address = filled
    (home / KEY_FILE).write_text("一把钥匙")
    backup_city(home, address, tmp_path / "备份", at=AT)
    (home / KEY_FILE).write_text("另一把")
    with psycopg.connect(address.url("owner")) as connection:
        connection.execute("DELETE FROM lantern; INSERT INTO lantern VALUES (7)")
    (home / "files" / "ab12").unlink()

    restore_city(home, address, tmp_path / "备份")

    assert _lit(address) == [1]
    assert (home / "files" / "ab12").read_text() == "灯笼"
    assert (home / KEY_FILE).read_text() == "一把钥匙"


def test_backup__is_never_written_over(filled: tuple[Path, Address], tmp_path: Path) -> None:
    home, address = filled
    backup_city(home, address, tmp_path / "备份", at=AT)

    with pytest.raises(BackupFailed, match="已经存在"):
        backup_city(home, address, tmp_path / "备份", at=AT)


@pytest.mark.parametrize("hurt", ["files/ab12", MANIFEST, "database.dump"])
def test_restore__refuses_a_damaged_backup_and_changes_nothing(
    filled: tuple[Path, Address], tmp_path: Path, hurt: str
) -> None:
    home, address = filled
    backup_city(home, address, tmp_path / "备份", at=AT)
    (tmp_path / "备份" / hurt).write_bytes(b"\x00")
    with psycopg.connect(address.url("owner")) as connection:
        connection.execute("INSERT INTO lantern VALUES (2)")

    with pytest.raises(BackupFailed):
        restore_city(home, address, tmp_path / "备份")
    assert _lit(address) == [1, 2]


def test_restore__refuses_names_that_lead_elsewhere(filled: tuple[Path, Address], tmp_path: Path) -> None:
    home, address = filled
    backup_city(home, address, tmp_path / "备份", at=AT)
    manifest = tmp_path / "备份" / MANIFEST
    kept = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(kept | {"files": {"../../outside": "0"}}), encoding="utf-8")

    with pytest.raises(BackupFailed, match="不该有"):
        restore_city(home, address, tmp_path / "备份")
