"""Taking files in."""

import secrets
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol

from django.conf import settings

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.content import kind_of
from qingdan.base.files.models import StoredFile
from qingdan.base.files.names import ending_of, safe_name
from qingdan.base.files.scanner import scan
from qingdan.base.files.vault import received
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Refused, refusal
from qingdan.base.transactions import writing

WORKBOOKS = ("xlsx", "xls", "ods", "csv")
SCANS = ("pdf", "png", "jpg")
TEXTS = ("pdf", "docx", "txt")


class Upload(Protocol):
    """A file as a form gives it: Django's UploadedFile, or a File of one's own."""

    name: str | None

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece."""


def store_file(
    upload: Upload | None, *, unit: str, kinds: Collection[str], by: Actor, at: datetime
) -> StoredFile:
    """Keeps a file of a unit: size, kind by content, name and virus scan first. Raises Refused, on field `file`.

    `kinds`: the kinds wanted here (WORKBOOKS, SCANS, TEXTS, or others of the content module). The bytes are on the
    disk for good before the row is; inside another act's transaction a row taken back leaves bytes nobody names.
    """
    if upload is None:
        raise Refused([refusal("files.none", "file")])
    given = upload.name or ""
    with received(upload.chunks(), settings.MOST_UPLOAD) as draft:
        kind = kind_of(draft.path, ending_of(given), kinds)
        scan(draft.path, settings.CLAMD)
        draft.keep()
    with writing(by):
        owner = Unit.objects.get(code=unit)
        file = StoredFile.objects.create(
            code=secrets.token_hex(12),
            region_id=owner.region_id,
            unit=owner,
            name=safe_name(given, kind),
            kind=kind,
            size=draft.size,
            digest=draft.digest,
            by=by.username,
            at=at,
        )
        data = {"kind": kind, "size": draft.size, "digest": draft.digest}
        append("FileStored", f"file:{file.code}", by=by, at=at, unit=unit, data=data)
    return file


def hand_on(file: StoredFile, *, unit: str, by: Actor, at: datetime) -> StoredFile:
    """The same bytes for another unit, as a file of its own: each unit sees its own files alone."""
    with writing(by):
        owner = Unit.objects.get(code=unit)
        copy = StoredFile.objects.create(
            code=secrets.token_hex(12), region_id=owner.region_id, unit=owner, name=file.name, kind=file.kind,
            size=file.size, digest=file.digest, by=by.username, at=at,
        )  # fmt: skip
        data = {"kind": file.kind, "size": file.size, "digest": file.digest}
        append("FileHandedOn", f"file:{copy.code}", by=by, at=at, unit=unit, data=data)
    return copy
