"""Comments of the public on the desk: what is due, the answer, passing on (R-005)."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.builders import CITY, an_actor
from tests.builders_account import signed_in
from tests.builders_comments import OUTSIDE, a_commented_city, received, the_comment
from tests.builders_powers import OTHER, OWN

from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-005", "R-063")]
LIST = "/desk/comments/"
FIRST = {"version": "1", "answer": "见权力清单第2号。", "public_text": "承诺时限写错了"}


@pytest.fixture
def unit(db: None) -> Client:
    """The liaison of 市灯笼局."""
    a_commented_city()
    return signed_in("liaison-1")


@pytest.fixture
def office(unit: Client) -> Client:
    """The office."""
    return signed_in("establishment_office-2")


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def test_inbox__shows_the_unit_its_own_and_the_office_all(unit: Client, office: Client) -> None:
    own, other = received().number, received(OUTSIDE).number

    assert own in words(unit.get(LIST)) and other not in words(unit.get(LIST))
    assert own in words(office.get(LIST)) and other in words(office.get(LIST))
    assert "超期" in words(unit.get(LIST))  # received on a day long past


def test_inbox__without_comments_says_where_they_come_from(unit: Client) -> None:
    assert "没有等答复的意见" in words(unit.get(LIST))


def test_page__shows_who_asked_to_the_office_alone(unit: Client, office: Client) -> None:
    address = f"{LIST}{received().number}/"

    assert "只有编办看得到" in words(office.get(address)) and "转给另一个单位" in words(office.get(address))
    assert "只有编办看得到" not in words(unit.get(address)) and "转给另一个单位" not in words(
        unit.get(address)
    )


def test_answer__is_published_and_said(unit: Client) -> None:
    number = received().number
    done = unit.post(f"{LIST}{number}/answer/", FIRST, follow=True)

    assert "已经答复，并公开了问题和答复" in words(done)
    assert "见权力清单第2号。" in words(Client().get("/comments/"))
    assert "已答复" in words(unit.get(LIST))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"public_text": "我叫沈灯明"}, "删去以后再公开"),
        ({"answer": ""}, "这一栏要填"),
        ({"version": "7"}, "别人改过"),
    ],
)
def test_answer__refused_keeps_what_was_typed(unit: Client, more: dict[str, str], said: str) -> None:
    number = received().number
    answer = unit.post(f"{LIST}{number}/answer/", FIRST | more)

    assert answer.status_code == 422 and said in words(answer)
    assert (FIRST | more)["public_text"] in words(answer)
    assert the_comment(number).answered_at is None


def test_pass_on__moves_it_to_the_other_unit(unit: Client, office: Client) -> None:
    number = received().number
    done = office.post(f"{LIST}{number}/pass-on/", {"version": "1", "unit": OTHER}, follow=True)

    assert "已经转给另一个单位办理" in words(done)
    assert (the_comment(number).unit.code, unit.get(f"{LIST}{number}/").status_code) == (OTHER, 404)


def test_pass_on__is_not_for_a_unit(unit: Client) -> None:
    number = received().number

    assert unit.post(f"{LIST}{number}/pass-on/", {"version": "1", "unit": OTHER}).status_code == 404
    assert the_comment(number).unit.code == OWN


def test_pages__are_not_for_who_does_not_answer(unit: Client) -> None:
    an_actor(Role.ADMINISTRATOR, unit=2)
    number = received().number

    assert signed_in("administrator-2").get(f"{LIST}{number}/").status_code == 404
    assert unit.get(f"{LIST}{CITY}-260601-0099/").status_code == 404
