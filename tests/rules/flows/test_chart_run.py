"""Running a chart: sequence, choice, branches side by side, joins, ways back; random charts end and lose nothing."""

from collections import Counter
from random import Random

import pytest
from tests.rules.flows.lantern_charts import step

from qingdan.rules.chart_run import Review, Run, RunFault, begin, done, review_of
from qingdan.rules.flow_graph import Chart, Exit, Step, StepKind

pytestmark = pytest.mark.requirement("RQ-N10", "RQ-N8")
MOST_BRANCHES = 12


def _chart(*steps: Step, clock: tuple[int, int]) -> Chart:
    return Chart(steps=steps, clock_from=clock[0], clock_until=clock[1])


SIDE_BY_SIDE = _chart(
    step(1, "start", "申请", 2),
    step(2, "document", "受理", 3),
    step(3, "act", "分办", 4, 5),
    step(4, "decision", "踏勘", (6, "合格"), (7, "要整改")),
    step(5, "act", "法制审核", 8),
    step(6, "act", "报告", 8),
    step(7, "act", "整改", 4),
    step(8, "act", "会签", 9),
    step(9, "decision", "决定", (10, "准予"), (10, "不准")),
    step(10, "end", "归档"),
    clock=(2, 9),
)


def _review(chart: Chart) -> Review:
    found = review_of(chart)
    assert isinstance(found, Review)
    return found


def _after(review: Review, *acts: tuple[int, str]) -> Run:
    run = begin(review)
    for number, condition in acts:
        found = done(review, run, number, condition)
        assert isinstance(found, Run), (number, found)
        run = found
    return run


@pytest.mark.parametrize(
    ("acts", "open_steps"),
    [
        ([], {3}),
        ([(3, "")], {4, 5}),
        ([(3, ""), (5, "")], {4}),
        ([(3, ""), (5, ""), (4, "要整改")], {7}),
        ([(3, ""), (4, "要整改"), (7, ""), (4, "合格")], {5, 6}),
        ([(3, ""), (4, "合格"), (6, "")], {5}),
        ([(3, ""), (4, "合格"), (6, ""), (5, "")], {8}),
        ([(3, ""), (5, ""), (4, "合格"), (6, ""), (8, "")], {9}),
    ],
)
def test_branches__go_side_by_side_and_meet_once(acts: list[tuple[int, str]], open_steps: set[int]) -> None:
    assert _after(_review(SIDE_BY_SIDE), *acts).open == open_steps


def test_review__is_over_when_the_decision_alone_is_open() -> None:
    review = _review(SIDE_BY_SIDE)
    acts = [(3, ""), (5, ""), (4, "合格"), (6, "")]

    assert not _after(review, *acts).decided_next(review)
    assert _after(review, *acts, (8, "")).decided_next(review)


@pytest.mark.parametrize(
    ("number", "condition", "fault"),
    [
        (4, "合格", RunFault.NOT_OPEN),
        (9, "准予", RunFault.NOT_OPEN),
        (99, "", RunFault.NOT_OPEN),
        (3, "随便", None),
    ],
)
def test_a_step__is_done_only_where_it_is_open(number: int, condition: str, fault: RunFault | None) -> None:
    review = _review(SIDE_BY_SIDE)
    found = done(review, begin(review), number, condition)

    assert found == fault if fault else isinstance(found, Run)


def test_a_choice__goes_on_by_an_exit_that_the_chart_has() -> None:
    review = _review(SIDE_BY_SIDE)

    assert done(review, _after(review, (3, "")), 4, "差不多") is RunFault.NO_SUCH_EXIT


@pytest.mark.parametrize(
    ("chart", "fault"),
    [
        (Chart(steps=SIDE_BY_SIDE.steps), RunFault.NO_CLOCK),
        (_chart(*SIDE_BY_SIDE.steps, clock=(2, 77)), RunFault.NO_CLOCK),
        (
            _chart(step(1, "act", "受理", 2), step(2, "act", "审查", 3, 4), step(3, "decision", "决定"),
                   step(4, "end", "完"), clock=(1, 3)),
            RunFault.LEAVES_REVIEW,
        ),
        (
            _chart(step(1, "act", "受理", 2), step(2, "act", "审查", 2), step(3, "decision", "决定"), clock=(1, 3)),
            RunFault.NEVER_DECIDED,
        ),
        (_chart(step(1, "act", "受理"), step(3, "decision", "决定"), clock=(1, 3)), RunFault.NEVER_DECIDED),
    ],
)  # fmt: skip
def test_a_chart__that_cannot_be_run_says_why(chart: Chart, fault: RunFault) -> None:
    assert review_of(chart) is fault


def _random_chart(chance: Random) -> Chart:
    """Acceptance 1, decision last; every step leads on, some choose, some branch, some choices lead back."""
    last = chance.randint(4, 24)
    steps = [step(1, "document", "受理", *_some(chance, 2, last, most=3))]
    for number in range(2, last):
        onward = _some(chance, number + 1, last, most=MOST_BRANCHES if chance.random() < 0.1 else 3)
        if chance.random() < 0.4:
            back = [chance.randint(2, number)] if chance.random() < 0.5 else []
            ways = [(to, f"{place}") for place, to in enumerate([*onward, *back])]
            steps.append(step(number, "decision", f"第{number}步", *ways))
        else:
            steps.append(step(number, "act", f"第{number}步", *onward))
    return _chart(*steps, step(last, "decision", "决定", (last, "准予")), clock=(1, last))


def _some(chance: Random, least: int, most_number: int, *, most: int) -> list[int]:
    numbers = range(least, most_number + 1)
    return sorted(chance.sample(numbers, k=min(len(numbers), chance.randint(1, most))))


def _ways_on(one: Step, *, back: bool) -> list[Exit]:
    return [way for way in one.exits if back or way.to > one.number]


def _walk(chart: Chart, chance: Random) -> None:
    """Does open steps in any order: it ends at the decision, each step once between ways back, all that was due."""
    review = _review(chart)
    run, times, due, returned = begin(review), Counter[int](), set(review.first), 0
    while not run.decided_next(review):
        assert run.open, "nobody has anything to do"
        one = review.steps[chance.choice(sorted(run.open - {review.decision}))]
        ways = _ways_on(one, back=returned < 5)
        if one.kind is StepKind.DECISION:
            way = chance.choice(ways)
            returned += way.to <= one.number
            ways, condition = [way], way.condition
        else:
            condition = ""
        due |= {way.to for way in ways}
        times[one.number] += 1
        found = done(review, run, one.number, condition)
        assert isinstance(found, Run)
        run = found
    assert due == {*times, review.decision}
    assert returned or max(times.values(), default=1) == 1


@pytest.mark.parametrize(
    "seeds", [range(400), pytest.param(range(10_000), marks=pytest.mark.soak)], ids=["few", "all"]
)
def test_random_charts__end_lose_nothing_and_do_each_step_once(seeds: range) -> None:
    for seed in seeds:
        chance = Random(seed)
        _walk(_random_chart(chance), chance)
