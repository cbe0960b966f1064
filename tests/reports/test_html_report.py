"""The HTML report as text: complete, self-contained, escaped."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from qingdan.linter.result import CheckedFile
from qingdan.reports.html import render
from qingdan.rules.problem import Problem, Severity

from .conftest import FILED, Make, problem, row

pytestmark = pytest.mark.requirement("I-check")
EMPTY = {"meta", "input", "link", "img", "br"}


class _Page(HTMLParser):
    """Collects elements and text; complains of tags that do not match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def classes(self, tag: str) -> list[set[str]]:
        return [
            set((attributes.get("class") or "").split()) for name, attributes in self.elements if name == tag
        ]


def _page(make_result: Make, **changes: object) -> _Page:
    page = _Page(render(make_result(**changes)))
    assert page.open == []
    return page


def test_html__loads_nothing_and_runs_nothing(make_result: Make) -> None:
    text = render(make_result())
    page = _Page(text)

    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "base"}
    addresses = [
        value
        for _, found in page.elements
        for name, value in found.items()
        if name in {"href", "src", "action"}
    ]
    assert all(str(address).startswith("#") for address in addresses)
    assert not [name for _, found in page.elements for name in found if name.startswith("on")]
    assert "url(" not in text
    assert "@import" not in text


def test_html__head_has_numbers_day_and_verdicts(make_result: Make) -> None:
    text = _page(make_result).text

    assert "2015年4月15日有效的法律" in text
    assert re.search(r"引文核对：逐字一致 1略有差异 1没有这一条 1", text)
    assert "2必须改" in re.sub(r"\s+", "", text).replace("必须改2", "2必须改")


def test_html__findings_by_severity_hints_folded(make_result: Make) -> None:
    page = _page(make_result)

    severities = [classes for classes in page.classes("div") if "severity" in classes]
    assert [("blocker" in one, "warning" in one, "hint" in one) for one in severities] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
    groups = [
        attributes for _, attributes in page.elements if "group" in (attributes.get("class") or "").split()
    ]
    assert ["open" in group for group in groups] == [True, True, True, False]


def test_html__finding_shows_row_law_difference_and_what_to_do(make_result: Make) -> None:
    text = render(make_result())

    assert "登记表第 6 行" in text
    assert "<mark>责令限期内改正</mark>" in text
    assert "违反前款规定的，<mark>责令限期改正</mark>" in text
    assert "责令限期<del>内</del>改正" in text
    assert "中华人民共和国灯笼法第九条" in text
    assert "<b>怎么办：</b>按条文原文改正引文。" in text
    assert "出处：实施方案五（一）" in text


@pytest.mark.parametrize(
    ("key", "field", "shown", "hidden"),
    [
        ("C28.longer_than_law", "promised_limit", ("承诺时限", "法定时限"), ()),
        ("C22.no_proposal", "disposition", ("清理意见", "设定依据"), ("法定时限",)),
        ("C08.article_missing", "legal_basis", ("设定依据",), ("法定时限", "承诺时限")),
    ],
)
def test_html__cells_a_rule_compares_are_shown_together(
    make_result: Make, key: str, field: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    sheet = make_result().files[0].register
    assert sheet
    limits = row(5, statutory_limit="20个工作日", promised_limit="30个工作日")
    register = replace(sheet, sheets=(replace(sheet.sheets[0], rows=(limits,)),))
    one = problem(key, Severity.BLOCKER, 5)
    one = replace(
        one,
        where=replace(one.where, field=field),
        params={**one.params, "title": "《灯笼法》", "promised": "30个工作日", "statutory": "20个工作日"},
    )

    page = (
        render(make_result(problems=(one,), files=(replace(make_result().files[0], register=register),)))
        .split('id="p1"')[1]
        .split("登记表第 5 行")[1]
        .split("</dl>")[0]
    )

    assert all(f" {name}</dt>" in page for name in shown)
    assert not any(f" {name}</dt>" in page for name in hidden)


def test_html__file_without_findings_of_a_kind_has_a_nought(make_result: Make) -> None:
    file = make_result().files[0]
    page = render(make_result(problems=(), files=(file, replace(file, path="乙.xlsx"))))

    assert page.count('<td role="cell" class="n" data-label="提示">0</td>') == 2


def test_html__how_it_was_read_and_what_was_not_checked(make_result: Make) -> None:
    text = _page(make_result).text

    for words in (
        "C、D 设定依据",
        "标题：第 1 行；空行：第 9–10、12 行",
        "F4“吉祥物”",
        "第 11 行：此处有误",
        "行政征收",
    ):
        assert words in text
    assert "C25 没有附依据文本" in text
    assert "登记表没有这一栏" in text


def test_html__index_alone_is_said(make_result: Make) -> None:
    assert "只有索引" in _page(make_result, has_texts=False).text
    assert "只有索引" not in _page(make_result).text


def test_html__nothing_found(make_result: Make) -> None:
    page = _page(make_result, problems=(), not_checked=(), verdicts={})

    assert "没有发现问题" in page.text
    assert "select" not in {tag for tag, _ in page.elements}


def test_html__several_files_are_told_apart(make_result: Make) -> None:
    file = make_result().files[0]
    others = (
        replace(file, path="甲/登记表.xlsx", department=""),
        replace(file, path="乙/登记表.xlsx", department="临江市财政局"),
        CheckedFile(path="坏.xlsx", nil_returns={}),
    )
    problems = tuple(
        problem(key, Severity.BLOCKER, None, path=one.path)
        for one, key in zip(others, ("C25.not_attached", "C25.not_attached", "F01.empty"), strict=True)
    )

    page = _page(make_result, files=others, problems=problems, not_checked=())

    assert "甲/登记表.xlsx" in page.text
    assert "临江市财政局" in page.text
    assert "读不了" in page.text
    assert [classes & {"part0", "part1", "part2"} for classes in page.classes("details") if "problem" in classes] == [
        {"part0"}, {"part1"}, {"part2"},
    ]  # fmt: skip


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt;",
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_html__typed_text_is_escaped_everywhere(make_result: Make, typed: str) -> None:
    text = _hostile(make_result, typed)
    page = _Page(text)

    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img"}
    assert typed in page.text


@pytest.mark.parametrize("typed", ["\u202eexe", "\x00", "\x1b[2J", "\u2066", "\ud800"])
def test_html__characters_that_steer_the_screen_are_shown_as_such(make_result: Make, typed: str) -> None:
    text = _hostile(make_result, "某" + typed)

    assert typed[0] not in text
    assert "某\ufffd" in text
    text.encode()


def _hostile(make_result: Make, typed: str) -> str:
    one = problem("C08.article_missing", Severity.BLOCKER, 5)
    law = {"title": typed, "version": typed, "text": f"条文{typed}"}
    diff = [{"filed": typed, "law": f"条文{typed}"}]
    bad = Problem(
        code="C08", key=one.key, severity=one.severity, where=replace(one.where, item=typed, sheet=typed, cell=typed),
        params={"document": typed, "place": typed, "version": typed}, authority=typed,
        data={"law": law, "diff": diff, "other": {"path": typed, "sheet": typed, "row": 7, "name": typed}},
    )  # fmt: skip
    file = make_result().files[0]
    assert file.register
    sheet = replace(
        file.register.sheets[0], name=typed, rows=(row(5, typed, name=typed, legal_basis=FILED + typed),),
        unread_columns=((typed, typed),), unread_rows=((3, typed),),
    )  # fmt: skip
    register = replace(file.register, sheets=(sheet,))
    return render(
        make_result(problems=(bad,), files=(replace(file, path=typed, department=typed, register=register),))
    )


def test_html__long_cell_is_folded_with_its_whole_text_inside(make_result: Make) -> None:
    file = make_result().files[0]
    assert file.register
    long = "灯" * 5000
    sheet = replace(file.register.sheets[0], rows=(row(6, legal_basis=long),))
    text = render(make_result(files=(replace(file, register=replace(file.register, sheets=(sheet,))),)))

    assert text.count(long) == 1
    assert "全文" in text


def test_html__partner_of_a_pair_is_named(make_result: Make) -> None:
    other = {"path": "别处.xlsx", "sheet": "处罚", "row": 9, "name": "对挂灯笼的处罚"}
    one = problem("C08.article_missing", Severity.BLOCKER, 5, data={"other": other, "similarity": 0.93})

    assert "别处.xlsx，处罚，第 9 行：对挂灯笼的处罚" in _page(make_result, problems=(one,)).text
