"""Every test here has the city and an open campaign."""

import pytest
from tests.builders_powers import a_register_city


@pytest.fixture
def city(db: None) -> None:
    """市灯笼局, 市河道局 and a campaign."""
    a_register_city()
