"""The provider as the operator names it, and an answer of it that is taken or not (issue 6 §2, RQ-G3)."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from qingdan.base.oidc import fetching
from qingdan.base.oidc.fetching import ask_json
from qingdan.base.oidc.provider import NotProved, is_guarded
from qingdan.config.environment import WrongSetting, read_environment

pytestmark = pytest.mark.requirement("RQ-G3")
SET = {
    "QINGDAN_OIDC_ISSUER": "https://province.example/auth",
    "QINGDAN_OIDC_CLIENT": "qingdan",
    "QINGDAN_OIDC_NAME": "赣灯通",
    "QINGDAN_OIDC_SECRET": "not for eyes",
}


def set_all(monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    for name, word in {**SET, **more}.items():
        monkeypatch.setenv(name, word)


def test_environment__without_issuer_has_no_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, QINGDAN_OIDC_ISSUER="")

    assert read_environment().identity_provider is None


def test_environment__names_the_provider_and_does_not_show_its_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_all(monkeypatch)
    found = read_environment()

    assert found.identity_provider and found.identity_provider.secret == "not for eyes"
    assert "not for eyes" not in repr(found)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("QINGDAN_OIDC_ISSUER", "http://province.example/auth"),
        ("QINGDAN_OIDC_ISSUER", "province.example"),
        ("QINGDAN_OIDC_ISSUER", "https://province.example/auth?x=1"),
        ("QINGDAN_OIDC_CLIENT", ""),
        ("QINGDAN_OIDC_NAME", ""),
        ("QINGDAN_OIDC_NAME", "灯" * 41),
    ],
)
def test_environment__half_set_is_said(monkeypatch: pytest.MonkeyPatch, name: str, word: str) -> None:
    set_all(monkeypatch, **{name: word})

    with pytest.raises(WrongSetting, match=name):
        read_environment()


@pytest.mark.parametrize(
    ("address", "guarded"),
    [
        ("https://province.example/keys", True),
        ("http://127.0.0.1:8000/keys", True),
        ("http://province.example/keys", False),
        ("https://user:word@province.example/", False),
        ("https://province.example/#part", False),
        ("https:///keys", False),
        ("http://[half", False),
        ("ftp://127.0.0.1/keys", False),
        (None, False),
    ],
)
def test_address__is_guarded_by_tls_or_of_this_machine(address: object, guarded: bool) -> None:
    assert is_guarded(address) is guarded


class _Odd(BaseHTTPRequestHandler):
    """Answers by the path."""

    def do_GET(self) -> None:
        status, body = {
            "/right": (200, b'{"a": 1}'),
            "/list": (200, b"[1]"),
            "/words": (200, b"<html>"),
            "/deep": (200, b"[" * 100_000),
            "/long": (200, b'"' + b"x" * 3_000_000 + b'"'),
            "/away": (302, b""),
            "/down": (500, b""),
            "/no": (400, b""),
        }[self.path]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/right")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            return

    def log_message(self, *_words: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def odd() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Odd) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_answer__that_is_an_object_is_taken(odd: str) -> None:
    assert ask_json(f"{odd}/right") == {"a": 1}


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/list", "no object"),
        ("/words", "no JSON"),
        ("/deep", "no JSON"),
        ("/long", "too long"),
        ("/away", "status 302"),
        ("/down", "status 500"),
        ("/no", "status 400"),
    ],
)
def test_answer__that_is_none_is_not_taken(odd: str, path: str, detail: str) -> None:
    with pytest.raises(NotProved) as caught:
        ask_json(f"{odd}{path}")

    assert caught.value.detail == detail


def test_answer__that_never_ends_is_left(odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "DEADLINE", -1.0)

    with pytest.raises(NotProved, match="too long"):
        ask_json(f"{odd}/right")


def test_answer__of_nobody_is_said_soon() -> None:
    with pytest.raises(NotProved) as caught:
        ask_json("http://127.0.0.1:9/")

    assert caught.value.key == "provider.down"
