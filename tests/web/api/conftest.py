"""A city with two editions of powers and one of duties, found by search; files that are made lie apart."""

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.builders import CITY, NOW, SETTER, a_city
from tests.builders_editions import a_power, an_edition, duties_of, two_editions

from qingdan.editions.services.indexing import index_region
from qingdan.rules.review import ListKind


@pytest.fixture(autouse=True)
def open_home(settings: Settings, tmp_path: Path) -> None:
    """What is made once is made once a test."""
    settings.QINGDAN_HOME = tmp_path


@pytest.fixture
def open_city(db: None) -> None:
    """What the public reads."""
    a_city()
    two_editions()
    an_edition([duties_of(a_power())], kind=ListKind.RESPONSIBILITY)
    index_region(region=CITY, by=SETTER, at=NOW)
