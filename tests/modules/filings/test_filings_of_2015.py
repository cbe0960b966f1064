"""The campaign of 2015 with real filings: 69 units draft, sign and hand in; five late, three with nothing."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.builders_filings import REPORT
from tests.builders_flows import WHOLE as STEPS
from tests.builders_flows import saved
from tests.builders_powers import UNLIT, WHOLE
from tests.scenario_2015 import CAMPAIGN, late_units, liaison, nil_units, office, replay, unit_codes

from qingdan.base.actor import Actor
from qingdan.base.events.queries import faults
from qingdan.campaigns.queries.duties import standings_of
from qingdan.campaigns.queries.progress import count, late_list
from qingdan.data.schemes import load_scheme
from qingdan.filings.queries.filings import frozen_content, get_version_for, list_filings
from qingdan.filings.services.handing_in import file_filing
from qingdan.filings.services.preparing import save_report, set_nil_line
from qingdan.filings.services.signing import send_to_principal, sign_filing
from qingdan.flows.services import start_chart
from qingdan.powers.models import ItemCheck
from qingdan.powers.services.items import add_item
from qingdan.powers.services.justifications import justify
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law_home")]
APRIL_16, APRIL_20, APRIL_21 = date(2015, 4, 16), date(2015, 4, 20), date(2015, 4, 21)
RECEIVER = replace(office(), roles=frozenset({Role.ESTABLISHMENT_OFFICE}))


def _file(unit: str, nil: bool, at: datetime) -> None:
    """A unit's whole return: drafts, report, nil lines, signature, handing in."""
    by = liaison(unit)
    if nil:
        set_nil_line(campaign=CAMPAIGN, unit=unit, category="", by=by, at=at)
    else:
        _draft(unit, by, at)
    save_report(campaign=CAMPAIGN, unit=unit, version=0, sections=REPORT, by=by, at=at)
    number = send_to_principal(campaign=CAMPAIGN, unit=unit, by=by, at=at)
    key = get_version_for(by, CAMPAIGN, unit, number).digest
    principal = replace(by, username=f"principal-{unit}", roles=frozenset({Role.PRINCIPAL}), factor_at=at)
    sign_filing(campaign=CAMPAIGN, unit=unit, number=number, digest=key, by=principal, at=at)
    file_filing(campaign=CAMPAIGN, unit=unit, number=number, digest=key, by=by, at=at)


def _draft(unit: str, by: Actor, at: datetime) -> None:
    values = WHOLE | {"duty": "巡查沿街灯笼"}
    number = add_item(campaign=CAMPAIGN, unit=unit, values=values, bases=(UNLIT,), by=by, at=at).number
    for problem in ItemCheck.objects.get(item__draft_number=number).problems:
        if problem["severity"] == "warning":
            justify(number=number, key=problem["key"], reason="灯笼只有这一种", by=by, at=at)
    code = start_chart(campaign=CAMPAIGN, unit=unit, category="penalty", by=by, at=at).code
    saved(code, STEPS, by=by)
    for category in load_scheme().listed:
        if category != "penalty":
            set_nil_line(campaign=CAMPAIGN, unit=unit, category=category.value, by=by, at=at)


@pytest.mark.requirement("R-050", "R-051", "R-053", "R-094")
def test_filings_of_2015__69_units_5_late_3_nil() -> None:
    replay(APRIL_16, file=_file)
    late = late_list(standings_of(office(), today=APRIL_16, campaign=CAMPAIGN))
    assert sorted(one.unit for one, _ in late) == late_units()

    replay(APRIL_20, file=_file, since=date(2015, 4, 17))

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
