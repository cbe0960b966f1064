"""Jobs done at once, as the worker does them: what people see of them, and what the log does not."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.builders import CITY, COUNTY, NOW, SETTER, a_city, an_actor

from qingdan.base.actor import Actor
from qingdan.base.jobs import work as registry
from qingdan.base.jobs.models import Job
from qingdan.base.jobs.queries import get_job_for
from qingdan.base.jobs.services import defer
from qingdan.base.jobs.tasks import MOST_TRIES, carry_out
from qingdan.base.jobs.work import Work, on_job
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.base.transactions import reading, writing
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-jobs")]
UNIT = f"{CITY}001"
PERSON = "周守清 13800000000"


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets what the job "light" does."""
    monkeypatch.setattr(registry, "HANDLERS", registry.HANDLERS)
    a_city()

    def does(function: Callable[[Work], str]) -> None:
        monkeypatch.setitem(registry.HANDLERS, "light", function)

    return does


def _deferred(by: Actor = SETTER, **arguments: object) -> str:
    with writing(by):
        return defer("light", title="点灯", unit=UNIT, by=by, at=NOW, **arguments)


def _run(code: str, by: Actor = SETTER) -> Job:
    carry_out(code=code, regions=list(by.regions), post=by.unit)
    with reading(by):
        return Job.objects.get(code=code)


def test_defer__is_taken_back_with_the_act_around_it(handler: Callable[..., None]) -> None:
    with pytest.raises(ZeroDivisionError), writing(SETTER):
        defer("light", title="点灯", unit=UNIT, by=SETTER, at=NOW)
        raise ZeroDivisionError

    with reading(SETTER):
        assert not Job.objects.exists() and not ProcrastinateJob.objects.exists()


def test_defer__gives_the_queue_no_name(handler: Callable[..., None]) -> None:
    clerk = an_actor(Role.DRAFTER)

    code = _deferred(clerk, upload="u1")

    assert ProcrastinateJob.objects.get().args == {"code": code, "regions": [CITY], "post": UNIT}


def test_carry_out__acts_for_who_asked(handler: Callable[..., None]) -> None:
    seen: list[Work] = []
    handler(lambda work: seen.append(work) or "u1")
    clerk = an_actor(Role.DRAFTER)

    job = _run(_deferred(clerk, upload="u1"), clerk)

    assert (job.state, job.result, job.tries) == ("done", "u1", 1) and job.finished_at
    assert seen[0].by == clerk and seen[0].arguments == {"upload": "u1"} and seen[0].unit == UNIT


def test_carry_out__done_work_is_not_done_again(handler: Callable[..., None]) -> None:
    times: list[int] = []
    handler(lambda work: times.append(1) or "")
    code = _deferred()

    assert (_run(code).state, _run(code).state, len(times)) == ("done", "done", 1)


def test_carry_out__refused_fails_in_plain_words(handler: Callable[..., None]) -> None:
    def refuse(work: Work) -> str:
        raise Refused([refusal("desk.too_long", most=3, length=4), refusal("desk.required")])

    handler(refuse)

    job = _run(_deferred())

    assert (job.state, job.failure) == ("failed", "最多 3 个字，现在有 4 个；这一栏要填")


def test_carry_out__a_fault_is_logged_without_what_was_typed(
    handler: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(work: Work) -> str:
        raise ValueError(PERSON)

    handler(break_down)

    with caplog.at_level(logging.DEBUG):
        job = _run(_deferred())

    assert job.state == "failed" and job.code in job.failure and PERSON not in job.failure
    assert "ValueError" in caplog.text and "break_down" in caplog.text
    assert PERSON not in caplog.text


def test_carry_out__a_lost_database_is_left_to_the_queue(handler: Callable[..., None]) -> None:
    def lose(work: Work) -> str:
        raise OperationalError

    handler(lose)

    with pytest.raises(OperationalError):
        _run(_deferred())


def test_carry_out__gives_up_what_kills_every_worker(handler: Callable[..., None]) -> None:
    handler(lambda work: "")
    code = _deferred()
    with writing(SETTER):
        Job.objects.filter(code=code).update(tries=MOST_TRIES, state="running")

    job = _run(code)

    assert job.state == "failed" and "中途断掉" in job.failure


def test_failure__names_the_row_in_hand(handler: Callable[..., None]) -> None:
    def refuse(work: Work) -> str:
        with writing(work.by):
            Job.objects.filter(code=work.code).update(done=84, total=126, at_thing="行政处罚 第 12 行")
        raise Refused([refusal("desk.required")])

    handler(refuse)

    assert _run(_deferred()).failure == "做到第 84 项（共 126 项）“行政处罚 第 12 行”：这一栏要填"


def test_two_handlers__of_one_kind_are_a_fault(handler: Callable[..., None]) -> None:
    handler(lambda work: "")

    with pytest.raises(AssertionError, match="two handlers"):

        @on_job("light")
        def another(work: Work) -> str:
            return ""


def test_get_job_for__own_unit_reviewers_and_who_asked(handler: Callable[..., None]) -> None:
    keeper = an_actor(Role.ADMINISTRATOR, unit=2)
    code = _deferred(keeper)
    own, foreign, reviewer = (
        an_actor(Role.DRAFTER),
        an_actor(Role.DRAFTER, unit=3),
        an_actor(Role.REVIEWER, unit=2),
    )

    for actor in (own, reviewer, keeper):
        with reading(actor):
            assert get_job_for(actor, code).title == "点灯"
    for actor in (foreign, replace(own, region=COUNTY, regions=(COUNTY,))):
        with pytest.raises(Missing), reading(actor):
            get_job_for(actor, code)
