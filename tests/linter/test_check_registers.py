"""A whole check: what each stage hands on arrives in the result."""

import pytest
from tests.linter.lanterns import NIL, PLASTIC, SIGNED, UNLIT, WriteRegister

from qingdan.linter.check import check_registers
from qingdan.linter.result import CheckResult
from qingdan.linter.rows import Terms
from qingdan.rules.legal_basis import Verdict
from qingdan.rules.problem import Severity

pytestmark = pytest.mark.requirement("I-check")
MISQUOTED = (*UNLIT[:2], UNLIT[2].replace("五百元", "五千元"), *UNLIT[3:])


def _codes(result: CheckResult) -> set[str]:
    return {one.code for one in result.problems if one.severity is not Severity.HINT}


def test_check__register_in_order_has_no_finding(terms: Terms, write_register: WriteRegister) -> None:
    result = check_registers([write_register(UNLIT, PLASTIC)], terms)

    assert _codes(result) == set()
    assert result.items == 2
    assert result.verdicts == {"text_found": 2}
    assert result.files[0].department == "市灯火局"


def test_check__fault_is_placed_at_its_cell(terms: Terms, write_register: WriteRegister) -> None:
    result = check_registers([write_register(PLASTIC, MISQUOTED)], terms)
    (fault,) = [one for one in result.problems if one.code == "C08"]

    assert (fault.where.cell, fault.where.row, fault.where.item) == ("D5", 5, UNLIT[1])
    assert fault.key.startswith("C08.text_differs")


@pytest.mark.requirement("R-015")
@pytest.mark.parametrize(("disposition", "cells"), [("保留", ["D5"]), ("下放", ["D5"]), ("取消", [])])
def test_check__power_exercised_without_basis_must_be_changed(
    terms: Terms, write_register: WriteRegister, disposition: str, cells: list[str]
) -> None:
    unfounded = (*PLASTIC[:2], "", PLASTIC[3], disposition, "多年不发生，不再实施")
    problems = check_registers([write_register(UNLIT, unfounded)], terms).problems

    blockers = [one.where.cell for one in problems if one.code == "C01" and one.severity is Severity.BLOCKER]
    assert blockers == cells


def test_check__citations_only_when_asked(terms: Terms, write_register: WriteRegister) -> None:
    path = write_register(UNLIT)

    assert check_registers([path], terms).citations is None
    (citation,) = check_registers([path], terms, citations=True).citations or ()
    assert (citation.cell, citation.basis.verdict) == ("D4", Verdict.TEXT_FOUND)


def test_check__unreadable_file_beside_a_good_one(
    terms: Terms, write_register: WriteRegister, tmp_path_factory: pytest.TempPathFactory
) -> None:
    broken = tmp_path_factory.mktemp("broken") / "坏表.xlsx"
    broken.write_bytes(b"no workbook")
    result = check_registers([str(broken), write_register(UNLIT)], terms)

    assert [one.code for one in result.problems if one.where.path == str(broken)] == ["F01"]
    assert result.files[0].register is None
    assert result.items == 1


def test_check__department_of_the_command_line_wins(terms: Terms, write_register: WriteRegister) -> None:
    result = check_registers([write_register(UNLIT)], terms, department="市烛火局")

    assert result.files[0].department == "市烛火局"


def test_check__same_item_in_two_registers_is_found_once(terms: Terms, write_register: WriteRegister) -> None:
    paths = [write_register(UNLIT, name=f"{name}.csv") for name in ("甲局", "乙局")]
    result = check_registers(paths, terms)
    (pair,) = [one for one in result.problems if one.code == "C15"]

    assert pair.where.path == paths[1]
    assert pair.data["other"]["path"] == paths[0]


def test_check__nil_returns_by_official_name(terms: Terms, write_register: WriteRegister) -> None:
    result = check_registers([write_register(UNLIT, PLASTIC, closing=(*NIL[:3], SIGNED))], terms)
    silent = {one.data["category"] for one in result.problems if one.key == "C32.silent"}

    assert result.files[0].nil_returns == {None: ("行政强制", "行政征收", "行政给付")}
    assert silent == {"行政裁决", "行政确认", "行政奖励", "其他行政权力"}


def test_check__rules_without_material_are_named(terms: Terms, write_register: WriteRegister) -> None:
    result = check_registers([write_register(UNLIT)], terms)
    left_out = {one.code: one for one in result.not_checked}

    assert left_out["C30"].reason == "no_duties"
    assert left_out["C30"].path == ""
    assert left_out["C29"].reason == "no_column"
    assert left_out["C29"].path == result.files[0].path


def test_check__problems_come_in_the_order_of_the_workbook(
    terms: Terms, write_register: WriteRegister
) -> None:
    rows = [(*UNLIT[:2], "", *UNLIT[3:]), MISQUOTED, (*PLASTIC[:1], "灯笼管理", *PLASTIC[2:])]
    problems = check_registers([write_register(*rows)], terms).problems

    assert [one.where.row or 0 for one in problems] == sorted(one.where.row or 0 for one in problems)


def test_check__done_is_called_for_each_file(terms: Terms, write_register: WriteRegister) -> None:
    calls: list[int] = []
    paths = [write_register(UNLIT, name=f"{number}.csv") for number in range(3)]
    check_registers(paths, terms, done=lambda: calls.append(1))

    assert len(calls) == 3
