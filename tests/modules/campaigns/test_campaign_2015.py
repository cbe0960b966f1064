"""The campaign of 2015, from the notice to the closing of filing."""

from datetime import date

import pytest
from tests.scenario_2015 import CAMPAIGN, late_units, nil_units, office, replay

from qingdan.base.events.queries import faults
from qingdan.campaigns.queries.duties import DutyState, standings_of
from qingdan.campaigns.queries.plans import get_plan
from qingdan.campaigns.queries.progress import count, counties, curve, departments, late_list

pytestmark = pytest.mark.django_db
APRIL_15, APRIL_16, APRIL_20, APRIL_21 = (date(2015, 4, day) for day in (15, 16, 20, 21))


@pytest.mark.requirement("R-028", "R-051", "R-053", "R-094", "R-107", "R-121")
def test_campaign_of_2015__from_the_notice_to_the_closing_of_filing() -> None:
    replay(APRIL_16)
    units = standings_of(office(), today=APRIL_16, campaign=CAMPAIGN)
    filing, contacts = count(units, "filing"), count(units, "contacts")
    assert sorted(one.unit for one, _ in late_list(units)) == late_units()
    assert (contacts.owed, contacts.done, contacts.late) == (69, 69, 0)
    assert (filing.owed, filing.done, filing.late, filing.overdue) == (69, 64, 0, 5)
    assert {duty.reminders for _, duty in late_list(units)} == {1}
    assert len(late_list(standings_of(office(), today=APRIL_15))) == 0

    replay(APRIL_20, since=date(2015, 4, 17))
    units = standings_of(office(), today=APRIL_21, campaign=CAMPAIGN)
    filing, plan = count(units, "filing"), get_plan(office(), CAMPAIGN)
    nil = [one.unit for one in units if (duty := one.duty("filing")) and duty.done and duty.done.note]
    assert (len(departments(units, plan)), len(counties(units, plan))) == (69, 10)
    assert (filing.done, filing.late, filing.overdue) == (69, 5, 0)
    assert late_list(units) == []
    assert nil == nil_units()
    assert dict(curve(units, "filing", until=APRIL_21))[APRIL_15] == 64
    assert dict(curve(units, "filing", until=APRIL_21))[APRIL_20] == 69
    plans = [one.duty("county_plan") for one in counties(units, plan)]
    assert all(duty and duty.state is DutyState.DONE and duty.done and duty.done.receipt_at for duty in plans)
    assert len({duty.done.receipt_number for duty in plans if duty and duty.done}) == 10
    assert faults() == []
