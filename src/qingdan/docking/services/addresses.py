"""Where a department's system may lie: addresses are typed by people, and the program calls them from inside.

Readings: a public host is called by TLS alone. What lies inside (private, loopback, link-local addresses) is called
only where the operator has named it: a network (198.51.100.0/24), or host:port, which may then do without TLS.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

LONGEST = 200
_PORTS = {"https": 443, "http": 80}


class AddressFault(StrEnum):
    """Why an address is not called."""

    UNREADABLE = "unreadable"
    NO_TLS = "no_tls"
    INSIDE = "inside"  # lies where the operator has named nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """An address in its parts; `path` with its query, "/" at least."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """host:port, as the operator names it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def called_of(address: str, inside: Collection[str]) -> Called | AddressFault:
    """The parts of an address, or why it is not called whatever lies there."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError:
        return AddressFault.UNREADABLE
    plain = address.isascii() and address.isprintable() and " " not in address and len(address) <= LONGEST
    if not plain or not host or parts.username is not None or parts.fragment or parts.scheme not in _PORTS:
        return AddressFault.UNREADABLE
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    called = Called(secure=parts.scheme == "https", host=host, port=port or _PORTS[parts.scheme], path=path)
    return called if called.secure or called.named in inside else AddressFault.NO_TLS


def may_connect(called: Called, number: str, inside: Collection[str]) -> bool:
    """Whether the address a name stands for (`number`, as looked up just now) may be connected to."""
    found = ip_address(number.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    if called.named in inside or (found.is_global and not found.is_multicast):
        return True
    return any(found in ip_network(one) for one in inside if "/" in one)


def is_named_well(word: str) -> bool:
    """Whether an operator's word is a network or host:port."""
    if "/" not in word:
        host, _, port = word.rpartition(":")
        return bool(host) and port.isdecimal() and port.isascii() and 0 < int(port) < 65_536
    try:
        ip_network(word)
    except ValueError:
        return False
    return True
