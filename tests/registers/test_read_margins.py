"""What stands around and between the items: unit, signature, nil returns, notes, sheets without a register."""

from typing import Any

import pytest

from qingdan.data.schemes import load_scheme
from qingdan.registers.reader import read_register
from qingdan.registers.reading.margin import unit_named
from qingdan.registers.reading.nil_lines import REST, nil_categories

LAMP = "对夜间不点灯的处罚"
BASIS = "《临江市灯笼管理条例》第三条第一款第（一）项：夜间不点亮沿街灯笼的，处五百元罚款"
HEAD, ITEM = ["序号", "权力名称", "设定依据", "实施主体"], [1, LAMP, BASIS, ""]
ALL = ["行政处罚", "行政强制", "行政征收", "行政给付", "行政裁决", "行政确认", "行政奖励", "其他行政权力"]


@pytest.mark.requirement("R-046")
@pytest.mark.parametrize(
    ("above", "name", "department"),
    [
        ([["填报部门（盖章）：临江市灯火局"]], "x.xlsx", "临江市灯火局"),
        ([["填报单位：临江市灯火局　　　填报人：李四"]], "x.xlsx", "临江市灯火局"),
        ([["填报部门（盖章）", "", "临江市灯火局", "填报人", "李四"]], "x.xlsx", "临江市灯火局"),
        ([["附件2"], ["单位名称: 临江市灯火局"]], "x.xlsx", "临江市灯火局"),
        ([["临江市灯火局行政权力清理登记表"], ["填报单位（盖章）：", ""]], "x.xlsx", "临江市灯火局"),
        ([["附件2：临江市灯火局2015年权责清单"]], "x.xlsx", "临江市灯火局"),
        ([["行政权力清理登记表"]], "临江市灯火局权力清单（报编办）.xlsx", "临江市灯火局"),
        ([["临江市行政审批局权力清单"]], "x.xlsx", "临江市行政审批局"),
        ([["行政权力清理登记表"]], "登记表.xlsx", ""),
    ],
)
def test_department__is_found(read: Any, above: list[list[str]], name: str, department: str) -> None:
    assert read([*above, HEAD, ITEM], name=name).department == department


@pytest.mark.requirement("R-046")
def test_department__is_the_body_of_most_items_where_nothing_else_tells(read: Any) -> None:
    rows = [HEAD, [1, LAMP, BASIS, "灯火局（各级）"], [2, LAMP + "二", BASIS, "灯火局（各级）"]]

    assert read(rows).department == "灯火局"


@pytest.mark.requirement("R-046")
@pytest.mark.parametrize(
    ("name", "body", "department"),
    [
        ("灯火局（报编办）.csv", "临江市灯火局", "临江市灯火局"),
        ("临江市灯火局权力清单.csv", "临江市灯火局", "临江市灯火局"),
        ("灯火局权力清单.csv", "临江市水务局", "灯火局"),
        ("灯火局权力清单.csv", "市水务局、市灯火局", "灯火局"),
        ("灯火局权力清单.csv", "", "灯火局"),
        ("登记表.csv", "临江市灯火局（各级）", "临江市灯火局"),
    ],
)
def test_department__has_the_place_that_the_body_has(
    read: Any, name: str, body: str, department: str
) -> None:
    assert read([HEAD, [1, LAMP, BASIS, body]], name=name).department == department


@pytest.mark.requirement("R-050")
@pytest.mark.parametrize(
    ("below", "signatory", "cell"),
    [
        ([["主要负责同志签字：张三　　填报人：李四"]], "张三", "A3"),
        ([["", "主要负责人（签字）：张三"]], "张三", "B3"),
        ([["负责人签字", "张三"]], "张三", "A3"),
        ([["主要负责同志：张三（签字）", "", "日期：2015年4月1日"]], "张三", "A3"),
        ([["单位负责人：", "张三", "审核人：王五"]], "张三", "A3"),
        ([["主要负责同志签字：＿＿＿＿＿"]], "", "A3"),
        ([["主要负责人签字： 　　　2021年12月"]], "", "A3"),
        ([["主要负责人签字：    年  月  日"]], "", "A3"),
        ([["主要负责人签字：", "2021-12-15"]], "", "A3"),
        ([["主要负责人签字：（盖章）二〇二一年十二月"]], "", "A3"),
        ([["主要负责人签字：张三　2021年12月15日"]], "张三", "A3"),
        ([["主要负责人：张三（签字）（2021.12）"]], "张三", "A3"),
        ([["分管领导：王五", "主要领导签字：张三"]], "张三", "B3"),
    ],
)
def test_signature__is_read(read: Any, below: list[list[str]], signatory: str, cell: str) -> None:
    register = read([HEAD, ITEM, *below])

    assert (register.signatory, register.signature_cell) == (signatory, ("Sheet1", cell))
    assert register.has_signature_block
    assert [one.reason for one in register.sheets[0].skipped] == ["signature"]


@pytest.mark.requirement("R-050")
def test_signature__above_the_table_and_missing(read: Any) -> None:
    signed = read([["主要负责同志签字", "张三", "联系电话", "0795-1"], HEAD, ITEM])
    unsigned = read([HEAD, ITEM])

    assert (signed.signatory, signed.filler) == ("张三", {"联系电话": "0795-1"})
    assert not unsigned.has_signature_block and unsigned.signature_cell is None


@pytest.mark.requirement("C26")
@pytest.mark.parametrize(
    ("sheet", "rows", "signatory", "department"),
    [
        ("封面", [["填报单位", "临江市灯火局"], ["主要负责同志签字：", "张三"]], "张三", "临江市灯火局"),
        ("封面", [["填报单位：临江市灯火局"], ["主要负责同志签字："]], "", "临江市灯火局"),
        ("目录", [["序号", "负责人", "备注"], ["1", "张三", "无"]], "", ""),
        ("填报说明", [["一、逐项填写。"], ["主要负责同志签字：张三"]], "张三", ""),
        ("填报说明", [["主要负责同志签字：须亲笔签"]], "", ""),
        ("填写样表", [["主要负责同志签字：张三"]], "", ""),
        ("样表", [["填报单位：临江市某局"], ["主要负责同志签字：张三"]], "", ""),
    ],
)
def test_signature__on_a_sheet_without_table(
    read: Any, sheet: str, rows: list[list[str]], signatory: str, department: str
) -> None:
    register = read(sheets={sheet: (rows, ()), "登记表": ([HEAD, ITEM], ())})

    assert (register.signatory, register.department) == (signatory, department)


@pytest.mark.requirement("R-053")
@pytest.mark.parametrize(
    ("line", "categories"),
    [
        ("行政征收　0项　本部门无此项职权", ["行政征收"]),
        (
            "行政给付：0项；行政裁决：0项；行政奖励：0项。（以上类别无此项职权）",
            ["行政给付", "行政裁决", "行政奖励"],
        ),
        ("本部门无行政强制、行政征收职权", ["行政强制", "行政征收"]),
        ("我局没有行政强制权，也没有行政裁决事项。", ["行政强制", "行政裁决"]),
        ("行政强制、行政征收、行政给付均为零项", ["行政强制", "行政征收", "行政给付"]),
        ("行政处罚：54项；行政强制：0项", ["行政强制"]),
        ("处罚：无；强制：3项；奖励：０项", ["行政处罚", "行政奖励"]),
        ("除行政处罚外，其他类别均无。", ALL[1:]),
        ("除上述事项外，其他类别均无。", [REST]),
        ("其余类别无权力事项", [REST]),
        ("其余类别均为零报告。", [REST]),
        ("行政处罚：54项；行政强制：0项；其他类别均为0项", ["行政强制", REST]),
        ("其他行政权力：无", ["其他行政权力"]),
        ("其他类：0项", ["其他行政权力"]),
        ("行政裁决：零报告", ["行政裁决"]),
        ("我局无行政权力事项，实行零报告。", ALL),
        ("行政处罚共10项", []),
        ("对无证经营的处罚", []),
    ],
)
def test_nil_line__names_its_categories(line: str, categories: list[str]) -> None:
    assert nil_categories(line, load_scheme()) == categories


@pytest.mark.requirement("R-053")
@pytest.mark.parametrize(
    "row",
    [
        ["", "行政征收", "0项", "无此项职权", ""],
        ["2", "行政征收", "无", "无", "无"],
        ["", "行政征收", "0", "", ""],
        ["", "行政征收", "", "无", ""],
        ["行政征收 0项", "", "", "", ""],
        ["", "行政征收", "—", "—", "—"],
        ["", "行政征收", "零报告", "", ""],
        ["", "", "行政征收　0项　本部门无此项职权", "", ""],
    ],
)
def test_nil_row__in_a_table_with_categories(read: Any, row: list[str]) -> None:
    head = ["序号", "权力类别", "权力名称", "设定依据", "实施主体"]
    (sheet,) = read([head, [1, "行政处罚", LAMP, BASIS, "灯火局"], row]).sheets

    assert [(one.category, one.row) for one in sheet.nil_lines] == [("行政征收", 3)]
    assert [(one.row, one.reason) for one in sheet.skipped] == [(3, "nil")]
    assert len(sheet.rows) == 1


@pytest.mark.requirement("C32")
@pytest.mark.parametrize("line", ["其余类别均无权力事项。", "除上述事项外，其他类别均无"])
def test_nil_line__of_the_rest_leaves_out_what_the_register_holds(read: Any, line: str) -> None:
    head = ["权力类别", "权力名称", "设定依据", "实施主体"]
    rows = [head, ["行政处罚", LAMP, BASIS, "灯火局"], ["行政征收　0项", "", "", ""], [line, "", "", ""]]
    more = [head, ["行政检查", "对灯笼的检查", BASIS, "灯火局"]]
    first, second = read(sheets={"甲": (rows, ()), "乙": (more, ())}).sheets

    rest = ["行政强制", "行政给付", "行政裁决", "行政确认", "行政奖励"]
    assert [(one.category, one.row) for one in first.nil_lines] == [
        ("行政征收", 3),
        *((name, 4) for name in rest),
    ]
    assert not second.nil_lines


@pytest.mark.requirement("C01")
def test_item_without_basis__is_no_nil_row(read: Any) -> None:
    head = ["序号", "权力类别", "权力名称", "设定依据", "处理意见", "理由"]
    rows = [
        [1, "其他行政权力", "灯笼企业评级", "无", "取消", "无法律依据"],
        [2, "行政处罚", LAMP, "", "保留", ""],
    ]
    (sheet,) = read([head, *rows]).sheets

    assert [row.values["legal_basis"] for row in sheet.rows] == ["无", ""]
    assert not sheet.nil_lines and not sheet.skipped


@pytest.mark.requirement("R-053")
def test_sheets__one_for_each_category(read: Any) -> None:
    sheets = {
        "行政处罚": ([["权力名称", "设定依据"], [LAMP, BASIS]], ()),
        "行政征收": ([["权力名称", "设定依据"], ["无", ""]], ()),
        "行政给付": ([["无"]], ()),
        "填表说明": ([["填表说明"], ["1.名称要规范"]], ()),
    }
    penalty, levy, payment, notes = read(sheets=sheets).sheets

    assert penalty.rows[0].values["category"] == "行政处罚"
    assert [one.category for sheet in (levy, payment) for one in sheet.nil_lines] == ["行政征收", "行政给付"]
    assert notes.header_row is None
    assert [one.reason for one in notes.skipped] == ["note", "note"]


@pytest.mark.requirement("R-053")
def test_nil_return__written_as_a_letter(read: Any) -> None:
    register = read(
        [["零报告"], ["市编办："], ["我局无行政权力事项，实行零报告。"], ["负责人签字：", "张三"]]
    )

    (sheet,) = register.sheets
    assert [one.category for one in sheet.nil_lines] == ALL
    assert register.signatory == "张三"
    assert sheet.unread_rows == ((2, "市编办："),)


@pytest.mark.requirement("F03")
def test_title__again_on_the_next_page_is_no_row_of_its_own(read: Any) -> None:
    title = ["临江市灯火局行政权力登记表"]
    (sheet,) = read([title, HEAD, ITEM, title, HEAD, [2, LAMP + "二", BASIS, ""]]).sheets

    assert [(one.row, one.reason) for one in sheet.skipped] == [(4, "title"), (5, "header")]
    assert [row.rows for row in sheet.rows] == [(3,), (6,)]
    assert sheet.unread_rows == ()


@pytest.mark.requirement("F03")
def test_rows_between__are_told_apart(read: Any) -> None:
    rows = [
        HEAD,
        ITEM,
        [],
        [2, "", "", ""],
        ["合 计", "共1项", "", ""],
        ["说明：", "本表一式两份"],
        ["（盖章）", "2015年4月1日"],
    ]
    (sheet,) = read(rows).sheets

    assert [(one.row, one.reason) for one in sheet.skipped] == [
        (3, "blank"), (4, "blank"), (5, "total"), (6, "note"), (7, "signature"),
    ]  # fmt: skip
    assert sheet.heading_rows == (1,)


@pytest.mark.requirement("F03")
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["小计", "共2项"], "subtotal"),
        (["", "2项"], "subtotal"),
        (["行政处罚合计", "", "2"], "subtotal"),
        (["合计：2项"], "total"),
        (["总 计", "2"], "total"),
        (["填表说明：依据写全称"], "note"),
        (["第 2 页，共 3 页"], "note"),
        (["三、其他事项"], "title"),
    ],
)
def test_row_without_item__has_its_reason(read: Any, row: list[str], reason: str) -> None:
    (sheet,) = read([HEAD, ITEM, row]).sheets

    assert [(one.row, one.reason) for one in sheet.skipped] == [(3, reason)]
    assert len(sheet.rows) == 1


@pytest.mark.requirement("F03")
def test_numbered_row__with_a_category_and_no_name(read: Any) -> None:
    head = ["序号", "权力类别", "权力名称", "设定依据"]
    (sheet,) = read([head, [1, "行政处罚", LAMP, BASIS], [2, "行政处罚", "", ""]]).sheets

    assert sheet.unread_rows == ((3, "2 行政处罚"),)


@pytest.mark.requirement("R-046")
@pytest.mark.parametrize("title", ["省级灯火部门行政处罚登记表", "登记表", "行政职权", "2015", ""])
def test_unit__is_not_made_up(title: str) -> None:
    assert unit_named(title) == ""


@pytest.mark.requirement("F01")
@pytest.mark.parametrize(
    "file",
    ["人社局权力清单（报编办）.xls", "市公安局行政职权.csv", "宜春市自然资源局行政权力清理登记表.xlsx"],
)
def test_path__stays_as_given(shared_data: Any, file: str) -> None:
    path = shared_data / "registers" / file

    assert read_register(path, scheme=load_scheme()).path == str(path)
