"""Downloads: whole, exact, harmless in a spreadsheet, kept as long as they stay true."""

import csv
import io
import json
import zipfile
from hashlib import sha256

import openpyxl
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.test import Client
from tests.builders import CITY, COUNTY, NOW, SETTER, TODAY
from tests.builders_editions import CODES, PLASTIC_CODE, UNLIT_CODE, a_power, an_edition
from tests.builders_powers import OWN

from qingdan.base.events.services import append, seal_until
from qingdan.base.transactions import reading, writing
from qingdan.lists.queries.evidence import pack_size
from qingdan.verify_pack import verify

pytestmark = [pytest.mark.usefixtures("open_city"), pytest.mark.requirement("G-open-data")]
START, EDITION = "/lists/power_list/2/", f"{CITY}-power_list-2"
FILES = (
    f"{START}download.csv", f"{START}download.xlsx", f"{START}download.json", f"{START}manifest.json",
    f"{START}items.ndjson", f"{START}evidence.zip", f"{START}download.csv?unit={OWN}",
    "/lists/responsibility_list/1/download.csv", "/lists/power_list/difference/download.csv?from=1&to=2",
    "/lists/power_list/difference/download.xlsx?from=1&to=2", "/lists/power_list/difference/download.json?from=1&to=2",
    "/anchors.json", f"/{COUNTY}/anchors.json", "/qingdan_verify.py", "/feeds/changes.atom", "/feeds/changes.json",
)  # fmt: skip


@pytest.mark.parametrize("address", FILES)
def test_file__is_sent_apart_from_the_site_and_known_again(client: Client, address: str) -> None:
    first = client.get(address)
    body = _body(first)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.cookies, bool(body)) == (200, {}, True)
    assert first.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert "public" in first.headers["Cache-Control"]
    assert (again.status_code, _body(again)) == (304, b"")


@pytest.mark.parametrize(
    "address",
    [
        "/lists/power_list/9/download.csv",
        f"/lists/power_list/2/download.csv?unit={CITY}999",
        "/lists/power_list/2/download.exe",
        "/lists/power_list/download.csv?on=2020-01-01",
        "/lists/power_list/difference/download.csv?from=1&to=9",
        "/lists/power_list/9/evidence.zip",
        "/lists/power_list/3/manifest.json",
        f"/{COUNTY}/lists/power_list/1/download.csv",
        "/999999/anchors.json",
    ],
)
def test_file__that_is_not_there_is_not_found(client: Client, address: str) -> None:
    an_edition([a_power(promised_limit="1")], shown_on=None)

    assert client.get(address).status_code == 404


def test_manifest__is_to_the_byte_what_the_digest_is_of(client: Client) -> None:
    (edition,) = [one for one in client.get("/api/v1/editions").json()["editions"] if one["number"] == 2]
    manifest = client.get(edition["manifest"])
    lines = _body(client.get(edition["items"])).splitlines()

    assert sha256(manifest.content).hexdigest() == edition["digest"]
    assert {json.loads(one)["code"]: sha256(one).hexdigest() for one in lines} == manifest.json()["entries"]
    assert "immutable" in manifest.headers["Cache-Control"]


def test_csv__is_utf8_with_a_mark_and_has_a_row_for_each_power(client: Client) -> None:
    body = _body(client.get(f"{START}download.csv"))
    head, *rows = csv.reader(io.StringIO(body.decode("utf-8-sig")))

    assert body.startswith(b"\xef\xbb\xbf")
    assert [row[head.index("事项编码")] for row in rows] == [
        CODES[0],
        PLASTIC_CODE,
        f"{CITY}00308000100",
        CODES[2],
    ]
    assert [row[head.index("状态")] for row in rows] == ["在列", "取消", "在列", "在列"]
    assert all("《临江市灯笼管理条例》第三条" in row[head.index("设定依据")] for row in rows)


def test_xlsx__has_texts_alone(client: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_body(client.get(f"{START}download.xlsx"))))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} == {"s"}
    assert UNLIT_CODE in {cell.value for cell in cells}


def test_json__holds_everything_the_edition_says(client: Client) -> None:
    found = json.loads(_body(client.get(f"{START}download.json")))

    assert (found["edition"]["number"], len(found["entries"])) == (2, 4)
    assert found["entries"][0]["content"]["bases"][0]["instrument"] == "临江市灯笼管理条例"


def test_part_of_a_unit__is_its_own(client: Client) -> None:
    body = _body(client.get(f"{START}download.csv?unit={OWN}")).decode("utf-8-sig")

    assert "市河道局" not in body and "市灯笼局" in body


def test_duties__have_a_row_each(client: Client) -> None:
    body = _body(client.get("/lists/responsibility_list/1/download.csv")).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(body))

    assert (row["责任事项"], row["责任岗位"]) == ("核对灯笼有没有点亮", "法制员")


def test_difference__has_a_row_for_each_field(client: Client) -> None:
    body = client.get("/lists/power_list/difference/download.csv?from=1&to=2").content.decode("utf-8-sig")
    rows = {
        (row["变化"], row["哪一栏"], row["原来"], row["现在"]) for row in csv.DictReader(io.StringIO(body))
    }

    assert rows == {
        ("修改", "承诺时限", "20个工作日", "10个工作日"),
        ("取消", "", "", ""),
        ("新增", "", "", ""),
    }


def test_list_in_force__leads_to_the_edition_of_the_day(client: Client) -> None:
    then = client.get(f"/lists/power_list/download.xlsx?on=2026-05-10&unit={OWN}")
    now = client.get("/lists/power_list/download.csv")

    assert then.headers["Location"] == f"/lists/power_list/1/download.xlsx?unit={OWN}"
    assert now.headers["Location"] == f"{START}download.csv"


def test_file__is_made_once(client: Client) -> None:
    first = _body(client.get(f"{START}download.xlsx"))
    (kept,) = (settings.QINGDAN_HOME / "open").iterdir()
    kept.write_bytes(b"kept")

    assert first != b"kept"
    assert _body(client.get(f"{START}download.xlsx")) == b"kept"


@pytest.mark.requirement("G-evidence")
def test_evidence_pack__is_whole_against_the_anchors_and_made_anew_when_sealed(client: Client) -> None:
    with writing(SETTER):
        append("LanternLit", "lantern:1", by=SETTER, at=NOW)
    open_pack = _body(client.get(f"{START}evidence.zip"))
    seal_until(TODAY.replace(day=TODAY.day + 1))
    sealed = _body(client.get(f"{START}evidence.zip"))
    found = verify(io.BytesIO(sealed), client.get("/anchors.json").json())

    assert open_pack != sealed
    assert found.faults == []
    assert any(f"对照相符：到 {TODAY} 为止" in one for one in found.notes)
    with zipfile.ZipFile(io.BytesIO(sealed)) as archive:
        assert archive.read("qingdan_verify.py") == client.get("/qingdan_verify.py").content


@pytest.mark.requirement("G-evidence")
def test_evidence_pack__is_about_as_large_as_its_page_says(client: Client) -> None:
    with writing(SETTER):
        for number in range(500):
            append("LanternLit", f"lantern:{number}", by=SETTER, at=NOW)
    seal_until(TODAY.replace(day=TODAY.day + 1))
    size = len(_body(client.get(f"{START}evidence.zip")))

    with reading(SETTER):
        assert 0.7 < pack_size(EDITION) / size < 1.4
    assert f"约 {filesizeformat(pack_size(EDITION))}" in client.get(f"{START}verify/").content.decode()


def _body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
