"""Applying jointly on the pages: one form, one set of materials, sent once, nothing lost (RQ-A8, RQ-G4)."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.builders import NOW, PASSWORD
from tests.builders_cases import CITIZEN, GUIDE, HEAD, WRITER, an_applicant
from tests.builders_joints import (
    BUILD,
    CENTRE,
    LAND,
    NAMES,
    PROGRAM,
    RIVER,
    a_joint_city,
    at_unit,
    branch,
    states,
)

from qingdan.base.files.models import StoredFile
from qingdan.base.people.models import User
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import CaseMaterial
from qingdan.guides.models import Guide
from qingdan.guides.services.writing import publish_guide, save_guide
from qingdan.joints.models import JointApplication
from qingdan.joints.services.planning import withdraw_plan

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A8", "RQ-G4")]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
RIGHT = {"field-f1": "灯火路", "field-f2": "3", "field-f3": "左岸"}
EVIL = "<script>alert(1)</script>\"'{{ 7*7 }}\u202e"


@pytest.fixture(autouse=True)
def plan(db: None) -> str:
    cache.clear()
    return a_joint_city()


@pytest.fixture
def citizen(plan: str) -> Client:
    """江小灯."""
    with writing(CITIZEN):
        an_applicant()
    client = Client()
    client.force_login(User.objects.get(username=CITIZEN.username))
    return client


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def hidden(answer: Any, name: str) -> str:
    """The value of a hidden field."""
    return re.findall(rf'name="{name}" value="([^"]*)"', answer.content.decode())[0]


def begin(client: Client, plan: str, *items: str) -> Any:
    """The first step sent."""
    page = client.get(f"/my/joint/{plan}/")
    who = re.findall(r'name="who" value="(\d+)"', page.content.decode())[0]
    typed = {"once": hidden(page, "once"), "who": who, "items": items or tuple(NAMES)}
    return client.post(f"/my/joint/{plan}/begin/", typed)


def started(client: Client, plan: str, *items: str) -> str:
    """A draft; the start of its addresses."""
    return str(begin(client, plan, *items)["Location"]).removesuffix("form/")


def save(client: Client, draft: str, **more: str) -> Any:
    version = hidden(client.get(f"{draft}form/"), "version")
    return client.post(f"{draft}form/save/", {"version": version, "go": "next", **RIGHT, **more})


def attach(client: Client, draft: str, place: int, **more: Any) -> Any:
    file = SimpleUploadedFile(f"材料{place}.pdf", PDF + str(place).encode() + b"\n%%EOF")
    return client.post(f"{draft}materials/{place}/", {"file": file, **more}, follow=True)


def filled(client: Client, plan: str) -> str:
    """A draft that can be sent."""
    draft = started(client, plan)
    save(client, draft)
    for place in (1, 2):
        attach(client, draft, place)
    return draft


def send(client: Client, draft: str, **more: str) -> Any:
    page = client.get(f"{draft}sign/")
    typed = {"version": hidden(page, "version"), "digest": hidden(page, "digest"), "declared": "1", **more}
    return client.post(f"{draft}submit/", typed)


def test_start__says_what_waits_for_what_and_why(citizen: Client, plan: str) -> None:
    said = words(citizen.get(f"/my/joint/{plan}/"))

    assert all(name in said for name in NAMES.values()) and "市灯笼局牵头" in said
    assert "要等“灯塔用地许可”获准以后才开始，依据：临江市灯笼管理条例第五条" in said


def test_steps__ask_each_thing_once_and_give_each_department_its_own(citizen: Client, plan: str) -> None:
    draft = filled(citizen, plan)
    form, materials = (citizen.get(f"{draft}{one}/").content.decode() for one in ("form", "materials"))
    assert form.count('name="field-') == 3 and materials.count('type="file"') == 2
    assert "市灯笼局、市河道局、市营造局要" in materials
    assert form.count("市灯笼局、市河道局、市营造局要") == 2 and form.count("市河道局要") == 1
    assert "预检通过" in words(citizen.get(f"{draft}check/"))

    received = citizen.get(send(citizen, draft)["Location"])
    with reading(PROGRAM):
        number = JointApplication.objects.get().number
        filed = CaseMaterial.objects.filter(case__joint=number, file__isnull=False)
        assert filed.count() == 6 and filed.values("file").distinct().count() == 2
    assert set(states(number).values()) == {"received"}
    assert branch(number, RIVER).answers["bank"] == "左岸" and "bank" not in branch(number, LAND).answers
    assert number in words(received) and "申请材料接收凭证（PDF）" in words(received)
    assert all(branch(number, item).number in words(received) for item in NAMES)


def test_code__is_shown_once(citizen: Client, plan: str) -> None:
    address = send(citizen, filled(citizen, plan))["Location"]

    assert len(re.findall(r'<strong class="num">', citizen.get(address).content.decode())) == 2
    assert "只显示一次，已经显示过" in words(citizen.get(address))


def test_send__twice_is_received_once(citizen: Client, plan: str) -> None:
    draft = filled(citizen, plan)
    page = citizen.get(f"{draft}sign/")
    typed = {"version": hidden(page, "version"), "digest": hidden(page, "digest"), "declared": "1"}
    first, second = (citizen.post(f"{draft}submit/", typed) for _ in range(2))

    assert first["Location"] == second["Location"]
    with reading(PROGRAM):
        assert JointApplication.objects.count() == 1
    assert citizen.get(f"{draft}form/")["Location"].startswith("/my/joint/cases/")


@pytest.mark.parametrize(
    ("items", "said"),
    [((LAND,), "至少选两个事项"), ((RIVER, BUILD), "要选上牵头部门的事项"), (("nonsense",), "至少选两个事项")],
)  # fmt: skip
def test_begin__is_refused_where_the_choice_makes_no_joint_application(
    citizen: Client, plan: str, items: tuple[str, ...], said: str
) -> None:
    answer = begin(citizen, plan, *items)

    assert answer.status_code == 422 and said in words(answer)


def test_begin__twice_with_one_form_opens_one_draft(citizen: Client, plan: str) -> None:
    page = citizen.get(f"/my/joint/{plan}/")
    who = re.findall(r'name="who" value="(\d+)"', page.content.decode())[0]
    typed = {"once": hidden(page, "once"), "who": who, "items": tuple(NAMES)}
    first, second = (citizen.post(f"/my/joint/{plan}/begin/", typed) for _ in range(2))

    assert first["Location"] == second["Location"]


def test_draft__is_listed_resumed_and_discarded_with_its_files(citizen: Client, plan: str) -> None:
    draft = filled(citizen, plan)
    assert "建灯塔" in words(citizen.get("/my/")) and "接着填" in words(citizen.get("/my/"))
    assert 'value="灯火路"' in citizen.get(f"{draft}form/").content.decode()
    assert "材料1.pdf" in words(citizen.get(f"{draft}discard/"))
    citizen.post(f"{draft}discard/confirm/")

    assert "建灯塔" not in words(citizen.get("/my/")) and citizen.get(f"{draft}form/").status_code == 404
    with reading(PROGRAM):
        assert not StoredFile.objects.filter(name__startswith="材料").exists()


def test_form__of_two_windows_loses_nothing_and_says_so(citizen: Client, plan: str) -> None:
    draft = started(citizen, plan)
    version = hidden(citizen.get(f"{draft}form/"), "version")
    save(citizen, draft)
    late = citizen.post(f"{draft}form/save/", {"version": version, **RIGHT, "field-f1": "灯影巷"})

    assert late.status_code == 422 and "在另一个窗口里改过" in words(late)
    assert 'value="灯影巷"' in late.content.decode()


def test_form__keeps_what_is_wrong_beside_why_and_hostile_words_as_words(citizen: Client, plan: str) -> None:
    draft = started(citizen, plan)
    wrong = save(citizen, draft, **{"field-f1": EVIL, "field-f2": "三盏"})

    assert wrong.status_code == 422 and "盏数要填数字" in words(wrong)
    assert "<script>" not in citizen.get(f"{draft}form/").content.decode()
    assert "<script>" not in citizen.get(f"{draft}sign/").content.decode()


def test_submission__lists_all_that_lacks(citizen: Client, plan: str) -> None:
    draft = started(citizen, plan)
    said = words(citizen.get(f"{draft}check/"))

    assert "还缺：灯笼合格证" in said and "街道" in said
    assert send(citizen, draft).status_code == 422


def test_guide__published_anew_takes_the_draft_along(citizen: Client, plan: str) -> None:
    draft = filled(citizen, plan)
    writer, head = at_unit(WRITER, LAND), at_unit(HEAD, LAND)
    more = [{"name": "height", "label": "高度", "required": False}, *GUIDE["fields"]]  # type: ignore[misc]
    content = {**GUIDE, "parallel": True, "licence": {"kind": NAMES[LAND], "months": 36}, "fields": more}
    materials = [
        {"name": "灯塔图", "source": "applicant", "required": False, "basis": "临江市灯笼管理条例第三条"}
    ]
    content["materials"] = [*materials, *GUIDE["materials"]]  # type: ignore[misc]
    with reading(writer):
        version = Guide.objects.get(code=LAND).version
    version = save_guide(code=LAND, version=version, content=content, by=writer, at=NOW)
    publish_guide(code=LAND, version=version, by=head, at=NOW)

    assert "指南有新版" in words(citizen.get(f"{draft}form/"))
    refused = send(citizen, draft)
    assert refused.status_code == 422 and "已经换到新的指南" in words(refused)
    assert "高度" in words(citizen.get(f"{draft}form/"))
    assert send(citizen, draft).status_code == 302
    with reading(PROGRAM):
        number = JointApplication.objects.get().number
        kept = CaseMaterial.objects.filter(case__joint=number, case__item_code=LAND)
        assert sorted(kept.values_list("place", "name")) == [(2, "灯笼合格证"), (3, "房屋证明")]
    assert branch(number, LAND).answers["street"] == "灯火路"


def test_matters__that_are_left_out_ask_for_nothing(citizen: Client, plan: str) -> None:
    draft = started(citizen, plan, LAND, BUILD)

    assert "岸别" not in words(citizen.get(f"{draft}form/"))
    assert "市河道局" not in words(citizen.get(f"{draft}materials/"))


def test_draft__of_another_is_not_there(citizen: Client, plan: str) -> None:
    draft = filled(citizen, plan)
    other = Client()
    other.force_login(User.objects.create_user("somebody", PASSWORD, name="别人"))
    pages = ("form/", "materials/", "check/", "sign/", "discard/")
    acts = ("form/save/", "materials/file/", "materials/1/", "submit/", "discard/confirm/")

    assert {other.get(f"{draft}{one}").status_code for one in pages} == {404}
    sent = {"version": "1", "digest": "x", "declared": "1", "kept-1": "file:x"}
    assert {other.post(f"{draft}{one}", sent).status_code for one in acts} == {404}


def test_plan__taken_back_is_not_there(citizen: Client, plan: str) -> None:
    withdraw_plan(code=plan, version=3, by=CENTRE, at=NOW)

    assert citizen.get(f"/my/joint/{plan}/").status_code == 404
