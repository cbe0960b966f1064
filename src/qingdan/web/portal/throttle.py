"""How often one network address may do something, without keeping the address.

What is counted is a digest of the address with a salt of the day; the salt is thrown away with the day, and then no
count can be traced to anybody. A city hall sits behind one address, so the limits are wide [K].
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, ip_address

from django.core.cache import cache
from django.http import HttpRequest

from qingdan.base.clock import day_of
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.rows import rows
from qingdan.web.shared.accounts import client_ip

A_DAY_AND_MORE = 90_000  # seconds
KEPT = timedelta(hours=2)
AN_HOUR = {
    "comment": 20, "track": 60, "case_guess": 20, "case_guess_all": 400, "sign_up": 20, "forgotten": 10,
    "provider": 600,
}  # fmt: skip
HOUSEHOLD = 64  # bits of an IPv6 address that one household shares
_COUNT = """
INSERT INTO cache (cache_key, value, expires) VALUES (%(key)s, %(by)s, %(until)s::timestamptz)
ON CONFLICT (cache_key) DO UPDATE SET value = (cache.value::int + %(by)s::int)::text RETURNING value::int
"""


def count_against(request: HttpRequest, act: str) -> None:
    """Counts one more `act` (a key of AN_HOUR) from where the request comes, in this hour. Raises Refused beyond."""
    _count(request, act, _household(client_ip(request) or ""))


@contextmanager
def counted(request: HttpRequest, act: str, link: str = "") -> Iterator[None]:
    """Counts what is taken in within the block, not what is refused there. Raises Refused beyond the limit.

    `link`: the invitation by which somebody comes; then it is counted, not the address.
    """
    who, taken = link or _household(client_ip(request) or ""), False
    try:
        _count(request, act, who)
        yield
        taken = True
    finally:
        if not taken:
            _add(request, act, who, -1)


@contextmanager
def guessing(request: HttpRequest, act: str, number: str) -> Iterator[None]:
    """Counts what goes wrong within the block, not what is right. Raises Refused beyond, for the right code too.

    Few guesses at one `number` from one address, many at all numbers together ("<act>_all"): who guesses in a hall
    shuts nobody else out there, and nobody from elsewhere the applicant. Both are always counted: the same time.
    """
    who, right = _household(client_ip(request) or ""), False
    counts = {act: f"{who} {number}", f"{act}_all": who}
    over = [_add(request, name, key, 1) > AN_HOUR[name] for name, key in counts.items()]
    refuse_if(refusal("own.too_many", "number") if any(over) else None)
    try:
        yield
        right = True
    finally:
        for name, key in counts.items() if right else ():
            _add(request, name, key, -1)


def _count(request: HttpRequest, act: str, who: str) -> None:
    refuse_if(refusal("comments.too_many") if _add(request, act, who, 1) > AN_HOUR[act] else None)


def _add(request: HttpRequest, act: str, who: str, by: int) -> int:
    """One statement, exact however many come at once, in the table of the cache, which throws away what is over."""
    at: datetime = request.at  # type: ignore[attr-defined]
    key = f"throttle:{act}:{at:%Y%m%d%H}:{_digest(at, who)}"
    ((count,),) = rows(_COUNT, key=key, by=str(by), until=(at + KEPT).isoformat())
    return int(count)


def _digest(at: datetime, who: str) -> str:
    salt = cache.get_or_set(f"throttle-salt:{day_of(at)}", lambda: secrets.token_hex(16), A_DAY_AND_MORE)
    return sha256(f"{salt}:{who}".encode()).hexdigest()


def _household(printed: str) -> str:
    try:
        address = ip_address(printed)
    except ValueError:
        return ""
    if isinstance(address, IPv4Address):
        return printed
    return str(int(address) >> (128 - HOUSEHOLD))
