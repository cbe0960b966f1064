"""Demands to the developer: filed once, answered by the service centre, ended once delivered or declined."""

import pytest
from django.test import Client
from tests.builders import CITY, NOW, SETTER, a_city
from tests.builders_account import signed_in

from qingdan.base.people.services import appoint, open_account
from qingdan.base.transactions import reading
from qingdan.docking.models import DeveloperDemand
from qingdan.rules.developer_demand import ENDED, DemandState, states_after
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-114", "RQ-A21")]
NEED = {"title": "按本市的编号规则打印回执", "need": "回执上的编号前面要有区划代码", "once": "a" * 32}


@pytest.fixture
def centre() -> Client:
    """The service centre's, in a city."""
    a_city()
    return _client(Role.SERVICE_CENTRE)


def _client(role: Role) -> Client:
    open_account(username=role.value, name="周接", password="lantern-festival-2026", by=SETTER, at=NOW)
    appoint(username=role.value, unit=f"{CITY}002", role=role, by=SETTER, at=NOW)
    return signed_in(role.value)


def _demand() -> DeveloperDemand:
    with reading(SETTER):
        return DeveloperDemand.objects.get()


def _answer(client: Client, **more: str) -> int:
    one = _demand()
    said = {"code": one.code, "version": str(one.version), "state": "discussed", "answer": "下个版本再看"}
    return client.post("/desk/docking/demands/answer/", said | more).status_code


def test_demand__is_filed_once_and_seen_by_the_centre(centre: Client) -> None:
    files = _client(Role.INFORMATISATION)
    for _ in range(2):  # a double click
        assert files.post("/desk/docking/demands/file/", NEED).status_code == 302

    assert _demand().state == "filed"
    assert NEED["title"] in centre.get("/desk/docking/demands/").content.decode()
    assert files.post("/desk/docking/demands/file/", NEED | {"title": " ", "once": "b"}).status_code == 422


def test_another_demand_on_a_used_page__is_kept_on_the_page_and_told(centre: Client) -> None:
    files = _client(Role.INFORMATISATION)
    files.post("/desk/docking/demands/file/", NEED)

    answer = files.post("/desk/docking/demands/file/", NEED | {"need": "另一个需求"})

    page = answer.content.decode()
    assert answer.status_code == 422 and "另一个需求" in page and "已经提过一项" in page
    assert NEED["once"] not in page


def test_answers__go_on_till_it_is_delivered(centre: Client) -> None:
    _client(Role.INFORMATISATION).post("/desk/docking/demands/file/", NEED)

    assert _answer(centre, state="promised") == 422  # no day
    assert _answer(centre, state="promised", due_on="2015-01-01") == 422
    assert _answer(centre, state="promised", due_on="31.12.") == 422
    assert _answer(centre, state="promised", due_on="2090-01-01") == 302
    assert _answer(centre, state="discussed") == 422
    assert _answer(centre, state="delivered", version="1") == 422  # somebody was quicker
    assert _answer(centre, state="delivered") == 302
    assert _answer(centre, state="declined") == 422
    assert _demand().state == "delivered"


def test_answer_over_an_old_page__shows_both(centre: Client) -> None:
    _client(Role.INFORMATISATION).post("/desk/docking/demands/file/", NEED)
    _answer(centre, state="delivered", answer="已经装好")
    said = {"code": _demand().code, "version": "1", "state": "declined", "answer": "不做了"}
    late = centre.post("/desk/docking/demands/answer/", said)

    page = late.content.decode()
    assert late.status_code == 422 and "已经装好" in page and "不做了" in page
    assert _demand().state == "delivered"


def test_states__end_and_never_come_back_to_filed() -> None:
    for state in DemandState:
        assert DemandState.FILED not in states_after(state)
        assert (states_after(state) == frozenset()) == (state in ENDED)
