"""A database server of the tests' own, and homes that may be ill-treated."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qingdan.base.db.address import Address
from qingdan.base.db.cluster import Cluster

SHARED_MEMORY = Path("/dev/shm")  # a killed process loses nothing there either, and making clusters is quick
ROOM = 1_000_000_000  # bytes


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running server that the tests of a module share: none of them may break it."""
    cluster = Cluster(tmp_path_factory.mktemp("city"))
    cluster.ensure_running()
    yield cluster
    cluster.stop()


@pytest.fixture
def address(cluster: Cluster) -> Address:
    """Where the shared server is."""
    return cluster.ensure_running()


@pytest.fixture
def new_cluster() -> Iterator[Callable[[str], Cluster]]:
    """Makes clusters, not started, in folders below one that everybody may pass; all stopped in the end."""
    made: list[Cluster] = []
    memory = SHARED_MEMORY.is_dir() and shutil.disk_usage(SHARED_MEMORY).free > ROOM
    place = Path(tempfile.mkdtemp(prefix="qd-", dir=SHARED_MEMORY if memory else None))
    place.chmod(0o755)

    def make(name: str = "home") -> Cluster:
        made.append(Cluster(place / name))
        return made[-1]

    yield make
    for cluster in made:
        cluster.stop()
        remembered = json.loads((cluster.home / "database.json").read_text()) if cluster.data.exists() else {}
        if remembered.get("socket_folder"):
            shutil.rmtree(remembered["socket_folder"])
    shutil.rmtree(place)
