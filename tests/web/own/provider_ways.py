"""Going to the fake provider and back, as a browser does: one redirect after the other."""

from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

from django.test import Client

SITE = "testserver"
LEAVE = "/identity-provider/"


class _Stay(HTTPRedirectHandler):
    """Reads where it is sent, and stays."""

    def redirect_request(self, *_words: Any, **_more: Any) -> None:
        """None: the answer becomes an HTTPError."""


def sent_back(address: str) -> str:
    """Where the provider sends the browser that it was sent: path and query of our own address."""
    try:
        build_opener(_Stay).open(address, timeout=5)
    except HTTPError as error:
        error.close()
        parts = urlsplit(error.headers["Location"])
        assert parts.netloc == SITE
        return f"{parts.path}?{parts.query}"
    raise AssertionError("the provider sent nobody back")


def way_back(client: Client, **query: str) -> str:
    """The address with a code, for this browser."""
    left = client.get(LEAVE, query)
    assert left.status_code == 302, left.content.decode()
    return sent_back(left["Location"])


def through(client: Client, **query: str) -> Any:
    """All the way: what the site answers to who comes back."""
    return client.get(way_back(client, **query))
