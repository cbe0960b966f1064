"""Secrets shared with other programs: worked out from a key of this installation, never stored by themselves.

The key lies in the home, made when first needed, readable by its owner alone; a backup of the city takes it along.
"""

import hmac
import os
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path

KEY_FILE = "docking_key"
_BYTES = 32


def secret_for(home: Path, said: str) -> bytes:
    """The secret of a name, always the same: 64 hex digits in ASCII."""
    return hmac.new(_key(home), said.encode(), sha256).hexdigest().encode()


@cache
def _key(home: Path) -> bytes:
    path = home / KEY_FILE
    home.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{KEY_FILE}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        os.link(draft, path)  # whole or not at all; who was first has made it
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    return path.read_bytes()
