"""Every test here has an item that waits for consultation."""

import pytest
from tests.builders_filings import a_filing_city
from tests.builders_reviews import a_colleague, a_reviewed_city, a_reviewer, judged

from qingdan.reviews.models import Review
from qingdan.rules.role import Role


@pytest.fixture
def item(db: None, law_home: None) -> Review:
    """市灯笼局's item, judged by the group and by the member unit."""
    a_filing_city()
    a_reviewed_city()
    judged("pass", a_reviewer())
    return judged("confirm", a_colleague(Role.MEMBER_UNIT, unit=2, username="member-2"))
