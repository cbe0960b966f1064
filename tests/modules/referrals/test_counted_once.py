"""A pair is one case in every figure, of either level and of both together; parents and children reconcile."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import CITY, COUNTY, NOW, TODAY
from tests.builders_cases import CITIZEN, LATER, an_applicant, submitted
from tests.builders_earlier import CENTRE
from tests.builders_referrals import (
    BELOW,
    BOTH,
    C_HEAD,
    C_WINDOW,
    applied,
    decided_above,
    examined_case,
    pair,
    seen,
    sent,
    served_below,
    two_levels,
)

from qingdan.base.actor import Actor
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case
from qingdan.cases.queries.acceptance import Report, acceptance_report, figure_rows
from qingdan.cases.queries.managing import unit_load, use_by_unit
from qingdan.cases.queries.own_lines import own_cases
from qingdan.cases.queries.queue import CasesAsked, queue_of
from qingdan.cases.queries.trial import Scope, trial_page
from qingdan.cases.services.trial import begin_trial, end_trial
from qingdan.referrals.queries.pairs import counted_by_kind
from qingdan.rules.case_state import CaseState
from qingdan.rules.referral import PairedCase, pair_faults

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A18", "RQ-A15", "RQ-A4", "R-086")]
COUNTY_CENTRE = replace(CENTRE, username="county_centre", region=COUNTY, regions=(COUNTY,), unit=BELOW)
CENTRES = (CENTRE, COUNTY_CENTRE)
SPAN = {"since": TODAY - timedelta(days=9), "until": TODAY + timedelta(days=9)}
APPLIED = 6
"""Below: two only received or examined, four sent up: waiting, granted, refused, served. Above: one of its own."""


@pytest.fixture(autouse=True)
def cases(db: None) -> dict[str, str]:
    two_levels()
    with writing(CITIZEN):
        an_applicant()
    waiting = sent(once="waiting")
    granted, refused, served = (sent(once=one) for one in ("granted", "refused", "served"))
    for numbers, well in ((granted, True), (refused, False), (served, True)):
        decided_above(numbers[1], granted=well)
    served_below(served[0])
    own = submitted(once="own").number
    return {
        "received": applied(once="received").number,
        "examined": examined_case(once="examined"),
        "waiting": waiting[0],
        "granted": granted[0],
        "own": own,
    }


def _report(by: Actor) -> Report:
    with reading(by):
        return acceptance_report(by, scope=Scope.ALL, **SPAN)


def _rows(key: str) -> list[str]:
    """Numbers of the rows of a figure, of both levels."""
    found = []
    for by in CENTRES:
        with reading(by):
            found += [one.number for one in figure_rows(by, key, scope=Scope.ALL, **SPAN).rows]
    return found


@pytest.mark.parametrize(
    ("key", "count"),
    [("in_list", APPLIED + 1), ("answered", 5), ("in_law", 3), ("as_promised", 3), ("served", 1)],
)
def test_report__of_both_levels_has_each_case_once(key: str, count: int, cases: dict[str, str]) -> None:
    numbers = _rows(key)

    assert len(numbers) == len(set(numbers)) == count
    with reading(BOTH):
        carried = set(Case.objects.exclude(carries="").values_list("number", flat=True))
    assert len(carried) == 4 and not carried & set(numbers)


def test_use_by_unit__received_where_taken_in_open_where_it_is() -> None:
    lines = {}
    for region in (CITY, COUNTY):
        with reading(BOTH):
            lines |= {one.code: one for one in use_by_unit(region, today=TODAY)}
    above, below = lines[f"{CITY}001"], lines[BELOW]

    assert (below.year, below.month, below.carried) == (APPLIED, APPLIED, 0)
    assert (above.year, above.month, above.carried) == (1, 1, 4)
    assert (below.open, above.open) == (
        4,
        2,
    )  # two on their way, two to be served; the city's own and the one sent up
    units = {one.name: one for by in CENTRES for one in _report(by).units}
    assert units["市灯笼局"].window + units["市灯笼局"].online == 1
    assert sum(one.decided for one in units.values()) == sum(one.in_law for one in units.values()) == 3


def test_load__has_a_case_in_one_unit(cases: dict[str, str]) -> None:
    with reading(C_HEAD):
        ageing = unit_load(C_HEAD, today=TODAY, near_until=TODAY + timedelta(days=3)).ageing
        asked = CasesAsked(show="open")
        lines = queue_of(C_WINDOW, asked, today=TODAY, near_until=TODAY).lines

    assert ageing.late + ageing.today + ageing.soon + ageing.later + ageing.paused == 4
    assert cases["waiting"] in {one.number for one in lines}  # seen as waiting, counted above


def test_own_cases__show_each_application_once(cases: dict[str, str]) -> None:
    both = replace(CITIZEN, regions=(CITY, COUNTY))
    with reading(both):
        lines = own_cases(both, on=TODAY)

    assert len(lines) == len({one.key for one in lines}) == APPLIED + 1
    assert next(one.holder for one in lines if one.key == cases["waiting"]) == "市灯笼局"


def test_pairs__reconcile(cases: dict[str, str]) -> None:
    with reading(BOTH):
        carried = list(Case.objects.exclude(carries=""))
    for second in carried:
        first = seen(second.carries)
        faults = pair_faults(
            PairedCase(number=first.number, state=CaseState(first.state)),
            PairedCase(number=second.number, state=CaseState(second.state), carries=second.carries),
        )
        assert list(faults) == [] and pair(first.number).second_number == second.number
        assert first.decided_on == second.decided_on
    with reading(CENTRE):
        assert counted_by_kind(CENTRE)["up"] == (0, 4)
    with reading(COUNTY_CENTRE):
        assert counted_by_kind(COUNTY_CENTRE)["up"] == (4, 0)


def test_trial_of_the_county__marks_the_case_above_too() -> None:
    begin_trial(on=TODAY, reason="县里试运行", by=COUNTY_CENTRE, at=NOW)
    number, there = sent(once="trial")
    decided_above(there)

    assert (seen(number).trial, seen(there).trial, pair(number).trial) == (True, True, True)
    with reading(COUNTY_CENTRE):
        assert trial_page(COUNTY_CENTRE, today=TODAY).runs[0].cases == 1
    end_trial(on=TODAY, reason="正式", by=COUNTY_CENTRE, at=LATER)
    for key in ("trial_marked", "in_law"):
        numbers = _rows(key)
        assert number in numbers and there not in numbers
