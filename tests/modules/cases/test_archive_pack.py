"""The archive package of a case: whole as made; every change of it is said with its place."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders import CITY
from tests.builders_cases import (
    CITIZEN,
    DAY,
    LATER,
    WINDOW,
    a_serving_city,
    an_application,
    decided,
    handed_over,
    submit_signed,
    submitted,
    the_case,
)

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import day_of
from qingdan.base.events.models import DaySheet
from qingdan.base.events.services import seal_until
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading
from qingdan.cases.queries.package import case_to_pack, write_case_pack
from qingdan.cases.services.materials import upload_material
from qingdan.cases.services.serving import archive_case
from qingdan.verify_case import SIGNED, verify_any
from qingdan.verify_pack import Unreadable

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5")]
Parts = dict[str, bytes]
Change = Callable[[Parts], None]


@pytest.fixture
def parts(db: None) -> Parts:
    """The files of the package of a granted and served case."""
    a_serving_city()
    return _parts(_packed())


def _packed() -> bytes:
    number = decided()
    handed_over(number)
    archive_case(number=number, by=replace(SYSTEM, region=CITY, regions=(CITY,)), at=LATER)
    made = BytesIO()
    with reading(WINDOW):
        write_case_pack(made, case_to_pack(number, WINDOW))
    return made.getvalue()


def _parts(pack: bytes) -> Parts:
    with ZipFile(BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _faults(parts: Parts, anchors: object = None) -> str:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return "\n".join(verify_any(made, anchors).faults)


def _honest(parts: Parts) -> None:
    """Makes the digests of all files anew, as somebody would who hides a change."""
    head = json.loads(parts["pack.json"])
    head["files"] = {name: sha256(parts[name]).hexdigest() for name in head["files"] if name in parts}
    head["acts"] = len(parts["acts.ndjson"].splitlines())
    parts["pack.json"] = json.dumps(head).encode()


def _edit(name: str, old: str, new: str) -> Change:
    def change(parts: Parts) -> None:
        text = parts[name].decode()
        assert old in text
        parts[name] = text.replace(old, new).encode()

    return change


def _drop(name: str, holds: str) -> Change:
    def change(parts: Parts) -> None:
        lines = parts[name].decode().splitlines(keepends=True)
        parts[name] = "".join(one for one in lines if holds not in one).encode()

    return change


def test_a_package__as_made_is_whole(parts: Parts) -> None:
    assert _faults(parts) == ""
    assert any(name.startswith("papers/") and parts[name].startswith(b"%PDF") for name in parts)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_edit("papers.ndjson", "灯都合格", "灯不合格"), "内容被改"),
        (_drop("papers.ndjson", '"kind":"grant"'), "出具过，这里没有"),
        (_drop("acts.ndjson", "LicenceGranted"), "归档时有"),
        (_drop("acts.ndjson", "CaseArchived"), "没有归档的记录"),
        (_edit("acts.ndjson", "LicenceGranted", "LicenceRefused"), "不是它"),
        (_drop("acts.ndjson", '"kind":"PaperWritten"'), "没有出具它的记录"),
        (_edit("papers.ndjson", '"digest":"', '"digest":"0'), "摘要值"),
        (_edit("application.json", '"lamps":"3"', '"lamps":"9"'), "填写的内容与最后一次收下时的记录不符"),
        (_edit("guide.json", "有合格的灯", "没有条件"), "不是接收凭证上写的那一版办事指南"),
    ],
)
def test_a_change__with_digests_made_anew_is_found(parts: Parts, change: Change, said: str) -> None:
    change(parts)
    _honest(parts)

    assert said in _faults(parts)


def _first_paper(**said: str) -> Change:
    """Changes what the first paper says of itself."""

    def change(parts: Parts) -> None:
        first, *rest = parts["papers.ndjson"].splitlines(keepends=True)
        parts["papers.ndjson"] = b"".join([json.dumps(json.loads(first) | said).encode() + b"\n", *rest])

    return change


def _signed_anew(parts: Parts) -> None:
    """As a forger would, with a key of one's own."""
    private = Ed25519PrivateKey.generate()
    digest = json.loads(parts["papers.ndjson"].splitlines()[0])["digest"]
    key, signature = private.public_key().public_bytes_raw(), private.sign(f"{SIGNED}:{digest}".encode())
    _first_paper(key=key.hex(), signature=signature.hex())(parts)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_first_paper(signature="0" * 128), "-01：签名不是这个公钥对这份内容签的"),
        (_first_paper(signature=""), "-01：签名不是这个公钥对这份内容签的"),
        (_first_paper(signature="签名"), "-01：公钥或者签名读不懂"),
        (_first_paper(key="0" * 64), "-01：公钥不是出具时的那一个"),
        (_first_paper(key="", signature=""), "-01：公钥不是出具时的那一个"),
        (_first_paper(key="04" * 65), "-01：公钥不是出具时的那一个"),
        (_signed_anew, "-01：公钥不是出具时的那一个"),
    ],
)
def test_a_signature__that_is_not_the_papers_own_is_found(parts: Parts, change: Change, said: str) -> None:
    change(parts)
    _honest(parts)

    assert said in _faults(parts)


def test_a_sealed_day__is_computed_again_and_held_against_anchors(db: None) -> None:
    a_serving_city()
    number = decided()
    handed_over(number)
    seal_until(day_of(LATER + DAY))
    made = BytesIO()
    with reading(WINDOW):
        write_case_pack(made, case_to_pack(number, WINDOW))
        anchors = {"sheets": [{"day": str(one.day), "seal": one.seal} for one in DaySheet.objects.all()]}
    parts = _parts(made.getvalue())

    assert _faults(parts, anchors) == ""
    assert "公布单位公布的" in _faults(
        parts, {"sheets": [{"day": one["day"], "seal": "0" * 64} for one in anchors["sheets"]]}
    )
    lines = parts["events.ndjson"].splitlines(keepends=True)
    parts["events.ndjson"] = b"".join(lines[:2] + lines[3:])
    assert "少了" in _faults(parts)


def test_a_dropped_event__is_found_by_the_count(parts: Parts) -> None:
    _drop("acts.ndjson", "LicenceGranted")(parts)

    assert "acts.ndjson：应有" in _faults(parts) and "摘要值不符" in _faults(parts)


def test_a_missing_file__is_said(parts: Parts) -> None:
    name = next(one for one in parts if one.startswith("papers/"))
    del parts[name]

    assert f"{name}：少了" in _faults(parts)


@pytest.mark.parametrize("broken", [b"", b"PK", b"\x00" * 99])
def test_what_is_no_package__is_refused(broken: bytes) -> None:
    with pytest.raises(Unreadable):
        verify_any(BytesIO(broken))


def test_a_package__is_of_finished_cases_and_for_officers(db: None) -> None:
    a_serving_city()
    number = submitted().number
    with reading(WINDOW), pytest.raises(Missing):
        case_to_pack(number, WINDOW)
    with reading(CITIZEN), pytest.raises(Missing):
        case_to_pack(number, CITIZEN)


def test_the_program_in_the_package__says_the_same(parts: Parts, tmp_path: Path) -> None:
    for name in ("qingdan_verify.py", "qingdan_verify_case.py"):
        (tmp_path / name).write_bytes(parts[name])
    with ZipFile(tmp_path / "pack.zip", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    program = "import sys; sys.path.insert(0, '.'); import qingdan_verify_case as v; sys.exit(v.main())"
    command = [sys.executable, "-I", "-S", "-c", program, "pack.zip"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, "相符" in done.stdout) == (0, True), done.stderr


def test_the_application__is_told_with_guide_and_files_by_their_names(db: None) -> None:
    a_serving_city()
    code = an_application()
    for words in (b"%PDF-1.4 one\n%%EOF\n", b"%PDF-1.4 two\n%%EOF\n"):
        file = SimpleUploadedFile("IMG_0001.pdf", words)
        upload_material(code=code, place=1, upload=file, keep=False, by=CITIZEN, at=LATER)
    number = submit_signed(code=code, version=2, at=LATER).number
    made = BytesIO()
    with reading(WINDOW):
        write_case_pack(made, the_case(number))
    parts = _parts(made.getvalue())

    said, guide = json.loads(parts["application.json"]), json.loads(parts["guide.json"])
    assert (said["answers"], said["labels"]["lamps"]) == ({"street": "灯火路", "lamps": "3"}, "盏数")
    assert guide["content"]["conditions"] == ["有合格的灯"]
    assert {"materials/01 灯笼合格证.pdf", "materials/01 灯笼合格证 2.pdf"} <= {*parts}
    assert _faults(parts) == ""
