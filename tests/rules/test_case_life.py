"""The life of a case as a table: every row can be taken, nothing else can, every refusal names its rule."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.case import case_names
from qingdan.data.wording import message_of
from qingdan.rules.case_guards import CASE_GUARDS, CaseFacts, lawful_steps, take_case_step
from qingdan.rules.case_state import (
    CLOSED,
    HOLDERS,
    TYPED,
    CaseGuard,
    CaseState,
    CaseStep,
    ClockEffect,
    Party,
    PauseReason,
)
from qingdan.rules.case_table import CASE_LIFE

pytestmark = pytest.mark.requirement("RQ-G5")
TODAY = date(2026, 6, 2)
EARLIER, LATER = {"today": date(2026, 6, 1)}, {"today": date(2026, 6, 3)}
FULFILLED = CaseFacts(
    parties=frozenset(Party),
    own_case=True,
    assurance=3,
    least_assurance=2,
    concerned=False,
    handled=False,
    requested_by_self=False,
    item_in_force=True,
    form_problems=0,
    missing=(),
    bars=0,
    project_verified=True,
    today=TODAY,
    check_due_on=TODAY,
    correction_due_on=date(2026, 6, 1),
    lapse_is_withdrawal=True,
    defects=2,
    unlisted=0,
    round=0,
    reason="灯笼太亮",
    remedies="可以复议、诉讼",
    officers_step=True,
    opinion="同意",
    pause_reason=PauseReason.TESTING,
    published_pauses=frozenset({PauseReason.TESTING}),
    pause_days=10,
    pause_until=date(2026, 6, 1),
    notice_written=True,
    result_attached=True,
    extended=False,
    extension=10,
    decision_due_on=TODAY,
    open_steps=0,
    visited_by_one=0,
    hearing_open=False,
    fee_open=False,
    clause_in_force=True,
    legal_ground="临江市灯笼管理条例第九条",
    service_proof="本人签收",
    failed_checks=0,
    renewal_in_time=True,
    sent_up=False,
    passed_on=True,
    moves=True,
    devolved_to="",
    carried_on=False,
    handed_on=False,
    valid_until=date(2026, 6, 1),
)
BROKEN = {
    CaseGuard.OWN_CASE: {"own_case": False},
    CaseGuard.RECUSAL: {"concerned": True},
    CaseGuard.IDENTITY: {"assurance": 1},
    CaseGuard.ITEM_IN_FORCE: {"item_in_force": False},
    CaseGuard.FORM_VALID: {"form_problems": 1},
    CaseGuard.MATERIALS_COMPLETE: {"missing": ("灯笼合格证",)},
    CaseGuard.NOT_BARRED: {"bars": 1},
    CaseGuard.PROJECT_VERIFIED: {"project_verified": False},
    CaseGuard.WITHIN_CHECK: LATER,
    CaseGuard.CHECK_OVER: {},
    CaseGuard.DEFECTS_LISTED: {"defects": 0},
    CaseGuard.DEFECTS_PUBLISHED: {"unlisted": 1},
    CaseGuard.TOLD_ONCE: {"round": 1, "superior_reason": "漏看", "only_new": False},
    CaseGuard.CORRECTION_OVER: EARLIER,
    CaseGuard.LAPSE_IS_WITHDRAWAL: {"lapse_is_withdrawal": False},
    CaseGuard.REASON: {"reason": " "},
    CaseGuard.COMPETENT_AGENCY: {"lacks_jurisdiction": True},
    CaseGuard.REMEDIES: {"remedies": ""},
    CaseGuard.OFFICERS_STEP: {"officers_step": False},
    CaseGuard.OPINION: {"opinion": " "},
    CaseGuard.ART_45_REASON: {"pause_reason": "site_visit"},
    CaseGuard.PUBLISHED_PAUSE: {"published_pauses": frozenset({PauseReason.AUCTION})},
    CaseGuard.OTHER_APPROVER: {"requested_by_self": True},
    CaseGuard.NOTICE_WRITTEN: {"notice_written": False},
    CaseGuard.LENGTH_STATED: {"pause_days": 0},
    CaseGuard.RESULT_ATTACHED: {"result_attached": False},
    CaseGuard.PAUSE_OVER: EARLIER,
    CaseGuard.ONCE: {"extended": True},
    CaseGuard.WITHIN_EXTENSION: {"extension": 11},
    CaseGuard.BEFORE_END: LATER,
    CaseGuard.STEPS_DONE: {"open_steps": 1},
    CaseGuard.NOT_HANDLER: {"handled": True},
    CaseGuard.VISITED_BY_TWO: {"visited_by_one": 1},
    CaseGuard.HEARD: {"hearing_open": True},
    CaseGuard.FEE_SETTLED: {"fee_open": True},
    CaseGuard.CLAUSE_IN_FORCE: {"clause_in_force": False},
    CaseGuard.LEGAL_GROUND: {"legal_ground": ""},
    CaseGuard.SERVICE_PROVED: {"service_proof": ""},
    CaseGuard.CONSENT_TO_ELECTRONIC: {"electronic": True},
    CaseGuard.FOUR_CHECKS: {"failed_checks": 1},
    CaseGuard.RENEWAL_DUE: EARLIER,
    CaseGuard.ALONE: {"joint": True},
    CaseGuard.IN_JOINT: {"joint": False},
    CaseGuard.DECIDES_HERE: {"sent_up": True},
    CaseGuard.SENT_UP: {"sent_up": False},
    CaseGuard.PASSED_ON: {"passed_on": False},
    CaseGuard.MOVES: {"moves": False},
    CaseGuard.NOT_DEVOLVED: {"devolved_to": "袁溪县灯笼局"},
    CaseGuard.FIRST: {"carried_on": True},
    CaseGuard.CARRIED_ON: {"carried_on": False},
}
DECISIONS = {CaseState.GRANTED, CaseState.REFUSED}
ROWS = pytest.mark.parametrize("row", CASE_LIFE, ids=lambda row: row.action)


def _facts(row: CaseStep) -> CaseFacts:
    """All that a row asks; the five days are over, the case a branch or another level's, where it asks that."""
    over: dict[str, Any] = dict(LATER) if CaseGuard.CHECK_OVER in row.guards else {}
    over |= {"sent_up": CaseGuard.SENT_UP in row.guards, "carried_on": CaseGuard.CARRIED_ON in row.guards}
    return replace(FULFILLED, joint=CaseGuard.IN_JOINT in row.guards, **over)


@ROWS
def test_a_row__is_taken_when_all_holds(row: CaseStep) -> None:
    assert [take_case_step(state, row.action, _facts(row)) for state in row.sources] == [row] * len(
        row.sources
    )


@ROWS
def test_a_row__is_refused_for_each_guard_by_its_name(row: CaseStep) -> None:
    for guard in row.guards:
        facts = replace(FULFILLED, **BROKEN[guard])  # type: ignore[arg-type]
        refused = take_case_step(row.sources[0], row.action, facts)

        assert isinstance(refused, tuple) and f"case.{guard}" in [one.key for one in refused]
        assert all(message_of(one) for one in refused)


@ROWS
def test_a_row__is_nobody_elses(row: CaseStep) -> None:
    facts = replace(_facts(row), parties=frozenset(Party) - row.parties)
    refused = take_case_step(row.sources[0], row.action, facts)

    assert isinstance(refused, tuple) and refused[0].key == "case.wrong_party"


def test_every_guard__has_a_judge_a_test_and_is_asked() -> None:
    assert set(CASE_GUARDS) == set(CaseGuard) == set(BROKEN)
    assert {guard for row in CASE_LIFE for guard in row.guards} == set(CaseGuard)


def test_facts_nobody_looked_up__open_no_gate() -> None:
    asks_nothing = {
        CaseGuard.COMPETENT_AGENCY,
        CaseGuard.CONSENT_TO_ELECTRONIC,
    }  # only where something else is so

    assert {guard for guard, judge in CASE_GUARDS.items() if judge(CaseFacts())} == asks_nothing


def test_names__of_every_state_party_action_and_pause() -> None:
    assert set(case_names("states")) == set(CaseState)
    assert set(case_names("parties")) == set(Party)
    assert set(case_names("actions")) == {row.action for row in CASE_LIFE}
    assert set(case_names("pauses")) == set(PauseReason)


def test_every_state__is_closed_or_in_somebodys_hands_and_can_be_left() -> None:
    assert set(HOLDERS) | CLOSED == set(CaseState) and not set(HOLDERS) & CLOSED
    assert {state for row in CASE_LIFE for state in row.sources} >= set(HOLDERS)


@pytest.mark.parametrize(
    ("told", "only_new", "reason", "may"),
    [
        (0, False, "", True),
        (1, True, "漏看", True),
        (1, True, "", False),
        (1, False, "漏看", False),
        (2, True, "漏看", False),
    ],
)
def test_correction__is_told_once_and_again_only_for_what_is_new(
    told: int, only_new: bool, reason: str, may: bool
) -> None:
    facts = replace(FULFILLED, joint=False, round=told, only_new=only_new, superior_reason=reason)

    assert isinstance(take_case_step(CaseState.RECEIVED, "notify_defects", facts), CaseStep) is may


@pytest.mark.parametrize(("joint", "days", "may"), [(False, 10, True), (False, 11, False), (True, 10, False)])
def test_extension__of_ten_days_and_of_a_branch_with_its_joint_case_alone(
    joint: bool, days: int, may: bool
) -> None:
    facts = replace(FULFILLED, joint=joint, extension=days)

    assert isinstance(take_case_step(CaseState.UNDER_REVIEW, "extend", facts), CaseStep) is may


def test_buttons__are_those_of_the_party_before_anything_is_typed() -> None:
    untyped = replace(
        FULFILLED,
        joint=False,
        passed_on=False,
        moves=False,
        parties=frozenset({Party.WINDOW}),
        reason="",
        defects=0,
        remedies="",
    )

    assert lawful_steps(CaseState.RECEIVED, untyped) == ("notify_defects", "accept", "need_no_licence")
    assert CaseGuard.REASON in TYPED


@given(
    actions=st.lists(st.sampled_from([row.action for row in CASE_LIFE]), max_size=25),
    party=st.lists(st.sampled_from(Party), min_size=25, max_size=25),
)
def test_random_acts__decide_nothing_that_was_not_received_and_accepted(
    actions: list[str], party: list[Party]
) -> None:
    state, effects = CaseState.DRAFT, []
    for action, who in zip(actions, party, strict=False):
        row = take_case_step(state, action, replace(FULFILLED, parties=frozenset({who})))
        if isinstance(row, CaseStep):
            state = row.target
            effects.append(row.effect)
            assert not (state in DECISIONS and effects[0] is not ClockEffect.CHECK_STARTS)
        elif state in CLOSED and state is not CaseState.ARCHIVED:
            assert row[0].key == "case.wrong_state"
