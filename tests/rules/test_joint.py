"""Joint approval: what a plan must be, how its branches go on, on which clock."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.calendar import load_calendar
from qingdan.data.wording import message_of
from qingdan.rules.case_clock import ClockMark, DayUse, JointLimit, case_clock, clock_days
from qingdan.rules.case_guards import CaseFacts, take_case_step
from qingdan.rules.case_state import CLOSED, CaseState, CaseStep, ClockEffect, Party
from qingdan.rules.case_table import CASE_LIFE
from qingdan.rules.joint import (
    JointPlan,
    Matter,
    Need,
    OnLine,
    in_order,
    latest_way,
    longest,
    plan_problems,
    starts,
)
from qingdan.rules.joint_run import (
    NOT_BEGUN,
    Branch,
    BranchStep,
    JointState,
    Outcome,
    accepted,
    accepts_itself,
    joint_state,
    moved_on,
    supplemented,
    told,
    withdrawn,
)
from qingdan.rules.power_item import DayKind, Limit

pytestmark = pytest.mark.requirement("R-084", "RQ-A2")
LAND, PLAN, WORK = "land", "plan", "work"
SOUND = JointPlan(
    name="盖灯塔",
    lead="u1",
    matters=(
        Matter(item=LAND, unit="u1", days=10),
        Matter(item=PLAN, unit="u2", days=15),
        Matter(item=WORK, unit="u3", days=20, needs=(Need(item=PLAN, ground="临江市灯笼管理条例第五条"),)),
    ),
)
ON_LINE = {one.item: OnLine(unit=one.unit, parallel=True) for one in SOUND.matters}


def _with(place: int, **changed: object) -> JointPlan:
    matters = [*SOUND.matters]
    matters[place - 1] = replace(matters[place - 1], **changed)  # type: ignore[arg-type]
    return replace(SOUND, matters=tuple(matters))


FAULTS = [
    (replace(SOUND, name=" "), "joint.no_name", "name"),
    (replace(SOUND, days=46), "joint.days", "days"),
    (replace(SOUND, matters=SOUND.matters * 11), "joint.many_matters", "matters"),
    (replace(SOUND, matters=SOUND.matters[:1]), "joint.one_department", "matters"),
    (replace(SOUND, lead="u9"), "joint.lead_has_none", "lead"),
    (_with(1, item="else"), "joint.not_on_line", "matter-1"),
    (_with(1, unit="u2"), "joint.not_theirs", "matter-1"),
    (_with(2, days=46), "joint.matter_days", "matter-2"),
    (_with(2, item=LAND, unit="u1"), "joint.twice", "matter-1"),
    (_with(3, needs=(Need(item="else", ground="x"),)), "joint.unknown_need", "matter-3"),
    (_with(3, needs=(Need(item=PLAN, ground=" "),)), "joint.no_ground", "matter-3"),
    (_with(2, needs=(Need(item=WORK, ground="x"),)), "joint.circle", "matters"),
    (replace(_with(3, days=31), days=45), "joint.too_long", "matters"),
]


def test_a_sound_plan__has_no_problems() -> None:
    assert plan_problems(SOUND, ON_LINE) == ()


@pytest.mark.parametrize(("plan", "key", "field"), FAULTS, ids=[one[1] for one in FAULTS])
def test_a_faulty_plan__is_told_what_and_where(plan: JointPlan, key: str, field: str) -> None:
    found = {(one.key, one.where.field) for one in plan_problems(plan, ON_LINE)}

    assert (key, field) in found


def test_each_problem__has_words() -> None:
    for plan, _, _ in FAULTS:
        assert all(message_of(one) for one in plan_problems(plan, ON_LINE))


def test_an_item_without_the_mark__is_none_for_a_plan() -> None:
    (problem,) = plan_problems(SOUND, ON_LINE | {PLAN: OnLine(unit="u2", parallel=False)})

    assert problem.key == "joint.not_parallel"


@given(st.integers(0, 10_000))
def test_the_longest_way__is_as_long_as_the_whole(seed: int) -> None:
    needs, days = _needs(Random(seed)), {}
    days = {one: Random(f"{seed}{one}").randint(1, 20) for one in needs}
    way, begun = latest_way(needs, days), starts(needs, days)

    assert sum(days[one] for one in way) == longest(needs, days) <= sum(days.values())
    assert all(begun[one] >= begun[need] + days[need] for one in needs for need in needs[one])
    assert list(in_order(needs)) and set(in_order(needs)) == set(needs)


def test_what_lacks__is_told_to_those_alone_and_the_others_are_not_asked_again() -> None:
    found = (_branch(LAND, checked=True), _branch(PLAN, checked=False))

    assert told(found) == (_step(LAND, "find_complete"), _step(PLAN, "tell_jointly"))
    assert joint_state(found) is JointState.LACKING
    after = (found[0], replace(found[1], state=CaseState.CORRECTING))
    assert joint_state(after) is JointState.CORRECTING
    assert supplemented(after) == (_step(PLAN, "supplement_jointly"),)


def test_acceptance__begins_what_waits_for_nothing() -> None:
    found = (
        _branch(LAND, checked=True),
        _branch(PLAN, CaseState.NOT_REQUIRED),
        _branch(WORK, checked=True, needs=frozenset({LAND, PLAN})),
    )

    assert accepted(found) == (_step(LAND, "accept_jointly"), _step(WORK, "wait_in_joint"))
    assert accepted(found[1:]) == (
        _step(WORK, "accept_jointly"),
    )  # LAND was not applied for: nothing to wait for
    assert accepted(found, deemed=True)[0].action == "accept_jointly"
    unseen = replace(found[0], checked=None, check_runs=True)
    late = replace(found[2], checked=None, check_runs=True)
    assert [one.action for one in accepted((unseen, late), deemed=True)] == [
        "deem_in_joint",
        "deem_waiting_in_joint",
    ]


def test_a_correction_that_lapses__holds_nobody() -> None:
    rest = _branch(LAND, checked=True)

    assert accepts_itself((rest, _branch(PLAN, CaseState.DEEMED_WITHDRAWN)))
    assert not accepts_itself((replace(rest, check_runs=True),))
    assert not accepts_itself((rest, _branch(PLAN, CaseState.CORRECTING)))


@pytest.mark.parametrize(
    ("state", "granted", "outcome"),
    [
        (CaseState.UNDER_REVIEW, None, Outcome.OPEN),
        (CaseState.GRANTED, True, Outcome.FULFILLED),
        (CaseState.ARCHIVED, True, Outcome.FULFILLED),
        (CaseState.NOT_REQUIRED, None, Outcome.FULFILLED),
        (CaseState.SERVED, False, Outcome.FAILED),
        (CaseState.VOIDED, True, Outcome.FAILED),
        (CaseState.WITHDRAWN, None, Outcome.FAILED),
        (CaseState.TERMINATED, None, Outcome.FAILED),
    ],
)
def test_a_branch__is_fulfilled_failed_or_open_for_who_waits(
    state: CaseState, granted: bool | None, outcome: Outcome
) -> None:
    assert Branch(item=LAND, state=state, granted=granted).outcome is outcome


def test_a_failed_condition__ends_all_that_hangs_on_it_with_its_name() -> None:
    found = (
        _branch(LAND, CaseState.REFUSED, granted=False),
        _branch(PLAN, CaseState.WAITING, needs=frozenset({LAND})),
        _branch(WORK, CaseState.WAITING, needs=frozenset({PLAN})),
        _branch("free", CaseState.WAITING, needs=frozenset({"gone"})),
    )

    assert moved_on(found) == (
        BranchStep(item=PLAN, action="end_in_joint", because=LAND),
        BranchStep(item=WORK, action="end_in_joint", because=PLAN),
        _step("free", "begin_in_joint"),
    )


@pytest.mark.requirement("RQ-A11")
def test_the_clock_of_a_branch__ends_with_what_is_left_of_the_whole() -> None:
    marks = [ClockMark(effect=ClockEffect.DECISION_STARTS, on=date(2026, 3, 30))]
    ask = {"marks": marks, "statutory": TWENTY, "promised": None, "today": date(2026, 4, 2)}
    alone = case_clock(load_calendar(), **ask).statutory  # type: ignore[arg-type]
    cut = case_clock(load_calendar(), **ask, joint=JointLimit(start=date(2026, 3, 2), days=30)).statutory  # type: ignore[arg-type]

    assert alone and cut and not alone.cut
    assert cut.cut and cut.ends_on < alone.ends_on
    assert cut.used + cut.left == cut.total < alone.total


@pytest.mark.requirement("RQ-A11")
@given(
    after=st.integers(0, 40), whole=st.integers(1, 60), first=st.integers(0, 50), paused=st.integers(0, 40),
    asked=st.integers(0, 150),
)  # fmt: skip
def test_no_clock_of_a_branch__counts_a_day_twice_or_goes_on_after_the_whole(
    after: int, whole: int, first: int, paused: int, asked: int
) -> None:
    start = date(2026, 3, 2)
    begun, pause = start + timedelta(days=after), start + timedelta(days=after + first)
    marks = [ClockMark(effect=ClockEffect.DECISION_STARTS, on=begun)]
    if paused:
        until = pause + timedelta(days=paused)
        marks += [
            ClockMark(effect=ClockEffect.STANDS, on=pause),
            ClockMark(effect=ClockEffect.RUNS_AGAIN, on=until),
        ]
    clock = case_clock(
        load_calendar(), marks, statutory=TWENTY, promised=None, today=begun + timedelta(days=asked),
        joint=JointLimit(start=start, days=whole),
    )  # fmt: skip
    limit = clock.statutory
    assert limit
    days = [
        *clock_days(
            load_calendar(), start=begun, until=limit.ends_on, kind=DayKind.WORKING, pauses=clock.pauses
        )
    ]
    counted = [one.day for one in days if one.use is DayUse.COUNTED]

    assert len(counted) == len(set(counted)) == limit.total <= 20
    assert limit.used + limit.left == limit.total
    uncut = case_clock(load_calendar(), marks, statutory=TWENTY, promised=None, today=begun).statutory
    assert uncut and limit.ends_on <= uncut.ends_on


TWENTY = Limit(days=20, kind=DayKind.WORKING, printed="20个工作日")


def _random_plan_ends(seed: int) -> None:
    """Any plan, any answers: it ends once, nothing is lost, each step is one that the table has."""
    chance = Random(seed)
    needs = _needs(chance)
    now = {one: _branch(one, needs=some) for one, some in needs.items()}
    now = {item: replace(one, check_runs=True) for item, one in now.items()}
    corrected, steps = False, 0
    while joint_state(now.values()) is not JointState.ENDED:
        steps += 1
        assert steps < 20 * len(needs) + 40, "a branch hangs"
        corrected = _something(now, chance, corrected=corrected)
        for one in moved_on(tuple(now.values())):
            _take(now, one)
        assert moved_on(tuple(now.values())) == ()
        assert not any(one.state == CaseState.WAITING and _all_known(one, now) for one in now.values()), (
            "waits for nothing"
        )
        assert not any(one.state in NOT_BEGUN and _lost(one, now) for one in now.values()), "goes on in vain"
    assert all(one.state in CLOSED or one.state == CaseState.SERVED for one in now.values())
    assert set(now) == set(needs), "a branch is lost"
    assert all(
        now[need].outcome is Outcome.FULFILLED for one in now.values() if one.granted for need in one.needs
    ), "granted before its condition"


@pytest.mark.parametrize("seed", range(300))
def test_random_joint_applications__end_once_and_lose_nothing(seed: int) -> None:
    _random_plan_ends(seed)


@pytest.mark.soak
def test_ten_thousand_joint_applications__end_once_and_lose_nothing() -> None:
    for seed in range(10_000):
        _random_plan_ends(1_000 + seed)


def _something(now: dict[str, Branch], chance: Random, *, corrected: bool) -> bool:
    """Somebody does something that is possible now: a department, the lead, the applicant, the calendar."""
    branches = tuple(now.values())
    state = joint_state(branches)
    if chance.random() < 0.03:
        for one in withdrawn(branches, chance.sample(sorted(now), chance.randint(1, len(now)))):
            _take(now, one)
        return corrected
    if state is JointState.CORRECTING:
        _correct(now, chance)
    elif accepts_itself(branches) or state is JointState.ACCEPTABLE:
        _take_all(now, accepted(branches))
    elif state in {JointState.CHECKED, JointState.LACKING}:
        return _check(now, chance, corrected=corrected)
    else:
        _review(now, chance)
    return corrected


def _check(now: dict[str, Branch], chance: Random, *, corrected: bool) -> bool:
    """A department looks; when all have looked and something lacks, the lead tells; or the five days pass."""
    waiting = [one for one in now.values() if one.state == CaseState.RECEIVED]
    if chance.random() < 0.05:
        _take_all(now, accepted(tuple(now.values()), deemed=True))
        return corrected
    if unseen := [one for one in waiting if one.checked is None]:
        one = chance.choice(unseen)
        if chance.random() < 0.05:
            now[one.item] = replace(
                one, state=chance.choice([CaseState.NOT_ACCEPTED, CaseState.NOT_REQUIRED])
            )
        else:
            now[one.item] = replace(one, checked=corrected or chance.random() < 0.7)
        return corrected
    _take_all(now, told(tuple(now.values())))
    return True


def _correct(now: dict[str, Branch], chance: Random) -> None:
    if chance.random() < 0.8:
        _take_all(now, supplemented(tuple(now.values())))
        return
    for one in [*now.values()]:
        if one.state == CaseState.CORRECTING:
            now[one.item] = replace(one, state=CaseState.DEEMED_WITHDRAWN)


def _review(now: dict[str, Branch], chance: Random) -> None:
    """A department pauses, goes on, decides, ends; what is decided is served."""
    open_now = [
        one for one in now.values() if one.state not in CLOSED | {CaseState.SERVED, CaseState.WAITING}
    ]
    one = chance.choice(open_now)
    follows = {
        CaseState.UNDER_REVIEW: [
            CaseState.SUSPENDED, CaseState.GRANTED, CaseState.GRANTED, CaseState.REFUSED, CaseState.TERMINATED,
        ],
        CaseState.SUSPENDED: [CaseState.UNDER_REVIEW],
        CaseState.GRANTED: [CaseState.SERVED],
        CaseState.REFUSED: [CaseState.SERVED],
    }  # fmt: skip
    after = chance.choice(follows[one.state])
    decided = {CaseState.GRANTED: True, CaseState.REFUSED: False}
    now[one.item] = replace(one, state=after, granted=decided.get(after, one.granted))


def _take_all(now: dict[str, Branch], steps: tuple[BranchStep, ...]) -> None:
    assert steps
    for one in steps:
        _take(now, one)


FACTS = CaseFacts(
    parties=frozenset({Party.PROGRAM}), joint=True, today=date(2026, 6, 2), check_due_on=date(2026, 6, 2),
    defects=1, unlisted=0, round=0, missing=(),
    project_verified=True, reason="前面的事项没有获准", legal_ground="方案", item_in_force=True, bars=0,
)  # fmt: skip


def _take(now: dict[str, Branch], step: BranchStep) -> None:
    """A step as the table has it."""
    branch = now[step.item]
    row = take_case_step(branch.state, step.action, FACTS)
    assert isinstance(row, CaseStep), row
    runs = {ClockEffect.CHECK_STARTS: True, ClockEffect.NONE: branch.check_runs}.get(row.effect, False)
    checked = None if step.action == "supplement_jointly" else branch.checked
    now[step.item] = replace(branch, state=row.target, check_runs=runs, checked=checked)


def _all_known(one: Branch, now: dict[str, Branch]) -> bool:
    return all(now[need].outcome is not Outcome.OPEN for need in one.needs)


def _lost(one: Branch, now: dict[str, Branch]) -> bool:
    return any(now[need].outcome is Outcome.FAILED for need in one.needs)


def _needs(chance: Random) -> dict[str, frozenset[str]]:
    """Up to twelve departments, each waiting for some of those before it."""
    items = [f"item-{place}" for place in range(chance.randint(2, 12))]
    return {
        item: frozenset(one for one in items[:place] if chance.random() < 0.25)
        for place, item in enumerate(items)
    }


def _branch(
    item: str,
    state: CaseState = CaseState.RECEIVED,
    *,
    checked: bool | None = None,
    needs: frozenset[str] = frozenset(),
    granted: bool | None = None,
) -> Branch:
    return Branch(item=item, state=state, checked=checked, needs=needs, granted=granted)


def _step(item: str, action: str) -> BranchStep:
    return BranchStep(item=item, action=action)


def test_every_step_of_a_joint_application__is_a_row_of_the_table() -> None:
    known = {row.action for row in CASE_LIFE}

    assert {"accept_jointly", "deem_in_joint", "begin_in_joint", "end_in_joint"} <= known
    assert {"wait_in_joint", "deem_waiting_in_joint"} <= known
