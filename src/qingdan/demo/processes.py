"""The processes of the demonstration: worker and web server beside each other, stopped together."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from types import FrameType
from urllib.error import URLError

PATIENCE = 60  # seconds until the first page must answer


class Stopped(Exception):
    """Ctrl-C, or a polite signal."""


class Processes:
    """Children that live and die together."""

    def __init__(self) -> None:
        self.children: list[subprocess.Popen[bytes]] = []
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)

    def start(self, *words: str) -> None:
        """One command of ours, in a group of its own so that Ctrl-C reaches it through us, in order."""
        command = [sys.executable, "-m", "qingdan", *words]
        environment = os.environ | {"QINGDAN_DEMO": "1"}
        self.children.append(subprocess.Popen(command, env=environment, start_new_session=True))

    def wait_for(self, address: str) -> None:
        """Until the address answers. Raises Stopped when a child ends before, or patience does."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self.ended():
            if _answers(address):
                return
            time.sleep(0.1)
        raise Stopped

    def ended(self) -> bool:
        """Whether one has ended by itself."""
        return any(child.poll() is not None for child in self.children)

    def watch(self) -> None:
        """Until one ends or we are told to stop."""
        while not self.ended():
            time.sleep(0.5)

    def stop(self) -> None:
        """Politely, then not."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _tell(self.children, signal.SIGTERM)
        for child in self.children:
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                _tell([child], signal.SIGKILL)
                child.wait()


def _tell(children: Sequence[subprocess.Popen[bytes]], message: signal.Signals) -> None:
    for child in children:
        if child.poll() is None:
            os.killpg(child.pid, message)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, HTTPException, OSError):
        return False


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stopped
