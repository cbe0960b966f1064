"""Hostile text in every field of an entry goes through every way out: nothing of it acts, everything is well-formed."""

import csv
import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from tests.builders import CITY, NOW, SETTER, a_city
from tests.builders_editions import UNLIT_CODE, a_power, a_step, an_edition, duties_of
from tests.web.acting_tags import acting
from tests.web.api.hostile_texts import HOSTILE

from qingdan.editions.services.indexing import index_region
from qingdan.rules.review import ListKind
from qingdan.verify_pack import verify

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.requirement("G-hostile"),
    pytest.mark.requirement("G-open-data"),
]
FIELDS = ("implementing_body", "office", "level", "promised_limit", "sub_item", "subject", "remark")
LISTS = ("/lists/power_list/2/", "/lists/responsibility_list/1/")


def test_strings__are_sixty_and_more() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.fixture(params=range(0, len(HOSTILE), 15))
def hostile(request: pytest.FixtureRequest, settings: Any, tmp_path: Any) -> list[str]:
    """Editions in which every field of some entries is hostile; the texts."""
    settings.QINGDAN_HOME = tmp_path
    some = HOSTILE[request.param : request.param + 15]
    a_city()
    codes = [f"{UNLIT_CODE[:11]}{number:04d}00" for number in range(1, len(some) + 1)]
    an_edition([a_power(code) for code in codes])
    powers = [_power(code, text) for code, text in zip(codes, some, strict=True)]
    an_edition(powers)
    an_edition(
        [duties_of(one, **_duty(text)) for one, text in zip(powers, some, strict=True)],
        kind=ListKind.RESPONSIBILITY,
    )
    index_region(region=CITY, by=SETTER, at=NOW)
    return some


def test_hostile_text__goes_through_every_way_out(hostile: list[str], client: Client) -> None:
    for start in LISTS:
        _check_csv(_body(client.get(f"{start}download.csv")), hostile)
        _check_xlsx(_body(client.get(f"{start}download.xlsx")))
        assert len(json.loads(_body(client.get(f"{start}download.json")))["entries"]) == len(hostile)
        assert len(_body(client.get(f"{start}items.ndjson")).split(b"\n")) == len(hostile) + 1
        assert verify(io.BytesIO(_body(client.get(f"{start}evidence.zip")))).faults == []
    for ext, check in (("csv", _check_csv), ("xlsx", _check_xlsx), ("json", json.loads)):
        check(client.get(f"/lists/power_list/difference/download.{ext}?from=1&to=2").content)
    ElementTree.fromstring(client.get("/feeds/changes.atom").content)
    json.loads(client.get("/feeds/changes.json").content)


def test_hostile_text__is_told_by_the_interface_as_it_is(hostile: list[str], client: Client) -> None:
    entries = client.get(f"/api/v1/editions/{CITY}-power_list-2/entries").json()["entries"]
    told = [
        client.get(f"/api/v1/items/{one['code']}").json()["content"]["values"]["remark"] for one in entries
    ]

    assert told == hostile
    assert [one["name"] for one in entries] == hostile
    client.get("/api/v1/changes").json()
    client.get(f"/api/v1/editions/{CITY}-power_list-2/difference?against={CITY}-power_list-1").json()


def test_hostile_text__does_nothing_on_the_page_of_search(hostile: list[str], client: Client) -> None:
    for text in hostile:
        assert client.get("/api/v1/search", {"q": text}).json()["results"] is not None
        page = client.get("/search", {"q": text})

        assert (page.status_code, acting(page.content.decode())) == (200, [])


def _power(code: str, text: str) -> dict[str, Any]:
    steps = [a_step(1, text, "start", content=text), a_step(2, text, "end", post=text, document=text)]
    basis = {"instrument": text, "document_number": text, "locator": text, "quotation": text}
    chart = {
        "code": "c",
        "name": text,
        "category": "penalty",
        "template": "",
        "clock_from": None,
        "clock_until": None,
        "steps": steps,
    }
    return a_power(
        code, name=text, unit_name=text, bases=[basis, basis], chart=chart, **dict.fromkeys(FIELDS, text)
    )


def _duty(text: str) -> dict[str, str]:
    return dict.fromkeys(("step", "duty", "post", "accountability_ground", "legal_basis", "exemption"), text)


def _check_csv(body: bytes, _texts: object = None) -> None:
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))

    assert len({len(row) for row in rows}) == 1
    assert not [
        cell
        for row in rows
        for cell in row
        if cell.lstrip()[:1] in tuple("=+-@＝＋－＠|%") or cell[:1] in tuple("\t\r\n")
    ]


def _check_xlsx(body: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
            assert "externalLink" not in name
            assert b"<hyperlink " not in archive.read(name)
    cells = [
        cell
        for row in openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows()
        for cell in row
        if cell.value
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]


def _body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
