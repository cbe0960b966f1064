"""Joint approval for the public: plans, following by number and code, opinions by a link (RQ-A8, RQ-G6)."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.builders import CITY, NOW
from tests.builders_account import signed_in
from tests.builders_cases import CITIZEN, HANDLER, LATER, WINDOW
from tests.builders_joints import (
    CENTRE,
    LAND,
    NAMES,
    PROGRAM,
    RIVER,
    a_joint_city,
    accepted_jointly,
    at_unit,
    branch,
    decided_branch,
    submitted_jointly,
    the_joint,
)
from tests.web.form_names import called, miscalled

from qingdan.base.clock import day_of, now
from qingdan.base.transactions import reading
from qingdan.guides.services.situations import begin_situation, save_situation, show_situation
from qingdan.joints.models import JointOpinion
from qingdan.joints.services.calling_off import call_off_session
from qingdan.joints.services.planning import withdraw_plan
from qingdan.joints.services.sessions import NewSession, Said, call_session, close_session, give_opinion
from qingdan.web.portal.throttle import AN_HOUR

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A8", "RQ-G6")]
LOOK = "/cases/track/look/"


@pytest.fixture(autouse=True)
def plan(db: None) -> str:
    cache.clear()
    return a_joint_city()


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def look(number: str, code: str) -> Any:
    return Client().post(LOOK, {"number": number, "query_code": code})


@pytest.mark.requirement("RQ-A9", "RQ-A10")
def test_the_home_page__leads_to_what_several_departments_do_together(plan: str) -> None:
    home = Client().get("/").content.decode()

    for address in ("/joint/", "/projects/", "/my/registrations/"):
        assert f'href="{address}"' in home and Client().get(address).status_code in {200, 302}


def a_link(number: str) -> str:
    """A consultation of somebody without an account; the address of its link."""
    due = day_of(now()) + timedelta(days=5)
    session = NewSession(kind="consultation", matter="灯塔会不会挡航道", due_on=due, bodies=("县航道站",))
    by, version = at_unit(WINDOW, LAND), the_joint(number).version
    links = call_session(number=number, version=version, session=session, by=by, at=now())
    return f"/joint/opinion/{links['县航道站']}/"


def a_line() -> JointOpinion:
    with reading(PROGRAM):
        return JointOpinion.objects.get(body="县航道站")


def test_plan__says_what_is_saved_what_waits_and_who_needs_each_material(plan: str) -> None:
    listed, said = words(Client().get("/joint/")), words(Client().get(f"/joint/{plan}/"))

    assert "建灯塔" in listed and "30" in listed and "45" in listed
    assert "30 个工作日" in said and "45 个工作日" in said and "15 个工作日" in said
    assert "等“灯塔用地许可”获准" in said and "依据：临江市灯笼管理条例第五条" in said
    assert "市灯笼局、市河道局、市营造局" in said and "分开交是 9 份" in said
    assert f'href="/my/joint/{plan}/"' in Client().get(f"/joint/{plan}/").content.decode()


def test_plan__is_kept_until_it_is_taken_back(plan: str) -> None:
    assert Client().get(f"/joint/{plan}/").status_code == Client().get(f"/joint/{plan}/").status_code == 200
    assert "建灯塔" in words(Client().get("/joint/"))
    withdraw_plan(code=plan, version=3, by=CENTRE, at=NOW)

    assert Client().get(f"/joint/{plan}/").status_code == 404
    assert "建灯塔" not in words(Client().get("/joint/"))


@pytest.mark.parametrize("code", [f"{CITY}-nothing", "nothing", "999999-1", "360900"])
def test_plan__that_is_none_is_not_there(code: str) -> None:
    assert Client().get(f"/joint/{code}/").status_code == 404


def test_guide_and_situation__lead_to_the_plan_of_their_items(plan: str) -> None:
    content = {"intro": "", "items": list(NAMES), "questions": []}
    code = begin_situation(name="想建灯塔", by=CENTRE, at=NOW)
    version = save_situation(code=code, version=1, name="想建灯塔", content=content, by=CENTRE, at=NOW)
    show_situation(code=code, version=version, shown=True, by=CENTRE, at=NOW)

    for address in (f"/guides/{RIVER}/", "/guides/", f"/situations/{code}/"):
        assert f'href="/joint/{plan}/"' in Client().get(address).content.decode(), address


def test_track__opens_the_whole_and_each_branch_with_one_code(plan: str) -> None:
    receipt = submitted_jointly(plan)
    whole = look(receipt.number.replace("-", ""), receipt.code.lower())
    part = look(branch(receipt.number, RIVER).number, receipt.code)

    assert whole.status_code == part.status_code == 200 and not whole.cookies
    assert all(unit in words(whole) for unit in ("市灯笼局（牵头）", "市河道局", "市营造局"))
    assert (
        CITIZEN.name not in words(whole) and "灯笼合格证" not in words(whole) and "灯火路" not in words(whole)
    )
    assert f"联合申请 {receipt.number} 的一部分" in words(part)


def test_track__shows_the_days_of_the_whole_and_what_came_out(plan: str) -> None:
    receipt = submitted_jointly(plan, once="other")
    number = accepted_jointly(plan)
    decided_branch(number, LAND, granted=False)
    client = signed_in(CITIZEN.username)
    page = client.post(f"/my/joint/cases/{number}/query-code/", follow=True)
    code = re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", page.content.decode())[0]
    said = words(look(number, code))

    assert "承诺办结" in said and "30 个工作日已用" in said
    assert "法定期限" in said and "45 个工作日已用" in said and "不予许可" in said and "终止" in said
    assert look(number, receipt.code).status_code == 422


@pytest.mark.parametrize("number", ["right", "branch", "260601-360900-013-99999-7", "nonsense"])
def test_track__answers_a_wrong_number_as_a_wrong_code(plan: str, number: str) -> None:
    receipt = submitted_jointly(plan)
    known = {"right": receipt.number, "branch": branch(receipt.number, LAND).number}
    answer = look(known.get(number, number), "AAAAA-AAAAA")

    assert answer.status_code == 422 and "编号和查询码对不上" in words(answer)


def test_track__of_a_joint_number_is_guessed_no_more_often(plan: str) -> None:
    receipt = submitted_jointly(plan)
    for place in range(AN_HOUR["case_guess"]):
        look(receipt.number, f"AAAAA-{place:05d}")

    assert look(receipt.number, receipt.code).status_code == 422


def test_link__proves_delivery_when_it_is_confirmed_and_takes_one_answer(plan: str) -> None:
    address = a_link(accepted_jointly(plan))
    client = Client()
    client.head(address)
    fetched = words(client.get(address))
    assert "确认收到" in fetched and "灯塔会不会挡航道" not in fetched
    assert a_line().delivered_at is None
    assert "灯塔会不会挡航道" in words(client.post(f"{address}arrived/"))
    assert a_line().delivered_at is not None
    assert "灯塔会不会挡航道" in words(client.get(address))

    wrong = client.post(f"{address}say/", {"stance": "disagree", "text": "挡", "name": "舟小船"})
    assert (
        wrong.status_code == 422
        and "不同意要写明依据的条款" in words(wrong)
        and ">挡<" in wrong.content.decode()
    )
    typed = {"stance": "disagree", "clause": "条例第三条", "text": "挡航道", "name": "舟小船"}
    assert "已经记下" in words(client.post(f"{address}say/", typed))
    again = client.post(f"{address}say/", {**typed, "text": "不挡"})
    assert again.status_code == 422 and a_line().text == "挡航道"
    assert (
        "挡航道" in words(client.get(address)) and "<form action" not in client.get(address).content.decode()
    )


def test_link__of_what_was_called_off_says_so_and_asks_nothing(plan: str) -> None:
    number = accepted_jointly(plan)
    address, client = a_link(number), Client()
    call_off_session(number=number, session=1, why="改到下月", by=at_unit(WINDOW, LAND), at=LATER)

    shown = client.get(address)
    assert "已取消" in words(shown) and "改到下月" in words(shown)
    assert "<form action" not in shown.content.decode()
    for act in ("arrived", "say"):
        refused = client.post(f"{address}{act}/", {"stance": "agree", "name": "舟小船"})
        assert refused.status_code == 422 and "已取消" in words(refused)
    assert a_line().delivered_at is None and a_line().stance == ""


def test_link__names_its_fields_as_its_form_does(plan: str) -> None:
    address = a_link(accepted_jointly(plan))
    client = Client()
    client.post(f"{address}arrived/")
    typed = [
        {},
        {"name": "舟小船"},
        {"stance": "disagree", "name": "舟小船"},
        dict.fromkeys(("clause", "text", "name"), "长" * 5_000),
    ]
    pages = [client.post(f"{address}say/", one).content.decode() for one in typed]

    assert {name for page in pages for name in called(page)} == {"stance", "clause", "text", "name"}
    assert [miscalled(page) for page in pages] == [{}] * 4


@pytest.mark.parametrize("token", ["nothing", f"{CITY}-nothing", "999999-x"])
def test_link__that_is_none_is_not_there(token: str) -> None:
    typed = {"stance": "agree", "name": "谁"}

    assert Client().get(f"/joint/opinion/{token}/").status_code == 404
    for act in ("arrived", "say"):
        assert Client().post(f"/joint/opinion/{token}/{act}/", typed).status_code == 404


@pytest.mark.parametrize("junk", ["\x00", "9" * 5000, "灯" * 5000, "<script>alert(1)</script>'\"\u202e"])
def test_link__answers_whatever_is_sent(plan: str, junk: str) -> None:
    address = a_link(accepted_jointly(plan))
    client = Client(raise_request_exception=False)
    typed = dict.fromkeys(("stance", "clause", "text", "name"), junk)
    answers = [
        client.post(f"{address}say/", typed),
        client.post(f"{address}say/", {**typed, "stance": "agree"}),
    ]

    assert all(one.status_code < 500 for one in answers)
    assert "<script" not in client.get(address).content.decode()


def test_applicant__sees_what_departments_said_when_it_is_summed_up(plan: str) -> None:
    number = accepted_jointly(plan)
    session = NewSession(kind="review", matter="塔多高", due_on=day_of(LATER), items=(RIVER,))
    lead = at_unit(WINDOW, LAND)
    call_session(number=number, version=the_joint(number).version, session=session, by=lead, at=LATER)
    said = Said(stance="conditional", text="矮一尺")
    give_opinion(number=number, session=1, item=RIVER, said=said, by=at_unit(HANDLER, RIVER), at=LATER)
    page = f"/my/joint/cases/{number}/"
    assert "矮一尺" not in words(signed_in(CITIZEN.username).get(page))
    close_session(number=number, session=1, conclusion="照办", by=lead, at=LATER)

    shown = words(signed_in(CITIZEN.username).get(page))
    assert "矮一尺" in shown and "附条件同意" in shown and "照办" in shown
