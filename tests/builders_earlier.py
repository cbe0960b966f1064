"""Workbooks of an earlier system of the invented city, and the service centre that brings them in."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from tests.builders import CITY, NOW
from tests.builders_cases import ID_NUMBER

from qingdan.base.actor import Actor
from qingdan.cases.services.earlier import bring_earlier, read_earlier
from qingdan.data.earlier import earlier_sheets
from qingdan.rules.role import Role

OLD_NUMBER = "灯审〔2013〕第0042号"
USCC = "91350211M000100Y43"
CENTRE: Actor = Actor(
    username="centre", name="钟心", roles=frozenset({Role.SERVICE_CENTRE}), region=CITY, regions=(CITY,)
)
Cells = Sequence[str]


def a_case_row(**changed: str) -> list[str]:
    """A row of 办件, in the order of the empty workbook."""
    values = {
        "number": OLD_NUMBER, "unit": "市灯笼局", "item_name": "点灯许可", "item_code": "DL-01",
        "applicant_name": "江小灯", "id_kind": "居民身份证", "id_number": ID_NUMBER,
        "submitted_on": "2013-05-06", "accepted_on": "2013/5/8", "decided_on": "2013年5月20日", "result": "准予",
        "document_number": "灯许〔2013〕7号", "licence_number": "灯证0007",
    }  # fmt: skip
    return list((values | changed).values())


def a_user_row(**changed: str) -> list[str]:
    """A row of 用户."""
    values = {
        "username": "old_lamp", "name": "江小灯", "id_kind": "居民身份证", "id_number": ID_NUMBER,
        "phone": "13800000000", "email": "",
    }  # fmt: skip
    return list((values | changed).values())


def an_earlier_file(path: Path, cases: Sequence[Cells] = (), users: Sequence[Cells] = ()) -> Path:
    """Writes the workbook."""
    with xlsxwriter.Workbook(path) as book:
        for plan, rows in zip(earlier_sheets(), (cases, users), strict=True):
            sheet = book.add_worksheet(plan.title)
            sheet.write_row(0, 0, [one.title for one in plan.columns])
            for index, row in enumerate(rows, 1):
                for column, text in enumerate(row):
                    sheet.write_string(index, column, text)
    return path


def brought(path: Path, cases: Sequence[Cells] = (), users: Sequence[Cells] = ()) -> str:
    """Read and brought in; the code of the batch."""
    file = an_earlier_file(path / "earlier.xlsx", cases or [a_case_row()], users)
    code = read_earlier(path=file, system="老审批网", by=CENTRE, at=NOW)
    bring_earlier(code=code, by=CENTRE, at=NOW)
    return code
