"""Every test here has the city, a campaign in which units file, and the law library of one invented regulation."""

import pytest
from tests.builders_filings import a_filing_city


@pytest.fixture
def city(db: None, law_home: None) -> None:
    """市灯笼局 with 市灯火所 below it, 市编办, 市河道局, and a campaign."""
    a_filing_city()
