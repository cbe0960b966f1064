"""Files as people give them, whole and broken, for tests."""

import zipfile
from io import BytesIO

from django.core.files.base import ContentFile
from openpyxl import Workbook

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
HEADER = ("序号", "类别", "名称", "实施主体", "设定依据", "清理意见")


def given(content: bytes, name: str) -> ContentFile:
    """A file as a form hands it over."""
    return ContentFile(content, name=name)


def a_workbook(*rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> bytes:
    """An .xlsx with a heading and these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "登记表"
    for row in (header, *rows):
        sheet.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The same document with one more part."""
    kept = BytesIO(workbook)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return kept.getvalue()


def a_bomb(megabytes: int = 600) -> bytes:
    """A small workbook with a part that unpacks to hundreds of megabytes of nothing."""
    kept = BytesIO(a_workbook())
    with (
        zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/image1.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(megabytes):
            part.write(bytes(1_000_000))
    return kept.getvalue()


def with_damaged_part(workbook: bytes, kind: int) -> bytes:
    """The same document with one more part, packed in this way and then spoiled."""
    kept = BytesIO(workbook)
    with zipfile.ZipFile(kept, "a", kind) as archive:
        archive.writestr("xl/more.bin", b"lantern" * 500)
        part = archive.getinfo("xl/more.bin")
        start = part.header_offset + 30 + len(part.filename)
    content = bytearray(kept.getvalue())
    content[start + 9 : start + part.compress_size] = b"\xff" * (part.compress_size - 9)
    return bytes(content)


def locked(workbook: bytes) -> bytes:
    """The same archive with the flag of encryption on its parts."""
    return workbook.replace(b"PK\x01\x02\x14\x00\x14\x00\x00", b"PK\x01\x02\x14\x00\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


def an_old_document(*entries: str) -> bytes:
    """The head of an older office document whose folder has entries of these names."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + b"".join(one.encode("utf-16-le") for one in entries)
    )
