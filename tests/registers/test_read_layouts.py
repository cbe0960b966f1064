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
