"""Every test here has a city whose one item is in consultation, its round over."""

import pytest
from tests.builders_filings import a_filing_city
from tests.builders_lists import a_closed_round, consulted, under_review

from qingdan.reviews.models import Review


@pytest.fixture
def item(db: None, law_home: None) -> Review:
    """The item of 市灯笼局 in consultation."""
    a_filing_city()
    under_review()
    one = consulted()
    a_closed_round()
    return one
