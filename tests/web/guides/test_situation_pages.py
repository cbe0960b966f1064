"""一件事: written on the desk of the service centre, walked through by the public."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from tests.builders import NOW
from tests.builders_account import signed_in
from tests.builders_cases import HEAD, LAMP
from tests.builders_guides import CENTRE, FAIR, SECOND, a_guided_city, a_situation, published

from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.guides.models import SituationVersion
from qingdan.guides.queries.situations import situation_page
from qingdan.guides.services.situations import save_situation
from qingdan.guides.services.writing import withdraw_guide

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-P3")]


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_guided_city()
    published()


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def centre() -> Client:
    return signed_in("service_centre-2")


def typed(version: int = 1, **more: Any) -> dict[str, Any]:
    """What the form sends for 办灯会 with one question."""
    sent = {"version": str(version), "name": "办灯会", "intro": "", "question-1": "要不要点灯"}
    answers = {
        "question-1-1": "要",
        "question-1-1-items": [LAMP],
        "question-1-2": "不要",
        "question-1-3": " ",
    }
    return {**sent, **answers, **more}


def test_centre__writes_and_shows_one() -> None:
    here = centre()
    address = here.post("/desk/situations/begin/", {"name": "办灯会"}).headers["Location"]
    here.post(f"{address}save/", typed())
    page = words(here.get(address))
    assert "第 2 个问题（新的）" in page and "答案 3" in page and "第 1 个问题" in page

    assert here.post(f"{address}show/", {"version": "2", "shown": "yes"}).status_code == 302
    public = address.replace("/desk", "")
    assert "要不要点灯" in words(Client().get(public))
    assert "办灯会" in words(Client().get("/guides/"))


def test_walk__leads_by_plain_forms_to_items_and_materials_once() -> None:
    address = f"/situations/{a_situation()}/"
    first, second = Client().get(address), Client().get(f"{address}?q1=1")
    end = words(Client().get(f"{address}?q1=1&q2=1"))

    assert 'name="q1"' in first.content.decode() and "要不要点灯" in words(first)
    assert 'type="hidden" name="q1" value="1"' in second.content.decode() and "在哪里办" in words(second)
    assert "要办的事项 点灯许可" in end and "你只需准备 2 份" in end and end.count("灯笼合格证") == 1
    assert "没有要办的许可" in words(Client().get(f"{address}?q1=2&q2=2"))


@pytest.mark.parametrize("query", ["q1=9", "q1=x", "q1=-1", "q2=1", "q1="])
def test_walk__with_nonsense_asks_again(query: str) -> None:
    assert "1. 要不要点灯" in words(Client().get(f"/situations/{a_situation()}/?{query}"))


def test_draft_and_nothing__are_not_there() -> None:
    for code in (a_situation(shown=False), "360900-00000000", "abc", "999999-1"):
        assert Client().get(f"/situations/{code}/").status_code == 404


def test_item_that_cannot_be_applied_for__is_not_shown_to_the_public() -> None:
    here, code = centre(), a_situation(shown=False, content={**FAIR, "items": [SECOND]})
    answer = here.post(f"/desk/situations/{code}/show/", {"version": "2", "shown": "yes"})

    assert answer.status_code == 422 and f"{SECOND} 现在不能网上申请" in words(answer)


def test_published_one__cannot_be_made_wrong_and_drops_what_is_withdrawn() -> None:
    code = a_situation()
    with pytest.raises(Refused):
        save_situation(
            code=code, version=3, name="办灯会", content={**FAIR, "items": ["x"]}, by=CENTRE, at=NOW
        )

    withdraw_guide(code=LAMP, reason="灯不够", by=HEAD, at=NOW)
    assert "没有要办的许可" in words(Client().get(f"/situations/{code}/?q1=1&q2=1"))


def test_stale_edit__keeps_what_was_typed() -> None:
    code = a_situation()
    answer = centre().post(f"/desk/situations/{code}/save/", typed(1, intro="我写的"))

    assert answer.status_code == 422 and "别人改过" in words(answer) and FAIR["intro"] in words(answer)
    assert "我写的" in answer.content.decode() and 'name="version" value="3"' in answer.content.decode()


def test_others__find_no_situations() -> None:
    for name in ("liaison-1", "principal-1"):
        assert signed_in(name).get("/desk/situations/").status_code == 404


def test_versions__of_what_the_public_saw_stay_readable_and_are_compared() -> None:
    here, code = centre(), a_situation()
    address = f"/desk/situations/{code}/"
    with reading(CENTRE):
        version = situation_page(CENTRE, code, day_of(NOW)).version
    here.post(f"{address}save/", typed(version, intro="先看这里"))
    here.post(f"{address}save/", typed(version + 1, intro="先看这里"))
    here.post(f"{address}show/", {"version": str(version + 2)})

    with reading(CENTRE):
        found = situation_page(CENTRE, code, day_of(NOW)).versions
    assert [one.number for one in found] == [3, 2, 1]
    assert (found[0].lines, bool(found[1].digest)) == ((), True)
    assert "说明：先看这里" in found[1].new and "说明：先看这里" not in found[2].lines
    assert "先看这里" in words(here.get(address))
    with pytest.raises(IntegrityError, match="append only"), writing(CENTRE):
        SituationVersion.objects.update(digest="0" * 64)


def test_draft__has_no_versions() -> None:
    code = a_situation(shown=False)
    with reading(CENTRE):
        assert situation_page(CENTRE, code, day_of(NOW)).versions == ()
