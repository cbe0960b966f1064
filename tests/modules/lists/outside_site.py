"""A site outside of Qingdan, as a department has one: an HTTP server of the test's own that answers what it is told."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


@dataclass(slots=True)
class Site:
    """What the site answers, and what it was asked: `sends_to` redirects, `drips` is slow in "head" or "page"."""

    host: str = ""
    page: str = ""
    status: int = 200
    sends_to: str = ""
    drips: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"http://{self.host}/qingdan/"

    def show(self, digest: str) -> None:
        """Puts an edition on its page."""
        self.page = f'<html><head><meta name="qingdan-edition" content="{digest}"></head></html>'


@contextmanager
def a_site() -> Iterator[Site]:
    """A site while the block lasts."""
    site = Site()
    server = HTTPServer(("127.0.0.1", 0), _answers(site))
    site.host = f"127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answers(site: Site) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            with suppress(OSError):
                self.answer()

        def answer(self) -> None:
            if site.drips == "head":
                self.drip(b"HTTP/1.0 200 " + b"x" * 100)
            self.send_response(302 if site.sends_to else site.status)
            if site.sends_to:
                self.send_header("Location", site.sends_to)
            self.end_headers()
            if site.drips == "page":
                self.drip(site.page.encode())
            self.wfile.write(site.page.encode())

        def drip(self, content: bytes) -> None:
            for byte in content:
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)

        def log_message(self, *_words: object) -> None:
            """Says nothing."""

    return Answers
