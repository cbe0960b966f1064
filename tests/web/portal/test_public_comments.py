"""The public says something and follows it, without account, cookie or puzzle (R-005, R-063)."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from tests.builders import an_actor
from tests.builders_comments import the_comment
from tests.builders_editions import UNLIT_CODE
from tests.builders_powers import OTHER, OWN

from qingdan.base.clock import now
from qingdan.base.refusal import Refused
from qingdan.base.rows import rows
from qingdan.comments.services.answering import answer_comment
from qingdan.rules.role import Role
from qingdan.web.portal import throttle

pytestmark = [pytest.mark.usefixtures("public_city"), pytest.mark.requirement("R-005", "R-063")]
OBJECTION = {
    "kind": "objection",
    "item": UNLIT_CODE,
    "text": "时限写错了",
    "author": "沈灯明",
    "contact": "13800138000",
}


@pytest.fixture(autouse=True)
def office(public_city: None) -> None:
    """Somebody answers; nobody was counted before."""
    an_actor(Role.ESTABLISHMENT_OFFICE, unit=2)
    cache.clear()


def send(words: dict[str, str], address: str = "/comments/send/", **headers: str) -> Any:
    return Client(headers=headers).post(address, words)


def receipt_of(answer: Any) -> tuple[str, str]:
    """Number and query code on the page."""
    number, code = re.findall(r'<strong class="num">([^<]+)</strong>', answer.content.decode())
    return number, code


def words_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def test_comment__gives_number_and_code_and_is_followed_by_them() -> None:
    sent = send(OBJECTION)
    number, code = receipt_of(sent)
    followed = send({"number": number, "query_code": code.lower()}, "/comments/track/look/")

    assert (sent.status_code, followed.status_code) == (200, 200)
    assert "等市灯笼局答复" in words_of(followed) and "时限写错了" in words_of(followed)
    assert not sent.cookies and not followed.cookies


def test_comment__answered_is_public_without_the_person() -> None:
    number, code = receipt_of(send(OBJECTION))
    by = an_actor(Role.LIAISON, unit=1)
    answer_comment(
        number=number, version=1, answer="已经改为 10 个工作日。", public_text="时限写错了", by=by, at=now()
    )

    for address in ("/comments/", f"/items/{UNLIT_CODE}/comments/", f"/comments/?unit={OWN}"):
        shown = words_of(Client().get(address))
        assert "已经改为 10 个工作日。" in shown and "收到 1 条，已答复 1 条" in shown
        assert "沈灯明" not in shown and "13800138000" not in shown
    assert "已经改为" in words_of(send({"number": number, "query_code": code}, "/comments/track/look/"))
    assert "已经改为" not in words_of(Client().get(f"/comments/?unit={OTHER}"))


@pytest.mark.parametrize("kind", ["question", "outside_list"])
def test_comment__of_other_kinds(kind: str) -> None:
    number, _ = receipt_of(send({"kind": kind, "unit": OTHER, "text": "谁来管灯笼"}))

    assert the_comment(number).unit.code == (OTHER if kind == "question" else "360900002")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (OBJECTION | {"text": " "}, "这一栏要填"),
        (OBJECTION | {"website": "http://spam.example"}, "请清空后再提交"),
        ({"kind": "question", "text": "谁来管"}, "请从给出的选项里选"),
        (OBJECTION | {"author": "沈" * 41}, "最多 40 个字"),
    ],
)
def test_comment__refused_shows_the_form_again_with_what_was_typed(words: dict[str, str], said: str) -> None:
    answer = send(words)

    assert answer.status_code == 422
    assert said in words_of(answer) and answer.content.decode().startswith("<!doctype html>")
    assert words["text"].strip() in words_of(answer)
    assert "有 1 处要改" in words_of(answer)


def test_track__of_wrong_number_or_code_says_the_same() -> None:
    number, code = receipt_of(send(OBJECTION))
    wrong = [("1", code), (number, "22222-22222"), (number, ""), ("", "")]
    answers = [send({"number": one, "query_code": other}, "/comments/track/look/") for one, other in wrong]

    assert {one.status_code for one in answers} == {422}
    assert all("编号和查询码对不上" in words_of(one) and "时限写错了" not in words_of(one) for one in answers)


def test_comment__from_one_address_too_often_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(throttle.AN_HOUR, "comment", 2)
    answers = [send(OBJECTION | {"text": f"第{n}次"}).status_code for n in range(3)]
    other = Client(REMOTE_ADDR="198.51.100.7").post("/comments/send/", OBJECTION)

    assert answers == [200, 200, 422]
    assert other.status_code == 200


def test_comment__refused_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(throttle.AN_HOUR, "comment", 1)

    assert [send(OBJECTION | {"text": text}).status_code for text in (" ", " ", "错了", "错了")] == [
        422, 422, 200, 422,
    ]  # fmt: skip


def test_throttle__is_of_the_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(throttle.AN_HOUR, "track", 1)
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")
    begun = datetime(2026, 6, 1, 3, 59, tzinfo=UTC)
    for at in (begun, begun + timedelta(minutes=2)):
        request.at = at  # type: ignore[attr-defined]
        throttle.count_against(request, "track")

    with pytest.raises(Refused, match="too_many"):
        throttle.count_against(request, "track")


def test_link__is_counted_by_itself_not_by_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(throttle.AN_HOUR, "comment", 1)
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")
    request.at = now()  # type: ignore[attr-defined]
    for link in ("one", "other", ""):
        with throttle.counted(request, "comment", link):
            pass

    with pytest.raises(Refused, match="too_many"), throttle.counted(request, "comment", "one"):
        pass


def test_throttle__keeps_no_address() -> None:
    for address in ("203.0.113.9", "2001:db8:1:2::5", "2001:db8:1:2::6", "nonsense"):
        Client(REMOTE_ADDR=address).post("/comments/send/", OBJECTION)

    keys = [key for (key,) in rows("SELECT cache_key FROM cache WHERE cache_key LIKE 'throttle:%%'")]
    assert not any("203.0.113.9" in key or "2001:" in key for key in keys)
    assert len(keys) == 3


@pytest.mark.parametrize(
    ("origin", "status"), [("https://elsewhere.example", 403), ("null", 403), ("http://testserver", 200)]
)
def test_comment__from_a_form_of_another_site_is_refused(origin: str, status: int) -> None:
    assert send(OBJECTION, origin=origin).status_code == status


def test_form__of_an_item_that_is_not_there_is_missing() -> None:
    assert Client().get("/comments/new/?item=36090000102999900").status_code == 404
    assert Client().get("/items/36090000102999900/comments/").status_code == 404


def test_county__has_its_own_office() -> None:
    answer = send({"kind": "outside_list", "text": "有人收押金"}, "/360902/comments/send/")

    assert answer.status_code == 422
    assert "还没有负责受理的机构" in words_of(answer)
