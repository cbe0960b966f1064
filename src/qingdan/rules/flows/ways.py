"""The graph of a chart: where its exits lead, what is reached, which ways lead back. All linear in steps and exits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from qingdan.rules.flows.values import Chart, arrows

Ways = dict[int, tuple[int, ...]]
"""Step number → numbers of the steps it leads to, in the order of its exits."""


def ways_on(chart: Chart) -> Ways:
    """The exits that lead to a step that exists, each target once; every step has an entry."""
    onward: dict[int, dict[int, None]] = {step.number: {} for step in chart.steps}
    for step, way in arrows(chart):
        if way.to in onward:
            onward[step.number][way.to] = None
    return {number: tuple(targets) for number, targets in onward.items()}


def turned(ways: Ways) -> Ways:
    """The same ways walked backwards."""
    back: dict[int, list[int]] = defaultdict(list)
    for start, targets in ways.items():
        for target in targets:
            back[target].append(start)
    return {number: tuple(back[number]) for number in ways}


def reached(ways: Ways, starts: Iterable[int], *, closed: frozenset[int] = frozenset()) -> frozenset[int]:
    """The steps that can be come to from `starts`, these included, without setting foot on a closed one."""
    open_ends = [number for number in starts if number not in closed]
    seen = set(open_ends)
    while open_ends:
        for target in ways[open_ends.pop()]:
            if target not in seen and target not in closed:
                seen.add(target)
                open_ends.append(target)
    return frozenset(seen)


def returns(ways: Ways) -> frozenset[tuple[int, int]]:
    """The ways back (补正, 退回重新调查): exits to a step that lies on the way walked so far.

    The chart is walked from its first row, exits in their order, then from every row not met yet. Without these
    exits no way leads round in a circle.
    """
    return frozenset(_walk(ways, []))


def ends_first(ways: Ways) -> tuple[list[int], frozenset[tuple[int, int]]]:
    """The steps in an order that has each after those it leads to, ways back aside; and these ways back."""
    order: list[int] = []
    back = frozenset(_walk(ways, order))
    return order, back


def _walk(ways: Ways, order: list[int]) -> Iterator[tuple[int, int]]:
    """Depth first: gives the ways back, and writes each step into `order` when it is left for good."""
    met: set[int] = set()
    for root in ways:
        on_the_way = {} if root in met else {root: iter(ways[root])}
        met.add(root)
        while on_the_way:
            here, rest = next(reversed(on_the_way.items()))
            target = next(rest, None)
            if target is None:
                order.append(here)
                del on_the_way[here]
            elif target in on_the_way:
                yield here, target
            elif target not in met:
                met.add(target)
                on_the_way[target] = iter(ways[target])
