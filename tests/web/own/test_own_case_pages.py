"""The own case on its page: supplement, withdrawal, consent, objection; proxies, identity, organisations."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders import PASSWORD, an_actor
from tests.builders_account import signed_in
from tests.builders_cases import (
    CITIZEN,
    ID_NUMBER,
    LAMP,
    LATER,
    WINDOW,
    a_serving_city,
    an_applicant,
    decided,
    handed_over,
    submitted,
    the_case,
)

from qingdan.applicants.models import Applicant
from qingdan.base.clock import day_of, now
from qingdan.base.events.queries import history_of
from qingdan.base.people.models import User
from qingdan.base.transactions import writing
from qingdan.cases.services.accepting import Defect, notify_defects
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G4", "RQ-G6", "RQ-P14")]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    cache.clear()
    a_serving_city()


@pytest.fixture
def citizen(city: None) -> Client:
    """江小灯."""
    with writing(CITIZEN):
        an_applicant()
    client = Client()
    client.force_login(User.objects.get(username=CITIZEN.username))
    return client


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def to_correct() -> str:
    """A case that waits for a material and a field; the address of its page."""
    number = submitted().number
    lacks = [
        Defect(subject="material-1", what="看不清", how="重拍"),
        Defect(subject="field-lamps", what="太多", how="改少"),
    ]
    notify_defects(number=number, version=the_case(number).version, defects=lacks, by=WINDOW, at=LATER)
    return f"/my/cases/{number}/"


def test_supplement__gives_what_lacks_and_runs_the_five_days_anew(citizen: Client) -> None:
    address = to_correct()
    assert "看不清" in words(citizen.get(address)) and "重拍" in words(citizen.get(address))
    file = SimpleUploadedFile("清楚.pdf", PDF)
    filed = citizen.post(f"{address}supplement/1/", {"file": file}, follow=True)
    sent = citizen.post(f"{address}supplement/", {"field-lamps": "2"}, follow=True)

    assert "清楚.pdf" in words(filed)
    assert "补正的材料已经收到" in words(sent) and "已收件，待受理" in words(sent)
    assert the_case(address.split("/")[3]).answers["lamps"] == "2"


def test_supplement__is_refused_by_the_names_of_what_is_untouched(citizen: Client) -> None:
    address = to_correct()
    nothing = citizen.post(f"{address}supplement/", {"field-lamps": "3"})
    half = citizen.post(f"{address}supplement/", {"field-lamps": "2"})

    assert (nothing.status_code, half.status_code) == (422, 422)
    assert "“盏数”没有改" in words(nothing) and "“灯笼合格证”没有改" in words(nothing)
    assert "“盏数”没有改" not in words(half) and "“灯笼合格证”没有改" in words(half)
    assert the_case(address.split("/")[3]).state == "correcting"


def test_case__has_every_paper_and_the_licence(citizen: Client) -> None:
    number = decided()
    said = words(citizen.get(f"/my/cases/{number}/"))

    assert all(one in said for one in ("申请材料接收凭证", "受理通知书", "准予行政许可决定书", "灯笼合格证"))
    assert "点灯许可证" in words(citizen.get("/my/licences/"))
    assert "准予许可" in words(citizen.get("/my/messages/"))
    assert "没有看" not in words(citizen.post("/my/messages/read/", follow=True))


def test_case__is_withdrawn_agreed_and_objected_to(citizen: Client) -> None:
    address = f"/my/cases/{submitted().number}/"
    agreed = citizen.post(f"{address}consent/", {"agreed": "1"}, follow=True)
    objected = citizen.post(f"{address}object/", {"text": "太慢"}, follow=True)
    empty = citizen.post(f"{address}object/", {"text": " "})
    withdrawn = citizen.post(f"{address}withdraw/", follow=True)

    assert "你同意电子送达" in words(agreed) and "异议已经收到" in words(objected)
    assert empty.status_code == 422
    assert "申请人撤回" in words(withdrawn) and "撤回以后" not in words(withdrawn)


def test_case__of_another_is_not_there_whatever_is_asked(citizen: Client) -> None:
    address = to_correct()
    other = Client()
    other.force_login(User.objects.create_user("somebody", PASSWORD, name="别人"))
    gets = [address, f"/my/received/{address.split('/')[3]}/", f"/my/files/{address.split('/')[3]}/1/"]
    posts = ["supplement/", "supplement/1/", "withdraw/", "consent/", "object/"]

    assert {other.get(one).status_code for one in gets} == {404}
    assert {other.post(f"{address}{one}", {"text": "不服", "agreed": "1"}).status_code for one in posts} == {
        404
    }


def test_staff__sees_as_applicant_only_the_own(citizen: Client) -> None:
    number = submitted().number
    actor = an_actor(Role.SUPERVISOR, unit=1)

    assert signed_in(actor.username).get(f"/my/cases/{number}/").status_code == 404
    assert number not in words(signed_in(actor.username).get("/my/"))


def test_proxy__is_given_and_ended_on_its_page(citizen: Client) -> None:
    agent = User.objects.create_user("agent", PASSWORD, name="代小办")
    who = Applicant.objects.get().pk
    until = day_of(now()) + timedelta(days=30)
    given = citizen.post(
        "/my/proxies/give/",
        {"who": who, "agent": agent.code, "until": until.isoformat(), "items": LAMP},
        follow=True,
    )
    key = re.findall(r'name="proxy" value="(\d+)"', given.content.decode())[0]
    helper = Client()
    helper.force_login(agent)

    assert "代小办" in words(given) and "受托" in words(helper.get(f"/apply/{LAMP}/"))
    assert "已经结束" in words(citizen.post("/my/proxies/end/", {"proxy": key}, follow=True))
    assert "受托" not in words(helper.get(f"/apply/{LAMP}/"))
    assert citizen.post("/my/proxies/give/", {"who": who, "until": "明天"}).status_code == 422


def test_window__confirms_identity_on_the_desk(citizen: Client) -> None:
    clerk = signed_in(an_actor(Role.WINDOW).username)
    code = re.findall(
        r'<strong class="num">(\w{10})</strong>', citizen.get("/my/identity/").content.decode()
    )[0]
    claimed = clerk.get("/desk/identity/", {"code": code})
    said = {"code": code, "name": CITIZEN.name, "id_number": ID_NUMBER}
    wrong = clerk.post("/desk/identity/confirm/", said | {"id_number": "110105194912310021"})
    other = clerk.post("/desk/identity/confirm/", said | {"name": "别人"})
    right = clerk.post("/desk/identity/confirm/", said, follow=True)

    assert CITIZEN.name in words(claimed) and 'name="id_number"' in claimed.content.decode()
    assert "没有这个核验码" in words(clerk.get("/desk/identity/", {"code": "nobody"}))
    assert other.status_code == 422 and 'id="e-name"' in other.content.decode()
    assert wrong.status_code == 422 and "没有找到" in words(wrong)
    assert "身份已经核验" in words(right) and "4 级" in words(citizen.get("/my/identity/"))
    assert signed_in(an_actor(Role.HANDLER).username).get("/desk/identity/").status_code == 404


def test_organisation__is_added_and_applies(citizen: Client) -> None:
    new = {"kind": "organisation", "name": "临江灯笼行", "id_number": "91350100M000100Y43"}
    added = citizen.post("/my/identity/add/", new, follow=True)

    assert "临江灯笼行" in words(added) and "临江灯笼行" in words(citizen.get(f"/apply/{LAMP}/"))
    assert citizen.post("/my/identity/add/", new).status_code == 422


@pytest.mark.requirement("G-budget")
def test_pages__ask_few_questions_however_many_cases(citizen: Client) -> None:
    for one in ("a", "b", "c", "d"):
        number = submitted(once=one).number
    with CaptureQueriesContext(connection) as few:
        citizen.get("/my/")
    for one in ("e", "f", "g", "h", "i", "j"):
        submitted(once=one)
    with CaptureQueriesContext(connection) as many:
        citizen.get("/my/")
    with CaptureQueriesContext(connection) as page:
        citizen.get(f"/my/cases/{number}/")

    assert len(many) <= len(few) <= 25
    assert len(page) <= 35


def test_hostile_words__are_shown_as_they_are(citizen: Client) -> None:
    address = f"/my/cases/{submitted().number}/"
    said = citizen.post(f"{address}object/", {"text": "<script>alert(1)</script>"}, follow=True)

    assert "&lt;script&gt;" in said.content.decode() and "<script>alert" not in said.content.decode()


def test_papers_and_licences__open_from_the_own_pages(citizen: Client) -> None:
    number = decided()
    page = (
        citizen.get(f"/my/cases/{number}/").content.decode() + citizen.get("/my/licences/").content.decode()
    )
    links = re.findall(r'href="(/(?:papers|licences)/[^"]+)"', page)

    assert len(links) == 10  # three papers and the licence, this on both pages, each to load and to verify
    answers = [citizen.get(one) for one in links]
    assert {one.status_code for one in answers} == {200}
    for one in answers:
        one.close()


@pytest.mark.requirement("RQ-G6")
def test_query_code__is_made_anew_shown_once_and_the_old_one_void(citizen: Client) -> None:
    receipt = submitted()
    address = f"/my/cases/{receipt.number}/"
    shown = words(citizen.post(f"{address}query-code/", follow=True))
    (code,) = re.findall(r"新的查询码： (\w{5}-\w{5})", shown)

    def tracked(typed: str) -> int:
        asked = {"number": receipt.number, "query_code": typed}
        return Client().post("/cases/track/look/", asked).status_code

    assert (tracked(code), tracked(receipt.code)) == (200, 422)
    assert code not in words(citizen.get(address))
    assert history_of(f"case:{receipt.number}")[0].kind == "QueryCodeRenewed"
    other = Client()
    other.force_login(User.objects.create_user("somebody", PASSWORD, name="别人"))
    assert other.post(f"{address}query-code/").status_code == 404


@pytest.mark.parametrize("granted", [True, False])
def test_finished_case__says_the_result_first_and_its_clock_stands_still(
    citizen: Client, granted: bool
) -> None:
    number = decided(granted=granted)
    page = words(citizen.get(f"/my/cases/{number}/"))
    result = "准予许可" if granted else "不予许可"
    assert page.index(f"结果 {result}") < page.index("现在")
    assert "天，还没有到" not in page and "还剩" not in page
    assert ('href="/licences/' in citizen.get(f"/my/cases/{number}/").text) is granted


def test_served_case__is_listed_among_the_finished(citizen: Client) -> None:
    number = decided()
    handed_over(number)
    page = words(citizen.get("/my/"))
    assert page.index("办结的") < page.index(number)
    assert re.search("准予许可 ?，已送达", page)


def test_licence__is_read_by_who_applied_for_it_at_whatever_level(citizen: Client) -> None:
    decided()
    other = User.objects.create_user("somebody", PASSWORD, name="别人")
    Applicant.objects.update(assurance=2)
    page = citizen.get("/my/licences/")
    assert "点灯许可证" in words(page) and "怎样核验" in words(page)
    (address,) = set(re.findall(r"/licences/[\w-]+/licence.pdf", page.text))
    answer = citizen.get(address)
    Applicant.objects.update(user=other)
    assert (answer.status_code, citizen.get(address).status_code) == (200, 404)
    answer.close()


def test_supplement__says_what_is_to_be_changed_and_takes_the_file_with_it(citizen: Client) -> None:
    address = to_correct()
    assert "要更换" in words(citizen.get(address))
    wrong = citizen.post(f"{address}supplement/", {"file-1": SimpleUploadedFile("坏.exe", b"MZ")})
    assert wrong.status_code == 422 and 'id="e-material-1"' in wrong.text
    typed = {"field-lamps": "2", "file-1": SimpleUploadedFile("清楚.pdf", PDF)}
    sent = words(citizen.post(f"{address}supplement/", typed, follow=True))
    assert "补正的材料已经收到" in sent and "清楚.pdf" in sent
