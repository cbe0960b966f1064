"""Pages of two levels: sending up is offered exactly where it is lawful, both clocks are seen on both sides."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders import CITY, TODAY
from tests.builders_case_desk import received_now
from tests.builders_cases import CITIZEN, LAMP, a_licence
from tests.builders_editions import an_edition
from tests.builders_referrals import (
    BOTH,
    C_APPROVER,
    C_HANDLER,
    C_WINDOW,
    EXAMINED,
    OPINION,
    applied,
    decided_above,
    examined_case,
    pair,
    seen,
    sent,
    walked,
)

from qingdan.base.clock import day_of, now
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.cases.services.accepting import accept_case
from qingdan.guides.models import Guide
from qingdan.guides.queries.problems import problems_of
from qingdan.referrals.services.sending import send_up

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A16", "RQ-A18", "RQ-W6", "R-086")]
MOST_QUERIES = 16
"""Of the queue: those of every unit's, and the marks of what came from below."""


def _at(number: str, name: str = "", *, send: bool = False) -> str:
    return f"/desk/cases/{number}/{f'{name}/' if name else ''}{'send/' if send else ''}"


def test_sending_up__is_offered_to_the_countys_decider_alone(desk: Any) -> None:
    number = examined_case(at=now())
    page = desk("county_approver").get(_at(number)).text

    assert "写意见，上报" in page and "作决定" not in page
    assert desk("county_approver").get(_at(number, "send-up")).status_code == 200
    for who, name in (
        ("county_approver", "decide"), ("county_handler", "send-up"), ("county_window", "send-up"),
        ("county_approver", "pass-on"), ("county_approver", "move"),
    ):  # fmt: skip
        assert desk(who).get(_at(number, name))["Location"] == _at(number), (who, name)
    assert desk("approver").get(_at(number)).status_code == 404


def test_sending_up__by_its_form_then_both_sides_see_both_clocks(desk: Any) -> None:
    number = examined_case(at=now())
    typed = {"version": seen(number).version, "opinion": OPINION}
    answer = desk("county_approver").post(_at(number, "send-up", send=True), typed)
    there = pair(number).second_number

    assert answer.status_code == 302
    for who, own in (("county_window", number), ("handler", there)):
        page = desk(who).get(_at(own)).text
        assert all(word in page for word in (number, there, "袁溪县灯笼局", "市灯笼局", OPINION)), who
    assert there in desk("handler").get("/desk/cases/").text
    assert "已交另一机关办理" in desk("county_window").get("/desk/cases/?show=open").text


@pytest.mark.requirement("RQ-A18")
def test_a_case_from_below__bears_its_mark_above_and_leads_to_the_opinion(desk: Any) -> None:
    number, there = sent(at=now())
    marked = (
        f'<a class="tag" href="/desk/cases/{there}/#pair">上报件</a> <span class="small quiet-text">袁溪县'
    )

    assert marked in desk("handler").get("/desk/cases/").text
    page = desk("handler").get(_at(there)).text
    assert marked in page and OPINION in page.partition('id="pair"')[2]
    assert marked in desk("handler").get(_at(there, "ask")).text
    for address in (_at(number), "/desk/cases/?show=open"):
        assert "上报件" not in desk("county_window").get(address).text


def test_the_queue__asks_once_for_all_marks_and_not_at_all_for_own_cases(desk: Any) -> None:
    counts = []
    received_now("own")
    for many in (0, 1, 3):
        for one in range(many):
            sent(at=now(), once=f"{many}-{one}")
        with CaptureQueriesContext(connection) as asked:
            page = desk("window").get("/desk/cases/?show=open").text
        counts.append((len(asked), page.count("上报件</a>")))

    (own, none), (first, one), (last, more) = counts
    assert (none, one, more) == (0, 1, 4) and first == last
    assert first - own <= 2 and last <= MOST_QUERIES


def test_sending_up__without_opinion_is_refused_beside_the_field(desk: Any) -> None:
    number = examined_case(at=now())
    typed = {"version": seen(number).version, "opinion": " "}
    answer = desk("county_approver").post(_at(number, "send-up", send=True), typed)

    assert answer.status_code == 422 and 'id="e-opinion"' in answer.text
    stale = desk("county_approver").post(
        _at(number, "send-up", send=True), typed | {"version": 1, "opinion": "好"}
    )
    assert stale.status_code == 422 and seen(number).state == "under_review"


def test_hostile_opinion__is_text(desk: Any) -> None:
    number = examined_case(at=now())
    typed = {"version": seen(number).version, "opinion": "<script>alert(1)</script>\x00{{ 7|add:7 }}"}
    desk("county_approver").post(_at(number, "send-up", send=True), typed)
    page = desk("handler").get(_at(pair(number).second_number)).text

    assert "<script>alert(1)" not in page and "{{ 7|add:7 }}" in page


def test_papers__are_signed_for_on_the_page(desk: Any) -> None:
    number, there = sent(at=now())
    assert "签收纸质原件</button>" in desk("handler").get(_at(there)).text
    assert desk("handler").post(_at(there, "arrived", send=True)).status_code == 302
    assert pair(number).acknowledged_by == "程办"
    assert desk("handler").post(_at(there, "arrived", send=True)).status_code == 422
    assert desk("county_window").post(_at(number, "arrived", send=True)).status_code == 404


def test_result__is_served_below_and_not_above(desk: Any) -> None:
    number, there = sent(at=now())
    decided_above(there, at=now())

    assert "记录送达" in desk("county_window").get(_at(number)).text
    assert desk("window").get(_at(there, "serve"))["Location"] == _at(there)
    assert "结果交回收件的一方" in desk("window").get(_at(there)).text


def test_applicant__sees_both_levels_who_has_it_till_when(desk: Any) -> None:
    receipt = applied(at=now(), once="own")
    number, there = sent(at=now(), once="sent")
    client = Client()
    client.force_login(User.objects.get(username=CITIZEN.username))
    page = client.get(f"/my/cases/{number}/").text

    assert all(word in page for word in ("上级机关", "市灯笼局", "初审", "法定期限"))
    assert client.get(f"/my/cases/{there}/").status_code == 200
    assert client.get("/my/").text.count(there) == 0
    assert client.post(f"/my/cases/{number}/withdraw/").status_code == 302
    assert seen(there).state == "withdrawn"
    assert client.get(f"/my/cases/{receipt.number}/").status_code == 200


def test_track__by_number_and_code_shows_the_other_level(desk: Any) -> None:
    receipt = applied(at=now(), once="once")

    number = receipt.number
    accept_case(number=number, version=seen(number).version, by=C_WINDOW, at=now())
    walked(number, C_HANDLER, now())
    send_up(number=number, version=seen(number).version, opinion=OPINION, by=C_APPROVER, at=now())
    answer = Client().post("/cases/track/look/", {"number": number, "query_code": receipt.code})

    assert "市灯笼局" in answer.text and "上级机关" in answer.text
    assert OPINION not in answer.text


def test_devolution__is_recorded_and_sends_applicants_below(desk: Any) -> None:

    penalty = {
        **a_licence(disposition="devolve", category="penalty"),
        "code": f"{LAMP[:-3]}900",
        "name": "灭灯处罚",
    }
    an_edition([a_licence(disposition="devolve"), penalty], effective_on=TODAY, shown_on=TODAY)
    offered = desk("establishment").get("/desk/devolutions/").text
    assert f'<option value="{LAMP}"' in offered and "灭灯处罚" not in offered
    wrong = {"item": LAMP, "on": "2000-01-01", "targets": "没有", "rule": "move"}
    answer = desk("establishment").post("/desk/devolutions/record/", wrong)
    assert answer.status_code == 422 and "不能早于今天" in answer.text and "没有" in answer.text
    right = wrong | {"on": day_of(now()).isoformat(), "targets": EXAMINED}
    assert desk("establishment").post("/desk/devolutions/record/", right).status_code == 302
    page = desk("establishment").get("/desk/devolutions/").text
    assert "袁溪县灯笼局" in page and "一起移交" in page
    public = Client().get(f"/guides/{LAMP}/").text
    assert "已下放" in public and f'href="/guides/{EXAMINED}/"' in public and "袁溪县灯笼局" in public
    assert desk("county_window").get("/desk/devolutions/").status_code == 404


def test_stages__of_all_counties_for_the_city_and_of_one_for_itself(desk: Any) -> None:
    city, county = desk("service_centre").get("/desk/stages/"), desk("county_centre").get("/desk/stages/")
    assert "临江市" in city.text and "袁溪县" in city.text
    assert "袁溪县" in county.text and "临江市" not in county.text
    answer = desk("county_centre").post("/desk/stages/reach/", {"stage": "formal", "document": ""})
    assert answer.status_code == 422 and "先登记试运行" in answer.text
    assert desk("county_centre").post("/desk/stages/reach/", {"stage": "x"}).status_code == 404


def test_guide__says_what_would_be_asked_again(desk: Any) -> None:

    with reading(BOTH):
        content = Guide.objects.get(code=EXAMINED).content
        entry = {"unit": EXAMINED[:9], "values": {}, "chart": {}}
        short = {**content, "materials": content["materials"][1:], "statutory": "30个工作日"}
        said = {one.key: dict(one.params) for one in problems_of(short, entry)}
        nowhere = {one.key for one in problems_of({**content, "sent_up_to": f"{CITY}009x"}, entry)}
    assert "灯笼合格证" in said["guide.asked_again"]["names"]
    assert "guide.examination_too_long" in said and "guide.elsewhere_unknown" in nowhere
