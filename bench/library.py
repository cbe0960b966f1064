"""How fast the law library opens, beside merely opening its SQLite file."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.measure import Measure, against
from qingdan.library.library import open_library

HOME = Path(os.environ.get("QINGDAN_HOME") or Path(__file__).resolve().parents[1] / "var")
ANSWERED_ON = date(2015, 4, 15)


def bench_library_open() -> Iterator[Measure]:
    """Opening and one answer."""
    yield against(
        "library_open", lambda: open_library(HOME).answer("大气污染防治法", ANSWERED_ON), _bare, goal=None
    )


def _bare() -> object:
    connection = sqlite3.connect(HOME / "laws.sqlite")
    try:
        return connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.close()
