"""Every test here has a city whose power list of one item is published, and its duty sheet."""

import pytest
from tests.builders_lists import a_published_city

from qingdan.editions.models import Edition


@pytest.fixture
def edition(db: None, law_home: None) -> Edition:
    """The first edition of the power list."""
    return a_published_city()
