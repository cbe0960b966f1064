"""Investment projects on their pages: registered and applied under by the owner, verified at the desk, published."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.builders import CITY, COUNTY, NOW
from tests.builders_account import signed_in
from tests.builders_case_desk import seated
from tests.builders_cases import CITIZEN, LAMP, LATER, WINDOW, submit_signed, the_case
from tests.builders_projects import (
    CODE,
    COMPANY_NUMBER,
    OTHER_CODE,
    OWNER,
    a_company,
    a_project,
    a_verified_project,
    an_application_of,
    an_investment_city,
    lantern_table,
    the_project,
)

from qingdan.base.clock import day_of
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.cases.queries.of_project import project_course
from qingdan.cases.services.accepting import accept_case
from qingdan.data.projects import project_names
from qingdan.projects.models import Project, StageTableVersion
from qingdan.projects.queries.projects import own_project

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A8", "R-084")]
CARD = {
    "code": CODE, "name": "临江灯彩产业园", "kind": "social", "division": COUNTY, "town": "灯火镇",
    "investment": "3500.5",
    "industry": "工艺美术品制造", "land": "", "contact": "江小灯", "contact_phone": "13800000000", "purpose": "做灯笼",
}  # fmt: skip


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    cache.clear()
    an_investment_city()
    a_company()


@pytest.fixture
def owner(city: None) -> Client:
    """江小灯, who has the company."""
    client = Client()
    client.force_login(User.objects.get(username=CITIZEN.username))
    return client


@pytest.fixture
def centre(city: None) -> Client:
    """The service centre."""
    seated()
    return signed_in("service_centre", factor_ago=0)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found
    return found[1]


def test_owner__registers_a_card_once_and_is_told_what_is_wrong(owner: Client) -> None:
    form = owner.get("/my/projects/new/")
    sent = {**CARD, "who": a_company(), "once": hidden(form, "once")}
    wrong = owner.post("/my/projects/register/", {**sent, "code": "灯", "investment": "许多", "town": "<b>"})

    assert wrong.status_code == 422
    assert "应为 4-6-2-2-6 位" in words(wrong) and "总投资填数字" in words(wrong)
    assert 'value="许多"' in wrong.content.decode() and "&lt;b&gt;" in wrong.content.decode()
    for _ in range(2):
        done = owner.post("/my/projects/register/", sent)
        assert done.status_code == 302
    page = owner.get(done.headers["Location"])
    assert "等行政服务中心核验代码" in words(page) and "代码核验以后才能申请" in words(page)
    assert "现在能办 " not in words(page) and words(page).count("等代码核验") == 2
    assert Project.objects.count() == 1
    assert CODE in words(owner.get("/my/projects/"))


def test_owner__mends_a_returned_card_while_another_window_is_told(owner: Client, centre: Client) -> None:
    key = a_project()
    back = centre.post(f"/desk/projects/{key}/return/", {"version": "1", "reason": "名称不一样"})
    assert back.status_code == 302
    assert "名称不一样" in words(owner.get(f"/my/projects/{key}/"))

    stale = owner.post(f"/my/projects/{key}/card/save/", {**CARD, "version": "1", "name": "灯彩园"})
    assert (
        stale.status_code == 422 and "别处改过" in words(stale) and 'value="灯彩园"' in stale.content.decode()
    )
    saved = owner.post(f"/my/projects/{key}/card/save/", {**CARD, "version": "2", "name": "灯彩园"})
    assert saved.status_code == 302 and the_project(key).name == "灯彩园"


def test_centre__verifies_by_hand_with_words(centre: Client, owner: Client) -> None:
    key = a_project()
    assert "等核验" in words(centre.get("/desk/projects/?state=waiting"))
    refused = centre.post(f"/desk/projects/{key}/verify/", {"version": "1", "evidence": ""})
    assert refused.status_code == 422 and "这一栏要填" in words(refused)
    done = centre.post(f"/desk/projects/{key}/verify/", {"version": "1", "evidence": "公示页"}, follow=True)

    assert "可以申请这个项目的事项了" in words(done) and "核验依据：公示页" in words(done)
    assert f"/apply/{LAMP}/" in owner.get(f"/my/projects/{key}/").content.decode()
    assert owner.get(f"/my/projects/{key}/card/").status_code == 404


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_centre__verifies_by_the_list_of_the_platform(centre: Client, encoding: str) -> None:
    key = a_project()
    body = f"代码,名称,单位\n{CODE},临江灯彩产业园,{COMPANY_NUMBER}\n乱\n".encode(encoding)
    done = centre.post("/desk/projects/list/", {"list": SimpleUploadedFile("名单.csv", body)})

    assert "一致，已核验" in words(done) and "第 3 行不是项目" in words(done)
    assert the_project(key).state == "verified"
    nothing = centre.post("/desk/projects/list/", {"list": SimpleUploadedFile("x.csv", b"\xff\xff")})
    assert nothing.status_code == 422 and centre.post("/desk/projects/list/").status_code == 422


def test_application__offers_the_codes_of_the_owner_and_stops_without_one(owner: Client) -> None:
    a_verified_project()
    draft = an_application_of("")
    form = owner.get(f"/apply/{LAMP}/{draft}/form/").content.decode()

    assert "投资项目代码" in form and f'<option value="{CODE}">临江灯彩产业园</option>' in form
    sent = {
        "field-street": "灯火路",
        "field-lamps": "3",
        "field-project_code": "12",
        "go": "next",
        "version": "2",
    }
    wrong = owner.post(f"/apply/{LAMP}/{draft}/form/save/", sent)
    assert wrong.status_code == 422 and "位数不对" in words(wrong)
    sent = {**sent, "field-project_code": "2604-360900-04-01-111111", "version": "3"}
    assert owner.post(f"/apply/{LAMP}/{draft}/form/save/", sent).status_code == 302
    assert "投资项目代码没有核验" in words(owner.get(f"/apply/{LAMP}/{draft}/check/"))


def test_project_page__says_who_has_what_and_draws_the_time(owner: Client, centre: Client) -> None:
    key = a_verified_project()
    number = submit_signed(code=an_application_of(CODE), version=2, by=OWNER).number
    accept_case(number=number, version=the_case(number).version, by=WINDOW, at=LATER)

    for client, address in ((owner, f"/my/projects/{key}/"), (centre, f"/desk/projects/{key}/")):
        page = client.get(address)
        said = words(page)
        assert "市灯笼局" in said and number in said and "先办：点灯、挂灯" in said and "35 个工作日" in said
        assert client is centre or "没有这个项目的事项可以用的批文" in said
        assert "<svg" in page.content.decode() and 'style="' not in page.content.decode()
    window = signed_in("window", factor_ago=0)
    assert f"/desk/cases/{number}/" in window.get(f"/desk/projects/{key}/").content.decode()
    assert f"/desk/cases/{number}/" not in centre.get(f"/desk/projects/{key}/").content.decode()


def test_public__finds_a_verified_project_without_contact_or_number(city: None) -> None:
    a_verified_project()
    plain = CODE.replace("-", "")
    page = Client().get(f"/projects/?code={plain}")

    assert "临江灯彩产业园" in words(page) and "还没有批准的事项" in words(page)
    assert "13800000000" not in words(page) and COMPANY_NUMBER not in words(page)
    assert Client().get(f"/projects/{CODE}/").status_code == 200
    for code in ("2604-360900-04-01-111111", "x", "2605-360900-04-01-12345"):
        answer = Client().get(f"/projects/{code}/")
        assert answer.status_code == 404 and "没有查到" in words(answer)


def table_posted(answer: Any) -> dict[str, str]:
    """The form of a stage table as the page shows it, every row."""
    body = answer.content.decode().partition('action="/desk/projects/stages/')[2]
    posted = {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([\w-]+)" value="([^"]*)"', body)
    }
    posted |= {name: unescape(text) for name, text in re.findall(r'name="([\w-]+)" rows="2">([^<]*)<', body)}
    for name, options in re.findall(r'<select[^>]* name="([\w-]+)">(.*?)</select>', body):
        chosen = re.search(r'value="([^"]*)" selected', options)
        posted[name] = chosen[1] if chosen else ""
    posted |= dict.fromkeys(re.findall(r'type="checkbox" name="([\w-]+)" value="yes" checked', body), "yes")
    return {
        name: text
        for name, text in posted.items()
        if not name.endswith("in_parts") or (text == "yes" and f'name="{name}" value="yes" checked' in body)
    }


def test_table__is_saved_as_the_page_shows_it(centre: Client) -> None:
    posted = table_posted(centre.get("/desk/projects/stages/social/"))
    done = centre.post("/desk/projects/stages/social/save/", {**posted, "note": "没有改"})

    assert done.status_code == 302
    first, second = StageTableVersion.objects.order_by("number")
    assert second.content == first.content and second.note == "没有改"


def test_table__is_changed_refused_and_keeps_what_was_typed(centre: Client) -> None:
    posted = table_posted(centre.get("/desk/projects/stages/social/"))
    added = {
        "matter-4-stage": "2", "matter-4-name": "收灯", "matter-4-department": "灯笼部门", "matter-4-days": "3",
        "matter-4-needs": "验灯", "note": "收灯也要办",
    }  # fmt: skip
    circle = {**posted, **added, "matter-1-needs": "收灯"}
    wrong = centre.post("/desk/projects/stages/social/save/", circle)
    assert wrong.status_code == 422 and "绕成了圈" in words(wrong) and "收灯" in words(wrong)
    homeless = centre.post("/desk/projects/stages/social/save/", {**posted, **added, "matter-4-stage": "9"})
    assert homeless.status_code == 422 and "没有选阶段" in words(homeless)
    assert centre.post("/desk/projects/stages/social/save/", {**posted, **added}).status_code == 302
    stale = centre.post("/desk/projects/stages/social/save/", {**posted, **added})
    assert stale.status_code == 422 and "别人存了新的一版" in words(stale)
    assert "收灯" in words(centre.get("/desk/projects/stages/social/"))


def test_table__starts_from_either_model_as_shipped(centre: Client) -> None:
    for model, stage in (("chain_2015", "前期意见"), ("four_stage", "工程建设许可")):
        assert stage in centre.get(f"/desk/projects/stages/social/?model={model}").content.decode()
    assert (
        lantern_table().stages[0].name in centre.get("/desk/projects/stages/social/?model=x").content.decode()
    )
    assert all(
        word in words(centre.get("/desk/projects/stages/")) for word in project_names("classes").values()
    )
    assert centre.get("/desk/projects/stages/lanterns/").status_code == 404
    assert StageTableVersion.objects.filter(region=CITY).count() == 1


def test_centre__takes_a_verification_back_and_is_told_what_follows(centre: Client, owner: Client) -> None:
    key = a_verified_project()
    page = words(centre.get(f"/desk/projects/{key}/"))
    assert "撤销核验" in page and "都不能提交、不能受理" in page and "已经受理的照常办完" in page
    version = str(the_project(key).version)
    refused = centre.post(f"/desk/projects/{key}/take-back/", {"version": version, "reason": ""})
    assert refused.status_code == 422 and "这一栏要填" in words(refused)

    sent = {"version": version, "reason": "平台注销"}
    done = centre.post(f"/desk/projects/{key}/take-back/", sent, follow=True)
    assert "已经撤销核验" in words(done) and 'take-back/"' not in done.content.decode()
    assert "平台注销" in words(owner.get(f"/my/projects/{key}/"))
    assert Client().get(f"/projects/{CODE}/").status_code == 404


def test_shipped_table__says_that_it_names_kinds_and_whose_a_matter_is_where_it_is_known(
    owner: Client,
) -> None:
    shipped, own = a_project(kind="small"), a_project(once="own", code=OTHER_CODE)

    assert "部门的通称" in words(owner.get(f"/my/projects/{shipped}/"))
    assert "部门的通称" not in words(owner.get(f"/my/projects/{own}/"))


def test_matter__is_of_who_has_its_guide(owner: Client) -> None:
    key, today = a_project(), day_of(NOW)
    with reading(OWNER):
        course = project_course(OWNER, own_project(OWNER, key, on=today), today=today)

    units = {one.matter.name: one.units for stage in course.stages for one in stage.matters}
    assert units["点灯"] == ("市灯笼局",) and units["验灯"] == ()


def test_days__say_what_they_count(owner: Client) -> None:
    key = a_verified_project()
    assert "还没有受理的事项，所以没有实际的天数" in words(owner.get(f"/my/projects/{key}/"))

    number = submit_signed(code=an_application_of(CODE), version=2, by=OWNER, at=LATER).number
    accept_case(number=number, version=the_case(number).version, by=WINDOW, at=LATER)
    assert "没有决定的算到今天；还没有受理的不在里面" in words(owner.get(f"/my/projects/{key}/"))
