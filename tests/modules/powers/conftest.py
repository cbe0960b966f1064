"""Every test here has the city, an open campaign and the law library of one invented regulation."""

import pytest
from tests.builders_powers import a_register_city


@pytest.fixture
def city(db: None, law_home: None) -> None:
    """市灯笼局, 市河道局 and a campaign."""
    a_register_city()
