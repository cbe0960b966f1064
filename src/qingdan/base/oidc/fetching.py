"""One question to the provider: JSON back, soon and short, or not at all. No redirect is followed."""

import http.client
import json
import time
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote_plus, urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from qingdan.base.oidc.provider import NotProved, is_guarded

TIME_OUT = 5.0  # seconds of silence
DEADLINE = 10.0  # seconds for all of an answer
LONGEST = 1_000_000  # bytes
_PIECE = 1 << 16


class _NoRedirect(HTTPRedirectHandler):
    """The addresses are the provider's own: whoever sends us elsewhere is not it."""

    def redirect_request(self, *_words: Any, **_more: Any) -> None:
        """None: the answer 3xx becomes an HTTPError."""


def ask_json(
    address: str, form: Mapping[str, str] | None = None, login: tuple[str, str] | None = None
) -> dict[str, Any]:
    """The object at an address; with a form, what its post is answered. `login`: name and secret. Raises NotProved."""
    if not is_guarded(address):
        raise NotProved("provider.down", "address without TLS")
    headers = {"Accept": "application/json", "User-Agent": "qingdan", **_authorization(login)}
    body = urlencode(form).encode() if form is not None else None
    try:
        found = json.loads(_answer(Request(address, data=body, headers=headers)))
    except (ValueError, RecursionError) as error:
        raise NotProved("provider.down", "no JSON") from error
    if not isinstance(found, dict):
        raise NotProved("provider.down", "no object")
    return found


def _answer(request: Request) -> bytes:
    opener, until = build_opener(_NoRedirect, ProxyHandler({})), time.monotonic() + DEADLINE
    try:
        with opener.open(request, timeout=TIME_OUT) as answer:
            return _read(answer, until)
    except HTTPError as error:
        error.close()
        key = "provider.refused" if 400 <= error.code < 500 else "provider.down"
        raise NotProved(key, f"status {error.code}") from error
    except (URLError, TimeoutError, OSError, http.client.HTTPException) as error:
        raise NotProved("provider.down", type(error).__name__) from error


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    """Piece by piece: a provider that drips never falls silent."""
    found = bytearray()
    while piece := answer.read1(_PIECE):
        found += piece
        if len(found) > LONGEST or time.monotonic() > until:
            raise NotProved("provider.down", "too long")
    return bytes(found)


def _authorization(login: tuple[str, str] | None) -> dict[str, str]:
    """RFC 6749 §2.3.1: both are quoted as in a form before they are joined."""
    if login is None:
        return {}
    joined = ":".join(quote_plus(one) for one in login)
    return {"Authorization": f"Basic {b64encode(joined.encode()).decode()}"}
