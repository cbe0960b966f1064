"""The report for programs: the interface's keys, values as they are."""

import json
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from qingdan.linter.result import CheckedCitation, CheckedFile
from qingdan.reports.json_report import render
from qingdan.rules.problem import Severity

from .conftest import PATH, Make, problem

pytestmark = pytest.mark.requirement("I-check")


def _read(text: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(text)
    return answer


def test_json__head_counts_and_files(make_result: Make) -> None:
    answer = _read(render(make_result()))

    assert (answer["format"], answer["on"], answer["items"]) == ("qingdan.check/1", "2015-04-15", 4)
    assert answer["counts"] == {"C08": 3, "C25": 1}
    assert answer["files"] == [
        {"path": PATH, "department": "临江市灯笼局", "sheets": [answer["files"][0]["sheets"][0]]}
    ]
    assert "citations" not in answer


def test_json__sheet_as_read(make_result: Make) -> None:
    sheet = _read(render(make_result()))["files"][0]["sheets"][0]

    assert sheet["columns"] == {"category": "A", "name": "B", "legal_basis": "C", "disposition": "E"}
    assert sheet["column_lists"]["legal_basis"] == ["C", "D"]
    assert (sheet["header_row"], sheet["items"], sheet["nil_returns"]) == (4, 4, ["行政征收"])
    assert sheet["skipped_rows"][0] == {"row": 1, "reason": "title"}
    assert sheet["unread_columns"] == [{"cell": "F4", "heading": "吉祥物"}]


def test_json__problem_with_place_words_and_data(make_result: Make) -> None:
    one = _read(render(make_result()))["problems"][2]

    place = {name: one[name] for name in ("path", "sheet", "row", "cell", "item", "field")}
    assert place == {
        "path": PATH, "sheet": "行政处罚", "row": 6, "cell": "C6", "item": "对违规悬挂6号灯笼的处罚",
        "field": "legal_basis",
    }  # fmt: skip
    assert (one["code"], one["severity"], one["certainty"]) == ("C08", "warning", "sure")
    assert one["message"] == "引文与《中华人民共和国灯笼法》第九条不完全一致"
    assert one["authority"] == "实施方案五（一）"
    assert one["data"]["diff"][0] == {"filed": "责令限期内改正", "law": "责令限期改正"}
    assert one["explanation"]
    assert one["action"]


def test_json__problem_of_the_whole_file_has_no_cell(make_result: Make) -> None:
    one = _read(render(make_result()))["problems"][0]

    assert (one["sheet"], one["row"], one["cell"]) == (None, None, None)


def test_json__uncertain_finding_says_so(make_result: Make) -> None:
    one = _read(render(make_result()))["problems"][3]

    assert one["certainty"] == "likely"
    assert one["message"].startswith("可能：")


def test_json__what_was_not_checked(make_result: Make) -> None:
    assert _read(render(make_result()))["not_checked"] == [
        {"code": "C25", "path": PATH, "reason": "no_column", "message": "登记表没有这一栏"}
    ]


def test_json__citations_when_asked_for(make_result: Make, checked_citation: CheckedCitation) -> None:
    one = _read(render(make_result(citations=(checked_citation,))))["citations"][0]

    assert list(one["citation"]) == [
        "kind", "title", "edition", "document_number", "relation", "article", "insert", "paragraph", "item", "subitem",
        "annex_item", "start", "end",
    ]  # fmt: skip
    assert (one["citation"]["kind"], one["citation"]["article"]) == ("instrument", 9)
    assert (one["verdict"], one["version"], one["found_at"]) == ("text_elsewhere", "2014-04-24", ["第十条"])
    assert (one["sheet"], one["row"], one["cell"]) == ("行政处罚", 6, "C6")


def test_json__citation_without_verdict_is_null(make_result: Make, checked_citation: CheckedCitation) -> None:
    bare = replace(checked_citation, basis=replace(checked_citation.basis, verdict=None, version=None))

    one = _read(render(make_result(citations=(bare,))))["citations"][0]

    assert (one["verdict"], one["version"]) == (None, None)


def test_json__is_not_escaped_and_survives_odd_file_names(make_result: Make) -> None:
    file = CheckedFile(path="灯笼\udcff.xlsx", nil_returns={})
    text = render(make_result(files=(file,)))

    assert "灯笼\\udcff.xlsx" in text
    assert _read(text.encode().decode())["files"][0]["path"] == file.path


def test_json__dates_in_the_data_are_written_plainly(make_result: Make) -> None:
    one = problem("C08.article_missing", Severity.BLOCKER, data={"repealed_on": date(2014, 1, 2)})

    assert _read(render(make_result(problems=(one,))))["problems"][0]["data"] == {"repealed_on": "2014-01-02"}


def test_json__six_hundred_findings_in_little_time(make_result: Make) -> None:
    many = tuple(problem("C08.text_differs", Severity.WARNING, row) for row in range(5, 605))
    result = make_result(problems=many)
    started = time.perf_counter()

    answer = _read(render(result))

    assert len(answer["problems"]) == 600
    assert time.perf_counter() - started < 2
