"""Taking files in: what is kept, what is refused with what to do, and who may fetch it."""

import hashlib
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.builders import CITY, COUNTY, NOW, SETTER, a_city, an_actor
from tests.builders_files import (
    PDF,
    PNG,
    a_bomb,
    a_workbook,
    an_old_document,
    given,
    locked,
    with_damaged_part,
    with_part,
)

from qingdan.base.events.models import Event
from qingdan.base.files.archive import is_absurd
from qingdan.base.files.models import StoredFile
from qingdan.base.files.queries import get_file_for, path_of
from qingdan.base.files.services import SCANS, WORKBOOKS, store_file
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-files")]
UNIT = f"{CITY}001"


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.QINGDAN_HOME = tmp_path
    a_city()
    return tmp_path


def _store(content: bytes, name: str, kinds: tuple[str, ...] = WORKBOOKS) -> StoredFile:
    return store_file(given(content, name), unit=UNIT, kinds=kinds, by=SETTER, at=NOW)


def _refusal(content: bytes, name: str, kinds: tuple[str, ...] = WORKBOOKS) -> list[str]:
    with pytest.raises(Refused) as refused:
        _store(content, name, kinds)
    return [one.key for one in refused.value.problems]


def test_store_file__keeps_the_bytes_by_digest(home: Path) -> None:
    content = a_workbook(("1", "行政处罚", "对乱挂灯笼的处罚"))

    file = _store(content, "登记表.xlsx")

    assert file.digest == hashlib.sha256(content).hexdigest()
    assert path_of(file) == home / "files" / file.digest[:2] / file.digest
    assert path_of(file).read_bytes() == content
    assert (file.kind, file.size, file.name, file.by) == ("xlsx", len(content), "登记表.xlsx", "system")


def test_store_file__closes_files_to_others(home: Path) -> None:
    file = _store(a_workbook(), "登记表.xlsx")

    modes = [
        stat.S_IMODE(path.stat().st_mode) for path in (path_of(file), path_of(file).parent, home / "files")
    ]

    assert modes == [0o600, 0o700, 0o700]


def test_store_file__records_no_name_of_the_file() -> None:
    _store(a_workbook(), "周守清的登记表.xlsx")

    data = Event.objects.get(kind="FileStored").data

    assert set(data) == {"kind", "size", "digest"}


def test_store_file__the_same_bytes_twice_lie_once(home: Path) -> None:
    first, second = _store(PDF, "a.pdf", SCANS), _store(PDF, "b.pdf", SCANS)

    assert first.code != second.code and path_of(first) == path_of(second)
    assert [path.name for path in (home / "files").rglob("*") if path.is_file()] == [first.digest]


@pytest.mark.parametrize(
    ("content", "name", "key"),
    [
        (b"", "空.xlsx", "files.empty"),
        (PDF, "登记表.xlsx", "files.kind"),
        (PNG, "登记表.xlsx", "files.kind"),
        (b"<html><table></table></html>", "登记表.xls", "files.kind"),
        (an_old_document("WordDocument"), "登记表.xls", "files.kind"),
        (b"Rar!\x1a\x07\x00", "登记表.xlsx", "files.kind"),
        (b"\x00\x01\x02\x03", "登记表.csv", "files.kind"),
        ("说明".encode(), "说明.txt", "files.kind"),
        (a_workbook()[:-200], "截断.xlsx", "files.damaged"),
        (with_damaged_part(a_workbook(), zipfile.ZIP_LZMA), "坏.xlsx", "files.damaged"),
        (with_damaged_part(a_workbook(), zipfile.ZIP_BZIP2), "坏.xlsx", "files.damaged"),
        (locked(a_workbook()), "加密.xlsx", "files.locked"),
        (an_old_document("EncryptedPackage"), "加密.xlsx", "files.locked"),
        (an_old_document("Workbook") + b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12) + b"\x2f\x00\x00\x00",
         "加密.xls", "files.locked"),
        (with_part(a_workbook(), "xl/vbaProject.bin", b"x"), "带宏.xlsm", "files.macros"),
        (with_part(a_workbook(), "xl/vbaProject.bin", b"x"), "改名.xlsx", "files.macros"),
        (an_old_document("Workbook", "_VBA_PROJECT_CUR"), "带宏.xls", "files.macros"),
        (with_part(a_workbook(), "../../etc/cron.d/x", b"x"), "爬出去.xlsx", "files.damaged"),
    ],
)  # fmt: skip
def test_store_file__says_why_not(content: bytes, name: str, key: str, home: Path) -> None:
    assert _refusal(content, name) == [key]
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_store_file__refuses_a_bomb_by_what_it_unpacks_to() -> None:
    assert _refusal(a_bomb(), "登记表.xlsx") == ["files.bomb"]


@pytest.mark.parametrize(
    ("unpacked", "packed", "absurd"),
    [(500_000_001, 400_000_000, True), (20_000_000, 20_000, False), (20_000_001, 100_000, True),
     (20_000_001, 100_001, False)],
)  # fmt: skip
def test_directory__that_tells_of_absurd_sizes(unpacked: int, packed: int, absurd: bool) -> None:
    assert is_absurd(unpacked, packed) is absurd


def test_store_file__refuses_by_the_directory_what_would_unpack_within_the_limit() -> None:
    assert _refusal(a_bomb(60), "登记表.xlsx") == ["files.bomb"]


def test_store_file__refuses_more_than_the_limit(settings: Settings, home: Path) -> None:
    assert settings.MOST_UPLOAD == 50_000_000

    assert _refusal(PDF + bytes(50_000_000), "大.pdf", SCANS) == ["files.too_large"]
    assert not [path for path in home.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF.replace(b"<<>>\n%%EOF", b"<</Encrypt 5 0 R>>\n%%EOF"), "files.locked"),
        (PDF.replace(b"%%EOF", b""), "files.damaged"),
        (PNG[:-12], "files.damaged"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "files.damaged"),
    ],
)
def test_store_file__scans_must_be_whole_and_open(content: bytes, kind: str) -> None:
    assert _refusal(content, "扫描件.pdf", SCANS) == [kind]


def test_store_file__without_a_file() -> None:
    with pytest.raises(Refused) as refused:
        store_file(None, unit=UNIT, kinds=WORKBOOKS, by=SETTER, at=NOW)

    assert [one.key for one in refused.value.problems] == ["files.none"]


def test_store_file__taken_back_with_the_act_around_it() -> None:
    with pytest.raises(ZeroDivisionError), writing(SETTER):
        _store(PDF, "a.pdf", SCANS)
        raise ZeroDivisionError

    with reading(SETTER):
        assert not StoredFile.objects.exists()


def test_get_file_for__own_unit_and_reviewers_only() -> None:
    file = _store(PDF, "a.pdf", SCANS)
    own, foreign = an_actor(Role.DRAFTER), an_actor(Role.DRAFTER, unit=3)
    reviewer, keeper = an_actor(Role.REVIEWER, unit=2), an_actor(Role.ADMINISTRATOR, unit=1)
    elsewhere = replace(reviewer, region=COUNTY, regions=(COUNTY,))

    for actor in (own, reviewer):
        with reading(actor):
            assert get_file_for(actor, file.code) == file
    for actor in (foreign, keeper, elsewhere):
        with pytest.raises(Missing), reading(actor):
            get_file_for(actor, file.code)
