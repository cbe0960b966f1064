"""本单位任务: what is owed, and the forms by which it is handed in."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.builders_campaigns import CODE, OWN
from tests.builders_files import PDF
from tests.web.campaign.conftest import As

from qingdan.campaigns.models import Contact, Fulfilment, Participation
from qingdan.rules.role import Role

TASKS = "/desk/tasks/"
PEOPLE = {
    "campaign": CODE,
    "deputy_name": "陈远",
    "deputy_phone": "0795-0123456",
    "liaison_name": "林守信",
    "liaison_phone": "0795 0654321",
}


@pytest.mark.requirement("R-001")
def test_receipt__is_recorded_once(liaison: Client) -> None:
    assert "签收通知</button>" in liaison.get(TASKS).content.decode()
    signed = liaison.post(f"{TASKS}receipt/", {"campaign": CODE})

    page = liaison.get(signed.headers["Location"]).content.decode()
    assert "签收通知</button>" not in page
    assert "已签收。" in page
    assert Participation.objects.get(unit__code=OWN).received_by == "liaison-1"
    assert liaison.post(f"{TASKS}receipt/", {"campaign": CODE}).status_code == 422


@pytest.mark.requirement("R-121")
def test_contacts__are_kept_and_shown(liaison: Client, office: Client) -> None:
    saved = liaison.post(f"{TASKS}contacts/", PEOPLE)
    assert 'value="林守信"' in liaison.get(saved.headers["Location"]).content.decode()

    directory = office.get("/desk/directory/").content.decode()
    assert "0795 0654321" in directory
    assert "1<small> / 2</small>" in directory
    assert "市灯笼局" not in office.get("/desk/directory/?missing=1").content.decode().partition("<main")[2]


@pytest.mark.requirement("R-121")
def test_contacts__without_a_phone_are_refused_beside_the_field(liaison: Client) -> None:
    refused = liaison.post(f"{TASKS}contacts/", PEOPLE | {"liaison_phone": "没有"})
    page = refused.content.decode()

    assert refused.status_code == 422
    assert "<title>有 1 处要改：" in page
    assert 'id="e-liaison_phone"' in page and 'href="#f-liaison_phone"' in page
    assert 'value="没有"' in page and 'value="陈远"' in page
    assert not Contact.objects.exists()


@pytest.mark.requirement("R-104")
def test_leading_group__is_registered(liaison: Client) -> None:
    people = {
        "group_head_name": "周守清",
        "group_head_phone": "0795-0123456",
        "group_deputy_name": "陈远",
        "group_deputy_phone": "0795-0123456",
    }
    liaison.post(f"{TASKS}leading-group/", people | {"campaign": CODE})

    assert set(Contact.objects.values_list("kind", flat=True)) == {"group_head", "group_deputy"}
    assert Fulfilment.objects.get().obligation == "leading_group"


@pytest.mark.requirement("R-106")
def test_plan__as_a_file_is_for_the_unit_and_the_office(
    liaison: Client, office: Client, signed_in_as: As, settings: Settings, tmp_path: Path
) -> None:
    settings.QINGDAN_HOME = tmp_path
    given = SimpleUploadedFile("方案.pdf", PDF)
    liaison.post(f"{TASKS}plan/", {"campaign": CODE, "note": "", "file": given})
    file = Fulfilment.objects.get().file
    assert file

    address = f"/desk/campaign-files/{file.code}/"
    assert address in liaison.get(TASKS).content.decode()
    assert b"".join(office.get(address).streaming_content) == PDF  # type: ignore[attr-defined]
    assert signed_in_as(Role.LIAISON, 3).get(address).status_code == 404
    assert office.get(f"/desk/directory/{OWN}/").content.decode().count(address) == 1


@pytest.mark.requirement("R-107")
def test_county_plan__is_handed_in_and_receipted(office: Client, signed_in_as: As) -> None:
    county = signed_in_as(Role.LIAISON, 901)
    assert "分管领导和联络员</h2>" not in county.get(TASKS).content.decode()
    county.post(f"{TASKS}plan/", {"campaign": CODE, "note": "工作方案要点"})
    leading = signed_in_as(Role.LEADING_GROUP, 2)
    assert "1<small> / 1</small>" in leading.get("/desk/counties/").content.decode()
    receipt = {"campaign": CODE, "unit": "360900901"}
    leading.post("/desk/counties/receipt/", receipt)

    assert f"{CODE}-county_plan-001" in county.get(TASKS).content.decode()
    assert leading.post("/desk/counties/receipt/", receipt).status_code == 422


@pytest.mark.requirement("R-095")
def test_plan__that_is_returned_is_owed_again(liaison: Client, office: Client) -> None:
    liaison.post(f"{TASKS}plan/", {"campaign": CODE, "note": "要点"})
    words = {"campaign": CODE, "obligation": "unit_plan"}
    assert office.post(f"/desk/directory/{OWN}/withdraw/", words | {"reason": ""}).status_code == 422
    office.post(f"/desk/directory/{OWN}/withdraw/", words | {"reason": "没有时间安排"})

    assert "退回，没有报" in liaison.get(TASKS).content.decode()
    assert liaison.post(f"/desk/directory/{OWN}/withdraw/", words).status_code == 404


@pytest.mark.parametrize("role", [Role.ESTABLISHMENT_OFFICE, Role.LEGAL_AFFAIRS, Role.ADMINISTRATOR])
def test_tasks__are_for_units(signed_in_as: As, role: Role) -> None:
    assert signed_in_as(role, 1).get(TASKS).status_code == 404
