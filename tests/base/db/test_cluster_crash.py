"""Kill -9 at any moment: the next start works without help and nothing acknowledged is lost."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from qingdan.base.db import processes
from qingdan.base.db.address import Address
from qingdan.base.db.cluster import Cluster
from qingdan.base.db.processes import postmaster

pytestmark = pytest.mark.requirement("G-database")

WRITERS = 6
START = "import sys; from pathlib import Path; from qingdan.base.db.cluster import Cluster; "
START += "Cluster(Path(sys.argv[1])).ensure_running()"
BUSY = "SELECT sum(a * b) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b"
NewCluster = Callable[..., Cluster]


def kill(cluster: Cluster) -> None:
    process = postmaster(cluster.data)
    assert process is not None
    os.kill(process, signal.SIGKILL)


def write_until_it_dies(
    address: Address, writer: int, acknowledged: set[tuple[int, int]], start: int
) -> None:
    try:
        with psycopg.connect(address.url("app"), autocommit=True) as session:
            for number in range(start, start + 1_000_000):
                session.execute("INSERT INTO written VALUES (%s, %s)", [writer, number])
                acknowledged.add((writer, number))
    except psycopg.OperationalError:
        return  # the server was killed


def compute(address: Address) -> None:
    with psycopg.connect(address.url("app")) as session, pytest.raises(psycopg.OperationalError):
        session.execute(BUSY)


def survive(cluster: Cluster, cycles: int, seed: int) -> int:
    """Kills the server again and again under writers; the number of acknowledged rows, none of them lost."""
    address, chance = cluster.ensure_running(), random.Random(seed)
    with psycopg.connect(address.url("owner")) as session:
        session.execute("CREATE TABLE written (writer int, number int, PRIMARY KEY (writer, number))")
    acknowledged: set[tuple[int, int]] = set()
    for cycle in range(cycles):
        arguments = [(address, writer, acknowledged, cycle * 1_000_000) for writer in range(WRITERS)]
        writers = [threading.Thread(target=write_until_it_dies, args=each) for each in arguments]
        for writer in writers:
            writer.start()
        time.sleep(chance.uniform(0.1, 0.6))
        kill(cluster)
        assert cluster.ensure_running() == address
        for writer in writers:
            writer.join()
        with psycopg.connect(address.url("app")) as session:
            found = set(session.execute("SELECT writer, number FROM written").fetchall())
        assert acknowledged - found == set()
    return len(acknowledged)


def test_kill__loses_nothing_acknowledged(new_cluster: NewCluster) -> None:
    assert survive(new_cluster(), cycles=2, seed=4) > 100


@pytest.mark.soak
def test_kill__loses_nothing_acknowledged_in_many_cycles(new_cluster: NewCluster) -> None:
    acknowledged = survive(new_cluster(), cycles=15, seed=15)
    print(f"{acknowledged} acknowledged, none lost")

    assert acknowledged > 10_000


def test_kill__with_a_backend_that_goes_on_computing(
    new_cluster: NewCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.3)
    cluster = new_cluster()
    address = cluster.ensure_running()
    busy = threading.Thread(target=compute, args=[address])
    busy.start()
    time.sleep(0.5)
    kill(cluster)

    assert cluster.ensure_running() == address
    busy.join()


def test_start__believes_no_lock_file_with_anothers_number(new_cluster: NewCluster) -> None:
    cluster = new_cluster()
    address = cluster.ensure_running()
    cluster.stop()
    ours = f"{os.getpid()}\n{cluster.data}\n1448000000\n5432\n{cluster.data}\n\n"
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
        (cluster.data / name).write_text(ours)

    assert cluster.ensure_running() == address


def test_start__after_temporary_files_were_swept(new_cluster: NewCluster) -> None:
    cluster = new_cluster("x" * 100)
    swept = cluster.ensure_running().host
    shutil.rmtree(swept)
    address = cluster.ensure_running()

    assert address.host != swept
    psycopg.connect(address.url("app")).close()


def test_start__trusts_no_socket_folder_that_others_may_write(new_cluster: NewCluster) -> None:
    cluster = new_cluster("x" * 100)
    opened = Path(cluster.ensure_running().host)
    cluster.stop()
    opened.chmod(0o777)

    assert cluster.ensure_running().host != str(opened)
    opened.rmdir()


def start_and_kill(home: Path, after: float) -> None:
    starter = subprocess.Popen([sys.executable, "-c", START, str(home)], start_new_session=True)
    time.sleep(after)
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()


@pytest.mark.parametrize("seconds", [0.5, 1.0])
def test_start__after_a_first_start_was_killed(new_cluster: NewCluster, seconds: float) -> None:
    cluster = new_cluster()
    start_and_kill(cluster.home, after=seconds)
    address = cluster.ensure_running()

    assert postmaster(cluster.data) is not None
    assert not list(cluster.home.glob("pg.new-*"))
    psycopg.connect(address.url("app")).close()


@pytest.mark.soak
def test_start__after_first_starts_were_killed_at_every_moment(new_cluster: NewCluster) -> None:
    for moment in range(80):
        cluster = new_cluster(f"killed{moment}")
        start_and_kill(cluster.home, after=0.02 * moment)
        psycopg.connect(cluster.ensure_running().url("app")).close()
        cluster.stop()
