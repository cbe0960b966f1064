"""Whether an ID token is the provider's, for us, of now, and the answer to our own question.

Source: OpenID Connect Core 1.0 §3.1.3.7; RFC 8725. The algorithms are ours, never the token's: `none` and HMAC with a
public key as secret are not among them.
"""

from collections.abc import Mapping, Sequence
from secrets import compare_digest
from typing import Any

import jwt

from qingdan.base.oidc.provider import NotProved, ProviderSettings

ALGORITHMS = ("RS256", "ES256")
SKEW = 60
"""Seconds by which the provider's clock may differ from ours."""
LONGEST_TOKEN = 20_000
_NEEDED = ("iss", "sub", "aud", "exp", "iat", "nonce")


class UnknownKey(Exception):
    """None of the keys is the one that the token names: the provider may have changed them."""


def verified_claims(
    token: object, *, provider: ProviderSettings, keys: Sequence[Mapping[str, Any]], nonce: str
) -> dict[str, Any]:
    """The claims of a token. `keys`: JSON web keys. Raises NotProved, UnknownKey."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise NotProved("provider.refused", "no ID token")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(jwt.get_unverified_header(token), keys),
            algorithms=list(ALGORITHMS),
            audience=provider.client,
            issuer=provider.issuer,
            leeway=SKEW,
            options={"require": list(_NEEDED), "enforce_minimum_key_length": True},
        )
    except jwt.PyJWTError as error:
        raise NotProved("provider.refused", type(error).__name__) from error
    _demand_ours(claims, provider, nonce)
    return claims


def _demand_ours(claims: Mapping[str, Any], provider: ProviderSettings, nonce: str) -> None:
    """Raises NotProved: the token answers another question, or was made for another than us."""
    said = claims["nonce"]
    if not isinstance(said, str) or not compare_digest(said.encode(), nonce.encode()):
        raise NotProved("provider.refused", "nonce")
    audience = claims["aud"]
    alone = isinstance(audience, str) or len(audience) == 1
    if claims.get("azp", provider.client if alone else "") != provider.client:
        raise NotProved("provider.refused", "azp")


def _key(head: Mapping[str, Any], keys: Sequence[Mapping[str, Any]]) -> jwt.PyJWK:
    """The key that the token names; without a name the only one that signs. Raises UnknownKey, NotProved."""
    if head.get("alg") not in ALGORITHMS:
        raise NotProved("provider.refused", "algorithm")
    try:
        usable = jwt.PyJWKSet([dict(one) for one in keys])
    except jwt.PyJWKSetError:
        raise UnknownKey from None
    signing = [one for one in usable if one.public_key_use in {None, "sig"}]
    named = [one for one in signing if one.key_id == head["kid"]] if "kid" in head else signing
    if len(named) != 1:
        raise UnknownKey
    return named[0]
