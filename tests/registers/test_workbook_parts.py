"""Looking into a workbook's zip: sizes, and the parts that editing loses."""

import zipfile
from pathlib import Path

import pytest

from qingdan.registers.writing.workbook_parts import MOST_CELLS, workbook_parts

pytestmark = pytest.mark.requirement("I-check")


def _workbook(folder: Path, sheet: bytes, **parts: bytes) -> Path:
    path = folder / "登记表.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("sheet", "cells", "merged"),
    [
        (b"<sheetData/>", 0, 0),
        (b'<c r="A1"/><c><v>1</v></c><cols><col/></cols>', 2, 0),
        (b'<mergeCell ref="A1:C4"/><mergeCell ref="$B$2:B3"/><mergeCell ref="D9"/>', 0, 12 + 2 + 1),
    ],
)
def test_parts__counts_cells_and_merged_cells(tmp_path: Path, sheet: bytes, cells: int, merged: int) -> None:
    parts = workbook_parts(_workbook(tmp_path, sheet))

    assert parts
    assert (parts.cells, parts.merged, parts.editable) == (cells, merged, True)


@pytest.mark.parametrize("shift", range(0, 40, 3))
def test_parts__tags_at_the_border_of_two_readings_count_once(tmp_path: Path, shift: int) -> None:
    sheet = b"<row>" + b" " * ((1 << 20) - 25 + shift) + b'<c r="A1"><f>A2</f></c><c r="B1"/></row>'

    parts = workbook_parts(_workbook(tmp_path, sheet))

    assert parts
    assert (parts.cells, list(parts.lost)) == (2, ["results"])


@pytest.mark.parametrize(
    "sheet",
    [b'<c r="A1"/>' * (MOST_CELLS + 1), b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="A1:Z99999"/>'],
)
def test_parts__too_large_to_edit(tmp_path: Path, sheet: bytes) -> None:
    parts = workbook_parts(_workbook(tmp_path, sheet))

    assert parts
    assert not parts.editable


@pytest.mark.parametrize(
    ("name", "content", "lost"),
    [
        ("xl/charts/chart1.xml", b"", "charts"),
        ("xl/pivotTables/pivotTable1.xml", b"", "pivots"),
        ("xl/timelines/timeline1.xml", b"", "slicers"),
        ("xl/activeX/activeX1.xml", b"", "controls"),
        ("xl/embeddings/a.docx", b"", "embedded"),
        ("xl/threadedComments/threadedComment1.xml", b"", "threads"),
        ("xl/comments1.xml", b"", "comment_formats"),
        ("xl/connections.xml", b"", "queries"),
        ("_xmlsignatures/sig1.xml", b"", "signatures"),
        ("customXml/item1.xml", b"", "custom"),
    ],
)
def test_parts__lost_by_name(tmp_path: Path, name: str, content: bytes, lost: str) -> None:
    parts = workbook_parts(_workbook(tmp_path, b"", **{name: content}))

    assert parts
    assert list(parts.lost) == [lost]


def test_parts__comments_alone_are_no_form_controls(tmp_path: Path) -> None:
    drawing = b'<v:shape/><x:ClientData ObjectType="Note">'

    parts = workbook_parts(_workbook(tmp_path, b"", **{"xl/drawings/vmlDrawing1.vml": drawing}))

    assert parts
    assert not parts.lost


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a,b"])
def test_parts__no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "登记表.xlsx"
    path.write_bytes(content)

    assert workbook_parts(path) is None


def test_parts__zip_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "登记表.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", b"")

    assert workbook_parts(path) is None
