"""Server processes of a data folder, told by /proc: a number in postmaster.pid may belong to anyone by now."""

import os
import signal
import time
from pathlib import Path

from qingdan.base.db.errors import DatabaseUnavailable

GRACE = 5.0
PATIENCE = 60.0


def postmaster(data: Path) -> int | None:
    """The process that postmaster.pid names, if it is alive and serves this folder."""
    try:
        written = (data / "postmaster.pid").read_text().split("\n", 1)[0]
    except FileNotFoundError:
        return None
    return int(written) if written.isdigit() and _serves(written, data) else None


def wait_until_gone(data: Path, process: int, *, patience: float = PATIENCE) -> None:
    """Returns when the process serves the folder no longer; raises DatabaseUnavailable when it goes on."""
    deadline = time.monotonic() + patience
    while _serves(str(process), data):
        if time.monotonic() > deadline:
            raise DatabaseUnavailable(f"PostgreSQL（进程 {process}）{patience:.0f} 秒内没有停下")
        time.sleep(0.02)


def clear_away(data: Path) -> None:
    """After a crash: backends whose postmaster is dead finish by themselves; those still busy are ended.

    What they acknowledged is on the disk; what they still compute, nobody could commit to a new server.
    """
    started = time.monotonic()
    while left := _serving(data):
        waited = time.monotonic() - started
        if waited > PATIENCE:
            raise DatabaseUnavailable(f"上次的 PostgreSQL 还有进程没有退出：{left}")
        if waited > GRACE:
            for process in left:
                _end(process)
        time.sleep(0.1)


def _end(process: int) -> None:
    try:
        os.kill(process, signal.SIGQUIT)
    except ProcessLookupError:
        return  # it left between the look and the signal


def _serving(data: Path) -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if _serves(path.name, data)]


def _serves(process: str, data: Path) -> bool:
    """Whether it is a server process of this folder: all of them work inside their data folder."""
    place = Path("/proc") / process
    try:
        return (place / "comm").read_text().strip() == "postgres" and (place / "cwd").samefile(data)
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False  # gone, a zombie, or another user's
