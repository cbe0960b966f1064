"""Basis cells: which words belong to which citation, source labels, and the quick way beside the full one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules import basis_reader
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.citation import label

pytestmark = pytest.mark.requirement("C08")
LEAD = "有下列行为之一的，由市灯火局责令改正，处五百元以上二千元以下的罚款："


def read(text: str) -> list[tuple[str, str]]:
    return [
        (f"{one.citation.title or one.citation.document_number} {label(one.citation)}".strip(), one.quoted)
        for one in read_basis(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("无", []),
        ("《灯笼法》", [("灯笼法", "")]),
        ("《灯笼法》第三条", [("灯笼法 第三条", "")]),
        ("《灯笼法》第三条的规定", [("灯笼法 第三条", "")]),
        ("《灯笼法》第三条等有关规定。", [("灯笼法 第三条", "")]),
        ("《灯笼法》第三条：挂灯笼应当登记。", [("灯笼法 第三条", "挂灯笼应当登记。")]),
        ("《灯笼法》第三条挂灯笼应当登记。", [("灯笼法 第三条", "挂灯笼应当登记。")]),
        ("《灯笼法》第三条规定：挂灯笼应当登记。", [("灯笼法 第三条", "挂灯笼应当登记。")]),
        ("《灯笼法》第三条规定，挂灯笼应当登记。", [("灯笼法 第三条", "挂灯笼应当登记。")]),
        ("《灯笼法》第三条　挂灯笼应当登记。  ", [("灯笼法 第三条", "挂灯笼应当登记。")]),
        ("《灯笼法》\n第三条 挂灯笼应当登记。", [("灯笼法 第三条", "挂灯笼应当登记。")]),
        ("《灯笼法》第三条“挂灯笼应当登记。”", [("灯笼法 第三条", "“挂灯笼应当登记。”")]),
        ("《灯笼法》第三条：…应当登记。", [("灯笼法 第三条", "…应当登记。")]),
        ("《灯笼法》：挂灯笼应当登记。", [("灯笼法", "挂灯笼应当登记。")]),
        ("国发〔2010〕21号第三条：挂灯笼应当登记。", [("国发〔2010〕21号 第三条", "挂灯笼应当登记。")]),
        ("《灯笼决定》（国务院令第412号）\n附件第193项挂灯审批。", [("灯笼决定 附件第193项", "挂灯审批。")]),
        ("根据《灯笼法》第三条，对灯笼铺进行检查", [("灯笼法 第三条", "")]),
        ("根据《灯笼法》第三条：挂灯笼应当登记。", [("灯笼法 第三条", "挂灯笼应当登记。")]),
        ("违反本条例第三条的，依照《灯笼法》第四条处罚", [("灯笼法 第四条", "")]),
        ("本条例第三条：挂灯笼应当登记。", []),
        ("灯笼管理条例、渡船法", [("灯笼管理条例", ""), ("渡船法", "")]),
        ("《灯笼法》第三条。《渡船法》第四条规定的渡船", [("灯笼法 第三条", ""), ("渡船法 第四条", "")]),
    ],
)
def test_quotation__from_the_locator_to_the_end(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "《灯笼法》第三条第一款第二项、第二款"
            + LEAD
            + "（二）用塑料纸的；有前款第二项行为的，没收灯笼。",
            [
                ("灯笼法 第三条第一款第（二）项", LEAD + "（二）用塑料纸的；有前款第二项行为的，没收灯笼。"),
                ("灯笼法 第三条第二款", LEAD + "（二）用塑料纸的；有前款第二项行为的，没收灯笼。"),
            ],
        ),
        (
            "《灯笼法》第三条、《渡船法》第四条：渡船应当载明定员。",
            [("灯笼法 第三条", ""), ("渡船法 第四条", "渡船应当载明定员。")],
        ),
        (
            "1、《灯笼法》第三条：挂灯笼应当登记。\n2、《渡船法》第四条：渡船应当载明定员。",
            [("灯笼法 第三条", "挂灯笼应当登记。"), ("渡船法 第四条", "渡船应当载明定员。")],
        ),
        (
            "（1）《灯笼法》第三条：挂灯笼应当登记；（2）《渡船法》第四条：渡船应当载明定员。",
            [("灯笼法 第三条", "挂灯笼应当登记；"), ("渡船法 第四条", "渡船应当载明定员。")],
        ),
        (
            "《灯笼法》第三条挂灯笼应当登记。《渡船法》第四条渡船应当载明定员。",
            [("灯笼法 第三条", "挂灯笼应当登记。"), ("渡船法 第四条", "渡船应当载明定员。")],
        ),
        (
            "《灯笼法》第三条：挂灯笼应当登记。\n第八条：拆灯笼应当告知。\n《渡船法》第四条",
            [
                ("灯笼法 第三条", "挂灯笼应当登记。"),
                ("灯笼法 第八条", "拆灯笼应当告知。"),
                ("渡船法 第四条", ""),
            ],
        ),
        (
            "1.《灯笼法》第三条　违反本条例规定\n2.《灯笼条例》第四条　违反《渡船法》和本条例有关规定，罚款",
            [
                ("灯笼法 第三条", "违反本条例规定"),
                ("灯笼条例 第四条", "违反《渡船法》和本条例有关规定，罚款"),
            ],
        ),
        (
            "1.《灯笼法》第三条：挂灯笼的\n2.《灯笼条例》第四条：过渡的，依照《渡船法》第五条处罚",
            [
                ("灯笼法 第三条", "挂灯笼的"),
                ("灯笼条例 第四条", "过渡的，依照《渡船法》第五条处罚"),
            ],
        ),
        (
            "1、《灯笼法》第三条 挂灯笼应当登记的2、【规章】《灯笼办法》第四条“渡船载明定员”",
            [("灯笼法 第三条", "挂灯笼应当登记的"), ("灯笼办法 第四条", "“渡船载明定员”")],
        ),
        (
            "《灯笼法》第三条“挂灯笼应当登记的”和《渡船法》第四条“渡船载明定员”",
            [("灯笼法 第三条", "“挂灯笼应当登记的”"), ("渡船法 第四条", "“渡船载明定员”")],
        ),
        (
            "《灯笼法》第三条挂灯笼应当登记的《渡船法》第四条渡船载明定员",
            [("灯笼法 第三条", "挂灯笼应当登记的"), ("渡船法 第四条", "渡船载明定员")],
        ),
        (
            "《灯笼法》第三条：依照《渡船法》第四条登记，按本法第五条收费。",
            [("灯笼法 第三条", "依照《渡船法》第四条登记，按本法第五条收费。")],
        ),
    ],
)
def test_quotation__ends_where_the_next_citation_begins(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "《灯笼法》第三条第（一）项：\n第三条　挂灯笼应当登记。",
        "《灯笼法》第三条第一项\n第三条　挂灯笼应当登记。",
        "《灯笼法》第三条 第三条 挂灯笼应当登记。",
        "《灯笼法》第三条：第三条规定：挂灯笼应当登记。",
        "《灯笼法》第三条：第三条第一款　挂灯笼应当登记。",
        "《灯笼法》第三条：\n第三条\n第三条：挂灯笼应当登记。",
    ],
)
def test_quotation__without_the_article_number_repeated(text: str) -> None:
    (found,) = read_basis(text)

    assert (found.citation.article, found.quoted) == (3, "挂灯笼应当登记。")


@pytest.mark.parametrize(
    "text",
    ["《灯笼法》第三条：第四条 挂灯笼应当登记。", "《灯笼法》第三条：第三条之一 挂灯笼应当登记。"],
)
def test_quotation__another_number_stays(text: str) -> None:
    (found,) = read_basis(text)

    assert found.quoted == text[9:]


def test_headings__repeating_a_list_take_their_own_words() -> None:
    found = read(
        "《灯笼法》第三条、第八条：\n第三条　挂灯笼应当登记。\n第八条　拆灯笼应当告知。\n第三条　登记不收费用。"
    )

    assert found == [
        ("灯笼法 第三条", "挂灯笼应当登记。\n登记不收费用。"),
        ("灯笼法 第八条", "拆灯笼应当告知。"),
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("【法律】《灯笼法》第三条挂灯笼应当登记。", ["【法律】"]),
        ("【法律】《灯笼法》第三条：挂灯。\n第八条：拆灯笼应当告知。", ["【法律】", "【法律】"]),
        ("1.【行政法规】《灯笼条例》第三条；2.【规章】《灯笼办法》第三条", ["【行政法规】", "【规章】"]),
        ("［部门规章］《灯笼办法》第三条", ["［部门规章］"]),
        ("（地方性法规）《灯笼条例》第三条", ["（地方性法规）"]),
        ("法律：《灯笼法》第三条\n部门规章：《灯笼办法》第三条", ["法律", "部门规章"]),
        ("法律依据：《灯笼法》第三条", [None]),
        ("法律《灯笼法》第三条", [None]),
        ("【法律】《灯笼法》第三条、《渡船法》第四条", ["【法律】", None]),
        ("【备注】《灯笼法》第三条", [None]),
    ],
)
def test_labels__as_printed(text: str, labels: list[str | None]) -> None:
    assert [one.level_tag for one in read_basis(text)] == labels


def test_labels__are_no_part_of_the_quotation() -> None:
    found = read("【法律】《灯笼法》第三条挂灯笼应当登记。\n【规章】《灯笼办法》第八条拆灯笼应当告知。")

    assert [quoted for _, quoted in found] == ["挂灯笼应当登记。", "拆灯笼应当告知。"]


HEADS = [
    "《灯笼法》", "《临江市实施〈灯笼法〉办法》", "《实施《灯笼法》办法》", "《渡船条例》（2016年修订）",
    "《灯笼条例》（国务院令第900号）",
    "《灯笼条例》（试行）", "《灯笼法》（一）", "【法律】《灯笼法》", "1、《灯笼法》", "《灯笼法》\n",
]  # fmt: skip
PLACES = [
    "第三条", "第三条第二款", "第三条第（一）项", "第三条第一款第二项、第二款", "第三、四条", "第三条至第五条",
    "第三条之一", "第三条之一至之三", "第三条（第二款）", "第三条第①项",
    "附件第3项", "第一款", "第三条第二款第", "第3条（一）项", "",
]  # fmt: skip
MARKS = ["：", "", "　", ":\n", " ", "的规定：", "规定，", "：第三条　", "、"]
WORDS = [
    "违反本法第十五条的规定，", "挂灯笼应当向市灯火局登记，登记不收费。", LEAD, "（一）夜间不点灯的；", "\n",
    "。", "依照《渡船法》第五条处罚",
    "有《条例》第四条规定的情形的，", "《码头法》第六条过渡的。", "《码头法》第六条：", "\n第八条：",
    "第八条　", "2、", "【规章】",
    "国发〔2010〕21号", "渡船法第七条", "前款规定", "中华人民共和国码头法", "、", "和", "本条例", "“", "”", " ",
    "\n第三条　",
    "应当取得《灯笼证》。", "第二款", "规定的，", "第五号灯笼", "挂灯笼的", "《码头法》第六条", "该法第八条",
    "②", "由", "/",
]  # fmt: skip
cells = st.builds(
    lambda head, place, mark, words: head + place + mark + "".join(words),
    st.sampled_from(HEADS),
    st.sampled_from(PLACES),
    st.sampled_from(MARKS),
    st.lists(st.sampled_from(WORDS), max_size=8),
)


@given(cells)
def test_quick_way__gives_what_the_full_one_gives(text: str) -> None:
    quick = basis_reader._quick(text)

    assert quick is None or quick == basis_reader._read(text)


def test_quick_way__takes_the_usual_cells() -> None:
    usual = [
        f"《灯笼法》第三条：{LEAD}（一）夜间不点灯的；",
        f"【法律】《灯笼法》（2016年修订）第三条第（一）项：\n违反本法第十条规定，{LEAD}",
        f"《灯笼条例》（国务院令第900号）第三条第一款第一项、第二款{LEAD}依照《渡船法》第五条处罚。",
    ]

    assert all(basis_reader._quick(text) for text in usual)


@given(cells)
def test_quotations__stand_in_the_cell(text: str) -> None:
    for entry in read_basis(text):
        assert all(words in text for words in entry.quoted.split("\n"))
