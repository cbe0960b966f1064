"""The board's table as a workbook: every cell a text or a number, never a formula."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import xlsxwriter

from qingdan.campaigns.queries.duties import Duty
from qingdan.web.desk.campaign.board_page import KIND_NAMES, BoardRow
from qingdan.web.desk.campaign.duty_words import state_words

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST = ("单位", "类型", "事项", "保留", "必须改", "流程图已画", "流程图应画")


def board_workbook(title: str, columns: Sequence[str], rows: Sequence[BoardRow], today: date) -> bytes:
    """One sheet, a line a unit, the heading frozen; a bytes string to be sent."""
    target = BytesIO()
    workbook = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet, head = workbook.add_worksheet("进度总表"), workbook.add_format({"bold": True, "bottom": 1})
    sheet.write_string(0, 0, f"{title}　进度总表　{today.year}年{today.month}月{today.day}日")
    for place, name in enumerate((*_FIRST, *columns)):
        sheet.write_string(1, place, name, head)
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(_cells(row)):
            sheet.write(number, place, value)
    sheet.freeze_panes(2, 1)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, len(_FIRST) + len(columns) - 1, 14)
    workbook.close()
    return target.getvalue()


def _cells(row: BoardRow) -> list[str | int]:
    items, charts = row.items, row.charts
    return [
        row.standing.name,
        KIND_NAMES[row.standing.kind],
        items.items if items else 0,
        items.retained if items else 0,
        items.blocked if items else 0,
        charts.drawn if charts else 0,
        charts.needed if charts else 0,
        *(_words(duty) for duty in row.duties),
    ]


def _words(duty: Duty | None) -> str:
    return state_words(duty) if duty else ""
