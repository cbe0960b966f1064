"""Packs that nobody honest made: an answer in a line, no crash, no flood."""

import json
import struct
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.packs import Story, checked, headed, packed, parts_of, with_rows

import qingdan.verify_pack as program
from qingdan.cli import main
from qingdan.verify_pack import Unreadable, verify

pytestmark = [pytest.mark.requirement("G-evidence"), pytest.mark.requirement("G-hostile")]
HONEST = parts_of(Story())
ROWS = [name for name in HONEST if name.endswith(".ndjson")]
HOSTILE = [
    b"", b"\n\n", b"null\n", b"[]\n", b"{}\n", b'"x"\n', b"\xff\xfe\x00", b"[" * 50_000,
    b'{"n":' + b"9" * 5_000 + b"}\n",
    b'{"n":1e999,"digest":[],"chain":{}}\n', b'{"n":true,"digest":null}\n', b'{"n":-1}\n', b'{"code":{"a":1}}\n',
    b'{"day":"\\ud800","first":1,"last":99999999999999}\n', b'{"code":"\\u001b[2J\\u202e"}\n',
]  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("name", ROWS)
def test_rows__of_nonsense_are_faults(name: str, content: bytes) -> None:
    found = checked(headed_or_not({**HONEST, name: content}))

    assert found.faults or not content, "nothing at all is no lie, but proves nothing"


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("name", ["pack.json", "manifest.json", "resolution.json"])
def test_whole_file__of_nonsense_is_refused_or_a_fault(name: str, content: bytes) -> None:
    try:
        assert checked({**HONEST, name: content}).faults
    except Unreadable as error:
        assert "读不懂" in str(error)


@given(st.binary(max_size=400))
def test_any_bytes__are_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        verify(BytesIO(content))


@given(st.data())
def test_damaged_pack__is_unreadable_or_has_faults_or_is_the_same(data: st.DataObject) -> None:
    content = bytearray(packed(HONEST).getvalue())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        verify(BytesIO(bytes(content)))
    except Unreadable:
        return


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "items.ndjson/", "更多.json"])
def test_foreign_file__is_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="多了"):
        checked({**HONEST, name: b"x"})


def test_missing_file__is_refused() -> None:
    with pytest.raises(Unreadable, match="少了"):
        checked({name: content for name, content in HONEST.items() if name != "sheets.ndjson"})


def test_second_file_of_a_name__is_refused() -> None:
    made = packed(HONEST)
    with pytest.warns(UserWarning), zipfile.ZipFile(made, "a") as archive:
        archive.writestr("items.ndjson", b"{}")

    with pytest.raises(Unreadable, match="重名"):
        verify(made)


def test_bomb__is_refused_before_it_is_unpacked() -> None:
    made = BytesIO(packed(HONEST).getvalue())
    content = bytearray(made.getvalue())
    place = content.rindex(b"PK\x01\x02") + 24  # uncompressed size in the directory
    content[place : place + 4] = struct.pack("<I", 4_000_000_000)

    with pytest.raises(Unreadable, match="大得不合情理"):
        verify(BytesIO(bytes(content)))


def test_sheet_over_a_thousand_million_events__is_no_work() -> None:
    rows = [{"n": 1, "digest": "0" * 64}, {"n": 10**9, "digest": "0" * 64}]
    sheet = [{"day": "2026-06-01", "first": 1, "last": 10**9, "previous": "0" * 64, "seal": ""}]
    parts = with_rows(with_rows(HONEST, "events.ndjson", rows), "sheets.ndjson", sheet)
    begun = time.monotonic()

    assert checked(parts).faults and time.monotonic() - begun < 2


@pytest.mark.parametrize("kind", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_pack__packed_otherwise_is_unreadable(kind: int) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", kind) as archive:
        for name, content in HONEST.items():
            archive.writestr(name, content)

    with pytest.raises(Unreadable, match="压缩不对"):
        verify(made)


def test_long_words__are_cut() -> None:
    rows = [{"code": "灯" * 100_000}]

    assert max(map(len, checked(with_rows(HONEST, "items.ndjson", rows)).faults)) <= program.QUOTED


def test_endless_line__is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "LINE", 10_000)

    with pytest.raises(Unreadable, match="长得不合情理"):
        checked({**HONEST, "events.ndjson": b" " * 20_000})


def test_encrypted_file__is_unreadable() -> None:
    content = bytearray(packed(HONEST).getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1

    with pytest.raises(Unreadable):
        verify(BytesIO(bytes(content)))


@pytest.mark.parametrize(
    "anchors", [[], "x", 3, {"sheets": 3}, {"sheets": [1, None, {"day": 4}], "editions": {}}]
)
def test_anchors__of_nonsense_prove_nothing(anchors: object) -> None:
    found = checked(HONEST, anchors)

    assert "没有" in "".join(found.notes)


def test_messages__do_not_steer_the_terminal() -> None:
    rows = b'{"code":"\\u001b[2J\\u202e\\u0000\\ud800"}\n'

    assert not {"\x1b", "\u202e", "\x00", "\ud800"} & set(
        "".join(checked({**HONEST, "items.ndjson": rows}).faults)
    )


def test_faults__are_not_told_without_end() -> None:
    rows = b'{"code":"x"}\n' * 5_000

    assert len(checked({**HONEST, "items.ndjson": rows}).faults) == program.SAID


def test_command__says_each_fault_and_its_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole, forged, anchors = tmp_path / "a.zip", tmp_path / "b.zip", tmp_path / "anchors.json"
    whole.write_bytes(packed(HONEST).getvalue())
    forged.write_bytes(packed({**HONEST, "resolution.json": b"{}"}).getvalue())
    anchors.write_text(json.dumps({"sheets": []}), encoding="utf-8")

    assert main(["verify", str(whole)]) == 0
    assert main(["verify", str(forged), "--anchors", str(anchors)]) == 1
    assert "× resolution.json：与清单目录里的决议不符" in capsys.readouterr().out
    assert main(["verify", str(anchors)]) == 2
    assert main(["verify", str(whole), "--anchors", str(whole)]) == 2
    assert capsys.readouterr().err.count("\n") == 2
    assert main(["verify", str(tmp_path / "missing.zip")]) == 2
    assert "没有这个文件" in capsys.readouterr().err
    assert main(["verify", str(whole), "--anchors", str(tmp_path / "missing.json")]) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_program__is_one_short_file_that_needs_nothing_else(tmp_path: Path, root: Path) -> None:
    source = root / "src" / "qingdan" / "verify_pack.py"
    alone, pack = tmp_path / "qingdan_verify.py", tmp_path / "pack.zip"
    alone.write_bytes(source.read_bytes())
    pack.write_bytes(packed(HONEST).getvalue())
    run = subprocess.run([sys.executable, "-I", "-S", alone, pack], capture_output=True, check=False)

    assert (run.returncode, run.stderr) == (0, b"")
    assert len(source.read_text(encoding="utf-8").splitlines()) < 300


def headed_or_not(parts: dict[str, bytes]) -> dict[str, bytes]:
    """As a forger would, where what he wrote can be counted at all."""
    try:
        return headed(parts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return parts
