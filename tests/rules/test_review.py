"""The procedure as a table: every row can be taken, nothing else can, every refusal names its rule."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.review import review_names, working_days
from qingdan.data.wording import message_of
from qingdan.rules.review import HOLDERS, TYPED, Guard, Holder, ItemState, ListKind, Thing
from qingdan.rules.review_guards import (
    ASPECTS,
    GOOD,
    GUARDS,
    POOR,
    Step,
    StepFacts,
    Verdict,
    open_actions,
    take_step,
)
from qingdan.rules.review_table import PROCEDURE
from qingdan.rules.role import Role

pytestmark = pytest.mark.requirement("R-056", "R-096", "R-097", "R-098", "R-109")

ALL_GOOD = {name: Verdict(verdict=GOOD) for name in ASPECTS}
FULFILLED = StepFacts(
    username="wu",
    roles=frozenset(Role),
    homes=frozenset({"u1"}),
    groups=frozenset({"g1"}),
    factor=True,
    group="g1",
    parties=frozenset({"u2"}),
    owners=frozenset({"u1"}),
    routed_to=frozenset({"u1"}),
    unrouted=True,
    makers=frozenset(),
    verdicts=ALL_GOOD,
    reason="灯笼不亮",
    today=date(2026, 6, 2),
    answer_due_on=date(2026, 6, 1),
    changed=True,
    consulted=True,
    unanswered=0,
    not_signed_off=(),
    charts_pending=0,
    uncovered=0,
    problems=0,
    opinions_given=0,
    not_cleared=0,
    digest="d",
    read_digest="d",
    phase_open=True,
    channels_before=0,
    proved=True,
)
BROKEN = {
    Guard.OF_GROUP: {"groups": frozenset({"g2"})},
    Guard.NOT_OWN_UNIT: {"parties": frozenset({"u1"})},
    Guard.OWN_UNIT: {"owners": frozenset({"u3"})},
    Guard.SIGNATORY: {"factor": False},
    Guard.FOUR_EYES: {"makers": frozenset({"wu"})},
    Guard.ALL_ASPECTS: {"verdicts": ALL_GOOD | {"form": Verdict(verdict=POOR)}},
    Guard.ALL_GOOD: {"verdicts": ALL_GOOD | {"form": Verdict(verdict=POOR, note="名称太长")}},
    Guard.REASON: {"reason": " "},
    Guard.ROUTED: {"routed_to": frozenset({"u9"})},
    Guard.UNROUTED: {"unrouted": False},
    Guard.ANSWER_OVERDUE: {"today": date(2026, 6, 1)},
    Guard.CHANGED: {"changed": False},
    Guard.CONSULTED: {"consulted": False},
    Guard.OPINIONS_ANSWERED: {"unanswered": 2},
    Guard.SIGNED_OFF: {"not_signed_off": ("市河道局",)},
    Guard.CHARTS_APPROVED: {"charts_pending": 1},
    Guard.DUTIES_COVER: {"uncovered": 1},
    Guard.NO_PROBLEM: {"problems": 3},
    Guard.UNTOUCHED: {"opinions_given": 1},
    Guard.ALL_CLEARED: {"not_cleared": 4},
    Guard.SAME_DIGEST: {"read_digest": "e"},
    Guard.PHASE_OPEN: {"phase_open": False},
    Guard.CHANNEL_ORDER: {"channels_before": 1},
    Guard.PROVED: {"proved": False},
}
CASES = [(row, kind) for row in PROCEDURE for kind in ListKind if row.serves(kind)]
IDS = [f"{row.thing}-{row.action}-{row.sources[0]}-{kind}" for row, kind in CASES]


@pytest.mark.parametrize(("row", "kind"), CASES, ids=IDS)
def test_a_row__is_taken_when_all_holds(row, kind) -> None:
    facts = replace(FULFILLED, heard=bool(row.after_second_layer))

    for state in row.sources:
        step = take_step(row.thing, kind, state, row.action, facts, program=not row.roles)

        assert isinstance(step, Step) and step.target == row.target


@pytest.mark.parametrize(("row", "kind"), CASES, ids=IDS)
def test_a_row__is_refused_for_each_guard_by_its_name(row, kind) -> None:
    for guard in row.guards:
        facts = replace(FULFILLED, heard=bool(row.after_second_layer), **BROKEN[guard])
        refused = take_step(row.thing, kind, row.sources[0], row.action, facts, program=not row.roles)

        assert not isinstance(refused, Step)
        assert f"review.{guard}" in [one.key for one in refused]
        assert all(message_of(one) for one in refused)


@pytest.mark.parametrize(
    ("row", "kind"), [one for one in CASES if one[0].roles], ids=lambda one: str(one)[:40]
)
def test_a_row__is_nobody_elses(row, kind) -> None:
    facts = replace(FULFILLED, roles=frozenset(Role) - row.roles, heard=bool(row.after_second_layer))

    refused = take_step(row.thing, kind, row.sources[0], row.action, facts)

    assert not isinstance(refused, Step) and refused[0].key == "review.wrong_role"


@pytest.mark.parametrize("row", [one for one in PROCEDURE if not one.roles], ids=lambda one: one.action)
def test_what_only_the_program_does__no_person_can(row) -> None:
    refused = take_step(row.thing, ListKind.POWER, row.sources[0], row.action, FULFILLED)

    assert not isinstance(refused, Step)


def test_every_guard__has_a_test_and_a_judge() -> None:
    assert set(GUARDS) == set(Guard) == set(BROKEN)


def test_facts_nobody_looked_up__open_no_gate() -> None:
    assert not any(judge(StepFacts()) for guard, judge in GUARDS.items() if guard is not Guard.ALL_GOOD)


def test_every_state__has_a_holder_a_limit_and_names() -> None:
    assert set(HOLDERS) == set(ItemState)
    assert all(working_days(one) for one in ItemState if HOLDERS[one] is not Holder.NOBODY)
    for thing in Thing:
        rows = [one for one in PROCEDURE if one.thing is thing]
        actions, states = review_names(f"{thing}_actions"), review_names(f"{thing}_states")
        assert all(one.action in actions for one in rows)
        assert all(state in states for one in rows for state in (*one.sources, one.target) if state)


@given(
    actions=st.lists(
        st.sampled_from([one.action for one in PROCEDURE if one.thing is Thing.ITEM]), max_size=30
    ),
    kind=st.sampled_from(ListKind),
    role=st.sampled_from(Role),
)
def test_random_actions__never_pass_a_gate_unseen(actions: list[str], kind: ListKind, role: Role) -> None:
    """Whatever is tried in whatever order, an item is tabled only after each gate stood behind it."""
    state, seen = ItemState.GROUP_REVIEW, [ItemState.GROUP_REVIEW]
    for action in actions:
        facts = replace(FULFILLED, roles=frozenset({role}), heard=ItemState.MEMBER_REVIEW in seen)
        step = take_step(Thing.ITEM, kind, state, action, facts, program=True)
        if isinstance(step, Step):
            state = ItemState(step.target)
            seen = [*([] if state is ItemState.GROUP_REVIEW else seen), state]
    if state is ItemState.TABLED:
        assert {ItemState.CONSULTATION, ItemState.LEGALITY, ItemState.CLEARED} <= set(seen)


def test_buttons__are_shown_before_anything_is_typed() -> None:
    facts = replace(FULFILLED, verdicts={}, reason="", factor=False)

    assert open_actions(Thing.ITEM, ListKind.POWER, ItemState.GROUP_REVIEW, facts) == (
        "pass",
        "pass_in_bulk",
        "return",
        "refer",
    )
    assert Guard.REASON in TYPED
