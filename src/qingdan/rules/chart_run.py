"""The review of a case runs its published chart: which steps are open, and what follows when one is done.

Source: 宜春市"三单一网"实施方案 四(一)1(1)③ (every power runs by the published chart, RQ-N10), RQ-N8 (posts); the part
between acceptance and decision is the agency's review (行政许可法 Art. 34–38).

Readings:
- Review is what the chart has behind the step where the clock begins (受理) and before the one where it ends (决定);
  that last step is the decision itself and taken in the life of the case, not here.
- A decision goes on by one exit, every other step by all of its exits: several exits are work side by side.
- A way to an earlier row is a way back; who goes back begins there at once and does the steps after it again, other
  branches go on.
- Where ways meet, a step begins once, when nothing that runs can still come to it. Coming round again by a way back
  that would also repeat what led here does not count: that is the next round. So no branch is lost at a join, and
  nothing waits for a branch that was not taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qingdan.rules.flow_graph import Chart, Step, StepKind
from qingdan.rules.flows.ways import Ways, reached, turned, ways_on


class RunFault(StrEnum):
    """Why a chart cannot be run, or a step not be done."""

    NO_CLOCK = "no_clock"  # nothing says where review begins and ends
    LEAVES_REVIEW = "leaves_review"  # a way out of review that is not the decision
    NEVER_DECIDED = "never_decided"  # no way to the decision
    NOT_OPEN = "not_open"
    NO_SUCH_EXIT = "no_such_exit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The part of a chart that officers run: its steps by number, the first ones, the decision, all ways between them.

    `rows`: the place of each step in the table; `before`: step → itself and all that lead to it without a way back.
    """

    steps: dict[int, Step]
    first: tuple[int, ...]
    decision: int
    ways: Ways
    rows: dict[int, int]
    before: dict[int, frozenset[int]]

    def is_back(self, start: int, target: int) -> bool:
        """Whether a way leads to an earlier row, or to the same step again."""
        return self.rows.get(start, -1) >= self.rows[target]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Where a case is on its chart. `open`: somebody has it to do; `waiting`: step and the one it was come to from (0
    at the beginning); it begins when its branches have met.
    """

    open: frozenset[int] = frozenset()
    waiting: frozenset[tuple[int, int]] = frozenset()

    def decided_next(self, review: Review) -> bool:
        """Whether all is done and the decision stands open alone."""
        return self.open == {review.decision} and not self.waiting


def review_of(chart: Chart) -> Review | RunFault:
    """The part to be run, or why the chart has none."""
    ways = ways_on(chart)
    begin, decision = chart.clock_from, chart.clock_until
    if begin not in ways or decision not in ways or begin is None or decision is None:
        return RunFault.NO_CLOCK
    inside = reached(ways, ways[begin], closed=frozenset({begin, decision})) | {decision}
    if any(begin in ways[number] or not ways[number] for number in inside - {decision}):
        return RunFault.LEAVES_REVIEW
    onward = {number: () if number == decision else ways[number] for number in ways if number in inside}
    if not ways[begin] or any(decision not in reached(onward, [number]) for number in inside):
        return RunFault.NEVER_DECIDED
    return _prepared(chart, onward, first=ways[begin], decision=decision)


def _prepared(chart: Chart, ways: Ways, *, first: tuple[int, ...], decision: int) -> Review:
    rows = {number: place for place, number in enumerate(ways)}
    onward = {one: tuple(to for to in ways[one] if rows[to] > rows[one]) for one in ways}
    backwards = turned(onward)
    return Review(
        steps={one.number: one for one in chart.steps if one.number in ways},
        first=first,
        decision=decision,
        ways=ways,
        rows=rows,
        before={number: reached(backwards, [number]) for number in ways},
    )


def begin(review: Review) -> Run:
    """The first steps."""
    return _settled(review, Run(waiting=frozenset((number, 0) for number in review.first)))


def done(review: Review, run: Run, number: int, condition: str = "") -> Run | RunFault:
    """What is open when a step is done; of a decision, by the exit of that condition."""
    if number not in run.open or number == review.decision:
        return RunFault.NOT_OPEN
    come = {(target, number) for target in _targets(review.steps[number], condition)}
    if not come:
        return RunFault.NO_SUCH_EXIT
    return _settled(review, Run(open=run.open - {number}, waiting=run.waiting | come))


def _targets(step: Step, condition: str) -> Iterator[int]:
    by_choice = step.kind is StepKind.DECISION
    return (way.to for way in step.exits if not by_choice or way.condition == condition)


def _settled(review: Review, run: Run) -> Run:
    """Opens, from the first row on, every step to which nothing else comes any more."""
    for number in sorted({one for one, _ in run.waiting}, key=review.rows.__getitem__):
        if not _is_awaited(review, run, number):
            waiting = frozenset(one for one in run.waiting if one[0] != number)
            run = Run(open=run.open | {number}, waiting=waiting)
    return run


def _is_awaited(review: Review, run: Run, number: int) -> bool:
    """Whether something that runs can still come to a step that was come to."""
    sources = [start for one, start in run.waiting if one == number]
    if any(review.is_back(start, number) for start in sources):
        return False
    repeated = frozenset.intersection(*(review.before.get(start, frozenset()) for start in sources))
    earlier = {one for one, _ in run.waiting if review.rows[one] < review.rows[number]}
    live = (run.open | earlier) - {number}
    return any(number in reached(review.ways, review.ways[one], closed=repeated - {number}) for one in live)
