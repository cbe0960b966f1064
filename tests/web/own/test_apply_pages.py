"""Applying on the pages: signing up, five steps, nothing lost, one case; what only its own person sees (RQ-G4, P3)."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.builders import NOW, PASSWORD
from tests.builders_cases import (
    CITIZEN,
    GUIDE,
    HEAD,
    ID_NUMBER,
    LAMP,
    WINDOW,
    WRITER,
    a_serving_city,
    an_applicant,
)

from qingdan.base.people.models import User
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, CaseMaterial
from qingdan.guides.models import Guide
from qingdan.guides.services.writing import publish_guide, save_guide

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G4", "RQ-P3", "RQ-P6", "RQ-P14")]
APPLY = f"/apply/{LAMP}/"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NEW = {
    "username": "jiang_deng",
    "kind": "person",
    "name": "江小灯",
    "id_number": ID_NUMBER,
    "phone": "13800000000",
    "password": "long enough 7",
    "again": "long enough 7",
}


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    cache.clear()
    a_serving_city()


@pytest.fixture
def citizen(city: None) -> Client:
    """江小灯, known to level 3."""
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


def begin(client: Client) -> str:
    """A draft; the start of its addresses."""
    page = client.get(APPLY)
    who = re.findall(r'name="who" value="(\d+)"', page.content.decode())[0]
    begun = client.post(f"{APPLY}begin/", {"once": hidden(page, "once"), "who": who})
    return str(begun["Location"]).removesuffix("form/")


def save(client: Client, draft: str, **words: str) -> Any:
    """The form sent."""
    version = hidden(client.get(f"{draft}form/"), "version")
    typed = {"version": version, "go": "next", "phone": "13800000000", **words}
    return client.post(f"{draft}form/save/", typed)


def attach(client: Client, draft: str, place: int, **more: Any) -> Any:
    file = SimpleUploadedFile(f"材料{place}.pdf", PDF + str(place).encode() + b"\n%%EOF")
    return client.post(f"{draft}materials/{place}/", {"file": file, **more})


def filled(client: Client) -> str:
    """A draft that can be sent."""
    draft = begin(client)
    save(client, draft, **{"field-street": "灯火路", "field-lamps": "3"})
    for place in (1, 2):
        attach(client, draft, place, keep="1")
    return draft


def send(client: Client, draft: str, **more: str) -> Any:
    page = client.get(f"{draft}sign/")
    typed = {"version": hidden(page, "version"), "digest": hidden(page, "digest"), "declared": "1", **more}
    return client.post(f"{draft}submit/", typed)


def test_sign_up__leads_through_the_sign_in_to_my_cases_and_no_desk() -> None:
    client = Client()
    assert client.post("/register/", NEW)["Location"].startswith("/accounts/login/")
    entered = client.post("/accounts/login/", {"login": "jiang_deng", "password": NEW["password"]})

    assert entered["Location"] == "/my/"
    assert "没有正在办的" in words(client.get("/my/"))
    assert {client.get(one).status_code for one in ("/desk/", "/desk/account/", "/desk/messages/")} == {404}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"id_number": "110105194912310021"}, "公民身份号码填错了"),
        ({"kind": "organisation"}, "统一社会信用代码填错了"),
        ({"again": "another one 8"}, "两次输入的密码不一样"),
        ({"password": "short", "again": "short"}, "密码"),
        ({"username": "a b"}, "用户名用"),
    ],
)
def test_sign_up__refused_says_why_and_keeps_the_rest(more: dict[str, str], said: str) -> None:
    answer = Client().post("/register/", NEW | more)

    assert answer.status_code == 422 and said in words(answer)
    assert 'value="江小灯"' in answer.content.decode()
    assert "long enough 7" not in answer.content.decode()


def test_application__goes_through_its_steps_to_a_receipt(citizen: Client) -> None:
    draft = filled(citizen)
    assert "预检通过" in words(citizen.get(f"{draft}check/"))
    assert "灯火路" in words(citizen.get(f"{draft}sign/"))
    sent = send(citizen, draft)
    receipt = citizen.get(sent["Location"])
    number, code = re.findall(r'<strong class="num">([^<]+)</strong>', receipt.content.decode())
    followed = Client().post("/cases/track/look/", {"number": number, "query_code": code})

    assert followed.status_code == 200 and "待受理" in words(followed)
    assert code not in words(citizen.get(sent["Location"])) and code not in sent["Location"]
    assert number in words(citizen.get("/my/"))


def test_submission__pressed_twice_is_one_case(citizen: Client) -> None:
    draft = filled(citizen)
    page = citizen.get(f"{draft}sign/")
    assert "不受理或者不准予" in words(page) and "直接关系公共安全" in words(page)
    typed = {"version": hidden(page, "version"), "digest": hidden(page, "digest"), "declared": "1"}
    addresses = {citizen.post(f"{draft}submit/", typed)["Location"] for _ in range(3)}

    assert len(addresses) == 1
    with reading(WINDOW):
        assert Case.objects.exclude(number="").count() == 1


def test_the_way_back__after_it_was_sent_leads_to_the_case(citizen: Client) -> None:
    page = citizen.get(APPLY)
    typed = {"once": hidden(page, "once"), "who": re.findall(r'name="who" value="(\d+)"', page.text)[0]}
    draft = citizen.post(f"{APPLY}begin/", typed)["Location"].removesuffix("form/")
    save(citizen, draft, **{"field-street": "灯火路", "field-lamps": "3"})
    for place in (1, 2):
        attach(citizen, draft, place)
    number = send(citizen, draft)["Location"].split("/")[3]

    again = citizen.post(f"{APPLY}begin/", typed, follow=True)
    assert again.redirect_chain[-1][0] == f"/my/cases/{number}/" and again.status_code == 200


def test_step_one__without_its_mark_is_refused_and_gets_a_new_one(citizen: Client) -> None:
    who = re.findall(r'name="who" value="(\d+)"', citizen.get(APPLY).text)[0]
    answer = citizen.post(f"{APPLY}begin/", {"who": who, "once": ""})

    assert answer.status_code == 422 and "已经用过" in words(answer)
    assert len(hidden(answer, "once")) == 32


def test_form__too_long_is_refused_and_kept_on_the_page(citizen: Client) -> None:
    draft = begin(citizen)
    answer = save(citizen, draft, **{"field-street": "灯" * 2_001})

    assert answer.status_code == 422 and "太长" in words(answer) and "灯" * 2_001 in answer.text


@pytest.mark.parametrize(
    ("typed", "kept"), [("１３８００００００００", "13800000000"), ("\ufdfa" * 30, "صلى")]
)
def test_telephone__is_kept_in_narrow_digits_and_never_too_long(
    citizen: Client, typed: str, kept: str
) -> None:
    draft = begin(citizen)
    save(citizen, draft, phone=typed, go="draft")

    with reading(CITIZEN):
        assert Case.objects.get().phone.startswith(kept)


def test_sign_up__takes_a_name_of_one_character() -> None:
    assert Client().post("/register/", NEW | {"name": "灯"}).status_code == 302


def test_guide__that_changed_meanwhile_is_followed_and_told(citizen: Client) -> None:
    draft = filled(citizen)
    with reading(WRITER):
        version = Guide.objects.get(code=LAMP).version
    content = {**GUIDE, "materials": GUIDE["materials"][:2]}
    version = save_guide(code=LAMP, version=version, content=content, by=WRITER, at=NOW)
    publish_guide(code=LAMP, version=version, by=HEAD, at=NOW)
    told = send(citizen, draft)

    assert told.status_code == 422 and "有变化的：消防意见" in words(told)
    assert send(citizen, draft).status_code == 302


def test_form__keeps_a_bad_line_and_says_what_is_wrong(citizen: Client) -> None:
    draft = begin(citizen)
    answer = save(citizen, draft, **{"field-street": "灯火路", "field-lamps": "三盏"})

    assert answer.status_code == 422 and "盏数要填数字" in words(answer)
    again = citizen.get(f"{draft}form/").content.decode()
    assert 'value="三盏"' in again and 'value="灯火路"' in again


def test_draft__is_saved_without_being_judged_and_goes_on_later(citizen: Client) -> None:
    draft = begin(citizen)
    saved = save(citizen, draft, go="draft", **{"field-lamps": "三盏"})

    assert saved.status_code == 302 and "草稿已经保存" in words(citizen.get(saved["Location"]))
    assert draft in citizen.get("/my/").content.decode()
    assert "盏数要填数字" in words(citizen.get(f"{draft}check/"))


def test_form__sent_from_an_old_window_loses_nothing(citizen: Client) -> None:
    draft = begin(citizen)
    save(citizen, draft, **{"field-street": "灯火路", "field-lamps": "3"})
    answer = citizen.post(f"{draft}form/save/", {"version": "1", "go": "next", "field-street": "别处路"})

    assert answer.status_code == 422 and 'value="别处路"' in answer.content.decode()


def test_step_one__pressed_twice_is_one_draft(citizen: Client) -> None:
    page = citizen.get(APPLY)
    who = re.findall(r'name="who" value="(\d+)"', page.content.decode())[0]
    typed = {"once": hidden(page, "once"), "who": who}

    assert len({citizen.post(f"{APPLY}begin/", typed)["Location"] for _ in range(3)}) == 1


def test_materials__are_graded_kept_and_used_again(citizen: Client) -> None:
    first = filled(citizen)
    assert "材料1.pdf" in words(citizen.get("/my/materials/"))
    second = begin(citizen)
    page = citizen.get(f"{second}materials/").content.decode()
    kept = re.findall(r'value="(file:[0-9a-f]+)"', page)[-1]
    citizen.post(f"{second}materials/1/", {"kept": kept})

    with reading(WINDOW):
        filed = CaseMaterial.objects.order_by("pk")
        assert [(one.place, one.grade, one.source) for one in filed] == [
            (1, "D", "uploaded"), (2, "C", "uploaded"), (1, "D", "vault"),
        ]  # fmt: skip
    assert "系统取得" in words(citizen.get(f"{first}materials/"))


def test_material__filed_is_opened_by_its_owner(citizen: Client) -> None:
    draft = begin(citizen)
    citizen.post(f"{draft}materials/1/", {"file": SimpleUploadedFile("b.pdf", PDF)})
    answer = citizen.get(f"/my/files/{draft.split('/')[3]}/1/")

    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_material__of_a_wrong_kind_is_refused_beside_its_row(citizen: Client) -> None:
    draft = begin(citizen)
    picture = SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>")
    answer = citizen.post(f"{draft}materials/1/", {"file": picture})

    assert answer.status_code == 422 and 'id="e-material-1"' in answer.content.decode()


def test_signing__of_what_was_changed_meanwhile_is_refused(citizen: Client) -> None:
    draft = filled(citizen)
    page = citizen.get(f"{draft}sign/")
    citizen.post(f"{draft}materials/1/", {"file": SimpleUploadedFile("b.pdf", PDF)})
    typed = {"version": hidden(page, "version"), "digest": hidden(page, "digest"), "declared": "1"}
    answer = citizen.post(f"{draft}submit/", typed)

    assert answer.status_code == 422 and "再核对一遍" in words(answer)


def test_signing__without_the_digest_of_what_was_shown_is_refused(citizen: Client) -> None:
    draft = filled(citizen)
    answer = send(citizen, draft, digest="")

    assert answer.status_code == 422 and "看过全部内容再提交" in words(answer)


def test_signing__without_the_declaration_is_refused(citizen: Client) -> None:
    answer = send(citizen, filled(citizen), declared="")

    assert answer.status_code == 422 and "以上内容和材料真实" in words(answer)


def test_check__names_what_stops_and_what_does_not(citizen: Client) -> None:
    draft = begin(citizen)
    save(citizen, draft, phone="", **{"field-street": "灯火路", "field-lamps": "3"})
    attach(citizen, draft, 1)
    said = words(citizen.get(f"{draft}check/"))

    assert "有 1 处要改" in said and "还缺：房屋证明" in said and "没有留联系电话" in said


def test_own_pages__ask_strangers_to_sign_in_and_hide_from_others(citizen: Client) -> None:
    draft = begin(citizen)
    other = Client()
    assert other.get(f"{draft}form/")["Location"].startswith("/accounts/login/")
    other.force_login(User.objects.create_user("somebody", PASSWORD, name="别人"))

    assert {other.get(f"{draft}{one}/").status_code for one in ("form", "materials", "check", "sign")} == {
        404
    }


def test_item_without_a_guide__is_not_there(citizen: Client) -> None:
    assert citizen.get("/apply/36090000199999999/").status_code == 404


def test_draft__is_thrown_away_after_a_second_look(citizen: Client) -> None:
    draft = filled(citizen)
    assert f"{draft}discard/" in citizen.get("/my/").content.decode()
    asked = words(citizen.get(f"{draft}discard/"))
    assert "2 个文件" in asked
    assert "不能恢复" in asked

    gone = citizen.post(f"{draft}discard/confirm/", follow=True)
    assert "草稿已经删除" in words(gone)
    assert f"{draft}discard/" not in gone.content.decode()
    assert {citizen.get(f"{draft}{one}/").status_code for one in ("form", "discard")} == {404}


def test_what_was_sent__is_not_thrown_away(citizen: Client) -> None:
    draft = filled(citizen)
    send(citizen, draft)
    assert citizen.get(f"{draft}discard/").status_code == 404
    assert citizen.post(f"{draft}discard/confirm/").status_code == 404
    with reading(CITIZEN):
        assert Case.objects.get().number


def test_materials__chosen_are_sent_with_the_next_step(citizen: Client) -> None:
    draft = begin(citizen)
    save(citizen, draft, **{"field-street": "灯火路", "field-lamps": "3"})
    lacking = words(citizen.get(f"{draft}check/"))
    assert "3 材料 还缺 2 份" in lacking
    assert f'href="{draft}materials/">去改' in citizen.get(f"{draft}check/").text
    files = {
        f"file-{place}": SimpleUploadedFile(f"材料{place}.pdf", PDF + str(place).encode() + b"\n%%EOF")
        for place in (1, 2)
    }
    sent = citizen.post(f"{draft}materials/file/", {**files, "go": "next"})

    assert sent["Location"] == f"{draft}check/" and "预检通过" in words(citizen.get(sent["Location"]))


def test_materials__one_that_is_wrong_is_told_and_the_other_kept(citizen: Client) -> None:
    draft = begin(citizen)
    files = {
        "file-1": SimpleUploadedFile("一.pdf", PDF + b"1\n%%EOF"),
        "file-2": SimpleUploadedFile("二.exe", b"MZ"),
    }
    sent = citizen.post(f"{draft}materials/file/", {**files, "go": "next"})

    assert sent.status_code == 422 and 'id="e-material-2"' in sent.text
    assert "一.pdf" in words(sent) and 'id="e-material-1"' not in sent.text
