"""The report for a terminal."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.linter.result import CheckedFile, NotChecked
from qingdan.reports.text import clipped, padded, printable, render, width
from qingdan.rules.problem import Problem, Severity, Where

from .conftest import PATH, Make, findings, problem

pytestmark = pytest.mark.requirement("I-check")


def test_text__counts_day_and_verdicts_first(make_result: Make) -> None:
    lines = render(make_result()).splitlines()

    assert lines[0] == "核对结果：1 个文件，4 项，没有问题的 2 项；必须改 2 处，要说明理由 1 处，提示 1 处。"
    assert lines[1] == "按 2015年4月15日有效的法律核对，类别方案：宜春市2015年行政权力清理。"
    assert lines[2] == "引文核对 3 条：逐字一致 1，略有差异 1，没有这一条 1。"


def test_text__gravest_first_with_cell_rule_and_action(make_result: Make) -> None:
    text = render(make_result())

    places = [text.index(words) for words in ("■ 必须改 2", "▲ 要说明理由 1", "◇ 提示 1")]
    assert places == sorted(places)
    line = next(line for line in text.splitlines() if "行政处罚!C5" in line)
    assert line.split() == ["行政处罚!C5", "C08", "对违规悬挂5号灯笼的处罚"]
    assert "      → 按条文原文改正条号。" in text.splitlines()


@pytest.mark.requirement("F02")
@pytest.mark.requirement("F03")
def test_text__says_what_was_skipped_and_not_understood(make_result: Make) -> None:
    text = render(make_result())

    assert "跳过：标题 第 1 行；空行 第 9–10、12 行" in text
    assert "没有认出的列：F4“吉祥物”" in text
    assert "没有看懂的行：第 11 行" in text
    assert "零报告 行政征收" in text


@pytest.mark.parametrize(
    ("key", "where", "words"),
    [
        (
            "F02.unknown_column",
            Where(path=PATH, sheet="行政处罚", row=4, cell="F4", field="file"),
            "（表头）",
        ),
        ("F03.unknown_row", Where(path=PATH, sheet="行政处罚", row=11, cell="A11", field="file"), "（整行）"),
        ("F01.empty", Where(path=PATH, field="file"), "（整个文件）"),
        ("C26.unsigned", Where(path=PATH, field="signature"), "（签字）"),
    ],
)
def test_text__what_a_finding_without_item_is_about(
    make_result: Make, key: str, where: Where, words: str
) -> None:
    params = {"heading": "吉祥物", "words": "此处有误"}
    one = Problem(code=key[:3], key=key, severity=Severity.HINT, where=where, params=params)

    assert f"  {one.code}  {words}\n" in render(make_result(problems=(one,)))


def test_text__says_which_rules_were_not_checked(make_result: Make) -> None:
    assert "C25 没有附依据文本：登记表没有这一栏" in render(make_result())


def test_text__index_alone_is_said(make_result: Make) -> None:
    assert "索引" in render(make_result(has_texts=False))
    assert "索引" not in render(make_result())


def test_text__nothing_found(make_result: Make) -> None:
    assert "没有发现问题。" in render(make_result(problems=(), not_checked=()))


def test_text__each_file_with_its_own_findings(make_result: Make) -> None:
    other = CheckedFile(path="坏.xlsx", register=None, nil_returns={})
    bad = Problem(**{**_fields(problem("F01.empty", Severity.BLOCKER, None, path="坏.xlsx")), "code": "F01"})
    result = make_result(files=(*make_result().files, other), problems=(*findings(), bad))

    parts = render(result).split("━━ ")

    assert parts[1].startswith(PATH)
    assert "C08" not in parts[2]
    assert "F01" in parts[2]


def test_text__rule_unchecked_in_some_files_says_how_many(make_result: Make) -> None:
    files = make_result().files
    more = tuple(replace(files[0], path=name) for name in ("a.xlsx", "b.xlsx"))
    left_out = tuple(NotChecked(code="C25", reason="no_column", path=path) for path in ("a.xlsx", "b.xlsx"))

    assert "（2 个文件）" in render(make_result(files=(*files, *more), not_checked=left_out))


def test_text__lines_fit_the_width(make_result: Make) -> None:
    long = problem(
        "C08.article_missing",
        Severity.BLOCKER,
        5,
        params={"document": "《灯笼》" * 60, "place": "第九条", "version": ""},
    )

    lines = render(make_result(problems=(long,))).splitlines()

    assert max(width(line) for line in lines) <= 104


@pytest.mark.parametrize("typed", ["\x1b[31m红", "\u202e倒", "响\x07铃", "\r回车"])
def test_text__typed_text_does_not_steer_the_terminal(make_result: Make, typed: str) -> None:
    one = problem("C08.article_missing", Severity.BLOCKER, 5)
    text = render(make_result(problems=(replace(one, where=replace(one.where, item=typed)),)))

    assert not set(typed) & set(text) - set("红倒响铃回车[31m")


@given(st.text(max_size=40), st.integers(min_value=2, max_value=30))
def test_clipped__is_never_wider(text: str, columns: int) -> None:
    assert width(clipped(text, columns)) <= columns
    assert width(padded(clipped(text, columns), columns)) == columns


def test_printable__keeps_line_breaks_and_full_width_blanks() -> None:
    assert printable("一\u3000二\n三\t四") == "一\u3000二\n三 四"


def _fields(one: Problem) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}


def test_text__many_findings_of_one_kind_are_named_by_their_places(make_result: Make) -> None:
    many = tuple(problem("C01.none", Severity.BLOCKER, row) for row in range(2, 20))
    few = many[:12]

    text = render(replace(make_result(), problems=many))
    assert text.count("C01") == 6
    assert "C01 同样的问题还有 13 处：行政处罚!C7、行政处罚!C8、" in text
    assert "■ 必须改 18" in text
    assert "同样的问题" not in render(replace(make_result(), problems=few))
