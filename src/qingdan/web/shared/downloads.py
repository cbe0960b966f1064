"""Sending a kept file: always as an attachment, never as a page of this site."""

from pathlib import Path
from typing import cast

from django.http import FileResponse, HttpResponse

from qingdan.base.files.queries import CONTENT_TYPES


def attachment(path: Path, *, name: str, kind: str) -> HttpResponse:
    """The file's bytes under its name; the browser is told not to guess and not to show it."""
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return cast(HttpResponse, response)  # a page's answer, only in pieces
