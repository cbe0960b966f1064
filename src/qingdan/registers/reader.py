"""Reads a department's register of power items, whatever its layout, into typed rows that keep their cells."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from qingdan.registers.model import Register, SheetReading, SkippedRow, UnreadableFile
from qingdan.registers.opening import Opening
from qingdan.registers.reading.gathering import Gathered
from qingdan.registers.reading.header import Header, find_header, later_headers
from qingdan.registers.reading.item_columns import column_letters, item_columns
from qingdan.registers.reading.item_form import is_item_form
from qingdan.registers.reading.items import ItemMaker
from qingdan.registers.reading.margin import Label, first_value, unit_named
from qingdan.registers.reading.nil_lines import REST
from qingdan.registers.reading.other_sheets import is_instructions, read_other_sheet
from qingdan.registers.reading.rows import RowReader, blank_rows
from qingdan.registers.reading.table import Table, letters, read_table
from qingdan.registers.reading.workbook import Grid, open_workbook
from qingdan.registers.writing.findings_sheet import is_findings_sheet
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.pattern import pattern

_PLACE = pattern(r"[一-龥]{0,6}[省市县区]")
_FILLER = {"filler": "填报人", "phone": "联系电话", "date": "填报日期"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One table of a sheet: its header, heading rows, where it stops, headers repeated in it, category above it."""

    header: Header
    heading: range
    stop: int
    repeated: set[int]
    category: str


def read_register(path: Path, *, scheme: Scheme, opening: Opening | None = None) -> Register:
    """Reads .xlsx, .xlsm, .xlsb, .xls, .ods and .csv.

    Forms read: lists.md §1.1 (a–l), header of one or two rows below title and unit, one sheet a category or one for
    all. `scheme` tells which words name a category; `opening`: the file, where it is being opened already. Raises
    UnreadableFile with the reason.
    """
    reading = Gathered(scheme=scheme)
    grids = opening.grids() if opening else open_workbook(path)
    tables = [(grid, read_table(grid)) for grid in grids if not _is_findings(grid)]
    if not any(table.numbers for _, table in tables):
        raise UnreadableFile("F01.empty")
    headers = [None if is_item_form(table) else find_header(table) for _, table in tables]
    for (grid, table), header in zip(tables, headers, strict=True):
        if header is None or (is_instructions(grid) and sum(map(bool, headers)) > 1):
            read_other_sheet(grid, table, reading)
        else:
            _read_tables(grid, table, header, reading)
    _resolve_rest(reading)
    if not any(sheet.header_row or sheet.rows or sheet.nil_lines for sheet in reading.sheets):
        raise UnreadableFile("F01.no_register")
    return _register(path, reading)


def _resolve_rest(reading: Gathered) -> None:
    """其余类别均无 stands for each category of which the register has neither an item nor a line of its own."""
    if not any(line.category == REST for sheet in reading.sheets for line in sheet.nil_lines):
        return
    scheme = reading.scheme
    printed = {row.values.get("category", "") for sheet in reading.sheets for row in sheet.rows}
    printed |= {line.category for sheet in reading.sheets for line in sheet.nil_lines}
    filed = {scheme.filed_as(one) for text in printed if text and (one := scheme.category_of(text))}
    rest = [scheme.name_of(category) for category in scheme.listed if category not in filed]
    for place, sheet in enumerate(reading.sheets):
        lines = [
            replace(line, category=name)
            for line in sheet.nil_lines
            for name in (rest if line.category == REST else [line.category])
        ]
        reading.sheets[place] = replace(sheet, nil_lines=tuple(lines))


def _is_findings(grid: Grid) -> bool:
    first = grid.rows[0] if grid.rows else ()
    return is_findings_sheet(grid.name, first[0] if first else "")


def _register(path: Path, reading: Gathered) -> Register:
    labels = [label for _, _, label in reading.labels]
    signatures = [one for one in reading.labels if one[2].kind == "signature"]
    signed = next((one for one in signatures if one[2].value), signatures[0] if signatures else None)
    return Register(
        path=str(path),
        department=_department(path, reading, labels),
        sheets=tuple(reading.sheets),
        signatory=signed[2].value if signed else "",
        signature_cell=(signed[0], f"{letters(signed[2].column)}{signed[1]}") if signed else None,
        has_signature_block=bool(signatures),
        filler={name: value for kind, name in _FILLER.items() if (value := first_value(labels, kind))},
    )


def _department(path: Path, reading: Gathered, labels: Iterable[Label]) -> str:
    """The unit as labelled, else as the title or the file's name begins, else the body that most items name.

    A title or file may leave out the place (林业局权力清单.xlsx) that the body has (临江市林业局).
    """
    bodies = Counter(
        row.values.get("implementing_body", "") for sheet in reading.sheets for row in sheet.rows
    ).most_common(1)
    body = bodies[0][0].partition("（")[0] if bodies else ""
    named = next(filter(None, map(unit_named, reading.titles)), "") or unit_named(path.stem)
    place = body.removesuffix(named) if body.endswith(named) else ""
    return first_value(labels, "department") or (body if _PLACE.fullmatch(place) else named) or body


def _read_tables(grid: Grid, table: Table, header: Header, reading: Gathered) -> None:
    """Reads the tables of a sheet: the rows of a repeated header belong to the table before it."""
    later = later_headers(table, header)
    starts = [header, *(one for one in later if one.roles != header.roles)]
    repeated = {
        index for one in later if one.roles == header.roles for index in range(one.first, one.last + 1)
    }
    category = _margin(grid, table, range(header.first), reading)
    stops = [*(one.first for one in starts[1:]), len(table.numbers)]
    for one, stop in zip(starts, stops, strict=True):
        begin = 0 if one is header else one.first
        part = _Part(
            header=one, heading=range(begin, one.last + 1), stop=stop, repeated=repeated, category=category
        )
        category = _read_table(grid, table, part, reading)


def _read_table(grid: Grid, table: Table, part: _Part, reading: Gathered) -> str:
    """Reads one table; gives the category that what follows it stands under."""
    header = part.header
    columns = item_columns(table, header)
    items = ItemMaker(
        sheet=grid.name,
        numbers=table.numbers,
        columns=columns,
        category=part.category,
        merges_known=grid.merges is not None,
    )
    reader = RowReader(
        columns=columns,
        items=items,
        scheme=reading.scheme,
        titles=frozenset(_lone_texts(table, header.first)),
    )
    _read_pages(reader, table, part)
    for index in reader.labelled:
        reading.collect(grid, table, index)
    blank = blank_rows(table.numbers[header.first : part.stop], table.numbers[header.last])
    reading.sheets.append(
        SheetReading(
            name=grid.name,
            header_row=table.numbers[header.row],
            columns=column_letters(header, columns.basis),
            rows=tuple(items.items),
            nil_lines=tuple(reader.nil_lines),
            skipped=tuple(sorted([*reader.skipped, *blank], key=lambda one: one.row)),
            unread_columns=tuple(_unread_columns(table, header, part.stop)),
            unread_rows=tuple(reader.unread),
            heading_rows=tuple(table.numbers[index] for index in part.heading),
        )
    )
    return items.category_above


def _lone_texts(table: Table, stop: int) -> Iterator[str]:
    """The texts that stand alone in a row above a table."""
    for index in range(stop):
        texts = [text for text in table.row(index) if text]
        if len(texts) == 1:
            yield texts[0]


def _read_pages(reader: RowReader, table: Table, part: _Part) -> None:
    """Reads the rows between headers that are repeated at the top of each page."""
    begin = part.header.last + 1
    for index in sorted(one for one in part.repeated if begin <= one < part.stop):
        reader.read(begin, index)
        reader.skipped.append(SkippedRow(row=table.numbers[index], reason="header"))
        begin = index + 1
    reader.read(begin, part.stop)


def _unread_columns(table: Table, header: Header, stop: int) -> Iterator[tuple[str, str]]:
    """Columns whose heading says nothing known, and columns without heading that hold something."""
    for column, texts in enumerate(table.columns):
        if column in header.unknown:
            yield f"{letters(column)}{table.numbers[header.row]}", header.unknown[column]
        elif column not in header.roles and any(below := texts[header.last + 1 : stop]):
            first = header.last + 1 + next(place for place, text in enumerate(below) if text)
            yield f"{letters(column)}{table.numbers[first]}", ""


def _margin(grid: Grid, table: Table, rows: range, reading: Gathered) -> str:
    """Takes in title, unit and signature above a table; the category that sheet name or title tell, else empty."""
    titles = [next(text for text in table.row(index) if text) for index in rows]
    for index in rows:
        if not reading.collect(grid, table, index):
            reading.titles.append(titles[index - rows.start])
    named = [name for text in titles if (name := reading.category_named(text))]
    listed = {reading.scheme.name_of(category) for category in reading.scheme.listed}
    # A title speaks of 行政审批 in general; only a category that the clean-up takes is one of the items.
    return reading.category_named(grid.name or "") or next((name for name in named if name in listed), "")
