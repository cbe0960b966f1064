"""The campaign of 2015 with real filings: 69 units draft, sign and hand in; five late, three with nothing."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from tests.scenario_2015 import CAMPAIGN, late_units, nil_units, office, replay, unit_codes
from tests.scenario_2015_returns import file_return

from qingdan.base.events.queries import faults
from qingdan.campaigns.queries.duties import standings_of
from qingdan.campaigns.queries.progress import count, late_list
from qingdan.filings.queries.filings import frozen_content, list_filings
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law_home")]
APRIL_16, APRIL_20, APRIL_21 = date(2015, 4, 16), date(2015, 4, 20), date(2015, 4, 21)
RECEIVER = replace(office(), roles=frozenset({Role.ESTABLISHMENT_OFFICE}))


@pytest.mark.requirement("R-050", "R-051", "R-053", "R-094")
def test_filings_of_2015__69_units_5_late_3_nil() -> None:
    replay(APRIL_16, file=file_return)
    late = late_list(standings_of(office(), today=APRIL_16, campaign=CAMPAIGN))
    assert sorted(one.unit for one, _ in late) == late_units()

    replay(APRIL_20, file=file_return, since=date(2015, 4, 17))

    filing = count(standings_of(office(), today=APRIL_21, campaign=CAMPAIGN), "filing")
    assert (filing.owed, filing.done, filing.late, filing.overdue) == (69, 69, 5, 0)
    lines = list_filings(RECEIVER, today=APRIL_21, campaign=CAMPAIGN)
    versions = [one.last for one in lines if one.last]
    assert Counter(one.state for one in versions) == {"filed": 69}
    numbers = sorted(one.receipt_number for one in versions)
    assert numbers == [f"宜编收〔2015〕{number:04}号" for number in range(1, 70)]
    assert sorted(one.unit for one in versions if one.late) == late_units()
    nil = [one.unit for one in versions if not frozen_content(one)["items"]]
    assert (nil, len(unit_codes())) == (nil_units(), 69)
    assert faults() == []
