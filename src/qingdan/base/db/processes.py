"""Server processes of a data folder, told by /proc: a number in postmaster.pid may belong to anyone by now."""

import hashlib
import os
import signal
import time
from pathlib import Path

from qingdan.base.db.errors import DatabaseUnavailable

GRACE = 5.0
PATIENCE = 60.0


def cluster_name(data: Path) -> str:
    """A name for the server of this folder, which PostgreSQL shows in the title of each of its processes."""
    return f"qingdan-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"


def postmaster(data: Path) -> int | None:
    """The process that postmaster.pid names, if it is alive and serves this folder."""
    written = _lines(data)[0]
    return int(written) if written.isdigit() and _serves(written, data) else None


def is_ready(data: Path) -> bool:
    """Whether the server has written that it takes connections; not while it starts, recovers or stops."""
    return "ready" in (line.strip() for line in _lines(data))


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


def _lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().split("\n")
    except FileNotFoundError:
        return [""]


def _end(process: int) -> None:
    try:
        os.kill(process, signal.SIGQUIT)
    except ProcessLookupError:
        return  # it left between the look and the signal


def _serving(data: Path) -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if _serves(path.name, data)]


def _serves(process: str, data: Path) -> bool:
    """Whether it is a server process of this folder.

    Told by its command line, which anyone may read (where it works only its own user may see): the postmaster
    was started with `-D folder`, its children carry the cluster's name in their titles.
    """
    try:
        line = (Path("/proc") / process / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    program, *arguments = line.split(b"\0")
    started_here = program.endswith(b"postgres") and os.fsencode(data) in arguments
    return started_here or line.startswith(f"postgres: {cluster_name(data)}: ".encode())
