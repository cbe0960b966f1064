"""Answers of open data: one read-only transaction as a visitor, an ETag, how long they may be kept.

What an address names by an edition never changes: it may be kept for ever. What it says in words of ours (CSV, XLSX)
may be laid out better one day: it is kept for a day and asked again by its ETag.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from hashlib import sha256
from typing import Any, BinaryIO, TypeVar

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_safe

from qingdan.base.files.made import write_whole
from qingdan.base.files.queries import CONTENT_TYPES
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading
from qingdan.editions.queries.shown import shown_editions
from qingdan.web.portal.rendering import asked_for

FOR_EVER, FOR_A_DAY, FRESH = (
    "public, max-age=31536000, immutable",
    "public, max-age=86400",
    "public, max-age=60",
)
LAYOUT = 1  # counted up when the layout of a made file changes: kept ones are made anew
KINDS = CONTENT_TYPES | {
    "json": "application/json; charset=utf-8",
    "ndjson": "application/x-ndjson; charset=utf-8",
    "zip": "application/zip",
    "atom": "application/atom+xml; charset=utf-8",
    "py": "text/x-python; charset=utf-8",
}
View = Callable[..., HttpResponseBase]
_Answer = TypeVar("_Answer", bound=HttpResponseBase)


def opened(view: View) -> View:
    """An address of open data: the view is handed the request and what is asked, inside one read-only transaction."""

    @wraps(view)
    def answer(request: HttpRequest, **words: Any) -> HttpResponseBase:
        at = request.at  # type: ignore[attr-defined]
        try:
            asked = asked_for(words, address=request.path, query=request.GET.dict(), at=at)
            with reading(asked.visitor):
                asked = replace(asked, editions=shown_editions(asked.place.code))
                rest = {name: word for name, word in words.items() if name != "region"}
                return view(request, asked, **rest)
        except Missing as error:
            raise Http404 from error

    kept = require_safe(answer)
    kept.access = frozenset()  # type: ignore[attr-defined]
    return kept


def sent(
    request: HttpRequest, body: bytes, *, kind: str, name: str = "", keep: str = FOR_EVER
) -> HttpResponse:
    """Bytes, as a file when it has a name; 304 to whom they are known."""
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response = (
        HttpResponseNotModified() if _knows(request, etag) else HttpResponse(body, content_type=KINDS[kind])
    )
    return _headed(response, etag, name, keep)


def sent_file(
    request: HttpRequest,
    mark: str,
    make: Callable[[BinaryIO], None],
    *,
    kind: str,
    name: str,
    keep: str = FOR_A_DAY,
) -> HttpResponseBase:
    """A file that is long in the making: made once, kept in the home under its mark, which names all it is of."""
    etag = f'"{sha256(f"{LAYOUT} {mark}".encode()).hexdigest()[:32]}"'
    if _knows(request, etag):
        return _headed(HttpResponseNotModified(), etag, name, keep)
    path = settings.QINGDAN_HOME / "open" / f"{etag.strip(chr(34))}.{kind}"
    if not path.exists():
        write_whole(path, make)
    return _headed(FileResponse(path.open("rb"), content_type=KINDS[kind]), etag, name, keep)


def _knows(request: HttpRequest, etag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return etag in {one.removeprefix("W/") for one in known} or "*" in known


def _headed(response: _Answer, etag: str, name: str, keep: str) -> _Answer:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = keep
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if name:
        response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response
