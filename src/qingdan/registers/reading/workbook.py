"""Any file a department sends, opened to grids of cells; or a named reason why it cannot be read.

The content decides what a file is, not its name: many systems export .xls files that are .xlsx, text or web pages.
"""

import marshal
import re
import subprocess
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.etree import ElementTree

from python_calamine import CalamineError

from qingdan.data.labels import reason_of
from qingdan.registers.model import UnreadableFile
from qingdan.registers.reading.ods_merges import ods_merges
from qingdan.registers.reading.separated_text import read_separated
from qingdan.registers.reading.spreadsheet import Merge, RawSheet, child_command, read_sheets

_LARGEST_FILE = 200 * 1024**2  # bytes
_LARGEST_CONTENT = 1024**3  # bytes of all parts of a zipped workbook, unpacked
_MOST_CELLS = 5_000_000  # of a sheet, from its first to its last, for reading it in this process
_LONGEST_CHILD = 120  # seconds
_ZIP, _OLE, _MARKUP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", re.compile(rb"\s*<[!?a-zA-Z]")
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"\x1f\x8b",
    b"GIF8",
    b"PK",
)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_BEGINS, _FIRST_RECORDS = b"\x09\x08\x10\x00\x00\x06\x05\x00", 12
# Cells as Excel and WPS write them: <c r="B3" …>. Sheets with any other are for the child process.
_NO_PLAIN_CELL, _PREFIXED_CELL = (
    re.compile(rb'<c(?! r="[A-Z]{1,3}\d{1,7}"|[A-Za-z])'),
    re.compile(rb":c[\s/>]"),
)
_FAR_CELL = re.compile(rb'<c r="(?:[A-Z]{2}|[A-Z]\d{5})')  # beyond column Z or row 9999
_CELL_COLUMN, _CELL_ROW = re.compile(rb'<c r="([A-Z]{1,3})\d'), re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})"')
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet as it lies in the file: rows of cells, from the sheet's first row and column.

    Rows differ in length; an empty row is an empty list. `merges` are ranges ((row, column), (row, column)) from
    0, None where the format does not tell. `name` is None for a text file.
    """

    name: str | None
    rows: Sequence[Sequence[Any]]
    merges: list[Merge] | None = None
    hidden: bool = False


def open_workbook(path: Path) -> tuple[Grid, ...]:
    """The sheets of a file. Raises UnreadableFile with the reason (F01.…)."""
    content = _content(path)
    head = content[:8]
    if head.startswith(_ZIP):
        return _grids(_zipped(path, content))
    if head == _OLE:
        if _ENCRYPTED_PACKAGE in content or _has_password(content):
            raise UnreadableFile("F01.encrypted")
        return _grids(_by_child(path))
    if _MARKUP.match(content[:200].removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableFile("F01.web_page")
    if head.startswith(_BINARY):
        raise UnreadableFile("F01.not_a_workbook")
    return (Grid(name=None, rows=read_separated(content)),)


def _has_password(content: bytes) -> bool:
    """Whether an .xls has a FILEPASS record (2FH), which stands among the first after the beginning of the workbook."""
    place = content.find(_WORKBOOK_BEGINS)
    for _ in range(_FIRST_RECORDS if place >= 0 else 0):
        kind, length = content[place : place + 2], content[place + 2 : place + 4]
        if kind == b"\x2f\x00":
            return True
        place += 4 + int.from_bytes(length, "little")
    return False


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFile("F01.folder")
        if path.exists() and not path.is_file():  # a pipe or device may never end
            raise UnreadableFile("F01.not_a_workbook")
        size = path.stat().st_size
        if size > _LARGEST_FILE:
            raise UnreadableFile("F01.too_large", f"{size // 1024**2} MB")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile("F01.missing") from error
    except PermissionError as error:
        raise UnreadableFile("F01.no_permission") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile("F01.no_access", reason_of(error)) from error
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableFile("F01.empty")
    return content


def _grids(sheets: list[RawSheet]) -> tuple[Grid, ...]:
    return tuple(
        Grid(name=name, rows=rows, merges=merges, hidden=hidden) for name, hidden, rows, merges in sheets
    )


def _zipped(path: Path, content: bytes) -> list[RawSheet]:
    """Sheets of .xlsx, .xlsm, .xlsb and .ods, which are zipped folders."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as folder:
            harmless = _is_harmless(folder)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        raise UnreadableFile("F01.damaged") from error
    if not harmless:
        sheets = _by_child(path)
        return _with_ods_merges(path, sheets) if b"opendocument" in content[:200] else sheets
    with _Panic():
        try:
            return read_sheets(content)
        except CalamineError as error:
            raise _refusal(type(error).__name__) from error


def _with_ods_merges(path: Path, sheets: list[RawSheet]) -> list[RawSheet]:
    try:
        merges = ods_merges(path)
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError) as error:
        raise UnreadableFile("F01.damaged") from error
    return [(name, hidden, rows, merges.get(name)) for name, hidden, rows, _ in sheets]


def _is_harmless(folder: zipfile.ZipFile) -> bool:
    """Whether a zipped workbook is an .xlsx of sheets of ordinary size. Raises UnreadableFile."""
    parts = folder.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile("F01.encrypted")
    size = sum(part.file_size for part in parts)
    if size > _LARGEST_CONTENT:
        raise UnreadableFile("F01.too_large", f"{size // 1024**2} MB")
    if (
        "META-INF/manifest.xml" in names
        and b"encryption-data" in folder.read("META-INF/manifest.xml")[:100_000]
    ):
        raise UnreadableFile("F01.encrypted")
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise UnreadableFile("F01.not_a_workbook")
    sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    return bool(sheets) and all(_is_of_ordinary_size(folder, name) for name in sheets)


def _is_of_ordinary_size(folder: zipfile.ZipFile, sheet: str) -> bool:
    """Whether a sheet's cells lie within bounds. The cells tell, not the size a sheet states: that may be wrong."""
    columns, rows, rest = {b"Z"}, {b"9999"}, b""
    with folder.open(sheet) as part:
        while chunk := part.read(_CHUNK):
            whole, end, rest = (rest + chunk).rpartition(b">")  # no tag is cut in two
            text = whole + end
            if _NO_PLAIN_CELL.search(text) or _PREFIXED_CELL.search(text) or len(rest) > _CHUNK:
                return False
            if _FAR_CELL.search(text):
                columns.update(_CELL_COLUMN.findall(text))
                rows.update(_CELL_ROW.findall(text))
    return max(map(_column_number, columns)) * max(map(int, rows)) <= _MOST_CELLS


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _by_child(path: Path) -> list[RawSheet]:
    try:
        done = subprocess.run(child_command(path), capture_output=True, timeout=_LONGEST_CHILD, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("F01.too_large") from error
    if done.returncode:
        raise UnreadableFile("F01.too_large" if b"memory allocation" in done.stderr else "F01.damaged")
    answer: list[RawSheet] | str = marshal.loads(done.stdout)
    if isinstance(answer, str):
        raise _refusal(answer)
    return answer


def _refusal(error: str) -> UnreadableFile:
    reasons = {"PasswordError": "F01.encrypted", "MemoryError": "F01.too_large"}
    return UnreadableFile(reasons.get(error, "F01.damaged"))


class _Panic:
    """Turns a panic of the Rust library, which is no Exception and has no name to import, into a refusal."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and kind.__name__ == "PanicException":
            raise UnreadableFile("F01.damaged") from error
