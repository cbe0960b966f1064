"""Reading kept files."""

from pathlib import Path

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.files.vault import place_of
from qingdan.base.refusal import Missing

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain",
    "xml": "application/xml",
    "json": "application/json; charset=utf-8",
    "zip": "application/zip",
    "html": "text/html; charset=utf-8",
}


def get_file_for(actor: Actor, code: str) -> StoredFile:
    """The file, if this person may see its unit's drafts. Raises Missing."""
    found = StoredFile.objects.visible_to(actor).filter(code=code).first()
    if found is None:
        raise Missing
    return found


def path_of(file: StoredFile) -> Path:
    """Where its bytes lie: for reading only."""
    return place_of(file.digest)
