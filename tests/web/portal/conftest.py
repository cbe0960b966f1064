"""A city with two editions of powers and one of duties, and its library."""

import pytest
from tests.builders import a_city
from tests.builders_editions import a_power, an_edition, duties_of, two_editions
from tests.builders_powers import a_law_library

from qingdan.rules.review import ListKind


@pytest.fixture(scope="session")
def lantern_law(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The law library, once."""
    a_law_library(tmp_path_factory.mktemp("lanterns"))


@pytest.fixture
def public_city(db: None, lantern_law: None) -> None:
    """What the public reads."""
    a_city()
    two_editions()
    an_edition([duties_of(a_power())], kind=ListKind.RESPONSIBILITY)
