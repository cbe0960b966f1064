"""Published pages kept ready: an answer that was given once is given again until something new is published.

A page about what is published is the same for everybody (display settings and forms have addresses of their own), so
its bytes are made once and kept by address: in memory for every process (`Memory`), and for addresses without a query
also as files of the home (`qingdan.web.portal.store`). What it was made from is its state (`qingdan.web.portal.state`);
an answer of another state is not given any more (docs/adr/0030).

Two doors read what is kept. `Keeping`, the outermost middleware, finishes the answers of published pages and keeps
them; `Door` stands before Django and gives kept answers without it.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse

from qingdan.web.portal.state import State, state_of_now
from qingdan.web.shared.display import COOKIE

MOST_BYTES = 48_000_000  # of kept answers in a process
MADE_AGAIN = {"content-length", "etag", "content-encoding"}
Headers = list[tuple[str, str]]
Environ = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer of a published page: its bytes as they are and packed, its headers, and what they were made from."""

    state: State
    headers: tuple[tuple[str, str], ...]
    plain: bytes
    packed: bytes
    etag: str

    def answer(self, environ: Environ) -> tuple[int, Headers, bytes]:
        """Status, headers and body for one request: packed where that is understood, 304 where it is known."""
        packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        etag = f'"{self.etag}{"-gz" if packed else ""}"'
        headers = [*self.headers, ("ETag", etag)]
        if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            return 304, headers, b""
        body = self.packed if packed else self.plain
        headers += [("Content-Encoding", "gzip")] if packed else []
        headers.append(("Content-Length", str(len(body))))
        return 200, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body

    @property
    def size(self) -> int:
        """Bytes it takes."""
        return len(self.plain) + len(self.packed)


def kept_from(response: HttpResponse, state: State) -> Kept:
    """What is kept of a finished answer."""
    body = response.content
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in MADE_AGAIN)
    return Kept(
        state=state,
        headers=headers,
        plain=body,
        packed=gzip.compress(body, 6, mtime=0),
        etag=sha256(body).hexdigest()[:32],
    )


class Memory:
    """Kept answers by address, those asked for last; as many as there is room for."""

    def __init__(self, room: int = MOST_BYTES) -> None:
        self._room, self._taken, self._lock = room, 0, Lock()
        self._answers: OrderedDict[str, Kept] = OrderedDict()

    def get(self, key: str) -> Kept | None:
        """The answer kept for an address, of whatever state."""
        with self._lock:
            found = self._answers.get(key)
            if found:
                self._answers.move_to_end(key)
            return found

    def put(self, key: str, kept: Kept) -> None:
        """Keeps an answer in the place of an older one; what was not asked for longest goes."""
        with self._lock:
            old = self._answers.pop(key, None)
            self._taken += kept.size - (old.size if old else 0)
            self._answers[key] = kept
            while self._taken > self._room:
                _, gone = self._answers.popitem(last=False)
                self._taken -= gone.size


MEMORY = Memory()


def key_of(environ: Environ) -> str:
    """What an answer is kept under: path, query, and whether a proxy speaks TLS (some headers differ)."""
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", "")
    return f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}#{scheme}"


def wants_default(environ: Environ) -> bool:
    """Whether it asks for a page as everybody gets it: no display settings."""
    return environ["REQUEST_METHOD"] in {"GET", "HEAD"} and f"{COOKIE}=" not in environ.get("HTTP_COOKIE", "")


class Keeping:
    """The outermost middleware: a published page is given its ETag, packed, and kept when everybody gets the same."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        state: State | None = getattr(response, "made_from", None)
        if state is None or response.status_code != 200:
            return response
        kept = kept_from(response, state)
        if wants_default(request.META) and "public" in response.headers.get("Cache-Control", ""):
            MEMORY.put(key_of(request.META), kept)
        status, headers, body = kept.answer(request.META)
        return HttpResponse(body, status=status, headers=dict(headers))


Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
STATUS = {200: "200 OK", 304: "304 Not Modified"}


class Door:
    """Before Django: a kept answer that is still true is given at once; every other request goes on."""

    def __init__(self, application: Application, memory: Memory = MEMORY) -> None:
        self._application, self._memory = application, memory

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kept = self._memory.get(key_of(environ)) if wants_default(environ) else None
        if kept is None or state_of_now(kept.state.region) != kept.state:
            return self._application(environ, start_response)
        status, headers, body = kept.answer(environ)
        start_response(STATUS[status], headers)
        return [body]
