"""Published pages written as files are byte for byte what is served live."""

import gzip
from pathlib import Path

import pytest
from django.test import Client
from tests.builders_editions import CODES, PLASTIC_CODE, REWARD_CODE, UNLIT_CODE
from tests.builders_powers import OTHER, OWN

from qingdan.base.clock import now
from qingdan.web.portal.writing import write_pages

pytestmark = [pytest.mark.usefixtures("public_city"), pytest.mark.requirement("R-004")]


def addresses(folder: Path) -> dict[str, Path]:
    """The address of each file."""
    found = {}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        found["/" + (name[:-10] if name.endswith("index.html") else name[:-5])] = path
    return found


def test_files__are_what_is_served_live(tmp_path: Path) -> None:
    told: list[str] = []
    count = write_pages(tmp_path, at=now(), told=told.append)

    found = addresses(tmp_path)
    assert (count, set(told)) == (len(found), set(found))
    for address, path in found.items():
        live = Client().get(address)
        assert (address, live.status_code, live.content == path.read_bytes()) == (address, 200, True)
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == live.content


def test_files__are_there_for_everything_published(tmp_path: Path) -> None:
    write_pages(tmp_path, at=now())

    found = addresses(tmp_path)
    items = {f"/items/{code}" for code in (UNLIT_CODE, PLASTIC_CODE, CODES[2], REWARD_CODE)}
    units = {f"/departments/{unit}/" for unit in (OWN, OTHER)}
    lists = {
        "/",
        "/360902/",
        "/lists/power_list/",
        "/lists/power_list/1/",
        "/lists/responsibility_list/1/verify/",
    }
    assert items | units | lists <= found.keys()


def test_files__written_again_are_the_same(tmp_path: Path) -> None:
    write_pages(tmp_path, at=now())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    write_pages(tmp_path, at=now())

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
