"""What a file is by what is in it; its name only tells apart the kinds that are all plain text.

Reading: a workbook with macros is refused, though the reader could cope with it: what is kept here is handed on to
reviewers, and a register needs none. A name whose ending is not that of the content is no fault of the file: it is
kept under the right ending; what the content is must be wanted, and a PDF named .xlsx is a PDF.
"""

import re
from collections.abc import Collection
from pathlib import Path

from qingdan.base.files.archive import zipped_kind
from qingdan.base.refusal import Refused, refusal, refuse_if

TEXTS = ("csv", "txt", "xml")
KIND_NAMES = {
    "xlsx": "Excel 工作簿", "xls": "Excel 97-2003 工作簿", "ods": "ODS 表格", "csv": "CSV 文本", "pdf": "PDF",
    "docx": "Word 文档", "png": "PNG 图片", "jpg": "JPG 图片", "txt": "文本", "xml": "XML",
    "zip": "压缩包", "doc": "Word 97-2003 文档", "web": "网页", "other": "别的格式",
}  # fmt: skip
_MAGIC = (
    (b"PK\x03\x04", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"), (b"%PDF-", "pdf"), (b"Rar!", "zip_other"), (b"7z\xbc\xaf", "zip_other"),
    (b"\x1f\x8b", "zip_other"), (b"PK", "zip_other"), (b"GIF8", "other"), (b"\x7fELF", "other"), (b"MZ", "other"),
)  # fmt: skip
_PDF_LOCKED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")
_WEB = re.compile(rb"\s*<(?:!doctype html|html|head|table|meta|script)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PASSWORD_RECORD = b"\x2f\x00"
_WORKBOOK_BEGINS = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FIRST_RECORDS = 12
_TAIL = 2_048


def kind_of(path: Path, ending: str, kinds: Collection[str]) -> str:
    """The kind of a file, one of `kinds`. `ending`: of its name, small letters. Raises Refused with what to do."""
    content = path.read_bytes()
    found = _named(path, content, ending)
    if found not in kinds:
        wanted = "、".join(KIND_NAMES[one] for one in kinds)
        raise Refused([refusal("files.kind", "file", found=KIND_NAMES[found], wanted=wanted)])
    return found


def _named(path: Path, content: bytes, ending: str) -> str:
    match next((name for magic, name in _MAGIC if content.startswith(magic)), ""):
        case "zip":
            return zipped_kind(path)
        case "ole":
            return _ole(content)
        case "pdf":
            return _pdf(content)
        case "png":
            return _whole("png", b"IEND" in content[-_TAIL:])
        case "jpg":
            return _whole("jpg", b"\xff\xd9" in content[-_TAIL:])
        case "zip_other":
            return "zip"
        case "other":
            return "other"
    return _text(content, ending)


def _ole(content: bytes) -> str:
    """The older documents: a file system of its own, whose entries are named in UTF-16."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in content

    refuse_if(
        refusal("files.locked", "file") if has("EncryptedPackage") or _has_password(content) else None,
        refusal("files.macros", "file") if has("_VBA_PROJECT") else None,
    )
    if has("WordDocument"):
        return "doc"
    return "xls" if has("Workbook") or has("Book") else "other"


def _has_password(content: bytes) -> bool:
    """Whether a workbook names a password among its first records (FILEPASS, 2FH)."""
    place = content.find(_WORKBOOK_BEGINS)
    for _ in range(_FIRST_RECORDS if place >= 0 else 0):
        if content[place : place + 2] == _PASSWORD_RECORD:
            return True
        place += 4 + int.from_bytes(content[place + 2 : place + 4], "little")
    return False


def _pdf(content: bytes) -> str:
    refuse_if(refusal("files.locked", "file") if _PDF_LOCKED.search(content) else None)
    return _whole("pdf", b"%%EOF" in content[-_TAIL:])


def _whole(kind: str, whole: bool) -> str:
    refuse_if(None if whole else refusal("files.damaged", "file"))
    return kind


def _text(content: bytes, ending: str) -> str:
    if _WEB.match(content[:400].removeprefix(b"\xef\xbb\xbf")):
        return "web"
    readable = _readable(content)
    return ending if readable and ending in TEXTS else "txt" if readable else "other"


def _readable(content: bytes) -> bool:
    """Whether it is text in one of the encodings that offices use."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8", "gb18030"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not _CONTROL.search(words)
    return False
