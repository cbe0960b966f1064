"""The acceptance report: figures come from rows, the rows are those counted, what is missing is said (RQ-A15)."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import TODAY
from tests.builders_cases import (
    CITIZEN,
    HANDLER,
    HEAD,
    LAMP,
    LATER,
    WINDOW,
    a_serving_city,
    accepted,
    decided,
    handed_over,
    submitted,
    taken_in,
    the_case,
)
from tests.builders_earlier import CENTRE, brought

from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case
from qingdan.cases.queries.acceptance import (
    Figure,
    FigureRows,
    Report,
    Verdict,
    acceptance_report,
    figure_rows,
    verdict_of,
)
from qingdan.cases.queries.trial import Scope
from qingdan.cases.services.objections import object_to_case
from qingdan.cases.services.requests import Asked, approve, ask
from qingdan.cases.services.trial import begin_trial
from qingdan.data.acceptance import Target, criteria

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A15", "RQ-A4", "R-081")]
DAYS = {"since": TODAY - timedelta(days=30), "until": TODAY}


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


def report(scope: Scope = Scope.ALL) -> Report:
    with reading(CENTRE):
        return acceptance_report(CENTRE, scope=scope, **DAYS)


def figures(scope: Scope = Scope.ALL) -> dict[str, Figure]:
    return {one.criterion.key: one for one in report(scope).figures}


def rows(key: str, scope: Scope = Scope.ALL) -> FigureRows:
    with reading(CENTRE):
        return figure_rows(CENTRE, key, scope=scope, **DAYS)


def test_every_criterion__is_counted_or_said_to_be_missing() -> None:
    found = figures()
    assert set(found) == {one.key for one in criteria()}
    missing = {key for key, one in found.items() if one.verdict is Verdict.MISSING}
    handed_in = {"parallel", "systems", "reengineered"}
    assert missing == {one.key for one in criteria() if one.target is Target.MISSING} | handed_in
    assert found["items_online"].verdict is Verdict.MET
    assert found["in_law"].verdict is Verdict.NO_ROWS and found["in_law"].share == ""


def test_figures__are_those_of_the_rows() -> None:
    decided(once="granted")
    taken_in()
    found = figures()
    for key in ("in_list", "receipts", "charted", "posts", "in_law", "as_promised", "published", "online"):
        listed = rows(key).rows
        assert (found[key].met, found[key].total) == (sum(one.met for one in listed), len(listed)), key
        assert found[key].total > 0, key
    assert (found["receipts"].met, found["receipts"].total) == (2, 2)
    assert (found["online"].met, found["online"].total, found["online"].verdict) == (1, 2, Verdict.FIGURE)
    assert found["online"].share == "50%"


def test_a_late_decision__is_counted_and_stands_first() -> None:
    late, right = decided(once="late"), decided(once="right")
    day = the_case(late).decided_on
    with writing(WINDOW):
        Case.objects.filter(number=late).update(decision_due_on=day - timedelta(days=1))
    found = figures()
    assert (found["in_law"].met, found["in_law"].total, found["in_law"].verdict) == (1, 2, Verdict.UNMET)
    assert (found["late_reasons"].met, found["late_reasons"].total) == (0, 1)
    assert [(one.number, one.met) for one in rows("in_law").rows] == [(late, False), (right, True)]


def test_service_pauses_and_objections__are_judged_by_their_days() -> None:
    number = decided(once="served")
    handed_over(number)
    object_to_case(number=submitted(once="objected").number, text="太慢", by=CITIZEN, at=LATER)
    stopped = accepted(once="paused")
    stop = Asked(action="suspend", kind="expert_review", ground="第四条", reason="要请专家看", days=5)
    ask(number=stopped, asked=stop, by=HANDLER, at=LATER)
    found = figures()
    assert (found["served"].met, found["served"].total) == (1, 1)
    assert (found["objections"].met, found["objections"].total) == (1, 1)
    assert (found["requests"].met, found["requests"].total) == (0, 1)
    approve(number=stopped, action="suspend", by=HEAD, at=LATER)
    assert (figures()["requests"].met, figures()["requests"].verdict) == (1, Verdict.MET)


def test_days_outside__count_nothing() -> None:
    submitted()
    with reading(CENTRE):
        before = TODAY - timedelta(days=1)
        past = acceptance_report(CENTRE, since=before, until=before, scope=Scope.ALL)
    assert {one.total for one in past.figures if one.criterion.key in ("receipts", "in_list")} == {0}


def test_trial__is_counted_apart() -> None:
    submitted(once="formal")
    begin_trial(on=TODAY, reason="试一试", by=CENTRE, at=the_case(submitted(once="x").number).received_at)
    submitted(once="trial")
    totals = {scope: figures(scope)["receipts"].total for scope in Scope}
    assert totals == {Scope.ALL: 3, Scope.FORMAL: 2, Scope.TRIAL: 1}
    assert figures()["trial_marked"].verdict is Verdict.MET
    assert (figures()["trial_ended"].verdict, figures()["trial_ended"].total) == (Verdict.UNMET, 1)
    assert [one.trial for one in report().units] == [1]


@pytest.mark.requirement("RQ-A5")
def test_earlier_cases__are_counted(tmp_path: Path) -> None:
    assert figures()["earlier"].verdict is Verdict.UNMET
    brought(tmp_path)
    assert (figures()["earlier"].met, figures()["earlier"].verdict) == (1, Verdict.MET)


def test_units__show_items_and_ways() -> None:
    decided(once="granted")
    taken_in()
    (unit,) = report().units
    assert (unit.items, unit.items_online, unit.window, unit.online, unit.decided, unit.in_law) == (
        1,
        1,
        1,
        1,
        1,
        1,
    )
    assert [one.number for one in rows("items_online").rows] == [LAMP]


def test_report__is_for_the_service_centre_alone() -> None:
    with reading(HEAD), pytest.raises(Missing):
        acceptance_report(HEAD, scope=Scope.ALL, **DAYS)
    for key in ("parallel", "no_such"):
        with reading(CENTRE), pytest.raises(Missing):
            figure_rows(CENTRE, key, scope=Scope.ALL, **DAYS)


@pytest.mark.parametrize(
    ("target", "met", "total", "verdict"),
    [
        (Target.ALL, 0, 0, Verdict.NO_ROWS),
        (Target.ALL, 2, 2, Verdict.MET),
        (Target.ALL, 1, 2, Verdict.UNMET),
        (Target.SOME, 0, 0, Verdict.UNMET),
        (Target.SOME, 1, 9, Verdict.MET),
        (Target.NONE, 1, 9, Verdict.FIGURE),
        (Target.NONE, 0, 0, Verdict.NO_ROWS),
    ],
)
def test_verdict__follows_the_target(target: Target, met: int, total: int, verdict: Verdict) -> None:
    assert verdict_of(target, met, total) is verdict


def test_share__is_never_rounded_up_to_all() -> None:
    one = Figure(criterion=criteria()[0], met=9_999, total=10_000, verdict=Verdict.UNMET)
    assert one.share == "99.9%"
