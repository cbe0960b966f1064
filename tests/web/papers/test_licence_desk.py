"""The licences of a unit on its desk: listed, changed by two; bars; the archive package."""

from io import BytesIO

import pytest
from django.test import Client
from tests.builders import an_actor
from tests.builders_cases import HEAD, LATER, WINDOW, a_serving_city, decided, handed_over

from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.licences.models import Licence
from qingdan.licences.services.changing import LicenceAsked, ask_for_change
from qingdan.rules.role import Role
from qingdan.verify_case import verify_any

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5")]


@pytest.fixture
def number(db: None) -> str:
    """A granted case."""
    a_serving_city()
    return decided()


def _client(role: Role) -> Client:
    actor = an_actor(role)
    client = Client()
    client.force_login(User.objects.get(username=actor.username))
    return client


def _licence() -> Licence:
    with reading(WINDOW):
        return Licence.objects.get()


def test_the_unit__sees_its_licences(number: str) -> None:
    client = _client(Role.HANDLER)
    page = client.get("/desk/licences/").content.decode()
    one = client.get(f"/desk/licences/{_licence().code}/").content.decode()

    assert "江小灯" in page and "〔2026〕0001号" in page
    assert number in one and "提交负责人批准" in one
    assert "没有这样的证照" in client.get("/desk/licences/?words=nobody").content.decode()


def test_a_change__is_asked_for_and_decided_by_another(number: str) -> None:
    address = f"/desk/licences/{_licence().code}/"
    handler = _client(Role.HANDLER)
    empty = handler.post(f"{address}ask/", {"kind": "revoked"})
    asked = handler.post(
        f"{address}ask/", {"kind": "revoked", "ground": "第六十九条", "reason": "<b>违法</b>"}
    )
    head = _client(Role.DEPUTY)
    shown = head.get(address).content.decode()
    head.post(f"{address}decide/", {"answer": "yes"})

    assert (empty.status_code, asked.status_code) == (422, 302)
    assert "&lt;b&gt;违法" in shown and "不批准" in shown
    assert _licence().state == "revoked"


def test_who_asked__is_not_offered_the_decision(number: str) -> None:
    by = an_actor(Role.DEPUTY)
    head = Client()
    head.force_login(User.objects.get(username=by.username))
    asked = LicenceAsked(kind="revoked", ground="第六十九条", reason="违法")
    ask_for_change(code=_licence().code, asked=asked, by=by, at=LATER)

    assert "不批准" not in head.get(f"/desk/licences/{_licence().code}/").content.decode()


def test_a_bar__is_the_head_s_act(number: str) -> None:
    head = _client(Role.DEPUTY)
    address = f"/desk/case-bars/{number}/"
    empty = head.post(f"{address}send/", {"kind": "fraud"})
    done = head.post(f"{address}send/", {"kind": "fraud", "reason": "假证明"})

    assert (empty.status_code, done.status_code) == (422, 302)
    assert "行政许可法第七十九条：假证明" in head.get(address).content.decode()
    assert _client(Role.HANDLER).get(address).status_code == 404


def test_the_package__is_verified(number: str) -> None:
    client = _client(Role.HANDLER)
    assert client.get(f"/desk/case-packs/{number}.zip").status_code == 404
    handed_over(number)
    answer = client.get(f"/desk/case-packs/{number}.zip")

    assert verify_any(BytesIO(answer.content)).faults == []
    assert HEAD.name not in answer.headers["Content-Disposition"]
