"""Query codes: what is kept of one, and how it is typed. With its number it opens a case or comment to its author."""

import secrets
from hashlib import sha256

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
LENGTH, GROUP = 10, 5


def new_code() -> str:
    """K7QM3-TXA9P: fifty bits that nobody guesses."""
    signs = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"{signs[:GROUP]}-{signs[GROUP:]}"


def secret_digest(number: str, code: str) -> str:
    """What is kept; the same for a code typed small, with spaces or without the hyphen."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())[: 2 * LENGTH]
    return sha256(f"{number}:{plain}".encode()).hexdigest()
