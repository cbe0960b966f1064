"""Items as read: their values, cells, main items; tables and forms side by side; what was not understood."""

from typing import Any

import pytest

from qingdan.registers.model import Register

from .test_read_layouts import BASIS, HUNG, JUNK, LAMP, LAYOUTS, OTHER

pytestmark = [
    pytest.mark.requirement("F02"),
    pytest.mark.requirement("F03"),
    pytest.mark.requirement("R-022"),
]


def test_values__of_joined_columns(read: Any) -> None:
    register = read(
        LAYOUTS["limits, years and joint bodies below common headings, no merges told"].rows,
        name="登记表.csv",
    )

    values = register.sheets[0].rows[0].values
    assert values["use_count"] == "2013年：0\n2014年：5"
    assert (values["joint_lead"], values["joint_partners"]) == ("灯火局", "水务局")


@pytest.mark.requirement("C29")
@pytest.mark.parametrize(
    ("headings", "cells", "value"),
    [
        (["公开范围", "是否涉密"], ["主动公开", "是"], "主动公开\n涉密"),
        (["公开范围", "是否涉密"], ["主动公开", "否"], "主动公开"),
        (["公开范围", "涉密情况"], ["主动公开", "秘密"], "主动公开\n秘密"),
        (["是否公开", "是否属于涉密事项"], ["√", "×"], "公开"),
        (["是否向社会公开", "公开方式"], ["否", ""], ""),
        (["公开范围"], ["主动公开"], "主动公开"),
    ],
)
def test_values__of_columns_that_ask_a_question(read: Any, headings: Any, cells: Any, value: str) -> None:
    register = read([["序号", "权力名称", "设定依据", *headings], [1, LAMP, BASIS, *cells]])

    assert register.sheets[0].rows[0].values["publication"] == value


def test_cells__point_to_where_a_carried_value_stands(read: Any) -> None:
    layout = LAYOUTS["several rows of bases under one item, cells merged down"]
    first, second = read(layout.rows, merges=layout.merges).sheets[0].rows

    assert (first.cells["name"], first.cells["legal_basis"]) == ("B2", "C2")
    assert first.basis_cells == ((0, "C2"), (len(BASIS) + 1, "C3"))
    assert (second.values["implementing_body"], second.cells["implementing_body"]) == ("灯火局", "D2")
    assert second.cells["legal_basis"] == "C4"


def test_basis_cells__of_split_columns(read: Any) -> None:
    layout = LAYOUTS["四列依据: title, number, locator and words, merged header"]
    item = read(layout.rows, merges=layout.merges).sheets[0].rows[0]

    parts = [item.values["legal_basis"][start:] for start, _ in item.basis_cells]
    assert [cell for _, cell in item.basis_cells] == ["C3", "D3", "E3", "F3", "C4", "D4", "E4", "F4"]
    assert parts[2].startswith("第五条") and parts[4].startswith("《灯笼安全条例》（临政令第3号）第六条")


def test_category__is_carried_down_its_block(read: Any) -> None:
    rows = [
        ["类别", "权力名称", "设定依据"],
        ["行政处罚", LAMP, BASIS],
        ["", HUNG, BASIS],
        ["小计", "", "共2项"],
    ]
    second = read(rows).sheets[0].rows[1]

    assert (second.values["category"], second.cells["category"]) == ("行政处罚", "A2")


def test_main_item__is_kept_with_its_sub_items(read: Any) -> None:
    rows = LAYOUTS["sub-items numbered below their main item"].rows
    items = read(rows).sheets[0].rows

    assert [row.main_item for row in items] == ["灯笼违法行为处罚", "灯笼违法行为处罚", ""]


@pytest.mark.parametrize(
    ("head", "first", "second"),
    [(1, "", ""), ("一", 1, 2), (1, "1.1", "1.2"), (1, "（1）", "（2）"), (1, "1-1", "1-2"), ("", 1, 2)],
)
def test_main_item__in_the_name_column(read: Any, head: Any, first: Any, second: Any) -> None:
    marks = ("", "") if first else ("（1）", "（2）")
    rows = [
        ["序号", "权力名称", "设定依据", "实施主体"],
        [head, "灯笼违法行为处罚", "", ""],
        [first, marks[0] + LAMP, BASIS, "灯火局"],
        [second, marks[1] + HUNG, BASIS, "灯火局"],
    ]
    (sheet,) = read(rows).sheets

    assert [(row.rows[0], row.main_item) for row in sheet.rows] == [
        (3, "灯笼违法行为处罚"),
        (4, "灯笼违法行为处罚"),
    ]
    assert [(one.row, one.reason) for one in sheet.skipped] == [(2, "main_item")]


def test_numbers_and_dates__are_read_as_a_person_reads_them(read: Any) -> None:
    rows = [["序号", "权力编码", "权力名称", "备注"], [1.0, 360900123456, LAMP, 0.5], [2, "", HUNG, True]]
    first, second = read(rows).sheets[0].rows

    assert (first.values["serial_number"], first.values["item_code"]) == ("1", "360900123456")
    assert (first.values["remark"], second.values["remark"]) == ("0.5", "True")


def test_ditto__repeats_the_cell_above(read: Any) -> None:
    rows = [
        ["序号", "权力名称", "设定依据", "实施主体"],
        [1, LAMP, BASIS, "灯火局"],
        [2, HUNG, "同上", "同上"],
    ]
    second = read(rows).sheets[0].rows[1]

    assert (second.values["legal_basis"], second.values["implementing_body"]) == (BASIS, "灯火局")


def test_unknown__columns_and_rows_are_said(read: Any) -> None:
    rows = [
        ["序号", "权力名称", "设定依据", "奇怪的列", ""],
        [1, LAMP, BASIS, "值", "散记"],
        ["", "", "", "待定", ""],
        ["领导批示", "", "", "", ""],
    ]
    (sheet,) = read(rows).sheets

    assert sheet.unread_columns == (("D1", "奇怪的列"), ("E2", ""))
    assert sheet.unread_rows == ((3, "待定"), (4, "领导批示"))


def test_two_tables__in_one_sheet(read: Any) -> None:
    rows = [
        ["一、行政处罚"],
        ["序号", "权力名称", "设定依据"],
        [1, LAMP, BASIS],
        ["二、行政强制"],
        ["编号", "职权名称", "实施机构", "职权依据"],
        [1, JUNK, "灯火局", BASIS],
    ]
    first, second = read(rows).sheets

    assert (first.header_row, second.header_row) == (2, 5)
    assert first.rows[0].values["category"] == "行政处罚"
    assert second.rows[0].values["category"] == "二、行政强制"
    assert second.rows[0].cells["implementing_body"] == "C6"


FORM = [
    ["基本信息表"],
    ["权力编码", "02-1", "权力名称", LAMP],
    ["权力类别", "行政处罚", "实施主体", "灯火局"],
    ["实施依据", BASIS],
    ["", OTHER],
    ["收费标准", "", "备注", ""],
]


@pytest.mark.parametrize("sheets", [{"一": (FORM, ())}, {"一": (FORM, ()), "二": (FORM, ())}])
def test_form_of_one_item__headings_beside_their_values(read: Any, sheets: Any) -> None:
    register: Register = read(sheets=sheets)

    assert len(register.sheets) == len(sheets)
    for sheet in register.sheets:
        (item,) = sheet.rows
        assert item.rows == (2, 3, 4, 5, 6)
        assert (item.values["name"], item.values["category"]) == (LAMP, "行政处罚")
        assert item.values["legal_basis"] == f"{BASIS}\n{OTHER}"
        assert (item.cells["name"], item.cells["legal_basis"]) == ("D2", "B4")
        assert sheet.header_row is None and sheet.columns["name"] == ("D",)


def test_category_that_is_a_heading_too__makes_no_form(read: Any) -> None:
    rows = [["类别", "权力名称", "设定依据"], *(["其他", f"{LAMP}{number}", BASIS] for number in range(4))]

    assert [row.values["category"] for row in read(rows).sheets[0].rows] == ["其他"] * 4


def test_forms_below_each_other__are_items_of_their_own(read: Any) -> None:
    first, second = read([*FORM, [], *FORM]).sheets[0].rows

    assert (first.rows[0], second.rows[0]) == (2, 9)
