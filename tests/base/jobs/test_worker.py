"""Real workers: killed in the middle of a job, and told to stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from tests.database_copy import copied_database, drop_copy

from qingdan.base.db.address import Address
from qingdan.base.db.cluster import Cluster

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

pytestmark = pytest.mark.requirement("G-jobs", "G-hostile")
COPY, PATIENCE = "lanterns", 60.0
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def lanterns(
    city_cluster: Cluster, django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Address]:
    """A database of the test's own."""
    with copied_database(city_cluster, COPY, django_db_blocker) as address:
        yield address
    drop_copy(city_cluster, COPY)


@pytest.fixture
def start(lanterns: Address, tmp_path: Path, root: Path) -> Iterator[Start]:
    """Starts the lantern worker's program; all are dead in the end."""
    begun: list[subprocess.Popen[bytes]] = []

    def run(verb: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "qingdan.config.settings",
            "DATABASE_URL": lanterns.url("app"),
            "DATABASE_OWNER_URL": lanterns.url("owner"),
            "QINGDAN_HOME": str(tmp_path / "home"),
            "LANTERN_FOLDER": str(tmp_path),
            "PYTHONPATH": str(root),
        }
        command = [sys.executable, "-m", "tests.base.jobs.lantern_worker", verb]
        begun.append(subprocess.Popen(command, env=environment, cwd=root))
        return begun[-1]

    yield run
    for process in begun:
        process.kill()
        process.wait()


def _jobs(address: Address) -> list[tuple[str, int, int, int, str]]:
    """State, tries, done, total and thing of all jobs, oldest first."""
    with psycopg.connect(address.url("app")) as line:
        line.execute("SELECT set_config('qingdan.regions', '360900', true)")
        return line.execute("SELECT state, tries, done, total, at_thing FROM jobs_job ORDER BY id").fetchall()


def _await(found: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_killed_worker__leaves_its_job_to_the_next_one(
    start: Start, lanterns: Address, tmp_path: Path
) -> None:
    assert start("prepare").wait() == 0
    killed = start("work")
    _await((tmp_path / "in-hand").exists)
    assert _jobs(lanterns) == [("running", 1, 2, 3, "灯笼 2")]

    killed.kill()
    begun = time.monotonic()
    start("work")
    _await(lambda: [state for state, *_ in _jobs(lanterns)] == ["done", "done"])

    assert time.monotonic() - begun < 45
    assert [tries for _, tries, *_ in _jobs(lanterns)] == [2, 1]


def test_worker__told_to_stop_ends(start: Start, lanterns: Address) -> None:
    assert start("prepare").wait() == 0
    with psycopg.connect(lanterns.url("owner")) as line:
        line.execute("DELETE FROM procrastinate_jobs")
    worker = start("work")
    _await(lambda: _workers(lanterns) == 1)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(20) == 0
    assert _workers(lanterns) == 0


def _workers(address: Address) -> int:
    with psycopg.connect(address.url("app")) as line:
        return line.execute("SELECT count(*) FROM procrastinate_workers").fetchone()[0]  # type: ignore[index]
