"""Items that the registration of enterprises serves count as on line."""

import pytest
from tests.builders import NOW, a_city, a_unit
from tests.builders_editions import a_power, an_edition
from tests.builders_registrations import CENTRE, NAMES, UNITS, item_code, unit_code

from qingdan.base.transactions import reading
from qingdan.guides.queries.coverage import coverage
from qingdan.joints.queries.guarantees import Ratio, guarantees
from qingdan.registrations.services.setting_up import name_body

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A1", "R-085")]


def test_item_of_registrations__is_on_line_without_a_guide() -> None:
    a_city()
    a_unit(UNITS["commerce"], NAMES["commerce"])
    an_edition(
        [a_power(item_code("commerce"), name="企业登记", unit_name=NAMES["commerce"], category="licence")]
    )
    nobody_registers = _online()
    name_body(body="commerce", unit=unit_code("commerce"), item_code=item_code("commerce"), by=CENTRE, at=NOW)

    assert (nobody_registers.met, nobody_registers.total) == (0, 1)
    (row,) = _online().rows
    assert row.met and row.served and not row.why
    with reading(CENTRE):
        (line,) = coverage(CENTRE, NOW.date()).lines
    assert (line.online, line.served, line.state) == (True, True, "none")


def _online() -> Ratio:
    with reading(CENTRE):
        return guarantees(CENTRE, NOW.date())[0]
