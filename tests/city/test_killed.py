"""Kill -9 of server, worker or database while people write: nothing acknowledged is lost, the next start works."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import psycopg
import pytest
from tests.builders import PASSWORD
from tests.city_people import Person
from tests.city_processes import CityProcesses

from qingdan.base.db.cluster import Cluster
from qingdan.base.db.processes import postmaster

pytestmark = pytest.mark.requirement("G-database", "G-hostile")
WRITERS, VICTIMS = 4, ("serve", "worker", "database")
SHARED_MEMORY = Path("/dev/shm")
NUMBER = "SELECT draft_number, remark FROM powers_poweritem WHERE remark LIKE '〔%'"


class City(CityProcesses):
    """A city with its own database, where every part can be killed."""

    def found(self, root: Path) -> None:
        """The small city, and its processes."""
        subprocess.run(
            [sys.executable, "-m", "tests.city.found_small_city"],
            cwd=root,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        self.start("serve")
        self.start("worker")
        self.wait_until_ready()

    def strike(self, victim: str) -> None:
        """Kills one part and starts what a service manager would start again."""
        if victim == "database":
            process = postmaster(Cluster(self.home).data)
            assert process
            os.kill(process, signal.SIGKILL)
            Cluster(self.home).ensure_running()
        else:
            self.kill(victim)
            self.start(victim)
        self.wait_until_ready()

    def kept(self) -> dict[str, str]:
        """What is in the database: number of the item → its remark."""
        address = Cluster(self.home).ensure_running()
        with psycopg.connect(address.url("backup")) as session:
            return dict(session.execute(NUMBER).fetchall())

    def end(self) -> None:
        """All of it."""
        self.stop()
        Cluster(self.home).stop()
        shutil.rmtree(self.home)


@pytest.fixture
def city(root: Path) -> Iterator[City]:
    home = Path(tempfile.mkdtemp(prefix="qd-", dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))
    one = City(home)
    try:
        one.found(root)
        yield one
    finally:
        one.end()


def test_killed__loses_nothing_acknowledged(city: City) -> None:
    assert _survive(city, VICTIMS, seed=4) > 10


@pytest.mark.soak
def test_killed__loses_nothing_acknowledged_in_many_cycles(city: City) -> None:
    acknowledged = _survive(city, VICTIMS * 10, seed=15)
    print(json.dumps({"kills": 10 * len(VICTIMS), "acknowledged": acknowledged}))

    assert acknowledged > 500


def _survive(city: City, victims: tuple[str, ...], seed: int) -> int:
    """Strikes one part after the other under writers; how many saves were acknowledged, none of them lost."""
    chance, ended = random.Random(seed), threading.Event()
    acknowledged: list[tuple[str, str]] = []
    writers = [threading.Thread(target=_write, args=(city, n, acknowledged, ended)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for victim in victims:
        before = len(acknowledged)
        until = time.monotonic() + 30
        while len(acknowledged) < before + WRITERS and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 0.5))
        city.strike(victim)
    ended.set()
    for writer in writers:
        writer.join()
    kept = city.kept()
    assert [one for one in acknowledged if kept.get(one[0]) != one[1]] == []
    return len(acknowledged)


def _write(city: City, writer: int, acknowledged: list[tuple[str, str]], ended: threading.Event) -> None:
    """Adds items and writes a remark into each; what the server says is saved must be so. Signs in after each blow."""
    turn = 0
    while not ended.is_set():
        person = Person(city.port)
        with suppress(OSError, HTTPException, AssertionError):
            person.sign_in("liaison", PASSWORD)
            while not ended.is_set():
                turn += 1
                _one_item(person, f"〔{writer}.{turn}〕", acknowledged)
        person.close()
        time.sleep(0.1)


def _one_item(person: Person, remark: str, acknowledged: list[tuple[str, str]]) -> None:
    added = person.post("/desk/register/add", category="penalty", once=remark)
    if added.status != 302:
        raise HTTPException(str(added.status))
    number = added.location.partition("open=")[2].partition("&")[0].partition("#")[0]
    saved = person.post(f"/desk/register/items/{number}/save", version="1", remark=remark)
    if saved.status == 302:
        acknowledged.append((number, remark))
