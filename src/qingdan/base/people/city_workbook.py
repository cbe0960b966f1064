"""The workbook of units and people: rows read as text, with every fault of its form; and the empty one to fill in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import xlsxwriter

from qingdan.base.refusal import Refused
from qingdan.data.city_workbook import CitySheet, city_sheets
from qingdan.registers.model import UnreadableFile
from qingdan.registers.reading.table import Table, read_table
from qingdan.registers.reading.workbook import open_workbook
from qingdan.rules.problem import Problem, Severity, Where
from qingdan.rules.shown_text import shown

MOST_ROWS = 20_000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class CityRow:
    """A row of a sheet: its number in the file, its texts by field (all fields of the sheet, "" when empty)."""

    sheet: str
    row: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]

    def problem(self, key: str, field: str, **params: str | int) -> Problem:
        """What is wrong in one of its cells."""
        plan = _plan(self.sheet)
        facts = {"sheet": plan.title, "row": self.row, "column": plan.title_of(field), **params}
        return _problem(f"city.{key}", plan.title, self.row, self.letters.get(field, ""), **facts)


CityRows = Mapping[str, list[CityRow]]


def read_city_workbook(path: Path) -> CityRows:
    """Rows by sheet key. Raises Refused where sheets or columns cannot be; cells are judged by `cell_problems`."""
    try:
        grids = {(one.name or "").strip(): read_table(one) for one in open_workbook(path)}
    except UnreadableFile as error:
        raise Refused([error.problem("")]) from error
    rows: dict[str, list[CityRow]] = {}
    problems: list[Problem] = []
    for plan in city_sheets():
        table = grids.get(plan.title)
        rows[plan.key] = [] if table is None else list(_rows(plan, table, problems))
    if not any(rows.values()) and not problems:
        problems.append(_problem("city.nothing", "", 0, ""))
    if sum(map(len, rows.values())) > MOST_ROWS:
        problems.append(_problem("city.too_many", "", 0, "", most=MOST_ROWS))
    if problems:
        raise Refused(problems)
    return rows


def cell_problems(rows: CityRows) -> list[Problem]:
    """Every cell that is empty and must not be, or holds what no cell can."""
    return [one for some in rows.values() for row in some for one in _cell_problems(row)]


def no_city() -> Problem:
    """A city that does not stand yet must be named by its workbook."""
    sheet = city_sheets()[0].title
    return _problem("city.no_city", sheet, 0, "", sheet=sheet)


def empty_city_workbook() -> bytes:
    """The workbook to fill in: titles, what must be filled marked with ＊, a note how."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        for plan in city_sheets():
            sheet = book.add_worksheet(plan.title)
            sheet.freeze_panes(1, 0)
            for index, column in enumerate(plan.columns):
                sheet.write_string(0, index, column.title + ("＊" if column.needed else ""), head)
                sheet.set_column(index, index, 40 if column.most > 200 else 18, text)
                sheet.write_comment(0, index, column.hint or plan.about)
    return content.getvalue()


def _rows(plan: CitySheet, table: Table, problems: list[Problem]) -> Iterator[CityRow]:
    if not table.numbers:
        return
    titles = ["".join(one.split()).rstrip("＊*") for one in table.row(0)]
    places = {one.field: titles.index(one.title) for one in plan.columns if one.title in titles}
    problems += [
        _problem("city.no_column", plan.title, table.numbers[0], "", sheet=plan.title, column=one.title)
        for one in plan.columns
        if one.needed and one.field not in places
    ]
    letters = {field: _letter(index) for field, index in places.items()}
    for index, number in list(enumerate(table.numbers))[1:]:
        texts = [shown(text) for text in table.row(index)]
        cells = {
            one.field: texts[places[one.field]].strip() if one.field in places else "" for one in plan.columns
        }
        yield CityRow(sheet=plan.key, row=number, cells=cells, letters=letters)


def _cell_problems(row: CityRow) -> Iterator[Problem]:
    for column in _plan(row.sheet).columns:
        text = row.cells[column.field]
        if column.needed and not text:
            yield row.problem("empty", column.field)
        if len(text) > column.most:
            yield row.problem("too_long", column.field, most=column.most, length=len(text))
        if any(ord(one) < 32 for one in text) and column.field != "text":
            yield row.problem("line_break", column.field)


def _plan(key: str) -> CitySheet:
    return next(one for one in city_sheets() if one.key == key)


def _letter(index: int) -> str:
    return _LETTERS[index] if index < len(_LETTERS) else _LETTERS[index // 26 - 1] + _LETTERS[index % 26]


def _problem(key: str, place: str, line: int, letter: str, /, **params: str | int) -> Problem:
    where = Where(
        sheet=place or None, row=line or None, cell=f"{letter}{line}" if letter else None, field="file"
    )
    return Problem(code="city", key=key, severity=Severity.BLOCKER, where=where, params=params)
