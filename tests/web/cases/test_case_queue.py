"""The queue of cases: who sees which, what is first, filters, pages, many at once, a constant number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_case_desk import (
    accepted_now,
    asked_now,
    decided_now,
    lacking_now,
    paused_now,
    received_now,
)
from tests.builders_cases import HANDLER, WINDOW, handed_over, the_case

from qingdan.base.clock import now
from qingdan.base.transactions import writing
from qingdan.cases.models import Case
from qingdan.cases.queries.queue import EACH_PAGE
from qingdan.cases.services.running import take_task

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5", "RQ-N10")]
MOST_QUERIES = 15


def _numbers(page: str) -> list[str]:
    """Of the rows, in their order."""
    return [part.partition("/")[0] for part in page.partition("<table")[2].split("/desk/cases/")[1:]]


def test_the_latest__stand_first(desk) -> None:
    fresh = accepted_now("fresh")
    late = accepted_now("late", at=now() - timedelta(days=60))
    page = desk("handler").get("/desk/cases/").text

    assert _numbers(page) == [late, fresh]
    assert "1 件过期" in page and "超 " in page and "剩 10 个工作日" in page


def test_each_role__sees_what_it_has_to_do(desk) -> None:
    received, accepted, decided = received_now("a"), accepted_now("b"), decided_now("c")
    paused = paused_now("d")
    asked_now(accepted)
    shown = {
        who: set(_numbers(desk(who).get("/desk/cases/").text)) for who in ("window", "handler", "principal")
    }

    assert shown == {
        "window": {received, decided},
        "handler": {received, accepted, paused},
        "principal": {accepted},
    }


def test_a_step_that_somebody_took__is_his_alone(desk) -> None:
    number = accepted_now()
    take_task(number=number, step=3, holder="handler_2", by=HANDLER, at=now())

    assert [number in desk(who).get("/desk/cases/").text for who in ("handler", "handler_2")] == [False, True]
    assert number in desk("handler_2").get("/desk/cases/?show=mine").text
    assert number in desk("handler").get("/desk/cases/?show=open").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=江小", True),
        ("words=无此人", False),
        ("state=under_review", True),
        ("state=granted&show=open", False),
        ("item=nothing", False),
        ("words=%00%27%3Cscript%3E", False),
        ("after=nonsense~x&show=open", True),
        ("state=nonsense&show=nonsense", True),
    ],
)
def test_filters__find(desk, query: str, found: bool) -> None:
    number = accepted_now()
    page = desk("handler").get(f"/desk/cases/?{query}")

    assert page.status_code == 200 and (number in _numbers(page.text)) is found


def test_a_number__is_found_however_it_is_typed(desk) -> None:
    number = decided_now()
    for words in (number, number.replace("-", ""), number[:6], number[:13]):
        assert _numbers(desk("handler").get(f"/desk/cases/?words={words}").text) == [number]


def test_a_foreign_unit__sees_none(desk) -> None:
    number = accepted_now()

    assert number not in desk("stranger").get("/desk/cases/?show=open").text
    assert desk("stranger").get(f"/desk/cases/{number}/").status_code == 404
    assert _numbers(desk("stranger").get(f"/desk/cases/?words={number}").text) == []


def test_pages__go_on_where_the_last_ended(desk) -> None:
    number = received_now()
    with writing(WINDOW):
        first = Case.objects.get(number=number)
        for place in range(EACH_PAGE + 5):
            first.pk, first.number = None, f"{number[:18]}{place + 100:05d}-X"
            first.code = first.once = f"copy{place}"
            first.save(force_insert=True)
    page = desk("window").get("/desk/cases/").text
    after = page.partition("after=")[2].partition('"')[0]
    second = desk("window").get(f"/desk/cases/?after={after}").text

    assert len(_numbers(page)) == EACH_PAGE and len(_numbers(second)) == 6
    assert not set(_numbers(page)) & set(_numbers(second))


def test_many__are_accepted_each_for_itself(desk) -> None:
    good, stale, other = received_now("a"), received_now("b"), accepted_now("c")
    rows = [
        f"{good}:{the_case(good).version}",
        f"{stale}:99",
        f"{other}:{the_case(other).version}",
        "nothing:1",
    ]
    answer = desk("window").post("/desk/cases/accept/", {"numbers": rows})

    assert answer.status_code == 200 and "受理了 1 件" in answer.text
    assert answer.text.count("没有受理") == 3
    assert [the_case(one).state for one in (good, stale)] == ["under_review", "received"]


def test_none_ticked__is_said(desk) -> None:
    received_now()
    answer = desk("window").post("/desk/cases/accept/", {})

    assert answer.status_code == 422 and 'id="e-numbers"' in answer.text


def test_queries__do_not_grow_with_the_rows(desk) -> None:
    counts = []
    for rows in (1, 4):
        for place in range(rows):
            accepted_now(f"{rows}-{place}")
        lacking_now(f"lacking-{rows}")
        with CaptureQueriesContext(connection) as asked:
            desk("handler").get("/desk/cases/")
        counts.append(len(asked))

    assert counts[0] == counts[1] <= MOST_QUERIES


def test_head__reads_what_waits_for_the_own_approval(desk) -> None:
    number = accepted_now()
    asked_now(number)
    assert "等你批准：" in desk("principal").get("/desk/cases/").text
    assert (
        "等你批准：" in desk("principal").get(f"/desk/cases/{number}/").text.partition('aria-label="待办"')[2]
    )
    assert "等你批准" not in desk("handler").get("/desk/cases/").text


def test_state_of_finished_cases__is_looked_for_among_them(desk) -> None:
    number = decided_now("served")
    handed_over(number, at=now())
    assert number in _numbers(desk("window").get("/desk/cases/?show=todo&state=served").text)


def test_who_has_nothing__is_led_to_the_pages_of_other_work(desk) -> None:
    empty = desk("handler").get("/desk/cases/").text.partition('class="empty"')[2]

    assert "现在没有等你办的件。" in empty and "在各自的页面" in empty
    assert 'href="/desk/joints/"' in empty and 'href="/desk/registrations/"' in empty
    assert "在各自的页面" not in desk("handler").get("/desk/cases/?state=received").text
