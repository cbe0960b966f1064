"""Signed requests between two programs that share a secret: HMAC-SHA256 (RFC 2104) over everything that counts.

Signed are: which way it goes, method (with the status, of an answer), path with its query, time, nonce and the SHA-256
of the body, a line each. So nothing of it can be changed, nothing sent back to who sent it, and what is older than five
minutes is worth nothing; that a nonce is used once is for the receiver to remember as long.
"""

import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

HOLDS = 300
"""Seconds for which a request is taken, before and after the receiver's time."""

_FORM = "qingdan-hmac-sha256/1"
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_LONGEST_TIME = 12


class Way(StrEnum):
    """Which way a request goes; an answer is signed by who answers, with the nonce of what was asked."""

    TO_PARTNER = "to-partner"
    FROM_PARTNER = "from-partner"
    ANSWER = "answer"


class SigningFault(StrEnum):
    """Why a request is not taken."""

    UNREADABLE = "unreadable"  # no time, no nonce, no signature of the right form
    OLD = "old"  # or from the future
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signable:
    """What is signed. `time` in seconds since 1970 as text; `path` with its query, as it stands in the request."""

    way: Way
    method: str
    path: str
    time: str
    nonce: str
    body: bytes


def signature(secret: bytes, said: Signable) -> str:
    """The signature in 64 hex digits."""
    body = sha256(said.body).hexdigest()
    lines = (_FORM, said.way.value, said.method, said.path, said.time, said.nonce, body)
    return hmac.new(secret, "\n".join(lines).encode("utf-8", "surrogatepass"), sha256).hexdigest()


def signing_fault(secrets: tuple[bytes, ...], said: Signable, given: str, *, now: int) -> SigningFault | None:
    """Why a signature is not taken at a time; None when one of the secrets made it. Never raises on hostile words."""
    if not (said.time.isascii() and said.time.isdigit() and len(said.time) <= _LONGEST_TIME):
        return SigningFault.UNREADABLE
    if not _NONCE.fullmatch(said.nonce) or not given.isascii():
        return SigningFault.UNREADABLE
    if not any(hmac.compare_digest(signature(one, said), given) for one in secrets):
        return SigningFault.WRONG
    return SigningFault.OLD if abs(int(said.time) - now) > HOLDS else None
