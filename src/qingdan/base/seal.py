"""SM3 (GB/T 32905): the seal of day sheets, from this Python's hashlib or from the cryptography package."""

import hashlib

from cryptography.hazmat.primitives import hashes


def sealed(text: str) -> str:
    """SM3 of a text, 64 hex digits."""
    if seal_source() == "hashlib":
        return hashlib.new("sm3", text.encode()).hexdigest()
    return _by_cryptography(text)


def seal_source() -> str:
    """Which library makes the seal here: said when the city starts."""
    return "hashlib" if "sm3" in hashlib.algorithms_available else "cryptography"


def _by_cryptography(text: str) -> str:
    seal = hashes.Hash(hashes.SM3())
    seal.update(text.encode())
    return seal.finalize().hex()
