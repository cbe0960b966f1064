"""Registers in the layouts departments use, each with what must be read out of it."""

from typing import Any, NamedTuple

import pytest

from qingdan.registers.model import Register

pytestmark = [
    pytest.mark.requirement("F01"),
    pytest.mark.requirement("R-022"),
    pytest.mark.requirement("R-046"),
]

LAMP, HUNG, JUNK = "对夜间不点灯的处罚", "对乱挂灯笼的处罚", "对劣质灯笼的扣押"
BASIS = "《临江市灯笼管理条例》第三条第一款第（一）项：夜间不点亮沿街灯笼的，处五百元罚款"
OTHER = "《灯笼安全条例》第五条"


class Layout(NamedTuple):
    """`items`: (rows, category, name, legal basis) of each item; `columns`: some of the columns."""

    rows: list[list[Any]]
    items: list[tuple[tuple[int, ...], str, str, str]]
    columns: dict[str, str]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    name: str = "登记表.xlsx"


LAYOUTS = {
    "职权分解表: title and clause in two columns, category once": Layout(
        rows=[
            ["市政府部门职权分解表"],
            ["部门：临江市灯火局"],
            ["职权类别", "职权名称", "法定依据", "具体条款", "执法程序", "实施机构", "执法岗位", "备注"],
            ["行政处罚", LAMP, "《临江市灯笼管理条例》", "第三条第一项", "立案", "灯火局", "执法岗", ""],
            ["", "", "《灯笼安全条例》", "第五条", "", "", "", ""],
            ["", HUNG, "灯笼安全条例", "第六条", "", "灯火局", "", ""],
        ],
        merges=((0, 0, 0, 7),),
        items=[
            ((4, 5), "行政处罚", LAMP, "《临江市灯笼管理条例》第三条第一项\n《灯笼安全条例》第五条"),
            ((6,), "行政处罚", HUNG, "《灯笼安全条例》第六条"),
        ],
        columns={"legal_basis": "CD", "procedure": "E", "implementing_body": "F", "post": "G"},
    ),
    "清理意见表: dispositions and levels of instrument to tick": Layout(
        rows=[
            ["序号", "项目名称", "审批机关", "设定依据", "", "", "清理意见", "", "理由"],
            ["", "", "", "法律", "行政法规", "其他", "保留", "取消", ""],
            [1, LAMP, "灯火局", "《灯笼法》第三条", OTHER, "", "√", "", "有依据"],
            [2, "灯笼登记", "灯火局", "", "", "临政发〔2010〕3号", "", "√", ""],
        ],
        merges=((0, 3, 0, 5), (0, 6, 0, 7), (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 8, 1, 8)),
        items=[
            ((3,), "", LAMP, f"【法律】《灯笼法》第三条\n【行政法规】{OTHER}"),
            ((4,), "", "灯笼登记", "临政发〔2010〕3号"),
        ],
        columns={"legal_basis": "DEF", "disposition": "GH", "reason": "I"},
    ),
    "职权清理汇总表: subtotals of each category": Layout(
        rows=[
            ["序号", "类别", "职权名称及数量", "需要调整职权"],
            ["一", "行政处罚", "", ""],
            [1, "", LAMP, "保留"],
            [2, "", HUNG, "取消"],
            ["", "", "共2项", "调整1项"],
            ["二", "行政奖励", "", ""],
            [1, "", "灯节奖励", "保留"],
            ["合计", "", "3项", ""],
        ],
        items=[
            ((3,), "行政处罚", LAMP, ""),
            ((4,), "行政处罚", HUNG, ""),
            ((7,), "行政奖励", "灯节奖励", ""),
        ],
        columns={"disposition": "D"},
        skipped=((2, "title"), (5, "subtotal"), (6, "title"), (8, "total")),
    ),
    "基本信息表 with main items and sub-items in columns": Layout(
        rows=[
            ["行政权力类别", "项目编码", "项目名称", "子项", "实施主体", "实施依据", "办理时限", "备注"],
            ["行政处罚", "A1", "灯笼处罚", "", "灯火局", "", "", ""],
            ["", "", "", "1.对夜间不点灯的处罚", "灯火局", BASIS, "10日", ""],
            ["", "", "", "2.对乱挂灯笼的处罚", "灯火局", OTHER, "10日", ""],
            ["行政处罚", "A2", "对卖假灯的处罚", "无", "灯火局", BASIS, "", ""],
        ],
        items=[
            ((3,), "行政处罚", "灯笼处罚/1.对夜间不点灯的处罚", BASIS),
            ((4,), "行政处罚", "灯笼处罚/2.对乱挂灯笼的处罚", OTHER),
            ((5,), "行政处罚", "对卖假灯的处罚/无", BASIS),
        ],
        columns={"sub_item": "D", "item_code": "B", "promised_limit": "G"},
        skipped=((2, "main_item"),),
    ),
    "四列依据: title, number, locator and words, merged header": Layout(
        rows=[
            ["编码", "权力名称", "设定依据", "", "", "", "行使主体"],
            ["", "", "法律法规名称", "依据文号", "条款号", "条款内容", ""],
            ["02-1", LAMP, "灯笼安全条例", "临政令第3号", "第五条", "不点灯的，处罚款", "灯火局"],
            ["", "", "", "", "第六条", "没收灯笼", ""],
            ["02-2", HUNG, "无", "", "", "", "灯火局"],
        ],
        merges=((0, 2, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1), (0, 6, 1, 6)),
        items=[
            (
                (3, 4), "", LAMP,
                "《灯笼安全条例》（临政令第3号）第五条：不点灯的，处罚款\n《灯笼安全条例》（临政令第3号）第六条：没收灯笼",
            ),
            ((5,), "", HUNG, "无"),
        ],
        columns={"legal_basis": "CDEF", "document_number": "D", "item_code": "A"},
    ),
    "名称、类别、层级: one row of headings, text file": Layout(
        rows=[
            ["名称", "类别", "实施主体", "行使层级", "实施依据", "备注"],
            [LAMP, "行政处罚", "灯火局", "市级", BASIS, ""],
        ],
        items=[((2,), "行政处罚", LAMP, BASIS)],
        columns={"level": "D", "category": "B"},
        name="临江市灯火局.csv",
    ),
    "新疆式: duties and accountability beside the powers": Layout(
        rows=[
            ["序号", "事项名称", "子项名称", "权力类型", "实施依据", "行使主体", "承办机构", "实施层级及权限",
             "部门职责", "责任事项内容", "责任事项依据", "追责对象范围", "追责情形", "备注"],
            [1, LAMP, "", "行政处罚", BASIS, "灯火局", "法规科", "市", "点灯", "检查", "第三条", "科长", "不查", ""],
        ],
        items=[((2,), "行政处罚", f"{LAMP}/", BASIS)],
        columns={"legal_basis": "E", "office": "G", "level": "H", "duty": "IJK", "accountability_ground": "LM"},
    ),
    "权力公开目录: publication, contact, fee": Layout(
        rows=[
            ["权力名称", "法律依据", "公开内容", "公开范围", "收费依据", "收费标准", "承办机构",
             "承办人员", "联系电话"],
            [LAMP, BASIS, "全部", "社会", "无", "无", "法规科", "李四", "123"],
        ],
        items=[((2,), "", LAMP, BASIS)],
        columns={"publication": "CD", "fee": "EF", "contact": "I", "post": "H"},
    ),
    "审核表: opinions of the unit and of reviewers": Layout(
        rows=[
            ["序号", "事项名称", "类别", "实施依据", "实施主体", "单位意见", "编办审核意见", "法制办意见", "审核意见"],
            [1, LAMP, "行政处罚", BASIS, "灯火局", "保留", "", "", ""],
        ],
        items=[((2,), "行政处罚", LAMP, BASIS)],
        columns={"disposition": "F", "review_opinion": "GHI"},
    ),
    "groups of items below headings with counts": Layout(
        rows=[
            ["临江市灯火局权责清单"],
            ["序号", "事项名称", "实施依据", "承办机构"],
            ["一、行政处罚（共2项）"],
            [1, LAMP, BASIS, "法规科"],
            [2, HUNG, BASIS, "法规科"],
            ["二、行政强制（共1项）"],
            [1, JUNK, BASIS, "法规科"],
            ["注：1.本表由各单位填写。"],
            ["2.依据要写全称。"],
        ],
        merges=((2, 0, 2, 3), (5, 0, 5, 3)),
        items=[
            ((4,), "一、行政处罚（共2项）", LAMP, BASIS),
            ((5,), "一、行政处罚（共2项）", HUNG, BASIS),
            ((7,), "二、行政强制（共1项）", JUNK, BASIS),
        ],
        columns={"office": "D"},
        skipped=((3, "title"), (6, "title"), (8, "note"), (9, "note")),
    ),
    "sub-items numbered below their main item": Layout(
        rows=[
            ["序号", "职权名称", "职权依据", "行使主体"],
            [1, "灯笼违法行为处罚", "", ""],
            ["1.1", LAMP, BASIS, "灯火局"],
            ["1.2", HUNG, OTHER, "灯火局"],
            [2, "对卖假灯的处罚", BASIS, "灯火局"],
        ],
        items=[((3,), "", LAMP, BASIS), ((4,), "", HUNG, OTHER), ((5,), "", "对卖假灯的处罚", BASIS)],
        columns={"serial_number": "A"},
        skipped=((2, "main_item"),),
    ),
    "far down, blank columns, headings with blanks, marks and line breaks": Layout(
        rows=[
            *([[""]] * 3),
            ["", "", "临江市灯火局行政职权清理表"],
            *([[""]] * 14),
            ["", "", "序号", "权 力 名 称", "设定依据\n（名称、条款）", "实施主体*", "处理意见："],
            ["", "", 1, f"　{LAMP} ", BASIS, "灯火局", "保留"],
        ],
        items=[((20,), "", LAMP, BASIS)],
        columns={"serial_number": "C", "name": "D", "legal_basis": "E", "disposition": "G"},
    ),
    "the header again on the next page, rows of column numbers": Layout(
        rows=[
            ["序号", "权力名称", "设定依据", "实施主体"],
            ["1", "2", "3", "4"],
            [1, LAMP, BASIS, "灯火局"],
            ["第1页 共2页"],
            ["序号", "权力名称", "设定依据", "实施主体"],
            [2, HUNG, BASIS, "灯火局"],
        ],
        items=[((3,), "", LAMP, BASIS), ((6,), "", HUNG, BASIS)],
        columns={},
        skipped=((4, "note"), (5, "header")),
    ),
    "several rows of bases under one item, cells merged down": Layout(
        rows=[
            ["序号", "权力名称", "设定依据", "实施主体", "处理意见"],
            [1, LAMP, BASIS, "灯火局", "保留"],
            ["", "", OTHER, "", ""],
            [2, HUNG, "", "", "取消"],
        ],
        merges=((1, 0, 2, 0), (1, 1, 2, 1), (1, 3, 3, 3), (1, 4, 2, 4)),
        items=[((2, 3), "", LAMP, f"{BASIS}\n{OTHER}"), ((4,), "", HUNG, "")],
        columns={},
        name="登记表.xls",
    ),
    "the number and name again for a second basis": Layout(
        rows=[
            ["序号", "权力名称", "设定依据", "实施主体"],
            [1, LAMP, BASIS, "灯火局"],
            [1, LAMP, OTHER, "灯火局"],
        ],
        items=[((2, 3), "", LAMP, f"{BASIS}\n{OTHER}")],
        columns={},
    ),
    "titles and locators as lists in two cells": Layout(
        rows=[
            ["序号", "权力名称", "依据名称", "条款"],
            [1, LAMP, "1.《灯笼法》\n2.灯笼安全条例", "1.第三条\n2.第五条第一款"],
            [2, HUNG, "《灯笼法》", "12"],
        ],
        items=[
            ((2,), "", LAMP, "《灯笼法》第三条\n《灯笼安全条例》第五条第一款"),
            ((3,), "", HUNG, "《灯笼法》第12条"),
        ],
        columns={"legal_basis": "CD"},
    ),
    "level and number of the instrument in columns of their own": Layout(
        rows=[
            ["序号", "权力名称", "依据层级", "设定依据", "文号"],
            [1, LAMP, "行政法规", "《灯笼安全条例》第三条", "临政令第3号"],
        ],
        items=[((2,), "", LAMP, "【行政法规】《灯笼安全条例》（临政令第3号）第三条")],
        columns={"legal_basis": "CDE", "document_number": "E"},
    ),
    "limits, years and joint bodies below common headings, no merges told": Layout(
        rows=[
            ["序号", "权力名称", "设定依据", "办理时限", "", "共同实施", "", "近三年行使次数", ""],
            ["", "", "", "法定", "承诺", "牵头部门", "配合部门", "2013年", "2014年"],
            [1, LAMP, BASIS, "20日", "10日", "灯火局", "水务局", "0", "5"],
        ],
        items=[((3,), "", LAMP, BASIS)],
        columns={"statutory_limit": "D", "promised_limit": "E", "joint_lead": "F", "joint_partners": "G",
                 "use_count": "HI"},
        name="登记表.csv",
    ),
    "merged cells of an OpenDocument sheet": Layout(
        rows=[
            ["类别", "项目名称", "子项", "实施主体", "实施依据"],
            ["行政处罚", "灯笼处罚", "1.不点灯", "灯火局", BASIS],
            ["", "", "2.乱挂灯", "", ""],
            ["", "对卖假灯的处罚", "", "灯火局", OTHER],
        ],
        merges=((1, 0, 3, 0), (1, 1, 2, 1), (1, 3, 2, 3), (1, 4, 2, 4)),
        items=[
            ((2,), "行政处罚", "灯笼处罚/1.不点灯", BASIS),
            ((3,), "行政处罚", "灯笼处罚/2.乱挂灯", BASIS),
            ((4,), "行政处罚", "对卖假灯的处罚/", OTHER),
        ],
        columns={},
        name="登记表.ods",
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layout__is_read(read: Any, layout: Layout) -> None:
    register: Register = read(layout.rows, name=layout.name, merges=layout.merges)

    (sheet,) = register.sheets
    items = [
        (
            row.rows,
            row.values.get("category", ""),
            row.values["name"] + (f"/{row.values['sub_item']}" if "sub_item" in row.values else ""),
            row.values.get("legal_basis", ""),
        )
        for row in sheet.rows
    ]
    columns = {field: "".join(letters) for field, letters in sheet.columns.items()}
    assert items == layout.items
    assert layout.columns.items() <= columns.items()
    assert tuple((one.row, one.reason) for one in sheet.skipped if one.reason != "blank") == layout.skipped
    assert not sheet.unread_columns and not sheet.unread_rows


def test_values__of_joined_columns(read: Any) -> None:
    register = read(
        LAYOUTS["limits, years and joint bodies below common headings, no merges told"].rows,
        name="登记表.csv",
    )

    values = register.sheets[0].rows[0].values
    assert values["use_count"] == "2013年：0\n2014年：5"
    assert (values["joint_lead"], values["joint_partners"]) == ("灯火局", "水务局")


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
