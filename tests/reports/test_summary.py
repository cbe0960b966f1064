"""Counts that all reports share."""

import pytest

from qingdan.reports.summary import clean_items, file_labels, place_of, runs
from qingdan.rules.problem import Severity, Where

from .conftest import Make, problem

pytestmark = pytest.mark.requirement("I-check")


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([5], "5"), ([5, 6], "5–6"), ([9, 7, 8, 5, 12, 11, 5], "5、7–9、11–12")],
)
def test_runs__neighbours_are_joined(numbers: list[int], words: str) -> None:
    assert runs(numbers) == words


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Where(sheet="处罚", row=5, cell="E5"), "处罚!E5"),
        (Where(row=5, cell="E5"), "E5"),
        (Where(sheet="处罚", row=5), "处罚!第 5 行"),
        (Where(sheet="处罚"), "处罚"),
        (Where(), ""),
    ],
)
def test_place__as_people_say_it(where: Where, words: str) -> None:
    assert place_of(where) == words


def test_clean_items__hints_do_not_count_and_two_findings_count_once(make_result: Make) -> None:
    found = (
        problem("C08.article_missing", Severity.BLOCKER, 5),
        problem("C08.article_missing", Severity.WARNING, 5),
        problem("C08.article_missing", Severity.HINT, 6),
    )

    assert clean_items(make_result(problems=found)) == 3


def test_file_labels__whole_path_only_where_names_repeat(make_result: Make) -> None:
    from dataclasses import replace  # noqa: PLC0415

    file = make_result().files[0]
    files = tuple(replace(file, path=path) for path in ("甲/登记表.xls", "乙/登记表.xls", "丙/名单.xls"))

    assert list(file_labels(make_result(files=files)).values()) == [
        "甲/登记表.xls",
        "乙/登记表.xls",
        "名单.xls",
    ]
