"""The desk of last year's approvals, and what the public sees of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.builders import CITY, NOW, a_city, an_actor
from tests.builders_account import signed_in
from tests.builders_approvals import HEADING, a_row, approval, batch_of, brought, judged, published
from tests.builders_editions import WRITER, a_power, an_edition
from tests.builders_files import a_workbook
from tests.builders_powers import OWN

from qingdan.editions.services.indexing import index_region
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-031", "RQ-A19")]
LAMP = f"{OWN}01000100"
DESK = "/desk/approvals/"


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_city()


def _desk(role: Role) -> Client:
    name = f"desk-{role.value}"
    an_actor(role, unit=2, username=name)
    return signed_in(name, factor_ago=0)


def _form(*rows: tuple[str, ...], **more: object) -> dict[str, object]:
    file = SimpleUploadedFile("审批事项.xlsx", a_workbook(*rows, header=HEADING))
    return {"file": file, "title": "决定", "number": "8号", "on": "2025-08-01"} | more


def _text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_office__brings_a_batch_in_and_sees_what_is_wrong() -> None:
    office = _desk(Role.ESTABLISHMENT_OFFICE)
    answer = office.post(f"{DESK}bring", _form(a_row("点灯许可"), a_row("熄灯", "行政处罚")))
    shown = _text(office.get(answer.headers["Location"]))

    assert answer.status_code == 302
    assert "第 3 行" in shown and "不是许可、非许可审批" in shown and "点灯许可" in shown
    assert "公布时编" in shown and "重新传表" in shown


def test_what_lacks__stands_beside_its_field() -> None:
    answer = _desk(Role.ESTABLISHMENT_OFFICE).post(f"{DESK}bring", _form(a_row("点灯许可"), title="", on=""))

    assert answer.status_code == 422
    assert 'id="e-title"' in _text(answer) and 'id="e-on"' in _text(answer)


def test_the_legal_office__approves_what_is_like_the_template_together() -> None:
    code = brought()
    lawyer = _desk(Role.LEGAL_AFFAIRS)
    assert "和模板一样的都通过" in _text(lawyer.get(f"{DESK}{code}/"))
    lawyer.post(f"{DESK}{code}/approve-alike")

    assert [approval(code, one).chart_state for one in (1, 4)] == ["approved", "approved"]
    assert lawyer.post(f"{DESK}{code}/approve-alike").status_code == 422


def test_one_chart__is_returned_fitted_and_approved() -> None:
    code = brought()
    lawyer, office = _desk(Role.LEGAL_AFFAIRS), _desk(Role.ESTABLISHMENT_OFFICE)
    place = f"{DESK}{code}/items/1/"
    assert lawyer.post(f"{place}judge", {"version": 1, "action": "return"}).status_code == 422
    lawyer.post(f"{place}judge", {"version": 1, "action": "return", "reason": "写明科室"})
    assert "写明科室" in _text(office.get(place))
    assert office.post(f"{place}fit", {"version": 2, "promised_limit-5": "很快"}).status_code == 422
    office.post(f"{place}fit", {"version": 2, "office-5": "灯火科"})
    assert "<ins>灯火科</ins>" in _text(lawyer.get(place))
    assert lawyer.post(f"{place}judge", {"version": 2, "action": "approve"}).status_code == 422
    lawyer.post(f"{place}judge", {"version": 3, "action": "approve"})

    assert approval(code).chart_state == "approved"


def test_the_office__publishes_and_the_public_sees_it_at_once() -> None:
    code = brought(a_row("点灯许可"))
    office = _desk(Role.ESTABLISHMENT_OFFICE)
    assert office.post(f"{DESK}{code}/publish", {"effective_on": ""}).status_code == 422
    office.post(f"{DESK}{code}/publish", {"effective_on": "2026-06-01"})

    assert batch_of(code).state == "published"
    assert "点灯许可" in _text(Client().get("/lists/approval_list/"))


def test_publication__asks_for_the_second_factor() -> None:
    code = brought()
    an_actor(Role.ESTABLISHMENT_OFFICE, unit=2, username="hasty")
    answer = signed_in("hasty").post(f"{DESK}{code}/publish", {"effective_on": "2026-06-01"})

    assert (answer.status_code, answer.headers["Location"][:14]) == (302, "/accounts/2fa/")
    assert batch_of(code).state == "draft"


@pytest.mark.parametrize("role", [Role.LIAISON, Role.REVIEWER, Role.SERVICE_CENTRE])
def test_others__find_nothing_there(role: Role) -> None:
    code = brought()
    desk = _desk(role)

    assert {desk.get(one).status_code for one in (DESK, f"{DESK}{code}/", f"{DESK}{code}/items/1/")} == {404}
    assert _desk(Role.LEGAL_AFFAIRS).get(f"{DESK}{code}/items/99/").status_code == 404


def test_public_pages__show_the_list_when_there_is_an_edition() -> None:
    an_edition([a_power()])
    public = Client()
    assert "行政审批事项清单" not in _text(public.get("/")) + _text(public.get("/lists/"))
    published()
    index_region(region=CITY, by=WRITER, at=NOW)

    assert "行政审批事项清单" in _text(public.get("/"))
    assert "行政审批事项清单" in _text(public.get("/lists/"))
    assert "本部门行政审批事项清单" in _text(public.get(f"/departments/{OWN}/"))
    assert "灯笼年检" in _text(public.get(f"/departments/{OWN}/approval_list/"))


@pytest.mark.requirement("RQ-A1")
def test_an_approval__has_its_page_its_chart_and_is_found_by_search() -> None:
    code = published()
    index_region(region=CITY, by=WRITER, at=NOW)
    public = Client()
    page = _text(public.get(f"/items/{LAMP}"))

    assert "点灯许可" in page and "行政许可" in page and "<svg" in page
    assert f"/items/{LAMP}" in _text(public.get("/search", {"q": "点灯"}))
    assert public.get(f"/items/{LAMP}?on=2020-01-01").status_code == 404
    assert public.get("/lists/approval_list/1/verify/").status_code == 200
    file = public.get("/lists/approval_list/1/download.csv")
    assert "点灯许可" in b"".join(file.streaming_content).decode()
    assert code == f"{CITY}-approval_list-1"


def test_an_item_without_chart__says_none() -> None:
    code = brought(a_row("点灯许可"), a_row("换灯许可"))
    judged(code, 2)
    _desk(Role.ESTABLISHMENT_OFFICE).post(f"{DESK}{code}/publish", {"effective_on": "2026-06-01"})

    assert "<svg" not in _text(Client().get(f"/items/{LAMP}"))


def test_a_unit_without_powers__shows_its_approvals() -> None:
    published(a_row("点灯许可"))
    public = Client()

    assert "点灯许可" in _text(public.get(f"/departments/{OWN}/"))
    assert f"/departments/{OWN}/" in _text(public.get("/departments/"))
    assert f"/departments/{OWN}/" in _text(public.get("/"))
