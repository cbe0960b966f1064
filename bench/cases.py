"""Cases on line: a step of the chart beside the same writes by pgbench, and a million deadlines worked out anew."""

from collections.abc import Iterator

from bench.editions import apart
from bench.measure import Measure

PART_OF_PGBENCH, GOAL_SECONDS = 0.35, 60.0


def bench_cases_steps() -> Iterator[Measure]:
    """Steps a second with all their writes and events; applications taken in a second."""
    found = apart("bench.case_city", "steps")
    ours, base = found["steps"], found["pgbench_steps"]
    yield Measure(
        name="case_step", value=ours, unit="步/s", baseline=base, ratio=base / ours, goal=1 / PART_OF_PGBENCH
    )
    yield Measure(name="case_taken_in", value=found["taken_in"], unit="件/s")


def bench_cases_million() -> Iterator[Measure]:
    """All last days of a million open cases, as after a change of the calendar that moves none of them."""
    found = apart("bench.case_city", "million")
    yield Measure(name="case_days_recomputed", value=found["recomputed"], unit="s", goal=GOAL_SECONDS)
    yield Measure(name="case_million_filled", value=found["filling"], unit="s")
