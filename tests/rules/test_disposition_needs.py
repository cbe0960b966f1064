"""What each disposition needs beside the item: complete, incomplete, waiting."""

from dataclasses import replace
from typing import Any

import pytest

from qingdan.data.reason_codes import reason_code
from qingdan.rules.disposition_needs import (
    Answers,
    DispositionFacts,
    may_delegate,
    open_needs,
    transition_fault,
)
from qingdan.rules.power_item import Category, Disposition
from qingdan.rules.problem import Severity

pytestmark = pytest.mark.requirement("R-023")
UNUSED = reason_code("abolish", "unused")
AGREED = Answers(asked=2)
COMPLETE = {
    Disposition.RETAIN: {"office": "灯火科", "duty": "点灯"},
    Disposition.ABOLISH: {"reason": reason_code("abolish", "no_basis")},
    Disposition.DEVOLVE: {
        "reason": reason_code("devolve", "many"),
        "receiver": "县灯火局",
        "receivers": AGREED,
        "handover_mode": "statutory",
        "handover_on": True,
    },
    Disposition.TRANSFER: {"reason": reason_code("transfer", "disputes"), "receiver": "灯笼协会"},
    Disposition.CONSOLIDATE: {"reason": reason_code("consolidate", "same"), "merged": True},
    Disposition.REFER_UP: {"reason": reason_code("refer_up", "law_above")},
}


def _facts(disposition: Disposition, **more: Any) -> DispositionFacts:
    values = {"reason_text": "说明", **COMPLETE[disposition], **more}
    return DispositionFacts(disposition=disposition, **values)


def _keys(facts: DispositionFacts) -> list[str]:
    return [one.key.removeprefix("needs.") for one in open_needs(facts)]


@pytest.mark.parametrize("disposition", Disposition)
def test_complete__needs_nothing(disposition: Disposition) -> None:
    assert open_needs(_facts(disposition)) == ()


def test_none__needs_a_disposition() -> None:
    assert _keys(DispositionFacts(disposition=None)) == ["disposition"]


@pytest.mark.parametrize("disposition", Disposition)
def test_reasons__are_given_in_words_and_but_for_retained_by_code(disposition: Disposition) -> None:
    bare = replace(_facts(disposition), reason=None, reason_text="")
    assert _keys(bare) == ["reason"] if disposition is Disposition.RETAIN else ["reason_code", "reason"]


@pytest.mark.parametrize(
    ("disposition", "more", "missing"),
    [
        (Disposition.RETAIN, {"office": ""}, ["office"]),
        (Disposition.RETAIN, {"duty": ""}, ["duty"]),
        (Disposition.ABOLISH, {"reason": UNUSED}, ["use_count"]),
        (Disposition.ABOLISH, {"has_basis": True}, ["law_change"]),
        (Disposition.ABOLISH, {"has_basis": True, "law_change": "waiting"}, ["law_change_waiting"]),
        (Disposition.ABOLISH, {"has_basis": True, "law_change": "refused"}, ["law_change_refused"]),
        (Disposition.ABOLISH, {"has_basis": True, "law_change": "accepted"}, []),
        (Disposition.DEVOLVE, {"receivers": Answers()}, ["counties"]),
        (
            Disposition.DEVOLVE,
            {"receivers": Answers(asked=3, waiting=1, objected=1)},
            ["objected", "unanswered"],
        ),
        (Disposition.DEVOLVE, {"handover_mode": "", "handover_on": False}, ["handover_mode", "handover_on"]),
        (Disposition.TRANSFER, {"receiver": ""}, ["receiver"]),
        (Disposition.TRANSFER, {"receiver": "培育中"}, ["transition"]),
        (Disposition.TRANSFER, {"receiver": "培育中", "transition": "2年"}, []),
        (Disposition.TRANSFER, {"transition": "4年"}, ["transition_too_long"]),
        (Disposition.CONSOLIDATE, {"merged": False}, ["target"]),
        (Disposition.CONSOLIDATE, {"merged": False, "sources": 1}, []),
        (Disposition.CONSOLIDATE, {"consolidation": Answers(asked=1, waiting=1)}, ["unanswered"]),
        (Disposition.REFER_UP, {"referral_missing": ("holder", "change")}, ["referral"]),
    ],
)
def test_needs__of_each_disposition(
    disposition: Disposition, more: dict[str, Any], missing: list[str]
) -> None:
    assert _keys(_facts(disposition, **more)) == missing


def test_waiting_for_others__is_no_fault_of_the_unit() -> None:
    waits = _facts(Disposition.DEVOLVE, receivers=Answers(asked=1, waiting=1))
    assert [one.severity for one in open_needs(waits)] == [Severity.WARNING]


@pytest.mark.requirement("R-040")
@pytest.mark.parametrize(
    ("printed", "fault"),
    [("", ""), ("11个月", "too_short"), ("1年", ""), ("3年", ""), ("37个月", "too_long")],
)
def test_transition__is_measured(printed: str, fault: str) -> None:
    assert transition_fault(printed) == fault


def test_delegation__is_closed_to_compulsion() -> None:
    assert not may_delegate(Category.COMPULSION)
    assert may_delegate(Category.PENALTY) and may_delegate(None)
