"""Joint approval: an application of five departments beside a single one; a hundred thousand open ones."""

from collections.abc import Iterator

from bench.editions import apart
from bench.measure import Measure

TIMES_SINGLE, LIST_SECONDS = 6.0, 0.2


def bench_joints_five() -> Iterator[Measure]:
    """From the draft to the last of five decisions, beside one application from its draft to its decision."""
    found = apart("bench.joint_city", "five")
    ratio = found["joint"] / found["single"]
    yield Measure(
        name="joint_of_five",
        value=found["joint"],
        unit="s",
        baseline=found["single"],
        ratio=ratio,
        goal=TIMES_SINGLE,
    )


def bench_joints_many() -> Iterator[Measure]:
    """The lead's list of a hundred thousand open joint applications, and the page of one."""
    found = apart("bench.joint_city", "many")
    yield Measure(name="joint_list_1", value=found["list_1"], unit="s", goal=LIST_SECONDS)
    yield Measure(name="joint_list_16", value=found["list_16"], unit="s")
    yield Measure(name="joint_part_1", value=found["part_1"], unit="s", goal=LIST_SECONDS)
    yield Measure(name="joint_page_1", value=found["joint_1"], unit="s")
    yield Measure(name="joint_many_filled", value=found["filling"], unit="s")
