"""Categories of power stand in the order of the plan wherever they are counted."""

import pytest

from qingdan.data.schemes import in_scheme_order


@pytest.mark.requirement("R-110")
def test_counts__stand_as_the_plan_names_the_categories() -> None:
    counted = {
        "other": {"retain": 1},
        "penalty": {"retain": 2},
        "unheard_of": {},
        "compulsion": {"cancel": 3},
    }

    assert list(in_scheme_order(counted)) == ["penalty", "compulsion", "other", "unheard_of"]
