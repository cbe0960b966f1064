"""A department's system for tests: a real server on a port of this machine that answers as it is told."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from qingdan.rules.signed_request import Signable, Way, signature

Answer = Callable[["FakePartner", Mapping[str, Any]], tuple[int, bytes]]


@dataclass
class FakePartner:
    """`got`: every body that came; `answer` makes what goes back; `signs`, `slow` (seconds) say how."""

    secret: bytes = b""
    answer: Answer | None = None
    signs: bool = True
    slow: float = 0
    port: int = 0
    got: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it is called."""
        return f"http://127.0.0.1:{self.port}/in"

    @property
    def codes(self) -> list[str]:
        """Codes of what came, in their order."""
        return [one["code"] for one in self.got]


def received(_partner: FakePartner, said: Mapping[str, Any]) -> tuple[int, bytes]:
    """Took it."""
    return 200, json.dumps({"received": said["code"]}).encode()


def answers(**content: Any) -> Answer:
    """Took it and answers at once."""
    return lambda _partner, said: (
        200,
        json.dumps({"received": said["code"], "answer": content}, ensure_ascii=False).encode(),
    )


@contextmanager
def fake_partner() -> Iterator[FakePartner]:
    """Listens while the context lasts."""
    partner = FakePartner(answer=received)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(partner))
    partner.port = server.server_port
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield partner
    finally:
        server.shutdown()
        server.server_close()


def _handler(partner: FakePartner) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            said = json.loads(body)
            partner.got.append(said)
            partner.heads.append({name.lower(): word for name, word in self.headers.items()})
            time.sleep(partner.slow)
            assert partner.answer
            status, answer = partner.answer(partner, said)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            if partner.signs:
                self._sign(status, answer)
            self.end_headers()
            self.wfile.write(answer)

        def _sign(self, status: int, answer: bytes) -> None:
            signed = Signable(
                way=Way.ANSWER, method=f"POST {status}", path=self.path, time=self.headers["Qingdan-Time"],
                nonce=self.headers["Qingdan-Nonce"], body=answer,
            )  # fmt: skip
            self.send_header("Qingdan-Time", signed.time)
            self.send_header("Qingdan-Signature", signature(partner.secret, signed))

        def log_message(self, *_words: Any) -> None:
            """Tests are quiet."""

    return Handler
