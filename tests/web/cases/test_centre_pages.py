"""Pages of the service centre: trial run, acceptance report, cases of an earlier system (RQ-A5, RQ-A14, RQ-A15)."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_case_desk import decided_now, received_now
from tests.builders_cases import ID_NUMBER
from tests.builders_earlier import OLD_NUMBER, a_case_row, a_user_row, an_earlier_file

from qingdan.base.clock import day_of, now

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A5", "RQ-A14", "RQ-A15")]


def uploaded(desk: Any, content: bytes, name: str = "老.xlsx", system: str = "老审批网") -> Any:
    file = SimpleUploadedFile(name, content)
    return desk("service_centre").post("/desk/earlier/read/", {"file": file, "system": system})


def workbook(path: Path, *rows: list[str]) -> bytes:
    return an_earlier_file(path / "up.xlsx", rows or [a_case_row()], [a_user_row()]).read_bytes()


def begun(desk: Any) -> Any:
    today = day_of(now()).isoformat()
    return desk("service_centre").post("/desk/case-trial/begin/", {"on": today, "reason": "临府9号"})


def test_trial__is_begun_on_its_page_and_seen_wherever_cases_are(desk) -> None:
    assert begun(desk).status_code == 302
    number = received_now("trial")
    assert "正在试运行" in desk("service_centre").get("/desk/case-trial/").text
    for who, address in (
        ("window", "/desk/cases/?show=open"),
        ("window", "/desk/intake/"),
        ("window", f"/desk/cases/{number}/"),
        ("window", f"/desk/cases/{number}/receipt/"),
    ):
        assert "试运行" in desk(who).get(address).text, address
    formal = desk("service_centre").get("/desk/case-usage/?data=formal").text
    assert "没有这样的件" in formal
    assert "市灯笼局</th>" in desk("service_centre").get("/desk/case-usage/?data=trial").text


def test_trial__without_reason_is_refused_with_what_was_typed(desk) -> None:
    answer = desk("service_centre").post("/desk/case-trial/begin/", {"on": "2000-01-01", "reason": ""})
    assert answer.status_code == 422 and 'value="2000-01-01"' in answer.text
    assert "不能填过去的日子" in answer.text


def test_report__leads_to_its_rows_and_is_a_workbook(desk) -> None:
    number = decided_now("granted")
    page = desk("service_centre").get("/desk/acceptance/").text
    assert "缺数据" in page and "只报数" in page and "/desk/acceptance/in_law/?since=" in page
    assert number in desk("service_centre").get("/desk/acceptance/in_law/").text
    answer = desk("service_centre").get("/desk/acceptance/workbook/")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    lines = {row[1]: row for row in book["验收项"].iter_rows(min_row=3, values_only=True)}
    assert lines["在法定期限内决定"][3:] == (1, 1, "100%", "达到")
    assert lines["可并联的并联"][3:] == (0, 0, None, "这段时间没有可以算的")
    assert lines["专业系统对接"][3:] == (0, 1, "0%", "没有达到")
    assert lines["监察平台、数据交换平台同时升级"][3:] == (None, None, None, "缺数据")
    assert book["各单位"]["A3"].value == "市灯笼局"


@pytest.mark.parametrize(
    "query", ["since=x&until=y", "since=9999-12-31&until=0001-01-01", "data=%00", "since="]
)
def test_report__of_any_address_answers(desk, query: str) -> None:
    assert desk("service_centre").get(f"/desk/acceptance/?{query}").status_code == 200
    assert desk("service_centre").get(f"/desk/acceptance/nothing/?{query}").status_code == 404


def test_report__asks_the_same_whatever_there_is(desk) -> None:
    counts = []
    for once in ("first", "second", "third"):
        received_now(once)
        with CaptureQueriesContext(connection) as asked:
            desk("service_centre").get("/desk/acceptance/")
        counts.append(len(asked))
    assert counts[0] == counts[2] <= 70


def test_workbook__is_read_looked_at_brought_in_found_and_taken_back(desk, tmp_path: Path) -> None:
    empty = desk("service_centre").get("/desk/earlier/empty/")
    assert ZipFile(BytesIO(empty.content)).testzip() is None
    preview = uploaded(desk, workbook(tmp_path)).headers["Location"].partition("?")[0]
    page = desk("service_centre").get(preview).text
    assert "江＊＊" in page and "江小灯" not in page and ID_NUMBER not in page
    assert desk("service_centre").post(f"{preview}bring/").status_code == 302

    found = desk("window").get("/desk/cases/", {"words": OLD_NUMBER}).text
    address = found.partition('href="/desk/earlier/cases/')[2].partition('"')[0]
    case = desk("window").get(f"/desk/earlier/cases/{address}").text
    assert "灯许〔2013〕7号" in case and ID_NUMBER not in case
    assert "启用账号的链接" in desk("window").post("/desk/earlier-users/link/", {"id_number": ID_NUMBER}).text
    assert desk("service_centre").post(f"{preview}undo/", {"why": ""}).status_code == 422
    assert desk("service_centre").post(f"{preview}undo/", {"why": "错了"}).status_code == 302
    assert desk("window").get(f"/desk/earlier/cases/{address}").status_code == 404


def test_workbook__with_faults_names_each_cell_and_keeps_the_name_typed(desk, tmp_path: Path) -> None:
    answer = uploaded(desk, workbook(tmp_path, a_case_row(unit="省厅"), a_case_row(number="")))
    assert answer.status_code == 422
    assert "“办件”表 B2：没有叫“省厅”的单位" not in answer.text  # cells that are none are told first
    assert "“办件”表 A3：办件编号没有填" in answer.text and 'value="老审批网"' in answer.text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.xlsx"),
        (b"MZ\x90\x00", "a.xlsx"),
        (b"<script>alert(1)</script>", "a.xls"),
        (b"PK\x03\x04" + b"\0" * 500, "../../a.xlsx"),
        (b"%PDF-1.4", "a.ods"),
        (b"a,b,c\n1,2,3\n", "a.csv"),
    ],
)
def test_file__that_is_no_workbook_is_refused(desk, content: bytes, name: str) -> None:
    assert uploaded(desk, content, name).status_code == 422
    assert desk("service_centre").post("/desk/earlier/read/", {"system": "老"}).status_code == 422
