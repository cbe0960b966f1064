"""Fills a draft register in as its department would: body, office, opinion, attachments, nil returns, signature.

People and numbers are invented. Cells that the draft has filled stay as they are.
"""

from typing import TYPE_CHECKING

from qingdan.registers.model import Register, RegisterRow, SheetReading
from qingdan.rules.checks.scheme import Scheme

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ANSWERS = {
    "body_kind": "行政机关",
    "office": "政策法规科",
    "disposition": "保留",
    "reason": "法律明确规定，仍有管理对象，由市级实施",
    "attachment": "附件{number}",
    "flow_chart": "附图{number}",
}
SIGNATURE = "主要负责同志签字："
SIGNED = SIGNATURE + "周守清"


def fill(register: Register, workbook: "Workbook", scheme: Scheme) -> None:
    """Changes the workbook that the register was read from."""
    for reading in register.sheets:
        sheet = workbook[reading.name or workbook.sheetnames[0]]
        for number, row in enumerate(reading.rows, 1):
            _fill_row(sheet, reading, row, number, register.department)
        _close(sheet, reading, scheme)


def _fill_row(
    sheet: "Worksheet", reading: SheetReading, row: RegisterRow, number: int, department: str
) -> None:
    for field, answer in {"implementing_body": department, **ANSWERS}.items():
        columns = reading.columns.get(field, ())
        if columns and not row.values.get(field):
            sheet[f"{columns[0]}{row.rows[0]}"].value = answer.format(number=number)


def _close(sheet: "Worksheet", reading: SheetReading, scheme: Scheme) -> None:
    """The foot: a nil return for every category without items, on the blank line above the signature; a name."""
    filed = {
        scheme.filed_as(found)
        for row in reading.rows
        if (found := scheme.category_of(row.values["category"]))
    }
    nil = [f"{scheme.name_of(category)}：0项" for category in scheme.listed if category not in filed]
    for number in range(reading.rows[-1].rows[-1] + 1 if reading.rows else 1, sheet.max_row + 1):
        label = sheet.cell(number, 1)
        if str(label.value or "").startswith(SIGNATURE):
            label.value = str(label.value).replace(SIGNATURE, SIGNED)
            sheet.cell(number - 1, 1).value = "；".join(nil)
