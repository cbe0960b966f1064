"""How often one network address may do something, without keeping the address.

What is counted is a digest of the address with a salt of the day; the salt is thrown away with the day, and then no
count can be traced to anybody. A city hall sits behind one address, so the limits are wide [K].
"""

import secrets
from hashlib import sha256
from ipaddress import IPv4Address, ip_address

from django.core.cache import cache
from django.http import HttpRequest

from qingdan.base.clock import day_of
from qingdan.base.refusal import refusal, refuse_if
from qingdan.web.shared.accounts import client_ip

HOUR, A_DAY_AND_MORE = 3_600, 90_000
AN_HOUR = {"comment": 20, "track": 60}
HOUSEHOLD = 64  # bits of an IPv6 address that one household shares


def count_against(request: HttpRequest, act: str) -> None:
    """Counts one more `act` (a key of AN_HOUR) from where the request comes. Raises Refused beyond the limit."""
    key = f"throttle:{act}:{_who(request)}"
    cache.add(key, 0, HOUR)
    refuse_if(refusal("comments.too_many") if cache.incr(key) > AN_HOUR[act] else None)


def _who(request: HttpRequest) -> str:
    day = day_of(request.at)  # type: ignore[attr-defined]
    salt = cache.get_or_set(f"throttle-salt:{day}", lambda: secrets.token_hex(16), A_DAY_AND_MORE)
    return sha256(f"{salt}:{_household(client_ip(request) or '')}".encode()).hexdigest()


def _household(printed: str) -> str:
    try:
        address = ip_address(printed)
    except ValueError:
        return ""
    if isinstance(address, IPv4Address):
        return printed
    return str(int(address) >> (128 - HOUSEHOLD))
