"""An identity provider of the tests' own: a server with real keys that speaks OpenID Connect, and lies when told."""

import json
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Thread
from time import time
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET, NAME = "qingdan-临江", "s:ecret/示例", "赣灯通"
Headers = list[tuple[str, str]]
Answer = tuple[str, Headers, bytes]


class _Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_words: Any) -> None:
        """Nothing."""


@dataclass(slots=True)
class FakeProvider:
    """The server's state. `person`: the claims of whom it signs in; `twist`: changes claims before they are signed;
    `sign`: makes the token of claims in another way; `listed`: keys in its document, the first one signs."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    twist: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    sign: Callable[[dict[str, Any]], str] | None = None
    down: bool = False
    said_issuer: str = ""
    listed: list[tuple[str, RSAPrivateKey]] = field(default_factory=lambda: [("k1", new_key())])
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    keys_asked: int = 0

    def token(self, claims: dict[str, Any]) -> str:
        """Signed by the key that signs."""
        name, key = self.listed[0]
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": name})

    def answer(self, environ: dict[str, Any]) -> Answer:
        """One request."""
        if self.down:
            return "503 Down", [], b"{}"
        path, query = environ["PATH_INFO"], dict(parse_qsl(environ.get("QUERY_STRING", "")))
        match path:
            case "/.well-known/openid-configuration":
                return _json(self._document())
            case "/keys":
                self.keys_asked += 1
                return _json({"keys": [_public(*one) for one in self.listed]})
            case "/authorize":
                return self._authorize(query)
            case "/token":
                return self._redeem(environ)
        return "404 Missing", [], b"{}"

    def _document(self) -> dict[str, Any]:
        return {
            "issuer": self.said_issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def _authorize(self, query: dict[str, str]) -> Answer:
        """Signs the person in without asking, and sends the browser back."""
        right = query.get("client_id") == CLIENT and query.get("code_challenge_method") == "S256"
        if not right or query.get("response_type") != "code" or "openid" not in query.get("scope", ""):
            return "400 Wrong", [], b"{}"
        self.asked.append(query)
        self.codes[code := secrets.token_hex(8)] = query
        back = urlencode({"code": code, "state": query["state"], "iss": self.issuer})
        return "302 Back", [("Location", f"{query['redirect_uri']}?{back}")], b""

    def _redeem(self, environ: dict[str, Any]) -> Answer:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        form = dict(parse_qsl(environ["wsgi.input"].read(length).decode()))
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or not _is_ours(environ) or not _is_answer(form, asked):
            return "400 Wrong", [("Content-Type", "application/json")], b'{"error": "invalid_grant"}'
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": int(time()), "exp": int(time()) + 300,
            "nonce": asked["nonce"], **self.person,
        }  # fmt: skip
        return _json(
            {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(self.twist(claims))}
        )

    def _signed(self, claims: dict[str, Any]) -> str:
        return self.sign(claims) if self.sign else self.token(claims)


def new_key() -> RSAPrivateKey:
    """A key of the length that providers use."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@contextmanager
def running_provider() -> Iterator[FakeProvider]:
    """A provider that answers on this machine, as long as the block lasts."""
    provider = FakeProvider()

    def application(environ: dict[str, Any], start: Callable[[str, Headers], Any]) -> Iterable[bytes]:
        status, headers, body = provider.answer(environ)
        start(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


def _json(value: object) -> Answer:
    return "200 OK", [("Content-Type", "application/json")], json.dumps(value).encode()


def _public(name: str, key: RSAPrivateKey) -> dict[str, Any]:
    return {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": name, "use": "sig", "alg": "RS256"}


def _is_ours(environ: dict[str, Any]) -> bool:
    """Whether name and secret stand in the head."""
    word = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Basic ")
    return [unquote_plus(one) for one in b64decode(word).decode().split(":")] == [CLIENT, SECRET]


def _is_answer(form: dict[str, str], asked: dict[str, str]) -> bool:
    """Whether the code is redeemed by who asked for it."""
    challenge = (
        urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
    )
    same = (
        form.get("redirect_uri") == asked["redirect_uri"] and form.get("grant_type") == "authorization_code"
    )
    return same and challenge == asked["code_challenge"]
