"""Several bases in the cells of one row: which words belong to which citation."""

from typing import Any

import pytest

pytestmark = pytest.mark.requirement("C08")

TWO = "《灯笼法》第三条\n《灯笼条例》第五条"
WORDS = "不点灯的，罚款。\n不挂灯的，警告。"
DEALT = "《灯笼法》第三条：不点灯的，罚款。\n《灯笼条例》第五条：不挂灯的，警告。"


@pytest.mark.parametrize(
    ("headings", "cells", "basis"),
    [
        (["依据及条款", "条文内容"], [TWO, WORDS], DEALT),
        (["依据及条款", "条文内容"], [TWO, "1.不点灯的，罚款。\n2.不挂灯的，警告。"], DEALT),
        (
            ["依据及条款", "条文内容"],
            [TWO, "第三条　不点灯的：\n（一）罚款。\n第五条　不挂灯的，警告。"],
            "《灯笼法》第三条：第三条　不点灯的：\n（一）罚款。\n《灯笼条例》第五条：第五条　不挂灯的，警告。",
        ),
        (["依据及条款", "条文内容"], [TWO, WORDS + "\n罚款。"], f"{TWO}：{WORDS}\n罚款。"),
        (["依据及条款", "条文内容"], ["《灯笼法》\n第三条", WORDS], f"《灯笼法》\n第三条：{WORDS}"),
        (["依据及条款", "条文内容"], ["《灯笼法》第三条", WORDS], f"《灯笼法》第三条：{WORDS}"),
        (
            ["法律名称", "条款", "条文内容"],
            ["《灯笼法》", "第三条\n第五条", WORDS],
            "《灯笼法》第三条：不点灯的，罚款。\n《灯笼法》第五条：不挂灯的，警告。",
        ),
        (
            ["法律名称", "条款", "条文内容"],
            ["《灯笼法》", "第三条第一款\n第（二）项", WORDS],
            f"《灯笼法》第三条第一款\n第（二）项：{WORDS}",
        ),
    ],
)
def test_bases__are_dealt_out_line_by_line(read: Any, headings: Any, cells: Any, basis: str) -> None:
    register = read([["序号", "权力名称", *headings], [1, "对夜间不点灯的处罚", *cells]])

    assert register.sheets[0].rows[0].values["legal_basis"] == basis


@pytest.mark.parametrize(
    ("cells", "basis"),
    [
        (
            ["《灯笼法》\n《灯笼条例》", "国务院令第1号", "第三条\n第五条", "不点灯的：\n（一）罚款。"],
            "《灯笼法》第三条：不点灯的：\n（一）罚款。\n《灯笼条例》（国务院令第1号）第五条",
        ),
        (
            [
                "《灯笼条例》\n《风筝条例》",
                "国务院令第1号\n国务院令第2号",
                "第三条\n第五条",
                "不点灯的，罚款。",
            ],
            "《灯笼条例》（国务院令第1号）第三条：不点灯的，罚款。\n《风筝条例》（国务院令第2号）第五条",
        ),
        (
            ["临江市灯火局关于印发〈灯笼管理办法〉的通知", "临灯字〔2014〕5号", "第六条", ""],
            "《临江市灯火局关于印发〈灯笼管理办法〉的通知》（临灯字〔2014〕5号）第六条",
        ),
        (["临江省实施《灯笼法》办法", "", "第六条", ""], "《临江省实施〈灯笼法〉办法》第六条"),
        (["1.《灯笼法》\n2.《灯笼条例》", "", "第六条", ""], "1.《灯笼法》\n2.《灯笼条例》第六条"),
    ],
)
def test_bases__of_titles_numbers_and_places(read: Any, cells: Any, basis: str) -> None:
    head = ["序号", "权力名称", "依据名称", "文号", "条款", "条文内容"]
    register = read([head, [1, "对夜间不点灯的处罚", *cells]])

    assert register.sheets[0].rows[0].values["legal_basis"] == basis


def test_bases__places_that_stand_with_the_words(read: Any) -> None:
    rows = [
        ["序号", "权力名称", "依据层级", "依据名称", "条款及内容"],
        [
            1,
            "对夜间不点灯的处罚",
            "法律\n行政法规",
            "《灯笼法》\n《灯笼条例》",
            "第三条“不点灯的：\n（一）罚款。”\n第五条",
        ],
    ]
    (item,) = read(rows).sheets[0].rows

    assert item.values["legal_basis"] == (
        "【法律】《灯笼法》第三条“不点灯的：\n（一）罚款。”\n【行政法规】《灯笼条例》第五条"
    )


def test_bases__words_beside_columns_by_level(read: Any) -> None:
    rows = [
        ["序号", "权力名称", "设定依据", "", ""],
        ["", "", "法律", "行政法规", "条文内容"],
        [1, "对夜间不点灯的处罚", "", TWO, WORDS],
        [2, "对夜间不挂灯的处罚", "《灯笼法》第三条", "", "不点灯的，罚款。"],
    ]
    first, second = read(rows, merges=[(0, 2, 0, 4)]).sheets[0].rows

    assert first.values["legal_basis"] == DEALT.replace("《灯", "【行政法规】《灯")
    assert second.values["legal_basis"] == "【法律】《灯笼法》第三条：不点灯的，罚款。"
    assert [cell for _, cell in second.basis_cells] == ["C4", "E4"]
