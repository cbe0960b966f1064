"""People before a running city, without a browser: they sign in through the form, read pages and send forms."""

import re
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
EDGE = "lantern-edge-2026"
NAMED = '<(?:input|textarea)[^>]*name="{}"[^>]*?(?:value="([^"]*)"|>([^<]*)<)'


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    location: str
    words: str

    def field(self, name: str) -> str:
        """What stands in a field of a form of the page."""
        found = re.search(NAMED.format(re.escape(name)), self.words)
        assert found, f"no field {name} in a page of {len(self.words)} characters, status {self.status}"
        return unescape(found[1] or (found[2] or "").removeprefix("\n")).replace("\r\n", "\n")


class Person:
    """One connection that is kept, with its cookies. Raises OSError and HTTPException as http.client does."""

    def __init__(self, port: int) -> None:
        self.line = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def sign_in(self, username: str, password: str) -> None:
        """Through the form, with its token."""
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", login=username, password=password)
        assert answer.status == 302 and "sessionid" in self.cookies, answer

    def get(self, address: str) -> Answer:
        """A page."""
        return self._ask("GET", address, None)

    def post(self, address: str, **fields: str) -> Answer:
        """A form, with the session's token."""
        words = fields | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return self._ask("POST", address, urlencode(words).encode())

    def send(self, address: str, file: Path, **fields: str) -> Answer:
        """A form with a file in its field `file`."""
        words = fields | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        parts = [
            f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{word}\r\n'
            for name, word in words.items()
        ]
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + file.read_bytes() + f"\r\n--{EDGE}--\r\n".encode()
        return self._ask("POST", address, body, f"multipart/form-data; boundary={EDGE}")

    def close(self) -> None:
        """Hangs up."""
        self.line.close()

    def _ask(self, method: str, address: str, body: bytes | None, kind: str = FORM) -> Answer:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.line.request(method, address, body, {"Cookie": kept, "Content-Type": kind})
        answer = self.line.getresponse()
        words = answer.read().decode("utf-8", "replace")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(status=answer.status, location=answer.headers.get("Location", ""), words=words)
