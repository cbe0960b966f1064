"""A city's own processes, as at a real place: `qingdan serve` and `qingdan worker` on a home, to be killed at will."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError

from qingdan.base.db.address import Address

PATIENCE = 90.0  # seconds; two busy cores start slowly


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def database_words(address: Address) -> dict[str, str]:
    """The environment that sends a process to a database."""
    roles = {"DATABASE_URL": "app", "DATABASE_OWNER_URL": "owner", "DATABASE_BACKUP_URL": "backup"}
    return {name: address.url(role) for name, role in roles.items()}  # type: ignore[arg-type]


class CityProcesses:
    """Commands of one home, each in a group of its own; what they print is kept in the home, in `<command>.log`."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        own = {"QINGDAN_HOME": str(home), "QINGDAN_PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        clean = {
            key: value for key, value in os.environ.items() if not key.startswith(("QINGDAN", "DATABASE"))
        }
        self.environment = clean | own | environment

    def start(self, command: str) -> None:
        """Starts `serve`, `worker` or `demo`."""
        with (self.home / f"{command}.log").open("ab") as log:
            self.running[command] = subprocess.Popen(
                [sys.executable, "-m", "qingdan", command],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_ready(self, command: str = "serve") -> float:
        """Seconds until /healthz answers; fails with the end of the log when the command ends or takes too long."""
        begun = time.monotonic()
        while not self.answers():
            ended = self.running[command].poll()
            late = time.monotonic() - begun > PATIENCE
            assert ended is None and not late, f"{command}: {ended}\n{self.log(command)[-2_000:]}"
            time.sleep(0.05)
        return time.monotonic() - begun

    def answers(self) -> bool:
        """Whether /healthz says 200."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, HTTPException, OSError):
            return False

    def log(self, command: str) -> str:
        """What the command printed."""
        return (self.home / f"{command}.log").read_text(encoding="utf-8", errors="replace")

    def kill(self, command: str) -> None:
        """Kill -9, it and all its children."""
        self._send(command, signal.SIGKILL)
        self.running.pop(command).wait()

    def stop(self) -> None:
        """Ends all, politely first; returns when they are gone."""
        for command in self.running:
            self._send(command, signal.SIGTERM)
        for command, process in self.running.items():
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._send(command, signal.SIGKILL)
                process.wait()
        self.running.clear()

    def _send(self, command: str, message: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.running[command].pid, message)


class MadeDemo(CityProcesses):
    """`make demo`, as a person at a terminal runs it."""

    def begin(self, root: Path) -> float:
        """Starts it; seconds until the first page answers."""
        begun = time.monotonic()
        with (self.home / "demo.log").open("ab") as log:
            self.running["demo"] = subprocess.Popen(
                ["make", "--no-print-directory", "demo"],
                cwd=root,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until_ready("demo")
        return time.monotonic() - begun

    def press_ctrl_c(self) -> int:
        """What a terminal does: SIGINT to everything in the foreground; make's status when all is over."""
        process = self.running.pop("demo")
        os.killpg(process.pid, signal.SIGINT)
        return process.wait(timeout=60)
