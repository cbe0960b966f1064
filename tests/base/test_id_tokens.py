"""ID tokens by keys and algorithms (OpenID Connect Core 1.0 §3.1.3.7, RFC 8725; RQ-G3)."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as rsa_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from qingdan.base.oidc.provider import NotProved, ProviderSettings
from qingdan.base.oidc.tokens import UnknownKey, verified_claims

pytestmark = pytest.mark.requirement("RQ-G3")
PROVIDER = ProviderSettings(name="赣灯通", issuer="https://province.example", client="qingdan")
NAMED = {"kid": "k"}


@cache
def key(kind: str) -> Any:
    match kind:
        case "P-256":
            return generate_private_key(SECP256R1())
        case "P-384":
            return generate_private_key(SECP384R1())
    return rsa_key(public_exponent=65537, key_size=int(kind))


def listed(kind: str, **more: Any) -> dict[str, Any]:
    """The key as the provider lists it."""
    way = ECAlgorithm if kind.startswith("P") else RSAAlgorithm
    return {**way.to_jwk(key(kind).public_key(), as_dict=True), **more}


def token(kind: str, algorithm: str, headers: dict[str, Any] | None = None) -> str:
    at = int(time.time())
    claims = {"iss": PROVIDER.issuer, "aud": ["qingdan"], "sub": "j", "nonce": "n", "iat": at, "exp": at + 60}
    return jwt.encode(claims, key(kind), algorithm=algorithm, headers=headers)


def plain(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def verified(word: object, *keys: dict[str, Any]) -> dict[str, Any]:
    return verified_claims(word, provider=PROVIDER, keys=keys, nonce="n")


@pytest.mark.parametrize(("kind", "algorithm"), [("2048", "RS256"), ("P-256", "ES256")])
def test_token__of_either_algorithm_is_taken(kind: str, algorithm: str) -> None:
    assert verified(token(kind, algorithm, NAMED), listed(kind, kid="k"))["sub"] == "j"


def test_token__without_the_name_of_a_key_goes_by_the_only_one_that_signs() -> None:
    closing = listed("P-256", use="enc")
    assert verified(token("2048", "RS256"), closing, listed("2048", use="sig"))["sub"] == "j"

    with pytest.raises(UnknownKey):
        verified(token("2048", "RS256"), listed("P-256"), listed("2048"))


@pytest.mark.parametrize(("kind", "algorithm"), [("2048", "RS384"), ("2048", "PS256"), ("P-384", "ES384")])
def test_token__by_another_algorithm_is_not(kind: str, algorithm: str) -> None:
    with pytest.raises(NotProved, match="algorithm"):
        verified(token(kind, algorithm, NAMED), listed(kind, kid="k", alg=algorithm))


def test_token__by_a_key_of_another_algorithm_is_not() -> None:
    with pytest.raises(NotProved, match="InvalidAlgorithmError"):
        verified(token("2048", "RS256", NAMED), listed("P-256", kid="k"))


@pytest.mark.filterwarnings("ignore:The RSA key is 1024 bits")
def test_token__by_a_short_key_is_not() -> None:
    with pytest.raises(NotProved, match="InvalidKeyError"):
        verified(token("1024", "RS256", NAMED), listed("1024", kid="k"))


def test_token__with_the_public_key_as_secret_is_not() -> None:
    public = key("2048").public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    words = ".".join(plain(json.dumps(one).encode()) for one in ({"alg": "HS256", **NAMED}, {"sub": "j"}))
    forged = f"{words}.{plain(hmac.digest(public, words.encode(), 'sha256'))}"

    with pytest.raises(NotProved, match="algorithm"):
        verified(forged, listed("2048", kid="k"))


@pytest.mark.parametrize("word", [None, 7, "", "a.b.c", "x" * 20_001, ["a"]])
def test_token__that_is_none_is_not(word: object) -> None:
    with pytest.raises(NotProved):
        verified(word, listed("2048", kid="k"))


@pytest.mark.parametrize("keys", [[], [{"kty": "odd"}], [{"kid": "k"}]])
def test_keys__that_are_none_prove_nothing(keys: list[dict[str, Any]]) -> None:
    with pytest.raises(UnknownKey):
        verified(token("2048", "RS256", NAMED), *keys)


def test_keys__of_one_name_prove_nothing() -> None:
    with pytest.raises(UnknownKey):
        verified(token("2048", "RS256", NAMED), listed("2048", kid="k"), listed("P-256", kid="k"))
