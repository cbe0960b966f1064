"""C28 and R-025: the longest way, what is too long, what is saved."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.flows.lantern_charts import LANTERN, charts, lantern, natural, working

from qingdan.rules.flow_graph import Chart, Compared, Savings, chart_problems, figures, print_limit, savings
from qingdan.rules.flows.limits import counted_days, fewest_days, longest_way
from qingdan.rules.flows.ways import ends_first, ways_on
from qingdan.rules.power_item import DayKind, Limit
from qingdan.rules.time_limit import parse_limit

pytestmark = pytest.mark.requirement("C28")
WORKING = counted_days(DayKind.WORKING)


def test_longest_way__counts_a_return_once_and_the_longer_branch() -> None:
    assert longest_way(LANTERN, WORKING) == 1 + 5 + 2 + 10


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [(None, None, 18), (2, 4, 8), (3, 4, 7), (None, 4, 8), (4, None, 12), (3, 3, 5), (6, 7, 3), (99, 4, 8)],
)
def test_longest_way__runs_within_the_clock(begin: int | None, end: int | None, days: int) -> None:
    assert longest_way(replace(LANTERN, clock_from=begin, clock_until=end), WORKING) == days


def test_longest_way__leaves_out_what_the_law_does_not_count() -> None:
    assert longest_way(lantern(s3={"counted": False}), WORKING) == 13


@pytest.mark.parametrize(
    ("promised", "statutory", "keys"),
    [
        (working(18), working(20), []),
        (working(17), working(20), ["C28.way_longer_than_promised"]),
        (working(10), working(17), ["C28.way_longer_than_law"]),
        (working(21), working(20), ["C28.longer_than_law"]),
        (None, working(17), ["C28.way_longer_than_law"]),
        (natural(15), None, ["C28.way_longer_than_promised"]),
        (natural(26), None, []),  # 18 working days may come to 24 natural ones
        (None, None, []),
    ],
)
def test_whole_chart__against_promise_and_law(
    promised: Limit | None, statutory: Limit | None, keys: list[str]
) -> None:
    chart = replace(LANTERN, promised_limit=promised, statutory_limit=statutory)

    assert [problem.key for problem in chart_problems(chart)] == keys


def test_step__promised_longer_than_law() -> None:
    problems = chart_problems(lantern(s5={"promised_limit": working(11)}))

    assert [(problem.key, problem.data["step"]) for problem in problems] == [("C28.step_longer_than_law", 5)]
    assert problems[0].params == {
        "step": 5,
        "name": "发证",
        "promised": "11个工作日",
        "statutory": "10个工作日",
    }


def test_units__are_not_added_up() -> None:
    mixed = lantern(s3={"promised_limit": natural(5)})

    assert longest_way(mixed, WORKING) == 13
    assert longest_way(mixed, counted_days(DayKind.NATURAL)) == 5
    assert [problem.key for problem in chart_problems(replace(mixed, promised_limit=working(13)))] == []


@given(charts(most=8))
def test_longest_way__is_the_best_of_all_ways(chart: Chart) -> None:
    ways = ways_on(chart)
    back = ends_first(ways)[1]
    steps = {step.number: step for step in chart.steps}

    @cache
    def best(number: int) -> int:
        ahead = [best(to) for to in ways[number] if (number, to) not in back]
        return fewest_days(steps[number]) + max(ahead, default=0)

    assert longest_way(chart, fewest_days) == max(map(best, ways), default=0)


@given(st.builds(Limit, days=st.integers(0, 3000), kind=st.sampled_from(DayKind)) | st.integers(1, 48))
def test_printed_limit__reads_the_same(limit: Limit | int) -> None:
    if isinstance(limit, int):
        years, months = divmod(limit, 12)
        limit = Limit(days=years * 365 + months * 30, kind=DayKind.NATURAL, months=limit)
    read = parse_limit(print_limit(limit))

    assert read is not None
    assert (read.days, read.months) == (limit.days, limit.months)
    assert read.kind is limit.kind or not limit.days


def _compared(**more: int | None) -> Compared:
    values: dict[str, Any] = {"steps": 5, "days": 8, "steps_before": 9, "days_before": 30}
    return Compared(**values | more)


@pytest.mark.requirement("R-025")
def test_savings__are_summed_over_the_powers_that_go_by_a_chart() -> None:
    shared, own = _compared(), _compared(steps=7, days=None)

    saved = savings([shared, own], [shared, shared, own])

    assert (saved.charts, saved.compared, saved.items, saved.timed_items) == (2, 2, 3, 2)
    assert (saved.steps_before, saved.steps_after) == (27, 17)
    assert (saved.days_before, saved.days_after) == (60, 16)
    assert saved + Savings() == saved


@pytest.mark.requirement("R-025")
def test_savings__are_the_same_however_charts_are_drawn() -> None:
    one = _compared()
    together, apart = savings([one], [one] * 4), savings([one] * 4, [one] * 4)

    assert replace(together, charts=0, compared=0) == replace(apart, charts=0, compared=0)


@pytest.mark.requirement("R-025")
def test_savings__of_charts_that_do_not_say_what_was_before() -> None:
    bare = _compared(steps_before=None, days_before=None)

    assert savings([bare], [bare]) == Savings(charts=1)


@pytest.mark.requirement("R-025")
@pytest.mark.parametrize(
    ("change", "days"),
    [
        ({}, None),
        ({"promised_limit": working(3)}, 3),
        ({"promised_limit": working(0)}, 0),
        ({"promised_limit": working(3), "counted": False}, None),
    ],
    ids=["no limit", "a limit", "the same day", "left out by law"],
)
def test_days__are_not_known_without_a_counted_limit(change: dict[str, Any], days: int | None) -> None:
    untimed = replace(
        LANTERN,
        steps=tuple(replace(one, statutory_limit=None, promised_limit=None) for one in LANTERN.steps),
    )
    chart = replace(
        untimed, steps=tuple(replace(one, **change) if one.number == 3 else one for one in untimed.steps)
    )

    assert figures(chart).days == days
