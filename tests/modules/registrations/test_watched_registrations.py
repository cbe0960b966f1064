"""What supervision watches of registrations; another region's supervision watches none of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.builders import CITY, OTHER_CITY, SETTER
from tests.builders_docking import a_partner
from tests.builders_registrations import (
    CENTRE,
    LATER,
    REGISTRAR,
    a_registering_city,
    answers,
    issued,
    tasks_by_body,
    under_review,
    unit_code,
)

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading
from qingdan.docking.models import Partner
from qingdan.docking.services.answering import partner_actor, take_answer
from qingdan.registrations.queries.watching import WatchedTask, watched_run, watched_tasks
from qingdan.registrations.services.delivery import packet_dead
from qingdan.registrations.services.reconciling import reconcile
from qingdan.registrations.services.reviewing import send_again
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A4", "RQ-A13", "R-085")]
SUPERVISOR = replace(CENTRE, username="supervisor", roles=frozenset({Role.SUPERVISOR}))
ELSEWHERE = replace(SUPERVISOR, region=OTHER_CITY, regions=(OTHER_CITY,), unit=f"{OTHER_CITY}002")
DAYS = timedelta(days=1)


def _watched(kind: str, *, by: Actor = SUPERVISOR, at: datetime = LATER) -> list[WatchedTask]:
    with reading(by):
        return list(watched_tasks(by, kind, today=day_of(at))[0])


def _silent(at: datetime, by: Actor = SUPERVISOR) -> list[tuple[str, str]]:
    return [(one.task.body, one.number) for one in _watched("unanswered", by=by, at=at)]


def test_body_without_an_answer__is_listed_from_the_third_working_day_until_it_answers() -> None:
    a_registering_city()
    number = issued()
    answers(number, "quality", phase="share")

    assert _silent(LATER + 2 * DAYS) == []
    late = [(body, number) for body in ("state_tax", "local_tax")]
    assert sorted(_silent(LATER + 3 * DAYS)) == sorted(late)
    assert {one.waited for one in _watched("unanswered", at=LATER + 3 * DAYS)} == {3}
    assert _silent(LATER + 3 * DAYS, ELSEWHERE) == []
    answers(number, "state_tax", phase="share", at=LATER + 3 * DAYS)
    assert _silent(LATER + 3 * DAYS) == [("local_tax", number)]


def test_body_that_waits_for_anothers_number__is_late_by_its_own_days_alone() -> None:
    a_registering_city()
    number = under_review(mode="three_certificates")
    answers(number, "quality", at=LATER + 2 * DAYS)

    assert "state_tax" not in {body for body, _ in _silent(LATER + 4 * DAYS)}
    assert "state_tax" in {body for body, _ in _silent(LATER + 7 * DAYS)}


def test_packet_that_did_not_arrive_or_was_answered_with_nonsense__is_listed_with_what_is_wrong() -> None:
    a_registering_city()
    a_partner(code="quality", unit=unit_code("quality"))
    number = under_review(mode="three_certificates")
    assert _watched("rejected") == []

    _nonsense(tasks_by_body(number)["quality"].dispatch)
    (found,) = _watched("rejected")
    assert (found.number, found.task.body, found.dead, len(found.problems)) == (number, "quality", False, 1)
    packet_dead(dispatch=tasks_by_body(number)["quality"].dispatch, by=SETTER, at=LATER)
    assert [one.dead for one in _watched("rejected")] == [True]
    assert _watched("rejected", by=ELSEWHERE) == []


def _nonsense(dispatch: str) -> None:
    with reading(SETTER):
        partner = Partner.objects.select_related("unit").get(region=CITY, code="quality")
    by = partner_actor(partner)
    take_answer(partner=partner, code=dispatch, content={"result": "ok"}, by=by, at=LATER)


def test_sending_again__gives_the_body_no_more_time() -> None:
    a_registering_city()
    number = issued()
    late = LATER + 3 * DAYS
    before = _silent(late)
    for body in ("state_tax", "local_tax"):
        send_again(number=number, body=body, phase="share", by=REGISTRAR, at=late)

    assert sorted(_silent(late)) == sorted(before)


def test_registers_that_differ__are_those_of_the_last_reconciliation() -> None:
    a_registering_city()
    number = issued()
    reconcile(by=SETTER, at=LATER + 5 * DAYS)

    with reading(SUPERVISOR):
        run = watched_run(SUPERVISOR)
    assert run and {one.registration for one in run.findings} == {number}
    with reading(ELSEWHERE):
        assert watched_run(ELSEWHERE) is None


def test_lists__are_supervisions_alone() -> None:
    a_registering_city()
    with reading(CENTRE):
        for kind in ("unanswered", "rejected"):
            with pytest.raises(Missing):
                watched_tasks(CENTRE, kind, today=day_of(LATER))
        with pytest.raises(Missing):
            watched_run(CENTRE)
