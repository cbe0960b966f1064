"""Electronic signatures of papers (电子签名法 Art. 13, 14; GB/T 38540): an interface, and a software key for trials.

An agency that has a seal server or an SM2 device puts its own `Signer` here; the cryptography package of today signs
with no SM2, so none is shipped. The software key is Ed25519 (RFC 8032: the same text gives the same signature), made at
the first signature, readable by the owner of the home alone; it proves that this installation wrote the paper, and it
is no seal: whatever it signs says so.
"""

import os
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

KEY_FILE = "paper_key.pem"
_FORM = "qingdan.paper/1"


class Signer(Protocol):
    """Who signs digests. `name` says in words by what; `key` is its public key in hex, kept beside each signature."""

    name: str
    key: str

    def sign(self, digest: str) -> str:
        """The signature over a digest, in hex."""


class SoftwareKey:
    """The key of this installation. Marked as what it is: for demonstration and trial."""

    name = "演示用软件密钥签名（Ed25519），不是机关的电子印章"

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.key = private.public_key().public_bytes_raw().hex()

    def sign(self, digest: str) -> str:
        """The signature over a digest, in hex."""
        return self._private.sign(_message(digest)).hex()


def signer() -> Signer:
    """By what papers are signed here."""
    return _software_key(settings.QINGDAN_HOME)


def is_signed(digest: str, signature: str, key: str) -> bool:
    """Whether the signature over a digest is this installation's own and right."""
    return key == signer().key and verifies(digest, signature, key)


def verifies(digest: str, signature: str, key: str) -> bool:
    """Whether a signature was made by a key over a digest; False for what is none."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), _message(digest)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _message(digest: str) -> bytes:
    return f"{_FORM}:{digest}".encode()


@cache
def _software_key(home: Path) -> SoftwareKey:
    path = home / KEY_FILE
    home.mkdir(parents=True, exist_ok=True)
    made = Ed25519PrivateKey.generate()
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f"{KEY_FILE}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(pem)
        os.link(draft, path)  # whole or not at all; who was first has made it
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    kept = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(kept, Ed25519PrivateKey)
    return SoftwareKey(kept)
