"""The chip of a case: a pause that ends in another year says which."""

from datetime import date

import pytest

from qingdan.cases.queries.urgency import chip_of
from qingdan.rules.case_state import CaseState
from qingdan.web.shared.clock_marks import clock_chip

pytestmark = pytest.mark.requirement("RQ-G5")


@pytest.mark.parametrize(
    ("until", "words"),
    [(date(2026, 12, 31), "暂停，到 12月31日"), (date(2027, 1, 4), "暂停，到 2027年1月4日")],
)
def test_chip__of_a_pause_names_the_year_where_it_is_another(until: date, words: str) -> None:
    chip = chip_of(CaseState.SUSPENDED, until, None, date(2026, 11, 26))

    assert f">{words}<" in clock_chip(chip)
