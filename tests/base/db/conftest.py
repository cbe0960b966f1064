"""A database server of the tests' own, and homes that may be ill-treated."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qingdan.base.db.address import Address
from qingdan.base.db.cluster import Cluster


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
    place = Path(tempfile.mkdtemp(prefix="qd-"))
    place.chmod(0o755)

    def make(name: str = "home") -> Cluster:
        made.append(Cluster(place / name))
        return made[-1]

    yield make
    for cluster in made:
        cluster.stop()
    shutil.rmtree(place)
