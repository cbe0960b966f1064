"""Pages of registrations: the form in steps, desks that see their own parts alone, tracking, verification."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.builders import CITY, NOW, PASSWORD, SETTER
from tests.builders_cases import ID_NUMBER
from tests.builders_docking import a_partner
from tests.builders_files import PDF, given
from tests.builders_registrations import (
    ANSWERS,
    ISSUER,
    ONE,
    OWNER,
    THREE,
    a_registering_city,
    agreed_by_all,
    issued,
    received,
    shared,
    the_enterprise,
    the_registration,
    under_review,
    unit_code,
)
from tests.web.form_names import called, miscalled
from tests.web.registrations.seats import officer, words

from qingdan.applicants.models import Applicant, ApplicantKind
from qingdan.base.clock import now
from qingdan.base.people.models import User
from qingdan.base.people.services import appoint, open_account
from qingdan.base.transactions import reading
from qingdan.registrations.models import Registration
from qingdan.registrations.services.issuing import issue_registration
from qingdan.registrations.services.reconciling import reconcile
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A13", "RQ-A12", "R-085", "G-access")]
LIST = "/my/registrations/"


@pytest.fixture(autouse=True)
def city() -> Iterator[None]:
    a_registering_city()
    yield


@pytest.fixture
def citizen() -> Client:
    """江小灯, signed in, who may apply."""
    user = User.objects.create_user("citizen", name="江小灯", password=PASSWORD, signed_up=True)
    Applicant.objects.create(
        user=user,
        kind=ApplicantKind.PERSON,
        name="江小灯",
        id_kind="citizen_id",
        id_number=ID_NUMBER,
        made_at=NOW,
    )
    client = Client()
    client.force_login(user)
    return client


def begun(citizen: Client, mode: str = ONE) -> str:
    """A draft begun on the pages; its code."""
    return str(_begin(citizen, mode=mode)["Location"].split("/")[-3])


def _begin(citizen: Client, once: str = "once", mode: str = ONE) -> Any:
    citizen.post(f"{LIST}name/", {"word": "灯火", "trade": "照明", "form": "有限公司"})
    page = words(citizen.get(LIST))
    hidden = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("reservation", "who")}
    return citizen.post(f"{LIST}begin/", {"kind": "found", "mode": mode, "once": once, **hidden})


def filled(citizen: Client, code: str, part: str, go: str = "next", **more: str) -> object:
    with reading(SETTER):
        version = Registration.objects.get(code=code).version
    said = {f"field-{name}": text for name, text in ANSWERS.items() if not name.endswith("_count")}
    counts = {"shareholder_count": "1", "officer_count": "0"}
    return citizen.post(
        f"{LIST}draft/{code}/{part}/save/", {"version": version, "go": go, **said, **counts, **more}
    )


def test_form__goes_through_its_steps_to_the_receipt(citizen: Client) -> None:
    code = begun(citizen)
    for part, after in (("company", "people"), ("people", "tax"), ("tax", "materials")):
        assert filled(citizen, code, part)["Location"].endswith(f"/{after}/")  # type: ignore[index]
    files = {
        f"file-{place}": given(PDF + str(place).encode() + b"%%EOF", f"{place}.pdf") for place in range(1, 6)
    }
    uploads = {name: _upload(one) for name, one in files.items()}
    citizen.post(f"{LIST}draft/{code}/materials/file/", {"go": "next", **uploads})
    page = words(citizen.get(f"{LIST}draft/{code}/sign/"))
    digest = page.split('name="digest" value="')[1].split('"')[0]
    version = page.split('name="version" value="')[1].split('"')[0]
    sent = citizen.post(
        f"{LIST}draft/{code}/submit/", {"version": version, "digest": digest, "declared": "1"}, follow=True
    )

    assert "已经收到" in words(sent) and "查询码" in words(sent)
    assert the_registration(code).state == "received"


def _upload(file: object) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    return SimpleUploadedFile(file.name, b"".join(file.chunks()), "application/pdf")  # type: ignore[attr-defined]


def test_form__keeps_a_wrong_line_and_says_what_is_wrong(citizen: Client) -> None:
    code = begun(citizen)
    refused = filled(citizen, code, "company", **{"field-capital": "很多"})

    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "很多" in words(refused) and "要填数字" in words(refused)
    assert the_registration(code, SETTER).answers["capital"] == "很多"


def test_form__of_a_household_with_a_companys_name_is_refused_with_its_rule(citizen: Client) -> None:
    code = begun(citizen)
    refused = filled(citizen, code, "company", **{"field-type": "个体工商户"})

    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "企业名称登记管理规定第十条、第二十五条" in words(refused).split('id="e-field-type"')[1]


def test_form__takes_a_line_more(citizen: Client) -> None:
    code = begun(citizen)
    filled(citizen, code, "people", go="more:shareholder")

    page = words(citizen.get(f"{LIST}draft/{code}/people/"))
    assert "field-shareholder_2_name" in page and "江小灯" in page
    assert '哪天以前缴足（第 1 行）<span class="hint">（年-月-日，如 2026-09-28）' in page


@pytest.mark.parametrize("part", ["lanterns", "sign", "cancel"])
def test_form__has_no_part_that_an_address_makes_up(citizen: Client, part: str) -> None:
    code = begun(citizen)

    assert filled(citizen, code, part).status_code == 404  # type: ignore[attr-defined]
    assert the_registration(code, SETTER).version == 1


def test_name__that_is_taken_is_told_beside_the_field(citizen: Client) -> None:
    received("灯火")
    refused = citizen.post(f"{LIST}name/", {"word": "灯火", "trade": "照明灯", "form": "有限公司"})

    assert refused.status_code == 422 and "相同、近似" in words(refused)


def test_name__names_its_fields_as_its_form_does(citizen: Client) -> None:
    page = words(citizen.post(f"{LIST}name/", {}))

    assert called(page).keys() == {"word", "trade", "form"} and miscalled(page) == {}


def test_form__that_is_not_begun_names_its_fields_and_keeps_what_was_chosen(citizen: Client) -> None:
    refused = _begin(citizen, mode="zz")
    page = words(refused)

    assert refused.status_code == 422 and called(page).keys() == {"mode"} and miscalled(page) == {}
    assert page.count('id="f-mode"') == page.count('id="e-mode"') == 1


def test_form__of_no_kind_is_refused(citizen: Client) -> None:
    refused = citizen.post(f"{LIST}begin/", {"kind": "zz", "mode": ONE, "who": "", "once": "once"})

    assert refused.status_code == 422 and called(words(refused)).keys() == {"kind", "who"}


def test_form__with_the_mark_of_anothers_form_is_refused(citizen: Client) -> None:
    number = received("月光", by=replace(OWNER, username="another")).number
    with reading(SETTER):
        mark = Registration.objects.get(number=number).once
    refused = _begin(citizen, mark)

    assert refused.status_code == 422 and "刚刚已经登记了一次" in words(refused)


def test_tracking__by_number_and_code_without_sign_in() -> None:
    receipt = received()
    right = Client().post("/cases/track/look/", {"number": receipt.number, "query_code": receipt.code})
    wrong = Client().post("/cases/track/look/", {"number": receipt.number, "query_code": "AAAAA-AAAAA"})

    assert "临江市灯火照明有限公司" in words(right) and right.status_code == 200
    assert wrong.status_code == 422 and "灯火照明" not in words(wrong)


def test_papers_and_licence__are_verified_by_everybody() -> None:
    receipt = received()
    paper = Client().get(f"/papers/{receipt.paper}/")
    number = shared("月光", mode=THREE)

    assert "企业登记申请接收凭证" in words(paper)
    for code in the_enterprise(number).licences.values():
        page = words(Client().get(f"/licences/{code}/"))
        assert "临江市月光照明有限公司" in page and "起，长期" in page
        assert any(
            f'<span class="num">{one}</span>' in page for one in the_enterprise(number).numbers.values()
        )


def test_paper_file__is_for_its_applicant_alone(citizen: Client) -> None:
    receipt = received()
    stranger = Client()
    stranger.force_login(User.objects.create_user("stranger", name="外人", password=PASSWORD, signed_up=True))

    own = citizen.get(f"/papers/{receipt.paper}/paper.pdf")
    assert b"".join(own.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert stranger.get(f"/papers/{receipt.paper}/paper.pdf").status_code == 404


def test_own_page__is_for_its_applicant_alone(citizen: Client) -> None:
    number = received().number
    stranger = Client()
    stranger.force_login(User.objects.create_user("stranger", name="外人", password=PASSWORD, signed_up=True))

    assert "江小灯" in words(citizen.get(f"{LIST}{number}/"))
    assert stranger.get(f"{LIST}{number}/").status_code == 404


def test_tax_visit__on_the_page_asks_the_rest(citizen: Client) -> None:
    number = shared()
    a_partner(code="state-tax", unit=unit_code("state_tax"))
    page = words(citizen.get(f"{LIST}{number}/tax/"))
    assert "银行账号" in page and "灯火路1号" in page
    assert "100万元" in page and "<dt>法定代表人（负责人、经营者）</dt>" in page and "灯笼制作和销售" in page
    rest = {
        "accounting": "独立核算", "employees": "3", "finance_name": "程财", "finance_phone": "13800000003",
        "tax_agent": "程税", "accounting_rules": "小企业会计准则", "bank_account": "62",
    }  # fmt: skip
    citizen.post(f"{LIST}{number}/tax/send/", {f"field-{name}": text for name, text in rest.items()})

    assert the_registration(number).state == "reported"
    sent = words(citizen.get(f"{LIST}{number}/tax/"))
    assert "送税务机关的系统" in sent and "还没有送到，会自动重发" in sent


def test_ground_pages__say_what_they_hold() -> None:
    number = under_review(mode=THREE)
    agreed_by_all(number)
    issue_registration(number=number, by=ISSUER, at=NOW)
    open_account(username="centre", name="钟心", password=PASSWORD, by=SETTER, at=NOW)
    appoint(username="centre", unit=f"{CITY}002", role=Role.SERVICE_CENTRE, by=SETTER, at=NOW)
    client = Client()
    client.force_login(User.objects.get(username="centre"))
    compared = client.post("/desk/registrations/reconciliation/now/", follow=True)

    assert "登记 1 户" in words(compared)
    assert "MA350000" in words(client.get("/desk/registrations/codes/"))
    assert "市质监局的登记" in words(client.get("/desk/registrations/setup/"))
    refused = client.post("/desk/registrations/codes/add/", {"first": "IOSVZ", "size": "0", "document": ""})
    assert refused.status_code == 422
    long = client.post(
        "/desk/registrations/codes/add/", {"first": "MA360000", "size": "5", "document": "文" * 999}
    )
    assert "现在有 999 个" in words(long) and "文" * 999 in words(long)
    typed = {"mode": ONE, "ground": "市政府文件", "since": "2026-12-01", "until": "2026-12-32"}
    assert client.post("/desk/registrations/setup/mode/", typed).status_code == 422


def test_supervision__watches_bodies_and_opens_each_registration() -> None:
    number = issued(at=now() - timedelta(days=20))
    supervisor = officer("commerce", Role.SUPERVISOR)
    page = supervisor.get("/desk/registration-watch/")

    assert f'href="/desk/registrations/{number}/"' in words(page) and "没有答复" in words(page)
    assert supervisor.get(f"/desk/registrations/{number}/").status_code == 200
    assert "也没有不能用的答复" in words(supervisor.get("/desk/registration-watch/?list=rejected"))
    assert "还没有对过账" in words(supervisor.get("/desk/registration-watch/?list=differences"))
    reconcile(by=SETTER, at=now())
    assert "还没有确认收到结果" in words(supervisor.get("/desk/registration-watch/?list=differences"))
    assert officer("quality").get("/desk/registration-watch/").status_code == 404


def test_fetching__is_told_to_applicant_and_desk_once_certificates_are_given(citizen: Client) -> None:
    asked = under_review("晨光")
    number = issued()
    desk = officer("commerce")

    for page in (citizen.get(f"{LIST}{number}/"), desk.get(f"/desk/registrations/{number}/")):
        assert "到市工商局的窗口一次领取" in words(page) and "身份证件" in words(page)
    assert "一次领取" not in words(citizen.get(f"{LIST}{asked}/"))
