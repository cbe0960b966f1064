"""What is remembered of rows checked before gives the same findings, and is forgotten when it must be."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from tests.linter.lanterns import HEADINGS, PLASTIC, UNLIT, WriteRegister

from qingdan.linter.cache import Cache, state_of
from qingdan.linter.check import check_registers
from qingdan.linter.result import CheckResult
from qingdan.linter.rows import Terms

pytestmark = pytest.mark.requirement("I-check")
EMPTY = (*UNLIT[:2], "", *UNLIT[3:])
MISPLACED = (*UNLIT[:2], UNLIT[2].replace("第三条", "第四条"), *UNLIT[3:])


class Counting:
    """A library that counts what it is asked."""

    def __init__(self, terms: Terms) -> None:
        self.inner = terms.library
        self.asked = 0

    def facts(self, *asked: object) -> object:
        self.asked += 1
        return self.inner.facts(*asked)  # type: ignore[arg-type]


@pytest.fixture
def remembering(terms: Terms, tmp_path: Path) -> Terms:
    cache = Cache(folder=tmp_path / "cache", state="now")
    return replace(terms, library=Counting(terms), cache=cache)  # type: ignore[arg-type]


def _asked(terms: Terms) -> int:
    return terms.library.asked  # type: ignore[attr-defined, no-any-return]


def _plain(result: CheckResult) -> list[object]:
    return [(one.key, one.where, dict(one.params), one.severity) for one in result.problems]


def test_cache__second_check_asks_nothing_and_says_the_same(
    remembering: Terms, write_register: WriteRegister
) -> None:
    path = write_register(PLASTIC, EMPTY, MISPLACED)
    first = check_registers([path], remembering)
    asked = _asked(remembering)
    second = check_registers([path], remembering)

    assert asked == 2
    assert _asked(remembering) == asked
    assert _plain(second) == _plain(first)
    assert second.verdicts == first.verdicts


def test_cache__findings_move_with_their_row(remembering: Terms, write_register: WriteRegister) -> None:
    check_registers([write_register(MISPLACED)], remembering)
    moved = check_registers([write_register(PLASTIC, MISPLACED)], remembering)
    (fault,) = [one for one in moved.problems if one.code == "C08"]

    assert (fault.where.row, fault.where.cell) == (5, "D5")
    assert _asked(remembering) == 2


def test_cache__edited_row_is_judged_anew(remembering: Terms, write_register: WriteRegister) -> None:
    check_registers([write_register(MISPLACED)], remembering)
    mended = check_registers([write_register(UNLIT)], remembering)

    assert [one for one in mended.problems if one.code == "C08"] == []


def test_cache__another_department_is_judged_anew(remembering: Terms, write_register: WriteRegister) -> None:
    path = write_register(UNLIT)
    check_registers([path], remembering)
    check_registers([path], remembering, department="市烛火局")

    assert _asked(remembering) == 2


@pytest.mark.parametrize(
    "content", ["", "{", "null", "[]", "[" * 100_000, json.dumps(["now", {"a": 5}]), "\x00"]
)
def test_cache__damaged_memory_is_no_memory(
    remembering: Terms, write_register: WriteRegister, content: str
) -> None:
    path = write_register(MISPLACED)
    first = check_registers([path], remembering)
    assert remembering.cache is not None
    (file,) = remembering.cache.folder.iterdir()
    file.write_text(content, encoding="utf-8")

    assert _plain(check_registers([path], remembering)) == _plain(first)


def test_cache__other_state_is_no_memory(remembering: Terms, write_register: WriteRegister) -> None:
    path = write_register(UNLIT)
    check_registers([path], remembering)
    assert remembering.cache is not None
    later = replace(remembering, cache=replace(remembering.cache, state="later"))
    check_registers([path], later)

    assert _asked(remembering) == 2


def test_cache__folder_that_cannot_be_written(
    terms: Terms, write_register: WriteRegister, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("here is a file", encoding="utf-8")
    result = check_registers(
        [write_register(UNLIT)], replace(terms, cache=Cache(folder=blocked, state="now"))
    )

    assert result.items == 1


def test_state__changes_with_day_and_library(tmp_path: Path) -> None:
    library = tmp_path / "laws.sqlite"
    missing = state_of("2022-01-01", files=(library,))
    library.write_bytes(b"one")
    here = state_of("2022-01-01", files=(library,))

    assert len({missing, here, state_of("2022-01-02", files=(library,))}) == 3
    assert state_of("2022-01-01", files=(library,)) == here


def test_cache__findings_stay_in_their_row_below_a_merged_cell(remembering: Terms, tmp_path: Path) -> None:
    rows = [("行政强制", *UNLIT[1:]), ("", *PLASTIC[1:]), ("", *PLASTIC[1:])]
    path = tmp_path / "合并.xlsx"
    book = openpyxl.Workbook()
    for line in (HEADINGS, *([number, *row] for number, row in enumerate(rows, 1))):
        book.worksheets[0].append(line)
    book.worksheets[0].merge_cells("B2:B4")
    book.save(path)

    for _ in range(2):
        found = [one.where for one in check_registers([str(path)], remembering).problems if one.code == "C16"]
        assert [(one.row, one.cell) for one in found] == [(2, "B2"), (3, "B2"), (4, "B2")]


def test_cache__is_for_this_user_alone(remembering: Terms, write_register: WriteRegister) -> None:
    check_registers([write_register(UNLIT)], remembering)
    assert remembering.cache is not None
    (file,) = remembering.cache.folder.iterdir()

    assert (remembering.cache.folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
