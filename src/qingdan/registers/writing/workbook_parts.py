"""What a workbook file is made of: how big it is, and which of its parts editing with openpyxl does not keep.

Looked up in the zip itself, without loading the workbook. Parts by name: ECMA-376 part 1, §12.3 and §15.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, is_zipfile

_BY_NAME = (
    ("images", re.compile(r"^xl/media/")),
    ("charts", re.compile(r"^xl/charts/chart")),
    ("macros", re.compile(r"^xl/vbaProject\.bin$")),
    ("pivots", re.compile(r"^xl/pivotTables/")),
    ("slicers", re.compile(r"^xl/(?:slicers|timelines)/")),
    ("controls", re.compile(r"^xl/(?:ctrlProps|activeX)/")),
    ("embedded", re.compile(r"^xl/embeddings/")),
    ("threads", re.compile(r"^xl/threadedComments/")),
    ("comment_formats", re.compile(r"^xl/comments")),
    ("queries", re.compile(r"^xl/(?:queryTables/|connections\.xml$)")),
    ("signatures", re.compile(r"^_xmlsignatures/")),
    ("custom", re.compile(r"^customXml/")),
)
_DRAWING = re.compile(r"^xl/drawings/drawing[^/]*\.xml$")
_CONTROLS = re.compile(r"^xl/drawings/vmlDrawing[^/]*\.vml$")
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp|AlternateContent)[ />]")
_MARKS = re.compile(
    rb'(?P<cell><c[ >])|(?P<formula><f[ >/])|(?P<extension><extLst)|<mergeCell ref="(?P<merge>[A-Z0-9:$]{2,30})"'
)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_CONTROL = re.compile(rb'ObjectType="(?!Note")')
_CHUNK = 1 << 20
MOST_CELLS = 500_000  # what openpyxl holds in about 300 MB
_MOST_MERGED = 2_000_000  # openpyxl touches each cell of a merged range
_MOST_BYTES = 600_000_000


@dataclass(slots=True, kw_only=True)
class WorkbookParts:
    """What was found. `lost`: keys of `data.labels.LOST_PARTS`, in order; counting stops a little over the limits."""

    cells: int = 0
    merged: int = 0
    unpacked: int = 0
    lost: dict[str, None]

    @property
    def editable(self) -> bool:
        """Whether openpyxl can load it within bounds."""
        return self.cells <= MOST_CELLS and self.merged <= _MOST_MERGED and self.unpacked <= _MOST_BYTES


def workbook_parts(source: Path) -> WorkbookParts | None:
    """The parts of an .xlsx file; None when the file is no such zip or its directory is damaged."""
    if not is_zipfile(source):
        return None
    try:
        with ZipFile(source) as archive:
            return _look_into(archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        return None


def _look_into(archive: ZipFile) -> WorkbookParts | None:
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        return None
    parts = WorkbookParts(lost={}, unpacked=sum(entry.file_size for entry in archive.infolist()))
    for key, pattern in _BY_NAME:
        if any(pattern.match(name) for name in names):
            parts.lost[key] = None
    for name in names:
        if _DRAWING.match(name) and _holds(_SHAPE, archive, name):
            parts.lost["shapes"] = None
        elif _CONTROLS.match(name) and _holds(_CONTROL, archive, name):
            parts.lost["controls"] = None
        elif _SHEET.match(name) and parts.editable:
            _look_at_sheet(archive, name, parts)
    return parts


def _holds(pattern: re.Pattern[bytes], archive: ZipFile, name: str) -> bool:
    with archive.open(name) as stream:
        return any(pattern.search(text) for text in _whole_tags(stream))


def _look_at_sheet(archive: ZipFile, name: str, parts: WorkbookParts) -> None:
    with archive.open(name) as stream:
        for text in _whole_tags(stream):
            for match in _MARKS.finditer(text):
                match match.lastgroup:
                    case "cell":
                        parts.cells += 1
                    case "formula":
                        parts.lost["results"] = None
                    case "extension":
                        parts.lost["extensions"] = None
                    case _:
                        parts.merged += _size(match["merge"].decode())
            if not parts.editable:
                return


def _whole_tags(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream in pieces that end at the end of a tag: no tag is cut in two."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        whole, end, rest = (rest + chunk).rpartition(b">")
        yield whole + end
        rest = rest[-200:]  # a mark we look for is shorter
    yield rest


def _size(reference: str) -> int:
    bounds = _RANGE.fullmatch(reference)
    if not bounds:
        return 1
    left, top, right, bottom = bounds.groups()
    return (abs(_number(right) - _number(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
