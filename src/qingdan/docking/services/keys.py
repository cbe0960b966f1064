"""Shared secrets of docked systems: worked out from a system's name and the number of its key, never stored.

So neither the database nor a dump of it holds one, and a new one is a number counted up.
"""

from datetime import datetime

from django.conf import settings

from qingdan.base.shared_secret import secret_for
from qingdan.docking.models import Partner


def secret_of(partner: Partner, number: int) -> bytes:
    """The secret of a number, as 64 hex digits in ASCII: what the system's operators type is what signs."""
    said = f"qingdan.docking/1:{partner.region_id}:{partner.code}:{number}"
    return secret_for(settings.QINGDAN_HOME, said)


def good_secrets(partner: Partner, at: datetime) -> tuple[bytes, ...]:
    """The secrets that a system may sign with now."""
    numbers = [partner.key_number]
    if partner.key_number > 1 and partner.old_key_until and at < partner.old_key_until:
        numbers.append(partner.key_number - 1)
    return tuple(secret_of(partner, one) for one in numbers if one)
