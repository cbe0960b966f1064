"""Zipped documents looked into with care: how large they unpack, whether they are whole, locked or carry macros."""

import lzma
import zipfile
import zlib
from pathlib import Path

from qingdan.base.refusal import Refused, refusal, refuse_if

MOST_PARTS = 10_000
MOST_UNPACKED = 500_000_000  # bytes; the largest real register seen unpacks to a tenth of it
MOST_RATIO = 200  # times its own size; deflate can make a thousand of it, no document we have seen fifty [K]
SMALL_ENOUGH = 20_000_000  # bytes; up to this the ratio says nothing
_CHUNK = 1 << 18
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
    RuntimeError,
)
_LOCKED = 0x1  # bit of the flags of a part
_OFFICE = {"xl/": "xlsx", "word/": "docx"}
_OPEN_DOCUMENT = {b"application/vnd.oasis.opendocument.spreadsheet": "ods"}
_MACROS = ("vbaproject.bin", "basic/script-lc.xml")


def zipped_kind(path: Path) -> str:
    """What kind of document a zip file is ("xlsx", "docx", "ods"; "zip" for any other). Raises Refused.

    What its directory says of sizes that are absurd refuses it before anything is unpacked; then every part is
    unpacked once, to nowhere, for the directory is not believed when it says little.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _look(archive, path.stat().st_size)
            return _kind(archive)
    except _DAMAGED as error:
        raise Refused([refusal("files.damaged", "file")]) from error


def _look(archive: zipfile.ZipFile, size: int) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    too_large = len(parts) > MOST_PARTS or is_absurd(sum(part.file_size for part in parts), size)
    refuse_if(
        refusal("files.bomb", "file") if too_large else None,
        refusal("files.locked", "file") if any(part.flag_bits & _LOCKED for part in parts) else None,
        refusal("files.macros", "file") if any(name.endswith(_MACROS) for name in names) else None,
        refusal("files.damaged", "file") if any(_climbs(name) for name in names) else None,
    )
    unpacked = 0
    for part in parts:
        with archive.open(part) as content:
            while piece := content.read(_CHUNK):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise Refused([refusal("files.bomb", "file")])


def is_absurd(unpacked: int, packed: int) -> bool:
    """Whether no document unpacks so: `unpacked` bytes as its directory says, out of `packed` on the disk."""
    return unpacked > MOST_UNPACKED or unpacked > max(SMALL_ENOUGH, MOST_RATIO * packed)


def _climbs(name: str) -> bool:
    """Whether a part's name leads out of the archive."""
    return name.startswith("/") or ".." in name.replace("\\", "/").split("/")


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names:
        return _OPEN_DOCUMENT.get(archive.read("mimetype").strip(), "zip")
    if "[Content_Types].xml" in names:
        found = [kind for folder, kind in _OFFICE.items() if any(name.startswith(folder) for name in names)]
        return found[0] if found else "zip"
    return "zip"
