"""Every test here has a city with a received return, whose one item is with the first group."""

import pytest
from tests.builders_filings import a_filing_city
from tests.builders_reviews import a_reviewed_city

from qingdan.reviews.models import Review


@pytest.fixture
def item(db: None, law_home: None) -> Review:
    """The item of 市灯笼局 under review."""
    a_filing_city()
    return a_reviewed_city()
