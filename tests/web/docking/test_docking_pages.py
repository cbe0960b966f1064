"""The desk's pages of docked systems: entering one, its key, dead letters sent again, decisions confirmed."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders import CITY, NOW, SETTER, a_city
from tests.builders_account import signed_in
from tests.builders_cases import reviewed, the_case
from tests.builders_docking import (
    LANTERNS,
    a_docked_city,
    a_partner,
    delivered,
    may_call,
    sent,
    the_dispatch,
)
from tests.fake_partner import fake_partner

from qingdan.base.clock import now
from qingdan.base.people.services import appoint, open_account
from qingdan.base.transactions import reading, writing
from qingdan.data.docking import kind_names
from qingdan.docking.models import Partner, ReportedDecision
from qingdan.docking.services.handling import ResultSaid, Returned, account_of, return_result
from qingdan.docking.services.sending import dispatch
from qingdan.registrations.models.registration import TaskPhase
from qingdan.registrations.services.packets import PACKET
from qingdan.registrations.services.reconciling import INQUIRY
from qingdan.registrations.services.visits import VISIT
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A3", "RQ-N5")]
FORM = {
    "unit": f"{CITY}003",
    "code": "rivers",
    "name": "河道系统",
    "level": "3",
    "address": "https://r.example/in",
}


def _client(role: Role, *, factor: bool = True) -> Client:
    name = f"{role.value}-docking"
    open_account(username=name, name="周接", password="lantern-festival-2026", by=SETTER, at=NOW)
    appoint(username=name, unit=f"{CITY}002", role=role, by=SETTER, at=NOW)
    return signed_in(name, factor_ago=0 if factor else None)


def _partner(code: str = LANTERNS) -> Partner:
    with reading(SETTER):
        return Partner.objects.select_related("unit").get(code=code)


def test_system__is_entered_and_its_key_is_shown_once() -> None:
    a_city()
    client = _client(Role.INFORMATISATION)

    assert client.post("/desk/docking/enter/", FORM).status_code == 302
    page = client.get("/desk/docking/systems/rivers/").content.decode()
    assert "360900-rivers" in page
    key = client.post("/desk/docking/systems/rivers/key/", {"version": "1"})
    assert key.status_code == 200
    again = client.post("/desk/docking/systems/rivers/key/", {"version": "1"})
    assert (again.status_code, _partner("rivers").key_number) == (422, 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "X!"}, "代号用小写字母开头"),
        ({"level": "7"}, "选"),
        ({"address": ""}, "填它接收推送的地址"),
        ({"address": "http://r.example/in"}, "地址要用 https"),
        ({"unit": "999999999"}, "没有这个单位"),
        ({"name": " "}, "要填"),
        ({"name": "长" * 61}, "61"),
    ],
    ids=["code", "level", "none", "plain", "unit", "name", "long"],
)
def test_system_as_it_must_not_be__is_refused_beside_its_field(change: dict[str, str], words: str) -> None:
    a_city()
    answer = _client(Role.INFORMATISATION).post("/desk/docking/enter/", FORM | change)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_two_editors__the_second_sees_what_the_first_saved() -> None:
    a_city()
    a_partner()
    client = _client(Role.INFORMATISATION)
    form = {"name": "甲", "level": "3", "address": "https://a.example/in", "active": "yes", "version": "2"}

    assert client.post(f"/desk/docking/systems/{LANTERNS}/save/", form).status_code == 302
    second = client.post(f"/desk/docking/systems/{LANTERNS}/save/", form | {"name": "乙"})
    assert second.status_code == 422
    assert "甲" in second.content.decode()
    assert 'value="乙"' in second.content.decode()


def test_pages__need_the_second_factor_to_write() -> None:
    a_city()
    answer = _client(Role.INFORMATISATION, factor=False).post("/desk/docking/enter/", FORM)

    assert answer.headers["Location"].startswith("/accounts/2fa/")


def test_dead_letter__is_seen_and_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    a_city()
    with fake_partner() as fake:
        may_call(monkeypatch, fake.port)
        a_partner(fake)
        good, fake.answer = fake.answer, lambda _one, _said: (422, '{"detail": "没有这个事项"}'.encode())
        code = sent("灯笼-1")
        delivered()
        client = _client(Role.SERVICE_CENTRE)
        page = client.get("/desk/docking/sent/?state=dead").content.decode()
        assert "没有这个事项" in page
        assert "灯笼-1" in page

        fake.answer = good
        assert client.post(f"/desk/docking/sent/{code}/again/").status_code == 302
        assert client.post(f"/desk/docking/sent/{code}/again/").status_code == 302  # a double click
        delivered(at=now() + timedelta(seconds=1))
    assert the_dispatch(code).state == "delivered"


def test_reported_decision__is_confirmed_by_who_took_it() -> None:
    a_docked_city()
    number = reviewed()
    partner = _partner()
    said = ResultSaid(granted=True, facts="灯都合格", decided_by="approver", clauses=(1,))
    at = now()
    return_result(
        partner=partner,
        number=number,
        said=said,
        returned=Returned(officer=""),
        by=account_of(partner),
        at=at,
    )
    client = signed_in("approver", factor_ago=0)
    assert "灯都合格" in client.get("/desk/reported-decisions/").content.decode()
    link = 'href="/desk/reported-decisions/">到“系统报来的决定”看'
    assert link in client.get(f"/desk/cases/{number}/").content.decode()

    with reading(SETTER):
        code = ReportedDecision.objects.get().code
    old = client.post("/desk/reported-decisions/confirm/", {"code": code, "version": "1"})
    assert old.status_code == 422
    form = {"code": code, "version": str(the_case(number).version)}
    assert client.post("/desk/reported-decisions/confirm/", form).status_code == 302
    assert the_case(number).state == "granted"
    assert link not in client.get(f"/desk/cases/{number}/").content.decode()
    assert client.post("/desk/reported-decisions/confirm/", form).status_code == 404


def test_what_was_sent__is_called_by_its_name() -> None:
    a_city()
    a_partner()
    with writing(SETTER):
        for kind in ("case", "registration.visit"):
            dispatch(partner=LANTERNS, kind=kind, key=kind, content={"a": "b"}, by=SETTER, at=NOW)
    sent("灯笼-2")

    page = _client(Role.SERVICE_CENTRE).get("/desk/docking/sent/").content.decode()

    heads = [one.partition("<br>")[0] for one in page.split('<th role="rowheader" scope="row">')[1:]]
    assert heads == ["其他", "企业登记：第一次到税务", "办件"]


def test_every_kind_that_is_sent__has_a_name() -> None:
    kinds = {"case", VISIT, INQUIRY, *(f"{PACKET}.{phase}" for phase in TaskPhase)}

    assert set(kind_names()) == kinds | {"other"}
