"""Fetching the page of a channel, and the digests of editions that it names.

Our own pages go through the whole site (middleware, page, template) without a line out; outside sites by HTTP. Of
those only hosts that the operator named are asked, no redirect is followed, the page may not be long or slow: what
is fetched is chosen by people of the city, so it must not reach into the city's own network.
"""

import http.client
import re
import time
from functools import cache
from io import BytesIO
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

TIME_OUT = 10.0  # seconds of silence
DEADLINE = 15.0  # seconds for all of a page
_PIECE = 1 << 16
LONGEST_PAGE = 5_000_000  # bytes
_META = re.compile(r'<meta\s+name="qingdan-edition"\s+content="([0-9a-f]{64})"\s*/?>')


class NotFetched(Exception):
    """The page could not be had; `key` says why ("lists.fetch.…"), `detail` the rest."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(key, detail)
        self.key, self.detail = key, detail


class _NoRedirect(HTTPRedirectHandler):
    """A channel has its own address: whoever sends us elsewhere is not it."""

    def redirect_request(self, *_words: Any, **_more: Any) -> None:
        """None: the answer 3xx becomes an HTTPError."""


def fetch_digests(address: str) -> frozenset[str]:
    """Digests of the editions that the page at an address names in its head. Raises NotFetched."""
    page = _fetch_own(address) if address.startswith("/") else _fetch_outside(address)
    return frozenset(_META.findall(page.decode("utf-8", errors="replace")))


def allowed_host(address: str) -> bool:
    """Whether an address is on a host that the operator named (QINGDAN_CHANNEL_HOSTS), by http or https."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return False
    plain = parts.username is None and parts.password is None
    return parts.scheme in {"http", "https"} and plain and host in settings.CHANNEL_HOSTS


def _fetch_own(path: str) -> bytes:
    response = _site().get_response(WSGIRequest(_environment(path)))
    if response.status_code != 200:
        raise NotFetched("lists.fetch.status", str(response.status_code))
    return b"".join(response)


def _fetch_outside(address: str) -> bytes:
    if not allowed_host(address):
        raise NotFetched("lists.fetch.host")
    answers: SimpleQueue[bytes | NotFetched] = SimpleQueue()
    Thread(target=_ask, args=(address, answers), daemon=True).start()
    try:
        found = answers.get(timeout=DEADLINE)
    except Empty:  # it never falls silent for long: drips its head, or sends us through many addresses
        raise NotFetched("lists.fetch.no_answer") from None
    if isinstance(found, NotFetched):
        raise found
    return found


def _ask(address: str, answers: SimpleQueue[bytes | NotFetched]) -> None:
    try:
        answers.put(_page_of(address))
    except NotFetched as error:
        answers.put(error)


def _page_of(address: str) -> bytes:
    opener, until = build_opener(_NoRedirect, ProxyHandler({})), time.monotonic() + DEADLINE
    try:
        with opener.open(Request(address, headers={"User-Agent": "qingdan"}), timeout=TIME_OUT) as answer:
            return _read(answer, until)
    except HTTPError as error:
        error.close()
        raise NotFetched("lists.fetch.status", str(error.code)) from error
    except (URLError, TimeoutError, ConnectionError, http.client.HTTPException, ValueError) as error:
        raise NotFetched("lists.fetch.no_answer") from error


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    """The page, piece by piece as it comes: a site that drips never falls silent. Raises NotFetched."""
    page = bytearray()
    while piece := answer.read1(_PIECE):
        page += piece
        if len(page) > LONGEST_PAGE:
            raise NotFetched("lists.fetch.too_long")
        if time.monotonic() > until:
            raise NotFetched("lists.fetch.no_answer")
    return bytes(page)


@cache
def _site() -> WSGIHandler:
    return WSGIHandler()


def _environment(path: str) -> dict[str, Any]:
    host = next((one for one in settings.ALLOWED_HOSTS if "*" not in one), "localhost")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": host.lstrip("."),
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "HTTP_HOST": host.lstrip("."),
    }
