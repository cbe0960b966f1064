"""Every test here has a city whose power list of one item is published, and its duty sheet."""

import pytest
from tests.builders_lists import a_published_city
from tests.builders_powers import a_law_library

from qingdan.editions.models import Edition


@pytest.fixture(scope="session")
def law_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The law library, once."""
    a_law_library(tmp_path_factory.mktemp("lanterns"))


@pytest.fixture
def edition(db: None, law_home: None) -> Edition:
    """The first edition of the power list."""
    return a_published_city()
