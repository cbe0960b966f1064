"""`qingdan demo`: a running city with invented people: database, worker and web server until Ctrl-C."""

import argparse
import os
import socket
from pathlib import Path

from qingdan.cli.city import city_home, city_ready, database_errors
from qingdan.cli.errors import CommandError


def configure(_parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: QINGDAN_PORT and QINGDAN_HOME say where."""


def run(_arguments: argparse.Namespace) -> int:
    """Runs the city; returns when told to stop. Raises CommandError."""
    home = city_home()
    os.environ["QINGDAN_DEMO"] = "1"
    port = _port()
    _free(port)
    if not _founded(home):
        print("准备数据库……", flush=True)
        with city_ready(home):
            from qingdan.demo.city import found_city  # noqa: PLC0415  (needs the settings)

            found_city(home)
        print("演示数据在后台填，要几分钟：每填好一部分下面写一行“演示填好了”，一共三行", flush=True)
    status = _run(port, home)
    _close(home)
    return status


def _port() -> int:
    with database_errors():
        from qingdan.config.environment import read_environment  # noqa: PLC0415

        return read_environment().port


def _founded(home: Path) -> bool:
    """Whether this home has its city: then starting it is all there is to do."""
    own = not os.environ.get("DATABASE_URL") and (home / "pg" / "PG_VERSION").exists()
    return own and (home / "demo-accounts.json").exists()


def _run(port: int, home: Path) -> int:
    from qingdan.demo.processes import Processes, Stopped  # noqa: PLC0415

    processes = Processes()
    try:
        processes.start("serve")  # brings the database up to date, so the worker comes after it
        processes.wait_for(f"http://127.0.0.1:{port}/healthz")
        processes.start("worker")
        print(f"\n打开　http://localhost:{port}/", flush=True)
        print(f"账号　{home / 'demo-accounts.json'}\n停止　Ctrl-C\n", flush=True)
        processes.watch()
    except Stopped:
        return 2 if processes.ended() else 0
    finally:
        processes.stop()
    raise CommandError("网页服务或后台任务自己停了，原因在上面")


def _close(home: Path) -> None:
    from qingdan.base.db.cluster import Cluster  # noqa: PLC0415

    if not os.environ.get("DATABASE_URL"):
        Cluster(home).stop()


def _free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CommandError(
                f"端口 {port} 已经有程序在用：换一个，例如 QINGDAN_PORT={port + 1} make demo"
            ) from None
