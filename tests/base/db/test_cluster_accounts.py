"""Under which user the server runs: root inside a namespace, root without one, an ordinary user."""

import os
import pwd
from collections.abc import Callable

import psycopg
import pytest

from qingdan.base.db.account import NOBODY, account_for
from qingdan.base.db.cluster import Cluster
from qingdan.base.db.errors import DatabaseUnavailable
from qingdan.base.db.processes import postmaster

NewCluster = Callable[..., Cluster]

pytestmark = [
    pytest.mark.requirement("G-database"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another"),
]


def owners(cluster: Cluster) -> set[int]:
    return {path.lstat().st_uid for path in (cluster.data, *cluster.data.rglob("*"))}


def works(cluster: Cluster) -> bool:
    with psycopg.connect(cluster.ensure_running().url("app")) as session:
        return session.execute("SELECT 1").fetchone() == (1,)


def test_root__keeps_its_files_inside_a_namespace(new_cluster: NewCluster) -> None:
    cluster = new_cluster()
    if not account_for(cluster.data).prefix:
        pytest.skip("the kernel gives no user namespaces here")

    assert works(cluster)
    assert owners(cluster) == {0}


def test_root__without_namespaces_is_nobody_and_says_so(
    new_cluster: NewCluster, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PATH", "")
    cluster = new_cluster()

    assert works(cluster)
    assert owners(cluster) == {NOBODY}
    assert "改用 uid 65534" in caplog.text


def test_root__moves_to_a_machine_without_namespaces_and_back(
    new_cluster: NewCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = new_cluster("x" * 100)
    for path in (os.environ["PATH"], "", os.environ["PATH"]):
        monkeypatch.setenv("PATH", path)

        assert works(cluster)
        assert len(owners(cluster)) == 1
        cluster.stop()


def start_as(uid: int, cluster: Cluster) -> str:
    """Starts it in a process of that user; what it complained of. Forked: the interpreter may be root's alone."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            cluster.ensure_running()
        except DatabaseUnavailable as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        return pipe.read()


def own_home(uid: int, cluster: Cluster) -> Cluster:
    cluster.home.mkdir()
    os.chown(cluster.home, uid, uid)
    return cluster


def unnamed() -> int:
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    return next(uid for uid in range(4242, 60000) if uid not in taken)


@pytest.mark.parametrize("named", [True, False])
def test_ordinary_user__starts_and_root_attaches_and_restarts(new_cluster: NewCluster, named: bool) -> None:
    uid = NOBODY if named else unnamed()
    cluster = own_home(uid, new_cluster())

    assert start_as(uid, cluster) == ""
    process = postmaster(cluster.data)
    assert works(cluster)
    assert postmaster(cluster.data) == process is not None
    cluster.stop()
    assert works(cluster)
    assert owners(cluster) == {uid}


def test_ordinary_user__is_told_that_the_data_are_anothers(new_cluster: NewCluster) -> None:
    cluster = new_cluster()
    cluster.ensure_running()

    assert "不能写" in start_as(NOBODY, cluster)
    cluster.home.chmod(0o777)
    (cluster.home / "pg.lock").chmod(0o666)
    assert "属于另一个用户" in start_as(NOBODY, cluster)
    assert works(cluster)
