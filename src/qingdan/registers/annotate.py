"""The annotated copy of a register: findings as fills and comments in their cells, and a sheet that lists them.

An .xlsx workbook is edited in place, so that values, formulas, formats and merged cells stay. Whatever else was sent
(.xls, .ods, .csv, a workbook too large or too irregular to edit) comes back as .xlsx with its values. The cells
themselves get no link to the list: in a spreadsheet a click on such a cell would leave it, and it is there to be
corrected; its comment names the number in the list instead.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from qingdan.data.labels import COPY_ENDING, LOST_PARTS
from qingdan.registers.reading.workbook import Grid, open_workbook
from qingdan.registers.whole_file import whole_file
from qingdan.registers.writing.annotate_values import annotate_values, is_large
from qingdan.registers.writing.findings import Finding, heading_lines, in_words
from qingdan.registers.writing.workbook_parts import workbook_parts
from qingdan.rules.problem import Problem


def annotated_name(source: Path) -> str:
    """The usual name of the copy: 登记表.xls → 登记表.核对.xlsx."""
    return f"{source.stem}{COPY_ENDING}"


def annotate(
    source: Path, target: Path, problems: Sequence[Problem], *, on: date | None = None
) -> tuple[str, ...]:
    """Writes the annotated copy of `source` to `target`; what the copy could not take over, in words for a person.

    `problems` are those of this file; `on` the day whose law applied. The source is never changed, the target written
    whole or not at all. Raises UnreadableFile for the source, FileNotWritten for the target, MissingWording.
    """
    findings = in_words(problems)
    parts = workbook_parts(source)
    if parts and parts.editable:
        from qingdan.registers.writing.annotate_workbook import (  # noqa: PLC0415  (slow to load)
            NotEditable,
            annotate_workbook,
            load,
        )

        try:
            book = load(source)
        except NotEditable:
            pass
        else:
            heading = heading_lines(source.name, findings, parts.lost, on)
            with whole_file(target) as draft:
                annotate_workbook(book, draft, findings, heading)
            return _words(parts.lost)
    return _annotate_values(source, target, findings, on)


def _annotate_values(
    source: Path, target: Path, findings: Sequence[Finding], on: date | None
) -> tuple[str, ...]:
    grids = open_workbook(source)
    lost = _lost_with_values_only(grids)
    with whole_file(target) as draft:
        heading = heading_lines(source.name, findings, lost, on)
        annotate_values(grids, draft, findings, heading, large=is_large(grids))
    return _words(lost)


def _lost_with_values_only(grids: Sequence[Grid]) -> tuple[str, ...]:
    of_text_file = all(grid.name is None for grid in grids)
    merged = is_large(grids) and any(grid.merges for grid in grids)
    return (() if of_text_file else ("formats", "formulas", "objects")) + (("merges",) if merged else ())


def _words(lost: Iterable[str]) -> tuple[str, ...]:
    return tuple(LOST_PARTS[key] for key in lost)
