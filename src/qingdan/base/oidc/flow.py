"""The way to the provider and back: where to send the browser, and what its return proves.

Source: RFC 6749 §4.1, RFC 7636 (PKCE, S256), RFC 9207, OpenID Connect Core 1.0 §3.1, Discovery 1.0 §4.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache

from qingdan.base.oidc.fetching import ask_json
from qingdan.base.oidc.provider import NotProved, ProviderSettings, is_guarded
from qingdan.base.oidc.tokens import UnknownKey, verified_claims

KEPT = 600
"""Seconds for which document and keys are not asked for again; a key that they lack is asked for at once."""
SCOPE = "openid profile"


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What only this browser's session knows of one way to the provider."""

    state: str = field(default_factory=_secret)
    nonce: str = field(default_factory=_secret)
    verifier: str = field(default_factory=_secret)


def authorization_address(
    provider: ProviderSettings, flow: Flow, *, back: str, classes: Sequence[str] = ()
) -> str:
    """Where the browser goes. `back`: our own address; `classes`: the acr asked for, best first. Raises NotProved."""
    asked = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": _challenge(flow.verifier),
        "code_challenge_method": "S256",
        **({"acr_values": " ".join(classes)} if classes else {}),
    }
    address = str(_document(provider)["authorization_endpoint"])
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def claims_of(provider: ProviderSettings, flow: Flow, *, code: str, back: str) -> dict[str, Any]:
    """What the provider says of whom it sent back with a code. Raises NotProved."""
    document = _document(provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": flow.verifier,
    }
    address = str(document["token_endpoint"])
    if provider.secret and not _wants_secret_in_form(document):
        answer = ask_json(address, form, login=(provider.client, provider.secret))
    else:
        secret = {"client_secret": provider.secret} if provider.secret else {}
        answer = ask_json(address, {**form, "client_id": provider.client, **secret})
    return _claims(provider, answer.get("id_token"), str(document["jwks_uri"]), flow.nonce)


def _claims(provider: ProviderSettings, token: object, address: str, nonce: str) -> dict[str, Any]:
    """By the keys kept; where they do not hold the token's, by those of now."""
    for anew in (False, True):
        try:
            return verified_claims(token, provider=provider, keys=_keys(address, anew=anew), nonce=nonce)
        except UnknownKey:
            continue
    raise NotProved("provider.refused", "unknown key")


def _document(provider: ProviderSettings) -> Mapping[str, Any]:
    name = f"oidc-document:{sha256(provider.issuer.encode()).hexdigest()}"
    found: Mapping[str, Any] | None = cache.get(name)
    if found is None:
        found = ask_json(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        _demand_document(found, provider)
        cache.set(name, found, KEPT)
    return found


def _demand_document(found: Mapping[str, Any], provider: ProviderSettings) -> None:
    """Raises NotProved: it is another's, or it sends us where nothing is guarded."""
    if found.get("issuer") != provider.issuer:
        raise NotProved("provider.refused", "issuer of the document")
    if not all(
        is_guarded(found.get(one)) for one in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    ):
        raise NotProved("provider.refused", "addresses of the document")


def _keys(address: str, *, anew: bool) -> list[Mapping[str, Any]]:
    name = f"oidc-keys:{sha256(address.encode()).hexdigest()}"
    found: list[Mapping[str, Any]] | None = None if anew else cache.get(name)
    if found is None:
        listed = ask_json(address).get("keys")
        found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        cache.set(name, found, KEPT)
    return found


def _wants_secret_in_form(document: Mapping[str, Any]) -> bool:
    """The default is the head (Discovery 1.0 §3); the form only where the provider takes nothing else."""
    ways = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" not in ways


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
