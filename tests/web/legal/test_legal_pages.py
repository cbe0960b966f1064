"""Pages of the 法制办: texts, functions, proposals."""

import pytest
from django.test import Client
from tests.builders import NOW
from tests.builders_powers import LIAISON, OWN, an_item

from qingdan.base.orgs.models import Mandate
from qingdan.powers.services.law_changes import propose_law_change

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-113")]
FORM = {
    "title": "临江市龙舟灯管理办法",
    "level": "city_rule",
    "issuer": "临江市人民政府",
    "valid_from": "2020-01-01",
    "text": "第一条 为了管好龙舟灯，制定本办法。\n第二条 龙舟灯熄灭的，责令改正。",
}


def _words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def _entered(client: Client) -> str:
    location = client.post("/desk/legal/add", FORM).headers["Location"]
    return str(location.partition("?")[0])


def test_text__is_entered_corrected_and_repealed(client: Client) -> None:
    assert "还没有录入" in _words(client, "/desk/legal/")
    address = _entered(client)
    assert "2020年1月1日施行，2 条" in _words(client, address).replace("\n", "")
    changed = FORM | {"issuer": "市政府", "document_number": "临府令第3号"}
    assert client.post(f"{address}save", changed).status_code == 302
    assert "临府令第3号" in _words(client, "/desk/legal/")
    assert client.post(f"{address}repeal", {"on": ""}).status_code == 422
    assert client.post(f"{address}repeal", {"on": "2024-01-01"}).status_code == 302
    assert "2024年1月1日废止" in _words(client, address)
    assert "龙舟灯" not in _words(client, "/desk/legal/?state=in_force")


def test_text__refused_keeps_what_was_typed(client: Client) -> None:
    response = client.post("/desk/legal/add", FORM | {"valid_from": "", "title": "未定的办法"})
    words = response.content.decode()
    assert response.status_code == 422
    assert 'id="e-valid_from"' in words and 'value="未定的办法"' in words and "龙舟灯熄灭" in words


def test_amended_text__begins_with_the_last_one(client: Client) -> None:
    code = _entered(client).rstrip("/").rpartition("/")[2]
    words = _words(client, f"/desk/legal/new?like={code}")
    assert 'value="临江市龙舟灯管理办法"' in words and "龙舟灯熄灭" in words
    assert client.post("/desk/legal/add", FORM).status_code == 422
    assert client.post("/desk/legal/add", FORM | {"valid_from": "2025-01-01"}).status_code == 302
    assert "已有新文本" in _words(client, "/desk/legal/?state=superseded")


@pytest.mark.requirement("R-021")
def test_functions__are_entered_changed_and_repealed(client: Client) -> None:
    assert "市灯笼局" in _words(client, "/desk/legal/mandates/")
    address = f"/desk/legal/mandates/{OWN}/"
    assert client.post(f"{address}add", {"number": "1", "text": "管理灯笼"}).status_code == 302
    assert client.post(f"{address}add", {"number": "2", "text": "点灯", "under": "1"}).status_code == 302
    words = _words(client, f"{address}?change=2")
    assert 'value="1" selected' in words and "废止第 2 项" in words
    changed = {"number": "2", "text": "点亮灯笼", "under": "1"}
    assert client.post(f"{address}change", changed).status_code == 302
    assert client.post(f"{address}repeal", {"number": "2", "on": "2026-01-01"}).status_code == 302
    assert "2026年1月1日废止" in _words(client, address)
    refused = client.post(f"{address}add", {"number": "1", "text": "重复"})
    assert refused.status_code == 422 and "第 1 项职能已经有了" in refused.content.decode()
    assert Mandate.objects.count() == 2


def _proposed() -> str:
    words = {"instrument": "临江市灯笼管理条例", "ground": "unused", "proposal": "删去第三条"}
    return propose_law_change(number=an_item(), **words, by=LIAISON, at=NOW)


@pytest.mark.requirement("R-034")
def test_proposal__is_found_and_answered(client: Client, liaison: Client) -> None:
    address = f"/desk/legal/law-changes/{_proposed()}/"
    assert "1 件等答复" in _words(client, "/desk/legal/")
    assert address in _words(client, "/desk/legal/law-changes/?state=waiting&ground=unused&words=灯笼")
    assert "没有符合条件的建议" in _words(client, "/desk/legal/law-changes/?ground=conflict")
    assert client.post(f"{address}answer", {"verdict": "accepted", "answer": ""}).status_code == 422
    assert client.post(f"{address}answer", {"verdict": "accepted", "answer": "提请修改"}).status_code == 302
    assert client.post(f"{address}answer", {"verdict": "refused", "answer": "改"}).status_code == 422
    words = _words(liaison, address)
    assert "提请修改" in words and "<button>答复" not in words
    assert liaison.post(f"{address}answer", {"verdict": "refused", "answer": "改"}).status_code == 404


@pytest.mark.requirement("G-access")
def test_pages__are_the_legal_affairs_offices_alone(client: Client, liaison: Client) -> None:
    address = _entered(client)
    for path in ("/desk/legal/", "/desk/legal/new", address, "/desk/legal/mandates/"):
        assert liaison.get(path).status_code == 404
    for path in ("/desk/legal/add", f"{address}save", f"{address}repeal"):
        assert liaison.post(path, FORM).status_code == 404
    assert client.get("/desk/legal/texts/none/").status_code == 404
    assert client.get("/desk/legal/mandates/999999999/").status_code == 404
    assert client.get("/desk/legal/law-changes/none/").status_code == 404
