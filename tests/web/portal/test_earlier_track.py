"""A case of an earlier system, found by its old number and the number on the document; nobody guesses (RQ-A5)."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.builders_account import signed_in
from tests.builders_case_desk import received_now
from tests.builders_cases import CITIZEN, ID_NUMBER, a_serving_city, an_applicant
from tests.builders_earlier import CENTRE, OLD_NUMBER, brought

from qingdan.base.clock import day_of, now
from qingdan.base.people.models import User
from qingdan.base.transactions import writing
from qingdan.cases.services.trial import begin_trial

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A5", "RQ-G6")]
ADDRESS = "/cases/track/earlier/"


@pytest.fixture(autouse=True)
def city(db: None, tmp_path: Path) -> None:
    cache.clear()
    a_serving_city()
    brought(tmp_path)


def look(number: str, document: str) -> Any:
    return Client().post(ADDRESS, {"old_number": number, "id_number": document})


def test_old_number_and_document__show_the_case_without_name_and_number() -> None:
    answer = look("灯审2013第0042号", ID_NUMBER)
    assert answer.status_code == 200 and "灯许〔2013〕7号" in answer.text
    assert "江小灯" not in answer.text and ID_NUMBER not in answer.text and not answer.cookies


def test_wrong_number_and_wrong_document__get_one_answer() -> None:
    pages = [
        look(OLD_NUMBER, "110105194912310038"),
        look("灯审〔2013〕第0043号", ID_NUMBER),
        look("\x00", "<b>"),
    ]
    assert {one.status_code for one in pages} == {422}
    said = {one.text.partition('class="errors"')[2].partition("</ul>")[0] for one in pages}
    assert len(said) == 1 and "没有找到" in said.pop()


def test_guessing__is_stopped() -> None:
    for number in range(40):
        look(OLD_NUMBER, f"guess{number}")
    assert look(OLD_NUMBER, ID_NUMBER).status_code == 422


def test_own_account__shows_it_when_identity_is_sure() -> None:
    user, _ = User.objects.get_or_create(username=CITIZEN.username, defaults={"name": CITIZEN.name})
    with writing(CITIZEN):
        an_applicant(assurance=3)
    assert OLD_NUMBER in signed_in(user.username).get("/my/").text


@pytest.mark.requirement("RQ-A14")
def test_trial__is_said_to_whoever_follows_the_case() -> None:
    begin_trial(on=day_of(now()), reason="试", by=CENTRE, at=now())
    number = received_now()
    page = signed_in(CITIZEN.username).get(f"/my/cases/{number}/").text
    assert "试运行" in page and "不具有法律效力" in page
    assert "试运行" in signed_in(CITIZEN.username).get("/my/").text
