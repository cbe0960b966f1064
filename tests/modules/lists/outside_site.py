"""A site outside of Qingdan, as a department has one: an HTTP server of the test's own that answers what it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


@dataclass(slots=True)
class Site:
    """What the site answers, and what it was asked: `sends_to` makes it a redirect."""

    host: str = ""
    page: str = ""
    status: int = 200
    sends_to: str = ""
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
            self.send_response(302 if site.sends_to else site.status)
            if site.sends_to:
                self.send_header("Location", site.sends_to)
            self.end_headers()
            self.wfile.write(site.page.encode())

        def log_message(self, *_words: object) -> None:
            """Says nothing."""

    return Answers
