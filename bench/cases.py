"""Cases on line: a step beside the same writes by pgbench and beside SpiffWorkflow, submitting, a million cases."""

from collections.abc import Iterator

from bench.editions import apart
from bench.measure import Measure

PART_OF_PGBENCH, TIMES_SPIFF, GOAL_SECONDS = 0.35, 1.5, 60.0
GOALS_OF_PAGES = {1: 0.15, 16: 0.32}  # people at once → seconds of the median


def bench_cases_steps() -> Iterator[Measure]:
    """Steps a second with all their writes and events, beside pgbench and SpiffWorkflow."""
    found = apart("bench.case_city", "steps")
    ours, base = found["steps"], found["pgbench_steps"]
    yield Measure(
        name="case_step", value=ours, unit="步/s", baseline=base, ratio=base / ours, goal=1 / PART_OF_PGBENCH
    )
    spiff = apart("bench.spiff_steps")["steps"]
    goal = 1 / TIMES_SPIFF
    yield Measure(
        name="case_step_by_spiff", value=ours, unit="步/s", baseline=spiff, ratio=spiff / ours, goal=goal
    )


def bench_cases_submit() -> Iterator[Measure]:
    """An application submitted, beside twice the bare writes and the setting of its receipt as PDF.

    The receipt is frozen and signed with the submission and set when it is opened; `case_submit_and_set`: both at once.
    """
    found = apart("bench.case_city", "submit")
    base = 2 * found["writes"] + found["setting"]
    ours, both = found["submit"], found["submit"] + found["setting"]
    yield Measure(name="case_submit", value=ours, unit="s", baseline=base, ratio=ours / base, goal=1.0)
    yield Measure(name="case_submit_and_set", value=both, unit="s", baseline=base, ratio=both / base)
    yield Measure(name="case_submit_writes", value=found["writes"], unit="s")


def bench_cases_million() -> Iterator[Measure]:
    """All last days of a million open cases, after a change of the calendar that moves none; pages over them."""
    found = apart("bench.case_city", "million")
    yield Measure(name="case_days_recomputed", value=found["recomputed"], unit="s", goal=GOAL_SECONDS)
    for people, goal in GOALS_OF_PAGES.items():
        for page in ("queue", "case"):
            name = f"case_{page}_of_million_{people}"
            yield Measure(name=name, value=found[f"{page}_{people}"], unit="s", goal=goal)
    yield Measure(name="case_million_filled", value=found["filling"], unit="s")
