"""征求意见 on the desk: the office opens, units speak, the office answers; who may see which words."""

from datetime import date

import pytest
from django.test import Client
from tests.builders import CITY
from tests.builders_filings import LATER, OFFICE, a_filing_city
from tests.builders_powers import CAMPAIGN
from tests.builders_reviews import POWER, a_colleague, a_reviewed_city, a_reviewer, judged

from qingdan.base.people.models import User
from qingdan.consultations.services.opinions import give_public_opinion
from qingdan.powers.queries.items import FIELDS
from qingdan.reviews.models import Review
from qingdan.reviews.services.consulting import open_consultation
from qingdan.rules.role import Role
from qingdan.web.shared.item_facts import ORDER, item_facts

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-057")]


@pytest.fixture
def item(db: None, law_home: None) -> Review:
    """An item that waits for consultation."""
    a_filing_city()
    a_reviewed_city()
    judged("pass", a_reviewer())
    return judged("confirm", a_colleague(Role.MEMBER_UNIT, unit=2, username="member-2"))


def signed_in(role: Role, unit: int) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=a_colleague(role, unit=unit).username))
    return client


def a_round() -> str:
    return open_consultation(
        campaign=CAMPAIGN,
        kind=POWER,
        title="第一轮",
        audiences=["departments", "public", "experts"],
        closes_on=date(2099, 1, 5),
        numbers=None,
        by=OFFICE,
        at=LATER,
    )


def test_the_office__opens_a_round(item: Review) -> None:
    office = signed_in(Role.ESTABLISHMENT_OFFICE, 2)
    page = office.get("/desk/consultations/").content.decode()
    assert "1 个事项等着" in page

    opened = office.post(
        "/desk/consultations/open/",
        {
            "campaign": CAMPAIGN,
            "kind": "power_list",
            "title": "第一轮",
            "audiences": ["departments", "public"],
            "closes_on": "2099-01-04",
        },
    )

    assert opened.status_code == 302
    assert item.name in office.get(opened["Location"]).content.decode()


def test_a_round_that_lacks_something__is_refused_beside_the_field(item: Review) -> None:
    refused = signed_in(Role.ESTABLISHMENT_OFFICE, 2).post(
        "/desk/consultations/open/",
        {
            "campaign": CAMPAIGN,
            "kind": "power_list",
            "closes_on": "昨天",
            "audiences": ["departments", "public"],
        },
    )

    page = refused.content.decode()
    assert refused.status_code == 422
    ticked = {
        key: f'name="audiences" value="{key}" checked' in page for key in ("departments", "public", "experts")
    }
    assert ticked == {"departments": True, "public": True, "experts": False}


def test_a_unit__says_something_and_the_office_answers(item: Review) -> None:
    code, unit = a_round(), signed_in(Role.LIAISON, 3)
    address = f"/desk/consultations/{code}/items/{item.number}/"
    said = unit.post(f"/desk/consultations/{code}/say/", {"item": item.number, "text": "建议写明时限"})
    assert said.status_code == 302 and "建议写明时限" in unit.get(address).content.decode()

    office = signed_in(Role.ESTABLISHMENT_OFFICE, 2)
    page = office.get(address).content.decode()
    opinion = page.split('id="o-')[1].split('"')[0]
    answered = office.post(
        f"/desk/consultations/{code}/answer/{opinion}/",
        {"answer": "adopted", "reason": "时限已写", "item": item.number, "version": 1},
    )
    assert answered.status_code == 302
    assert "时限已写" in unit.get(address).content.decode()


def test_words_of_the_public__are_not_for_units_they_do_not_concern(item: Review) -> None:
    code = a_round()
    give_public_opinion(
        region=CITY,
        code=code,
        item=item.number,
        text="灯笼太暗",
        author="郑十三",
        contact="0795-0000009",
        by=OFFICE,
        at=LATER,
    )

    page = signed_in(Role.LIAISON, 3).get(f"/desk/consultations/{code}/items/{item.number}/").content.decode()
    assert "灯笼太暗" not in page and "郑十三" not in page
    own = signed_in(Role.LIAISON, 1).get(f"/desk/consultations/{code}/items/{item.number}/").content.decode()
    assert "灯笼太暗" in own and "郑十三" not in own


def test_a_unit__has_nothing_to_say(item: Review) -> None:
    code, unit = a_round(), signed_in(Role.LIAISON, 3)

    assert unit.post(f"/desk/consultations/{code}/nothing/", {"unit": f"{CITY}003"}).status_code == 302
    assert unit.post(f"/desk/consultations/{code}/nothing/", {"unit": f"{CITY}003"}).status_code == 302
    assert "市河道局" not in _silent(
        signed_in(Role.ESTABLISHMENT_OFFICE, 2).get(f"/desk/consultations/{code}/")
    )


def test_the_table_of_opinions__prints(item: Review) -> None:
    code = a_round()

    page = signed_in(Role.ESTABLISHMENT_OFFICE, 2).get(f"/desk/consultations/{code}/print/")

    assert page.status_code == 200 and "采纳情况表" in page.content.decode()


def _silent(page: object) -> str:
    return page.content.decode().partition("还没有答复的单位")[2].partition("</p>")[0]


def test_an_expert__comes_by_the_address_alone(item: Review) -> None:
    code, office = a_round(), signed_in(Role.ESTABLISHMENT_OFFICE, 2)
    invited = office.post(f"/desk/consultations/{code}/experts/", {"name": "林教授"}).content.decode()
    address = "/" + invited.split("readonly>")[1].split("</textarea>")[0].split("/", 3)[3]
    anybody = Client()

    assert item.name in anybody.get(address).content.decode()
    assert item.name in anybody.get(f"{address}items/{item.number}/").content.decode()
    said = anybody.post(
        f"{address}say/", {"item": item.number, "text": "依据够"}, headers={"origin": "http://testserver"}
    )
    assert said.status_code == 200 and "已收到" in said.content.decode()
    assert "依据够" in office.get(f"/desk/consultations/{code}/items/{item.number}/").content.decode()
    assert anybody.get("/consultations/expert/nobody/").status_code == 404


def test_an_experts_address__is_ended_by_a_handle_that_is_no_row_number(item: Review) -> None:
    code, office = a_round(), signed_in(Role.ESTABLISHMENT_OFFICE, 2)
    office.post(f"/desk/consultations/{code}/experts/", {"name": "林教授"})
    page = office.get(f"/desk/consultations/{code}/")
    handle = page.context["links"][0].handle
    assert len(handle) == 16 and f'name="link" value="{handle}"' in page.text

    for wrong in ("", "1", handle[:8]):
        ended = office.post(f"/desk/consultations/{code}/experts/end/", {"link": wrong})
        assert ended.status_code == 404
    office.post(f"/desk/consultations/{code}/experts/end/", {"link": handle})
    assert "已停用" in office.get(f"/desk/consultations/{code}/").text


def test_the_public__reads_the_draft_and_says_something(item: Review) -> None:
    code, anybody = a_round(), Client()
    assert "第一轮" in anybody.get("/consultations/").content.decode()

    said = anybody.post(
        f"/consultations/{code}/say/",
        {"item": item.number, "text": "灯笼太暗", "author": "郑十三"},
        headers={"origin": "http://testserver"},
    )

    assert said.status_code == 200
    page = anybody.get(f"/consultations/{code}/items/{item.number}/").content.decode()
    assert item.name in page and "郑十三" not in page
    empty = anybody.post(
        f"/consultations/{code}/say/", {"text": " "}, headers={"origin": "http://testserver"}
    )
    assert empty.status_code == 422


@pytest.mark.parametrize("sign", ["%00", "a%00b", "%F0%9F%8F%AE", "a%0Ab", "%ED%A0%80"])
def test_odd_signs_in_an_address__lead_nowhere(item: Review, sign: str) -> None:
    code, office = a_round(), signed_in(Role.ESTABLISHMENT_OFFICE, 2)

    for address in (
        f"/consultations/{sign}/",
        f"/consultations/expert/{sign}/",
        f"/consultations/{code}/items/{sign}/",
        f"/desk/consultations/{sign}/",
        f"/desk/consultations/{code}/items/{sign}/",
    ):
        assert office.get(address).status_code == 404


@pytest.mark.parametrize("on_item", [True, False])
def test_an_answer_that_is_refused__stays_in_its_form(item: Review, on_item: bool) -> None:
    code, number = a_round(), item.number if on_item else ""
    words = {"text": "灯笼太暗", "author": "郑十三", "contact": "", "by": OFFICE, "at": LATER}
    opinion = give_public_opinion(region=CITY, code=code, item=number, **words)
    form = {"opinion": opinion, "item": number, "version": 1, "answer": "partly", "reason": "请郑十三来看"}

    refused = signed_in(Role.ESTABLISHMENT_OFFICE, 2).post(
        f"/desk/consultations/{code}/answer/{opinion}/", {**form, "public_text": "太暗了"}
    )

    page = refused.content.decode()
    assert refused.status_code == 422 and 'value="partly" required checked' in page
    assert page.count('id="f-reason"') == 1 and 'aria-describedby="e-reason">请郑十三来看<' in page
    assert ">太暗了<" in page and page.count("请郑十三来看") == 1


def test_an_opinion_that_is_refused__stays_on_the_items_page(item: Review) -> None:
    code, unit = a_round(), signed_in(Role.LIAISON, 3)

    refused = unit.post(f"/desk/consultations/{code}/say/", {"item": item.number, "text": "长" * 4001})

    page = refused.content.decode()
    assert refused.status_code == 422 and f'name="item" value="{item.number}"' in page and "长" * 4001 in page


def test_facts_of_an_item__are_in_the_order_of_its_form_and_in_words() -> None:
    values = {
        "reason": "行规",
        "reason_code": "trade_rules",
        "transition_from": "2026-01-31",
        "disposition": "transfer",
    }

    assert ORDER == FIELDS
    assert item_facts(values | {"name": "…", "fee": ""}) == [
        ("清理意见", "转移"),
        ("理由种类", "行规行约的制定"),
        ("意见理由", "行规"),
        ("过渡期起", "2026年1月31日"),
    ]


def test_public_titles__name_the_list_that_is_consulted_on(item: Review) -> None:
    code, anybody = a_round(), Client()

    assert ">权力清单：第一轮</a>" in anybody.get("/consultations/").content.decode()
    page = anybody.get(f"/consultations/{code}/").content.decode()
    assert "<title>权力清单：第一轮（征求意见）" in page and "<h1>权力清单：第一轮</h1>" in page


def test_an_opinion_of_the_public_that_is_refused__stays_with_its_item(item: Review) -> None:
    code, origin = a_round(), {"origin": "http://testserver"}
    form = {"item": item.number, "text": "灯太暗", "author": "长" * 41}

    refused = Client().post(f"/consultations/{code}/say/", form, headers=origin)

    page = refused.content.decode()
    assert refused.status_code == 422 and f'name="item" value="{item.number}"' in page and "灯太暗" in page
    gone = Client().post(f"/consultations/{code}/say/", {**form, "item": "none"}, headers=origin)
    assert gone.status_code == 404
