"""What heads, the service centre and supervision read of cases."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_case_desk import accepted_now, asked_now, paused_now, received_now
from tests.builders_cases import CITIZEN, HANDLER, the_case

from qingdan.base.clock import now
from qingdan.cases.services.objections import object_to_case
from qingdan.cases.services.running import take_task

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A4", "RQ-A11")]
LATE = timedelta(days=60)


def test_heads__see_load_ageing_what_is_stuck_and_what_waits(desk) -> None:
    late, fresh = accepted_now("late", at=now() - LATE), accepted_now("fresh")
    paused_now("paused")
    take_task(number=late, step=3, holder="handler", by=HANDLER, at=now())
    asked_now(fresh)
    page = desk("principal").get("/desk/cases/load/").text

    assert "程办" in page and "还没有人接的" in page
    stuck = page.partition("卡住的")[2]
    assert late in stuck and fresh not in stuck
    assert fresh in page.partition("等负责人批准")[2].partition("</section>")[0]
    assert desk("handler").get("/desk/cases/load/").status_code == 404


def test_a_request_of_ones_own__is_for_another_head(desk) -> None:
    number = accepted_now()
    desk("principal").post(
        f"/desk/cases/{number}/ask/send/", {"action": "extend", "reason": "忙", "extension": "5"}
    )

    assert "你自己提出的" in desk("principal").get("/desk/cases/load/").text
    assert number not in desk("principal").get("/desk/cases/").text


def test_the_service_centre__reads_figures_and_no_names(desk) -> None:
    accepted_now()
    paused_now("paused")
    page = desk("service_centre").get("/desk/case-usage/").text

    assert "市灯笼局" in page and "江小灯" not in page
    row = page.partition("市灯笼局</th>")[2].partition("</tr>")[0]
    assert [part.partition("<")[0] for part in row.split('">')[1:]] == ["2", "2", "0", "2", "0", "1"]
    assert desk("service_centre").get("/desk/cases/").status_code == 404


def _listed(desk: Any, kind: str) -> str:
    return str(desk("supervisor").get(f"/desk/case-watch/?list={kind}").text)


def test_supervision__reads_each_list(desk) -> None:
    late, paused, fresh = accepted_now("late", at=now() - LATE), paused_now("paused"), accepted_now("fresh")

    assert late in _listed(desk, "overdue") and fresh not in _listed(desk, "overdue")
    assert "没有公开理由" in _listed(desk, "overdue")
    assert paused in _listed(desk, "paused") and late not in _listed(desk, "paused")
    assert late not in _listed(desk, "deemed") and "没有视为受理的件" in _listed(desk, "deemed")
    assert "没有两次补正的件" in _listed(desk, "twice")
    assert _listed(desk, "nonsense").count(late) >= 1


def test_supervision__reads_a_case_and_changes_nothing(desk) -> None:
    number = received_now()
    assert "现在不用你办" in desk("supervisor").get(f"/desk/cases/{number}/").text
    typed = {"version": the_case(number).version}

    assert desk("supervisor").post(f"/desk/cases/{number}/accept/send/", typed).status_code == 422
    assert the_case(number).state == "received"
    assert desk("supervisor").get("/desk/cases/").status_code == 404


def test_an_objection__is_answered_in_time(desk) -> None:
    number = received_now()
    object_to_case(number=number, text="太慢了<b>", by=CITIZEN, at=now())
    assert "剩 5 个工作日" in _listed(desk, "objections") and "太慢了&lt;b&gt;" in _listed(desk, "objections")
    address = f"/desk/cases/{number}/objection/send/"
    empty = desk("supervisor").post(address, {"answer": ""})
    assert empty.status_code == 422 and 'id="e-answer"' in empty.text
    assert desk("stranger").post(address, {"answer": "好"}).status_code == 404

    assert desk("supervisor").post(address, {"answer": "已督促"}).status_code == 302
    assert "已督促" in _listed(desk, "objections")


@pytest.mark.parametrize(
    ("who", "address", "most"),
    [
        ("principal", "/desk/cases/load/", 13),
        ("supervisor", "/desk/case-watch/", 9),
        ("service_centre", "/desk/case-usage/", 11),
    ],
)
def test_queries__do_not_grow(desk, who: str, address: str, most: int) -> None:
    counts = []
    for rows in ("a", "bcde"):
        for once in rows:
            accepted_now(once, at=now() - LATE)
        with CaptureQueriesContext(connection) as asked:
            desk(who).get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= most
