"""Shared secrets of docked systems: worked out, never stored.

A secret is HMAC-SHA256 over the system's name and the number of its key, with a key that lies in the home, readable by
its owner alone. So neither the database nor a backup of it holds one, and a new one is a number counted up.
"""

import hmac
import os
import secrets
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from qingdan.docking.models import Partner

KEY_FILE = "docking_key"
_BYTES = 32


def secret_of(partner: Partner, number: int) -> bytes:
    """The secret of a number, as 64 hex digits in ASCII: what the system's operators type is what signs."""
    said = f"qingdan.docking/1:{partner.region_id}:{partner.code}:{number}"
    return hmac.new(_master(settings.QINGDAN_HOME), said.encode(), sha256).hexdigest().encode()


def good_secrets(partner: Partner, at: datetime) -> tuple[bytes, ...]:
    """The secrets that a system may sign with now."""
    numbers = [partner.key_number]
    if partner.key_number > 1 and partner.old_key_until and at < partner.old_key_until:
        numbers.append(partner.key_number - 1)
    return tuple(secret_of(partner, one) for one in numbers if one)


@cache
def _master(home: Path) -> bytes:
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
