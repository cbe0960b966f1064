"""Editions of 6,000 powers: published to the last page, and compared word by word."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from bench.measure import Measure
from bench.portal import ROOT, environment_of, home_apart

POWERS = 6_000
PARTS = ("composing", "proving", "writing")


def bench_editions_published() -> Iterator[Measure]:
    """From the adopted list to the last channel, with search index and all pages as files; beside the page functions.

    Those are called one after the other, as somebody who asks for every page would have them called.
    """
    found = apart("bench.edition_city", str(POWERS))
    seconds, loop = sum(found[one] for one in PARTS), found["loop"]
    yield Measure(name="edition_published", value=seconds, unit="s", goal=30)
    yield Measure(
        name="edition_beside_its_pages", value=seconds, unit="s", baseline=loop, ratio=seconds / loop, goal=2
    )
    for one in ("tabling", *PARTS):
        yield Measure(name=f"edition_{one}", value=found[one], unit="s")


def bench_editions_compared() -> Iterator[Measure]:
    """Two editions, every power changed in three fields: entries, fields and words; and reading both alone."""
    found = apart("bench.portal_editions", "compare", str(POWERS))
    yield Measure(name="edition_difference", value=found["compared"], unit="s", goal=5)
    yield Measure(name="edition_difference_read", value=found["read"], unit="s")


def apart(module: str, *words: str) -> dict[str, Any]:
    """What a process of its own, in a home of its own, says in its last line."""
    with home_apart() as home:
        command = [sys.executable, "-m", module, *words]
        environment = environment_of(home)
        done = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found
