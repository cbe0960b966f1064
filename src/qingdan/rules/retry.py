"""Trying again after growing waits, each a little different, so that what failed together does not come back together.

No clock and no chance: how much longer a wait is comes from the mark of the thing, so it can be worked out again.
"""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

_PARTS = 1 << 32


def wait_after(tries: int, waits: Sequence[timedelta], *, mark: str, spread: int = 20) -> timedelta | None:
    """How long to wait after so many tries (from 1); None when there is none more.

    The wait of the list, and up to `spread` per cent longer by the mark.
    """
    if not 0 < tries <= len(waits):
        return None
    share = int.from_bytes(sha256(f"{mark} {tries}".encode()).digest()[:4])
    return waits[tries - 1] * (1 + spread * share / (100 * _PARTS))
