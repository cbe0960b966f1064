"""The workbook of an earlier system: rows read as text, every cell that cannot be; and the empty one to fill in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import xlsxwriter

from qingdan.base.refusal import Refused, refusal
from qingdan.data.city_workbook import CitySheet
from qingdan.data.earlier import earlier_sheets
from qingdan.registers.model import UnreadableFile
from qingdan.registers.reading.table import Table, letters, read_table
from qingdan.registers.reading.workbook import open_workbook
from qingdan.rules.problem import Problem, Severity, Where
from qingdan.rules.shown_text import shown

MOST_ROWS, MOST_NAMED = 20_000, 200
_DAY = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRow:
    """A row of a sheet: its number in the file, its texts by field ("" when empty), the letters of their columns."""

    sheet: str
    row: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]

    def problem(self, key: str, field: str, **params: str | int) -> Problem:
        """What is wrong in one of its cells."""
        plan = plan_of(self.sheet)
        cell = f"{self.letters.get(field, 'A')}{self.row}"
        facts = {"place": f"“{plan.title}”表 {cell}", "column": plan.title_of(field), **params}
        where = Where(sheet=plan.title, row=self.row, cell=cell, field="file")
        return Problem(
            code="earlier", key=f"earlier.{key}", severity=Severity.BLOCKER, where=where, params=facts
        )


EarlierRows = Mapping[str, Sequence[EarlierRow]]


def read_earlier_workbook(path: Path) -> EarlierRows:
    """Rows by sheet key. Raises Refused where the file, its sheets or its columns cannot be."""
    try:
        tables = {(one.name or "").strip(): read_table(one) for one in open_workbook(path)}
    except UnreadableFile as error:
        raise Refused([error.problem("")]) from error
    problems: list[Problem] = []
    rows = {
        plan.key: list(_rows(plan, tables[plan.title], problems)) if plan.title in tables else []
        for plan in earlier_sheets()
    }
    count = sum(map(len, rows.values()))
    if not count and not problems:
        problems.append(refusal("earlier.nothing"))
    if count > MOST_ROWS:
        problems.append(refusal("earlier.too_many", most=MOST_ROWS, count=count))
    refuse_named(problems)
    return rows


def cell_problems(rows: EarlierRows) -> Iterator[Problem]:
    """Every cell that is empty and must not be, or holds what no cell can."""
    for row in (one for some in rows.values() for one in some):
        for column in plan_of(row.sheet).columns:
            text = row.cells[column.field]
            if column.needed and not text:
                yield row.problem("empty", column.field)
            elif len(text) > column.most:
                yield row.problem("too_long", column.field, most=column.most, length=len(text))
            elif any(ord(one) < 32 for one in text):
                yield row.problem("line_break", column.field)


def refuse_named(problems: Sequence[Problem]) -> None:
    """Raises Refused with the first problems, and how many more there are."""
    if problems:
        more = len(problems) - MOST_NAMED
        rest = [refusal("earlier.more", count=more)] if more > 0 else []
        raise Refused([*problems[:MOST_NAMED], *rest])


def day_of_cell(text: str) -> date | None:
    """A day as workbooks hold it: 2014-05-06, 2014/5/6, 2014.5.6, 2014年5月6日, 20140506; None for anything else."""
    found = _DAY.fullmatch(text.replace(" ", ""))
    if found is None:
        return None
    try:
        return date(*(int(one) for one in found.groups()))
    except ValueError:
        return None


def plan_of(key: str) -> CitySheet:
    """The plan of a sheet."""
    return next(one for one in earlier_sheets() if one.key == key)


def empty_earlier_workbook() -> bytes:
    """The workbook to fill in: all cells text, titles that must be filled marked with ＊, notes how."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        for plan in earlier_sheets():
            sheet = book.add_worksheet(plan.title)
            sheet.freeze_panes(1, 0)
            for index, column in enumerate(plan.columns):
                sheet.write_string(0, index, column.title + ("＊" if column.needed else ""), head)
                sheet.set_column(index, index, 30 if column.most > 100 else 18, text)
                sheet.write_comment(0, index, column.hint or plan.about)
    return content.getvalue()


def _rows(plan: CitySheet, table: Table, problems: list[Problem]) -> Iterator[EarlierRow]:
    if not table.numbers:
        return
    titles = ["".join(one.split()).rstrip("＊*") for one in table.row(0)]
    places = {one.field: titles.index(one.title) for one in plan.columns if one.title in titles}
    for one in plan.columns:
        if one.needed and one.field not in places:
            problems.append(refusal("earlier.no_column", sheet=plan.title, column=one.title))
        if titles.count(one.title) > 1:
            problems.append(refusal("earlier.column_twice", sheet=plan.title, column=one.title))
    named = {field: letters(index) for field, index in places.items()}
    for index, number in list(enumerate(table.numbers))[1:]:
        texts = [shown(text).replace("\x00", "").strip() for text in table.row(index)]
        cells = {one.field: texts[places[one.field]] if one.field in places else "" for one in plan.columns}
        yield EarlierRow(sheet=plan.key, row=number, cells=cells, letters=named)
