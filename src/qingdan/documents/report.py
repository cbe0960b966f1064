"""Prints the cleaning report (R-049) as PDF; `report_docx` makes the same as a Word file.

Source: plan, R-049: five sections. Type and heads are those customary in official letters: title in Song, section
heads in Hei, text in FangSong of size three (16 pt), each paragraph indented by two characters.
"""

from collections.abc import Sequence
from typing import Any

from qingdan.documents.forms import day, printed
from qingdan.documents.model import CategoryCount, CleaningReport
from qingdan.documents.typesetter import set_pdf
from qingdan.registers.writing.form_rows import DISPOSITIONS

COUNT_HEADS = ("权力类别", *DISPOSITIONS, "合计")
_NUMBERS = "一二三四五六七八九十"


def report_pdf(report: CleaningReport) -> bytes:
    """The cleaning report. Raises FontsMissing."""
    return set_pdf(report_data(report), dated=report.filled_on)


def report_data(report: CleaningReport) -> dict[str, Any]:
    """What the template of the report prints."""
    return {"kind": "report", "count_heads": COUNT_HEADS} | printed(
        department=report.department,
        campaign=report.campaign,
        title=report_title(report),
        addressee=report.addressee,
        filled_on=day(report.filled_on),
        sections=[
            {"heading": heading, "paragraphs": paragraphs} for heading, paragraphs in sections_of(report)
        ],
        counts=count_rows(report.counts),
    )


def report_title(report: CleaningReport) -> str:
    """The title: whose report on what."""
    return f"{report.department}关于行政权力清理工作的报告"


def sections_of(report: CleaningReport) -> list[tuple[str, list[str]]]:
    """Each section's numbered head and its paragraphs; blank lines make none."""
    return [
        (f"{number}、{section.heading}", [line.strip() for line in section.text.splitlines() if line.strip()])
        for number, section in zip(_NUMBERS, report.sections, strict=False)
    ]


def count_rows(counts: Sequence[CategoryCount]) -> list[list[str]]:
    """The table of counts: a row for each category, then the sums; nothing where nothing was counted."""
    if not counts:
        return []
    rows = [(one.category, *one.counts(), sum(one.counts())) for one in counts]
    sums = ("合计", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True)))
    return [[str(cell) for cell in row] for row in (*rows, sums)]
