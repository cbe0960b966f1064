"""Asking the site as somebody, and reading what it answered, packed or not."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdf
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.web.access_table import Entry, Route

UNREAD = r' <b class="num">\d+</b><span class="sr"> 条没有看</span>'
TOKEN = re.compile(rf'name="csrfmiddlewaretoken" value="\w+"| aria-current="page"|{UNREAD}')


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: `words` is all text in it, also of packed documents."""

    status: int
    words: str
    location: str
    policy: str
    attached: bool

    @property
    def refused(self) -> bool:
        """As if it were not there."""
        return self.status == 404


def ask(client: Client, route: Route, entry: Entry, things: Mapping[str, str], query: str = "") -> Answer:
    """One request; whatever it wrote is taken back."""
    body = {name: word.format(**things) for name, word in entry.body.items()}
    return ask_address(
        client, address_of(route, entry, things, query), body if route.method == "POST" else None
    )


def ask_address(client: Client, address: str, body: Mapping[str, str] | None = None) -> Answer:
    """GET, or POST where there is a body; in what is answered, the address itself and tokens are left out."""
    with transaction.atomic():
        response = client.get(address) if body is None else client.post(address, dict(body))
        words = words_of(response).replace(address, "").replace(address.replace("&", "&amp;"), "")
        transaction.set_rollback(True)
    headers = response.headers
    return Answer(
        status=response.status_code,
        words=TOKEN.sub("", words),
        location=headers.get("Location", ""),
        policy=headers.get("Content-Security-Policy", ""),
        attached=headers.get("Content-Disposition", "").startswith("attachment"),
    )


def address_of(route: Route, entry: Entry, things: Mapping[str, str], query: str = "") -> str:
    """The route's address for these things."""
    values = {name: entry.things[name].format(**things) for name in route.converters}
    words = (query or entry.query).format(**things)
    return reverse(route.name, kwargs=values) + (f"?{words}" if words else "")


def words_of(response: Any) -> str:
    """The text of an answer: of a page, or of the parts of a workbook, a Word or a PDF document."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if body.startswith(b"%PDF") and b"startxref" in body:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(body)).pages)
    return str(body.decode(errors="replace"))
