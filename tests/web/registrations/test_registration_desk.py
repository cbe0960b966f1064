"""Registrations at the desk: a body sees and answers its own parts alone, the registrar, the window."""

import pytest
from tests.builders import NOW, SETTER
from tests.builders_registrations import (
    ANSWERS,
    ONE,
    REGISTRAR,
    THREE,
    a_registering_city,
    agreed_by_all,
    answers,
    received,
    tasks_by_body,
    the_registration,
    under_review,
)
from tests.web.form_names import called, miscalled
from tests.web.registrations.seats import officer, words

from qingdan.base.transactions import reading
from qingdan.registrations.models import Registration
from qingdan.registrations.services.reviewing import Lack, notify_defects
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A13", "RQ-A12", "R-085", "G-access")]


@pytest.fixture(autouse=True)
def city() -> None:
    a_registering_city()


def test_desk__a_body_sees_its_own_parts_alone() -> None:
    number = under_review(mode=THREE)
    quality, tax = officer("quality"), officer("state_tax")
    page = words(quality.get(f"/desk/registrations/{number}/"))

    assert "灯笼制作和销售" in page and "认缴额" not in page and "住所证明" not in page
    answers(number, "quality")
    seen = words(tax.get(f"/desk/registrations/{number}/"))
    assert "<h3>法定代表人（负责人、经营者）</h3>" in seen
    assert "认缴额" in seen and "2030年1月1日" in seen and "2030-01-01" not in seen
    assert quality.get(f"/desk/registrations/{number}/materials/1/").status_code == 404


def test_desk__answers_for_its_own_body_alone() -> None:
    number = under_review(mode=THREE)
    quality = officer("quality")
    said = {"body": "commerce", "phase": "review", "verdict": "agree"}
    assert quality.post(f"/desk/registrations/{number}/answer/", said).status_code == 404
    quality.post(f"/desk/registrations/{number}/answer/", {**said, "body": "quality"})

    assert {body: one.state for body, one in tasks_by_body(number).items()}["quality"] == "agreed"
    assert (
        quality.post(f"/desk/registrations/{number}/do/", {"act": "issue", "version": "5"}).status_code == 422
    )


def test_desk__objection_without_a_reason_is_refused() -> None:
    number = under_review(mode=THREE)
    said = {"body": "quality", "phase": "review", "verdict": "object", "reason": ""}
    refused = officer("quality").post(f"/desk/registrations/{number}/answer/", said)

    assert refused.status_code == 422 and "要写理由" in words(refused)


@pytest.mark.parametrize(
    ("verdict", "field", "told"),
    [
        ("agree", "reason", "同意的、确认收到的不写异议理由"),
        ("", "verdict", "从给出的选项里选"),
        ("agreed", "verdict", "选"),
    ],
)
def test_desk__a_reason_is_never_taken_for_agreement_nor_an_unknown_answer_for_objection(
    verdict: str, field: str, told: str
) -> None:
    number = under_review(mode=THREE)
    said = {
        "body": "quality",
        "phase": "review",
        "verdict": verdict,
        "reason": "住所不对",
        "office": "注册科",
    }
    refused = officer("quality").post(f"/desk/registrations/{number}/answer/", said)

    page = words(refused)
    assert refused.status_code == 422 and told in page.split(f'id="e-{field}"')[1]
    assert miscalled(page) == {}
    assert "住所不对</textarea>" in page and 'value="注册科"' in page
    assert tasks_by_body(number)["quality"].state == "open"


def test_desk__no_button_of_an_answer_is_a_verdict() -> None:
    number = under_review(mode=THREE)
    page = words(officer("quality").get(f"/desk/registrations/{number}/"))

    form = page.split("/answer/")[1].split("</form>")[0]
    assert form.count("<button") == 1 and "<button>答复</button>" in form and "checked" not in form


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"lack-1": "章程", "how-1": "补签字", "how-2": "补复印件"}, "lack-2", "要填"),
        ({"lack-3": "章程"}, "how-3", "要填"),
        ({"lack-1": "章" * 61, "how-1": "补签字"}, "lack-1", "最多 60 个字，现在有 61 个"),
        ({"lack-1": "章程", "how-1": "补" * 501}, "how-1", "最多 500 个字，现在有 501 个"),
    ],
)
def test_notice__half_a_line_or_too_long_a_one_is_refused_beside_its_field(
    typed: dict[str, str], field: str, told: str
) -> None:
    number = received().number
    asked = {"act": "defects", "version": the_registration(number).version, **typed}
    refused = officer("commerce").post(f"/desk/registrations/{number}/do/", asked)

    page = words(refused)
    assert refused.status_code == 422 and told in page.split(f'id="e-{field}"')[1]
    assert all(f'value="{word}"' in page for word in typed.values())
    assert called(page)[field].startswith(f"第 {field[-1]} 处")
    assert the_registration(number).state == "received"


def test_notice__says_every_line_that_was_typed_and_how_to_mend_it() -> None:
    number = received().number
    typed = {"lack-1": "章程", "how-1": "补签字", "lack-5": "住所", "how-5": "写到门牌号"}
    asked = {"act": "defects", "version": the_registration(number).version, **typed}
    officer("commerce").post(f"/desk/registrations/{number}/do/", asked)

    assert the_registration(number).defects == [
        {"name": "章程", "how": "补签字"},
        {"name": "住所", "how": "写到门牌号"},
    ]


def test_desk__registrar_accepts_and_approver_issues() -> None:
    number = received(mode=ONE).number
    registrar, approver = officer("commerce"), officer("commerce", Role.APPROVER)
    version = the_registration(number).version
    assert '<option value="住所证明">' in words(registrar.get(f"/desk/registrations/{number}/"))
    registrar.post(f"/desk/registrations/{number}/do/", {"act": "accept", "version": version})
    agreed_by_all(number)
    page = words(approver.get(f"/desk/registrations/{number}/"))
    assert "准予登记，核发证照" in page
    stale = approver.post(f"/desk/registrations/{number}/do/", {"act": "issue", "version": "1"})
    assert stale.status_code == 422 and "别处改过" in words(stale)
    version = the_registration(number).version
    approver.post(f"/desk/registrations/{number}/do/", {"act": "issue", "version": version})

    assert the_registration(number).state == "issued"


def test_window__takes_in_and_gives_the_code_once() -> None:
    window = officer("commerce", Role.WINDOW)
    said = {f"field-{name}": text for name, text in ANSWERS.items() if not name.endswith("_count")}
    form = {
        "kind": "found", "mode": ONE, "once": "w1", "applicant_name": "张三", "word": "柜台", "trade": "商贸",
        "form": "有限公司", "shareholder_count": "3", "officer_count": "2", "papers": ["1", "2", "3", "4", "5"],
    }  # fmt: skip
    receipt = window.post("/desk/registrations/intake/send/", {**form, **said}, follow=True)
    again = window.post("/desk/registrations/intake/send/", {**form, **said}, follow=True)

    assert "查询码" in words(receipt)
    assert receipt.redirect_chain[-1][0] == again.redirect_chain[-1][0]
    with reading(SETTER):
        assert Registration.objects.get().answers["shareholder_count"] == "1"


def test_window__does_not_take_the_next_person_for_the_one_before() -> None:
    window = officer("commerce", Role.WINDOW)
    form = {
        "kind": "found", "mode": ONE, "once": "w" * 40, "applicant_name": "张三", "word": "柜台", "trade": "商贸",
        "form": "有限公司",
    }  # fmt: skip
    assert window.post("/desk/registrations/intake/send/", form).status_code == 302
    refused = window.post(
        "/desk/registrations/intake/send/", {**form, "word": "书台", "applicant_name": "李四"}
    )

    assert refused.status_code == 422 and "这一页已经用过了" in words(refused)
    assert "w" * 32 not in words(refused)


@pytest.mark.parametrize(
    ("more", "field", "told"),
    [
        ({"papers": ["1", "99"]}, "papers", "从给出的选项里选"),
        ({"kind": "zz"}, "kind", "从给出的选项里选"),
        ({"applicant_name": "长" * 121}, "applicant_name", "最多 120 个字，现在有 121 个"),
        ({"phone": "1" * 31}, "phone", "最多 30 个字，现在有 31 个"),
    ],
)
def test_window__says_what_it_does_not_take_and_keeps_the_rest(
    more: dict[str, str], field: str, told: str
) -> None:
    form = {
        "kind": "found", "mode": ONE, "once": "w1", "applicant_name": "张三", "word": "柜台", "trade": "商贸",
        "form": "有限公司", "field-address": "灯火路1号",
    }  # fmt: skip
    refused = officer("commerce", Role.WINDOW).post("/desk/registrations/intake/send/", form | more)

    page = words(refused)
    assert refused.status_code == 422 and told in page.split(f'id="e-{field}"')[1]
    assert 'value="柜台"' in page and 'value="灯火路1号"' in page


def test_window__says_that_papers_brought_later_are_none_of_the_list() -> None:
    window = officer("commerce", Role.WINDOW)
    form = {
        "kind": "found", "mode": ONE, "once": "w1", "applicant_name": "张三", "word": "柜台", "trade": "商贸",
        "form": "有限公司",
    }  # fmt: skip
    number = window.post("/desk/registrations/intake/send/", form)["Location"].split("/")[3]
    notify_defects(number=number, lacks=[Lack(name="章程", how="签字")], by=REGISTRAR, at=NOW)
    asked = {"version": the_registration(number).version, "papers": "99", "field-address": "灯火路1号"}
    refused = window.post(f"/desk/registrations/{number}/supplement/send/", asked)

    assert refused.status_code == 422 and 'id="e-papers"' in words(refused)
    assert 'value="灯火路1号"' in words(refused)


@pytest.mark.parametrize("act", ["", "zz"])
def test_desk__an_act_that_is_none_is_refused_and_the_reason_stays(act: str) -> None:
    number = received().number
    asked = {"act": act, "version": the_registration(number).version, "reason": "材料不真实"}
    refused = officer("commerce").post(f"/desk/registrations/{number}/do/", asked)

    assert refused.status_code == 422 and "从给出的选项里选" in words(refused)
    assert "材料不真实</textarea>" in words(refused)


def test_window__tells_what_lacks_or_does_not_accept_as_in_single_cases() -> None:
    number = received().number
    window, address = officer("commerce", Role.WINDOW), f"/desk/registrations/{number}/"
    page = words(window.get(address))
    version = page.split('name="version" value="')[1].split('"')[0]

    assert "出具补正通知书" in page and "出具不予受理通知书" in page
    said = {"act": "defects", "version": version, "lack-1": "章程", "how-1": "补签字"}
    assert window.post(f"{address}do/", said).status_code == 302
    assert the_registration(number).state == "correcting"
