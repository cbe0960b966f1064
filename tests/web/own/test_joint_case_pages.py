"""A joint application on its page: lanes, the one list of what lacks, taking matters back, messages (RQ-A8)."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.builders import PASSWORD
from tests.builders_account import signed_in
from tests.builders_cases import CITIZEN, LATER, WINDOW
from tests.builders_joints import (
    BUILD,
    LAND,
    NAMES,
    PROGRAM,
    RIVER,
    a_joint_city,
    accepted_jointly,
    at_unit,
    branch,
    checked,
    decided_branch,
    states,
    submitted_jointly,
    the_joint,
)

from qingdan.base.messages.models import Message
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseMaterial
from qingdan.joints.services.checking import tell_defects
from qingdan.joints.services.moving import run_joint_timers

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A8", "RQ-G6", "RQ-P14")]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def plan(db: None) -> str:
    cache.clear()
    return a_joint_city()


def citizen() -> Client:
    """江小灯, once there is an application."""
    return signed_in(CITIZEN.username)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def address_of(number: str) -> str:
    return f"/my/joint/cases/{number}/"


def lacking(plan: str, **lacks: tuple[str, ...]) -> str:
    """Told what lacks; `land`, `river`: subjects. The number."""
    number = submitted_jointly(plan).number
    for item, found in ((LAND, lacks.get("land", ())), (RIVER, lacks.get("river", ())), (BUILD, ())):
        checked(number, item, *found)
    tell_defects(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=LATER)
    return number


def attach(client: Client, number: str, place: int) -> Any:
    file = SimpleUploadedFile("清楚.pdf", PDF)
    return client.post(f"{address_of(number)}supplement/{place}/", {"file": file}, follow=True)


def test_page__has_a_lane_for_each_department_with_its_days_and_those_of_the_whole(plan: str) -> None:
    number = accepted_jointly(plan)
    page = citizen().get(address_of(number))
    said = words(page)

    assert page.content.decode().count("<h3>市") >= 3 and "市灯笼局（牵头）" in said
    assert "45 个工作日已用" in said and "承诺办结：15 个工作日已用" in said
    assert "30 个工作日已用" in said and "承诺办结超期" in said
    assert "要等市灯笼局的“灯塔用地许可”获准，依据：临江市灯笼管理条例第五条" in said
    assert "等前置事项" in said and all(branch(number, item).number in said for item in NAMES)
    assert "联合申请" in words(citizen().get("/my/")) and number in words(citizen().get("/my/"))


def test_page__shows_each_decision_and_what_ended_with_it(plan: str) -> None:
    number = accepted_jointly(plan)
    decided_branch(number, LAND, granted=False)
    decided_branch(number, RIVER)
    said = words(citizen().get(address_of(number)))

    assert "不予行政许可决定书" in said and "准予行政许可决定书" in said
    assert "准予许可" in said and "终止" in said and "3 项里" in said


def test_correction__of_a_material_that_two_asked_for_is_filed_once_for_both(plan: str) -> None:
    number = lacking(plan, land=("material-1",), river=("material-1", "field-bank"))
    client, versions = citizen(), branch(number, BUILD).version
    said = words(client.get(address_of(number)))
    assert "市灯笼局：看不清" in said and "市河道局：看不清" in said
    assert client.get(address_of(number)).content.decode().count('type="file"') == 1

    assert "清楚.pdf" in words(attach(client, number, 1))
    sent = client.post(f"{address_of(number)}supplement/", {"field-f3": "右岸"}, follow=True)
    assert "补正的材料已经收到" in words(sent)
    with reading(PROGRAM):
        filed = CaseMaterial.objects.filter(case__joint=number, replaced=False, file__name="清楚.pdf")
        assert set(filed.values_list("case__item_code", flat=True)) == {LAND, RIVER}
    assert branch(number, RIVER).answers["bank"] == "右岸"
    assert branch(number, BUILD).version == versions


def test_correction__is_refused_by_the_names_of_what_is_untouched_each_once(plan: str) -> None:
    number = lacking(plan, land=("material-1",), river=("material-1", "field-bank"))
    client = citizen()
    nothing = client.post(f"{address_of(number)}supplement/", {"field-f3": "左岸"})

    assert nothing.status_code == 422
    assert words(nothing).count("“灯笼合格证”没有改") == 2  # in the list above, and beside it
    assert "“岸别”没有改" in words(nothing) and states(number)[RIVER] == "correcting"


def test_correction__of_a_shared_field_reaches_all_who_still_look(plan: str) -> None:
    number = lacking(plan, land=("field-street",))
    citizen().post(f"{address_of(number)}supplement/", {"field-f1": "灯影巷", "field-f2": "9"})

    assert {branch(number, item).answers["street"] for item in NAMES} == {"灯影巷"}
    assert {branch(number, item).answers["lamps"] for item in NAMES} == {"3"}
    assert the_joint(number).answers["f1"] == "灯影巷"


def test_material__that_nobody_asked_for_is_not_taken(plan: str) -> None:
    number = lacking(plan, river=("material-1",))
    answer = attach(citizen(), number, 2)

    assert answer.status_code == 422 and "没有部门要求补这一份材料" in words(answer)
    assert attach(citizen(), submitted_jointly(plan, once="other").number, 1).status_code == 404


def test_withdrawal__says_what_ends_with_it_before_it_is_done(plan: str) -> None:
    number = accepted_jointly(plan)
    client, address = citizen(), f"{address_of(number)}withdraw/"
    asked = words(client.get(address, {"items": LAND}))
    assert "灯塔营造许可（市营造局），因为等“灯塔用地许可”" in asked and "临河灯塔许可（市河道局）" in asked
    assert states(number)[LAND] == "under_review"

    client.post(f"{address}confirm/", {"items": LAND})
    assert states(number)[LAND] == "withdrawn"
    assert client.post(f"{address}confirm/", {"items": LAND}).status_code == 422
    assert client.post(f"{address}confirm/", {}).status_code == 422
    assert client.get(address)["Location"].startswith(address_of(number))


def test_branch_page__leaves_to_the_whole_what_is_the_wholes(plan: str) -> None:
    number = lacking(plan, river=("material-1",))
    page = citizen().get(f"/my/cases/{branch(number, RIVER).number}/")

    assert f'href="{address_of(number)}"' in page.content.decode()
    assert all(one not in words(page) for one in ("撤回申请", "换一个查询码", "补齐了，提交"))
    assert "提出异议" in words(page)


def test_query_code__is_renewed_for_the_whole_and_all_its_parts(plan: str) -> None:
    number = submitted_jointly(plan).number
    before = {item: branch(number, item).secret_digest for item in NAMES}
    said = words(citizen().post(f"{address_of(number)}query-code/", follow=True))

    assert "新的查询码" in said and "新的查询码" not in words(citizen().get(address_of(number)))
    assert all(branch(number, item).secret_digest != before[item] for item in NAMES)


def test_applicant__is_told_once_of_each_thing_done_to_the_whole(plan: str) -> None:
    number = lacking(plan, river=("material-1",))
    late = LATER + timedelta(days=60)
    run_joint_timers(by=PROGRAM, at=late)
    with reading(PROGRAM):
        told = list(Message.objects.filter(user__username=CITIZEN.username).values_list("text", "link"))

    assert sum("已经收到“建灯塔”的联合申请（3 项）" in text for text, _ in told) == 1
    assert sum("有材料或者内容要补正" in text for text, _ in told) == 1
    assert all(link == address_of(number) for text, link in told if "“建灯塔”" in text)


def test_page__of_another_is_not_there_whatever_is_asked(plan: str) -> None:
    number = lacking(plan, river=("material-1",))
    other = Client()
    other.force_login(User.objects.create_user("somebody", PASSWORD, name="别人"))
    address = address_of(number)
    gets = [address, f"{address}received/", f"{address}withdraw/", f"/my/joint/files/{number}/1/"]
    posts = ["supplement/", "supplement/1/", "withdraw/confirm/", "query-code/"]

    assert {other.get(one, {"items": LAND}).status_code for one in gets} == {404}
    assert {other.post(f"{address}{one}", {"items": LAND, "field-f3": "x"}).status_code for one in posts} == {
        404
    }


@pytest.mark.parametrize("junk", ["\x00", "9" * 400, "１٣²", "灯" * 1500, "<script>'\"\u202e"])
def test_page__answers_whatever_is_sent(plan: str, junk: str) -> None:
    number = lacking(plan, river=("material-1", "field-bank"))
    client = citizen()
    client.raise_request_exception = False
    address = address_of(number)
    posts = ["supplement/", "supplement/1/", "withdraw/confirm/"]
    typed = {"items": junk, "field-f3": junk, "kept-1": junk, "version": junk}

    assert all(client.post(f"{address}{one}", typed).status_code < 500 for one in posts)
    assert client.get(f"{address}withdraw/", {"items": junk}).status_code < 500
    assert "<script>" not in client.get(address).content.decode()
