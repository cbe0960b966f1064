"""Workbooks of units and people of the invented city, for tests of their import."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from qingdan.data.city_workbook import city_sheets

ROWS: Mapping[str, Sequence[Sequence[str]]] = {
    "地区": [["360900", "临江市", "市"], ["360902", "袁溪县", "县"]],
    "单位": [
        ["1", "市灯笼局", "灯笼局", "市政府工作部门", "", "灯笼主管部门", ""],
        ["9", "市灯笼检测站", "", "所属单位", "市灯笼局", "", ""],
        ["1", "县灯笼局", "", "县（市、区）政府", "", "", "袁溪县"],
    ],
    "内设机构": [["市灯笼局", "审批科", "1", ""], ["县灯笼局", "办公室", "1", "袁溪县"]],
    "三定职能": [
        ["市灯笼局", "1", "", "", "管理全市灯笼", "临编〔2020〕1号", ""],
        ["市灯笼局", "2", "1", "审批科", "审批大型灯笼", "", ""],
    ],
    "岗位": [["市灯笼局", "审批科", "审批岗", ""]],
    "人员": [
        ["chen.min", "陈敏", "市灯笼局", "联络员、承办人", "审批岗", "chen@example.gov.cn", "0795-1", ""],
        ["li.wei", "李伟", "县灯笼局", "管理员", "", "", "", "袁溪县"],
    ],
}


def a_city_file(path: Path, changed: Mapping[str, Sequence[Sequence[str]]] | None = None) -> Path:
    """Writes the workbook; `changed`: other rows for some sheets."""
    with xlsxwriter.Workbook(path) as book:
        for plan in city_sheets():
            sheet = book.add_worksheet(plan.title)
            sheet.write_row(0, 0, [one.title for one in plan.columns])
            for index, row in enumerate((changed or {}).get(plan.title, ROWS[plan.title]), 1):
                for column, text in enumerate(row):
                    sheet.write_string(index, column, text)
    return path
