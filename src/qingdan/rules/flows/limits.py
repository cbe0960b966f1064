"""The time a chart takes (C28): the longest way through, against what is promised and what the law allows."""

from collections.abc import Callable, Iterator
from functools import partial

from qingdan.rules.checks.sources import LIMITS
from qingdan.rules.flows.problems import fault
from qingdan.rules.flows.values import Chart, Step
from qingdan.rules.flows.ways import Ways, ends_first, reached, turned, ways_on
from qingdan.rules.power_item import DayKind, Limit
from qingdan.rules.problem import Problem
from qingdan.rules.time_limit import exceeds, natural_span

_fault = partial(fault, authority=LIMITS)
_UNITS = {DayKind.WORKING: "个工作日", DayKind.NATURAL: "日"}


def print_limit(limit: Limit) -> str:
    """A limit in our own words (15个工作日, 30日, 3个月, 当日); reading it again gives the same days."""
    if not limit.days:
        return "当日"
    if limit.months:
        years, months = divmod(limit.months, 12)
        return f"{limit.months}个月" if months else f"{years}年"
    return f"{limit.days}{_UNITS[limit.kind]}"


def longest_way(chart: Chart, weight: Callable[[Step], int]) -> int:
    """The greatest sum of weights along one way through the chart, within its clock; 0 where nothing lies in it.

    Readings: a way back is not walked, so what it repeats counts once. A clock that begins or ends at a step that
    does not exist, or that cannot be come to, is the whole chart's.
    """
    ways = ways_on(chart)
    within = within_clock(chart, ways)
    weights = {step.number: weight(step) for step in reversed(chart.steps) if step.number in within}
    order, back = ends_first(ways)
    longest: dict[int, int] = {}
    for here in order:
        if here in within:
            ahead = [longest[to] for to in ways[here] if to in longest and (here, to) not in back]
            longest[here] = weights[here] + max(ahead, default=0)
    starts = longest if chart.clock_from not in within else [chart.clock_from]
    return max((longest[number] for number in starts), default=0)


def within_clock(chart: Chart, ways: Ways) -> frozenset[int]:
    """The steps on a way from where the clock begins to where it ends, both included; `ways` are those walked."""
    everything = after = before = frozenset(ways)
    end = chart.clock_until
    if chart.clock_from is not None and chart.clock_from in ways:
        after = reached(ways | {end: ()} if end in ways else ways, [chart.clock_from])
    if end is not None and end in ways:
        before = reached(turned(ways), [end])
    return after & before or everything


def counted_days(kind: DayKind) -> Callable[[Step], int]:
    """A step's counted days of one kind; of months the fewest days they can come to."""

    def days(step: Step) -> int:
        limit = step.limit if step.counted else None
        if limit is None or limit.kind is not kind:
            return 0
        return limit.days if kind is DayKind.WORKING else natural_span(limit)[0]

    return days


def fewest_days(step: Step) -> int:
    """The fewest natural days that a step's counted limit can come to."""
    return natural_span(step.limit)[0] if step.counted and step.limit else 0


def limit_problems(chart: Chart) -> Iterator[Problem]:
    """What is too long in a chart: a step, the promise, the longest way through.

    Source: 行政许可法 Art. 42, 行政强制法 Art. 25. Working and natural days are never added up. Readings: the steps of
    the unit of the item's limit are summed and must fit it; besides, the fewest natural days of all steps must
    not be more than the most the limit can come to. So only what is too long under every calendar is a fault.
    A step's own limit is what it promises, else what the law allows.
    """
    for step in chart.steps:
        promised, statutory = step.promised_limit, step.statutory_limit
        if promised and statutory and exceeds(promised, statutory):
            yield _fault(
                chart, step, key="C28.step_longer_than_law", field="promised_limit",
                promised=print_limit(promised), statutory=print_limit(statutory),
            )  # fmt: skip
    yield from _whole_chart(chart)


def _whole_chart(chart: Chart) -> Iterator[Problem]:
    promised, statutory = chart.promised_limit, chart.statutory_limit
    if promised and statutory and exceeds(promised, statutory):
        yield _fault(
            chart, None, key="C28.longer_than_law", field="promised_limit",
            promised=print_limit(promised), statutory=print_limit(statutory),
        )  # fmt: skip
    for limit, key in ((statutory, "C28.way_longer_than_law"), (promised, "C28.way_longer_than_promised")):
        took = limit and too_long(chart, limit)
        if limit and took:
            yield _fault(chart, None, key=key, field="steps", days=took, limit=print_limit(limit))
            return


def too_long(chart: Chart, limit: Limit) -> str:
    """What the longest way comes to at least, where that is surely more than the limit; "" where it fits."""
    days = longest_way(chart, counted_days(limit.kind))
    allowed = limit.days if limit.kind is DayKind.WORKING else natural_span(limit)[1]
    if days > allowed:
        return f"{days}{_UNITS[limit.kind]}"
    fewest = longest_way(chart, fewest_days)
    return f"{fewest}{_UNITS[DayKind.NATURAL]}" if fewest > natural_span(limit)[1] else ""
