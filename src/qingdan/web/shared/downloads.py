"""Sending a file that is kept or was just made: always as an attachment, never as a page of this site."""

from pathlib import Path
from typing import TypeVar, cast

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from qingdan.base.files.queries import CONTENT_TYPES

_Answer = TypeVar("_Answer", bound=HttpResponseBase)


def attachment(path: Path, *, name: str, kind: str) -> HttpResponse:
    """The file's bytes under its name; the browser is told not to guess and not to show it."""
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    return cast(HttpResponse, _kept_apart(response))  # a page's answer, only in pieces


def made(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """What the program just made (a form as PDF, a workbook), under this name."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return _kept_apart(response)


def _kept_apart(response: _Answer) -> _Answer:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
