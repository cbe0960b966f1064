"""Bytes that no file names: gone after a day, kept while any region's file has the same."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.builders import CITY, NOW, SETTER, a_city
from tests.builders_files import PDF, given

from qingdan.base.files.discarding import discard_file, sweep_bytes
from qingdan.base.files.models import StoredFile
from qingdan.base.files.queries import path_of
from qingdan.base.files.services import SCANS, store_file
from qingdan.base.files.vault import received

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-files")]
LONG_AGO = (NOW - timedelta(days=3)).timestamp()


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.QINGDAN_HOME = tmp_path
    a_city()
    return tmp_path


def _stored(content: bytes = PDF) -> StoredFile:
    file = store_file(given(content, "a.pdf"), unit=f"{CITY}001", kinds=SCANS, by=SETTER, at=NOW)
    os.utime(path_of(file), (LONG_AGO, LONG_AGO))
    return file


def test_bytes__go_with_the_last_file_that_names_them() -> None:
    first, second, other = _stored(), _stored(), _stored(PDF + b"%other")
    path = path_of(first)

    discard_file(first, by=SETTER, at=NOW)
    assert (sweep_bytes(at=NOW), path.exists()) == (0, True)
    discard_file(second, by=SETTER, at=NOW)
    assert (sweep_bytes(at=NOW), path.exists(), path_of(other).exists()) == (1, False, True)
    assert sweep_bytes(at=NOW) == 0


def test_bytes__whose_row_may_still_come_stay_a_day() -> None:
    with received([PDF], 1_000) as draft:
        path = draft.keep()
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))

    assert (sweep_bytes(at=NOW + timedelta(hours=23)), path.exists()) == (0, True)
    assert (sweep_bytes(at=NOW + timedelta(hours=25)), path.exists()) == (1, False)
