"""问题答复, 通知交流, and what the office keeps: papers, meetings, streams, seconded staff."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.builders_campaigns import CODE, OWN
from tests.builders_files import PDF
from tests.web.campaign.conftest import As

from qingdan.campaigns.models import Attendance, GoverningDocument, Meeting, Milestone, Question, Secondment
from qingdan.rules.role import Role


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    settings.QINGDAN_HOME = tmp_path


def _ask(client: Client, title: str = "灯笼换色要不要另报一项？") -> str:
    return (
        client.post("/desk/questions/ask/", {"campaign": CODE, "title": title})
        .headers["Location"]
        .partition("?")[0]
    )


@pytest.mark.requirement("R-093", "R-122")
def test_question__is_asked_answered_and_found_by_another_unit(
    liaison: Client, office: Client, signed_in_as: As
) -> None:
    address, other = _ask(liaison), signed_in_as(Role.LIAISON, 3)
    assert "市政大楼0959室" in liaison.get("/desk/questions/").content.decode()
    assert other.get(address).status_code == 404
    office.post(f"{address}answer/", {"answer": "算同一项。", "version": "0"})

    assert "算同一项。" in other.get(address).content.decode()
    assert address in other.get("/desk/questions/?q=同一项").content.decode()
    assert address not in other.get("/desk/questions/?q=河道").content.decode()
    assert other.post(f"{address}answer/", {"answer": "不对", "version": "1"}).status_code == 404


@pytest.mark.requirement("G-hostile")
def test_answer__given_meanwhile_by_somebody_else_is_shown_beside_ones_own(
    liaison: Client, office: Client
) -> None:
    address = _ask(liaison)
    office.post(f"{address}answer/", {"answer": "算同一项。", "version": "0"})
    stale = office.post(f"{address}answer/", {"answer": "要另报。", "version": "0"})
    page = stale.content.decode()

    assert stale.status_code == 422
    assert page.index("算同一项。") < page.rindex("要另报。")
    assert 'name="version" value="1"' in page
    assert Question.objects.get().answer == "算同一项。"


def test_question__without_words(liaison: Client) -> None:
    refused = liaison.post("/desk/questions/ask/", {"campaign": CODE, "title": " ", "text": "说明"})

    assert refused.status_code == 422
    assert 'id="e-title"' in refused.content.decode()
    assert ">说明</textarea>" in refused.content.decode()


@pytest.mark.requirement("R-123")
def test_posting__of_a_unit_is_experience_and_escaped(liaison: Client, office: Client) -> None:
    words = {"campaign": CODE, "title": "<b>做法</b>", "text": "一、先画图。\n\n二、再填表。"}
    posted = liaison.post("/desk/postings/add/", words | {"kind": "experience"})
    page = office.get(posted.headers["Location"]).content.decode()

    assert "&lt;b&gt;做法&lt;/b&gt;" in page and "<b>做法" not in page
    assert "做法" not in office.get("/desk/postings/?kind=notice").content.decode()
    assert liaison.post("/desk/postings/add/", words | {"kind": "notice"}).status_code == 422


@pytest.mark.requirement("R-002")
def test_document__gets_its_text_and_everybody_reads_it(office: Client, liaison: Client) -> None:
    code = GoverningDocument.objects.order_by("pk")[0].code
    given = SimpleUploadedFile("方案.pdf", PDF)
    office.post(f"/desk/papers/{code}/text/", {"file": given})
    file = GoverningDocument.objects.get(code=code).file
    assert file

    assert "方案.pdf" in liaison.get("/desk/papers/").content.decode()
    sent = liaison.get(f"/desk/campaign-files/{file.code}/")
    assert b"".join(sent.streaming_content) == PDF  # type: ignore[attr-defined]
    assert (
        office.post(f"/desk/papers/{code}/text/", {"file": SimpleUploadedFile("x.exe", b"MZ")}).status_code
        == 422
    )
    assert liaison.post(f"/desk/papers/{code}/text/", {"file": given}).status_code == 404


def test_document__is_entered_with_the_tasks_that_rest_on_it(office: Client) -> None:
    words = {"campaign": CODE, "title": "临江市灯笼管理条例", "obligations": ["filing", "contacts"]}
    assert office.post("/desk/papers/add/", words).status_code == 302
    assert office.post("/desk/papers/add/", words | {"issued_on": "昨天"}).status_code == 422

    page = office.get("/desk/papers/").content.decode()
    assert "2 项任务" in page


@pytest.mark.requirement("R-124")
def test_forms__say_that_they_are_reconstructed(office: Client, liaison: Client) -> None:
    assert liaison.get("/desk/papers/").content.decode().count("样式为重建</span>") == 4
    words = {"campaign": CODE, "form": "form_2", "note": "按样本重排", "reconstructed": "yes"}
    office.post("/desk/papers/forms/", words | {"file": SimpleUploadedFile("附件2.pdf", PDF)})

    page = liaison.get("/desk/papers/").content.decode()
    assert "第 2 版" in page and "按样本重排" in page


@pytest.mark.requirement("R-044", "R-045")
def test_meeting__with_attendance(office: Client, liaison: Client) -> None:
    words = {"campaign": CODE, "kind": "training", "title": "培训班", "on": "2015-03-30"}
    held = office.post("/desk/meetings/add/", words).headers["Location"].partition("?")[0]
    office.post(f"{held}attendance/", {f"names_{OWN}": "陈远", "names_nobody": "何渡"})

    assert Attendance.objects.get().names == "陈远"
    assert "到会 1 个单位" in liaison.get("/desk/meetings/").content.decode()
    assert "陈远" in liaison.get(held).content.decode()
    assert liaison.post(f"{held}attendance/", {f"names_{OWN}": ""}).status_code == 404
    assert office.post("/desk/meetings/add/", words | {"on": ""}).status_code == 422
    assert Meeting.objects.count() == 1


@pytest.mark.requirement("R-012", "R-102")
def test_milestone__is_reached_by_the_lead(signed_in_as: As, liaison: Client) -> None:
    words = {"campaign": CODE, "milestone": "approval_system.trial", "on": "2015-09-28", "note": "上线公告"}
    centre = signed_in_as(Role.SERVICE_CENTRE, 3)
    assert liaison.post("/desk/streams/reach/", words).status_code == 404
    assert centre.post("/desk/streams/reach/", words | {"note": ""}).status_code == 422
    centre.post("/desk/streams/reach/", words)

    assert "2015年9月28日 完成" in liaison.get("/desk/streams/").content.decode()
    assert Milestone.objects.get().by == "service-centre-3"


@pytest.mark.requirement("R-091", "R-105")
def test_staff__is_entered_and_goes_back(office: Client, liaison: Client) -> None:
    words = {
        "campaign": CODE, "home_unit": OWN, "name": "陈远", "skills": "灯笼法", "group": "review_group_1",
        "since": "2015-03-30",
    }  # fmt: skip
    office.post("/desk/staff/add/", words)
    assert office.post("/desk/staff/add/", words | {"until": "2015-03-30"}).status_code == 422
    code = Secondment.objects.get().code
    assert "审核一组" in office.get("/desk/staff/").content.decode()
    office.post(f"/desk/staff/{code}/end/")

    assert "在岗" not in office.get("/desk/staff/").content.decode()
    assert liaison.get("/desk/staff/").status_code == 404
