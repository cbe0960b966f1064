"""Trial, formal, networked, region by region: in order, with the report of the day; a county sees its own."""

from datetime import date

import pytest
from tests.builders import CITY, COUNTY, NOW, SETTER, TODAY
from tests.builders_cases import WINDOW
from tests.builders_earlier import CENTRE
from tests.builders_referrals import decided_above, sent, two_levels
from tests.modules.referrals.test_counted_once import COUNTY_CENTRE

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading
from qingdan.campaigns.services.starting import start_campaign
from qingdan.cases.services.trial import begin_trial, end_trial
from qingdan.referrals.queries.stages import RegionStages, stages_page
from qingdan.referrals.services.stages import reach_stage
from qingdan.rules.referral import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A16", "RQ-A17", "RQ-A18", "R-086")]


@pytest.fixture(autouse=True)
def levels(db: None) -> None:
    two_levels()


def _reach(stage: Stage) -> None:
    reach_stage(stage=stage, document="袁府2号", by=COUNTY_CENTRE, at=NOW)


def _lines(by: Actor = CENTRE) -> dict[str, RegionStages]:
    with reading(by):
        return {one.code: one for one in stages_page(by, today=TODAY).regions}


def test_stages__are_reached_in_order_each_with_its_report() -> None:
    begin_trial(on=TODAY, reason="试运行", by=COUNTY_CENTRE, at=NOW)
    _reach(Stage.TRIAL)
    end_trial(on=TODAY, reason="正式", by=COUNTY_CENTRE, at=NOW)
    _reach(Stage.FORMAL)
    decided_above(sent()[1])
    _reach(Stage.NETWORKED)

    county = _lines()[COUNTY]
    assert [one.on for one in county.stages] == [TODAY] * 3 and (county.cases, county.pairs) == (1, 1)
    with reading(COUNTY_CENTRE):
        report = thaw(county.stages[1].digest)
    assert (report["region"], report["stage"]) == (COUNTY, "formal") and report["figures"]


@pytest.mark.parametrize(
    ("stage", "lacks"),
    [
        (Stage.TRIAL, ["stage.trial_not_begun"]),
        (Stage.FORMAL, ["stage.before_trial", "stage.trial_not_ended"]),
        (Stage.NETWORKED, ["stage.before_formal", "stage.no_pair_over"]),
    ],
)
def test_stage__too_early_says_what_lacks(stage: Stage, lacks: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        _reach(stage)

    assert [one.key for one in refused.value.problems] == lacks


def test_stage__twice_is_refused() -> None:
    begin_trial(on=TODAY, reason="试运行", by=COUNTY_CENTRE, at=NOW)
    _reach(Stage.TRIAL)
    with pytest.raises(Refused) as refused:
        _reach(Stage.TRIAL)

    assert [one.key for one in refused.value.problems] == ["stage.reached"]


def test_city__reads_all_and_a_county_its_own() -> None:
    assert set(_lines()) == {CITY, COUNTY}
    assert set(_lines(COUNTY_CENTRE)) == {COUNTY}
    planned = {code: [str(one.planned_on) for one in line.stages] for code, line in _lines().items()}
    assert planned[COUNTY] == ["2016-04-30", "2016-06-30", "2016-12-31"]
    assert planned[CITY] == ["2015-09-30", "2015-12-31", "2016-12-31"]


def test_stages__are_nobodys_but_the_centres() -> None:
    with pytest.raises(Missing), reading(WINDOW):
        stages_page(WINDOW, today=TODAY)
    with pytest.raises(Missing):
        reach_stage(stage="trial", document="无", by=WINDOW, at=NOW)


def test_stages__of_a_city_that_began_on_another_day_are_planned_as_its_campaign_is() -> None:
    shifted = date(2026, 3, 24)
    start_campaign(region=CITY, code="again", template="yichun-2015", notice_on=shifted, by=SETTER, at=NOW)

    planned = {code: [str(one.planned_on) for one in line.stages] for code, line in _lines().items()}

    assert planned[CITY] == ["2026-09-30", "2026-12-31", "2028-01-03"]
    assert planned[COUNTY] == ["2016-04-30", "2016-06-30", "2016-12-31"]
