"""The identity provider as the operator names it, and why its answer was not taken."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """A provider: its `name` as people know it, its issuer, what we are called there, and the secret ("" for none)."""

    name: str
    issuer: str
    client: str
    secret: str = field(default="", repr=False)


class NotProved(Exception):
    """Nobody was proved. `key` says why in the wording table ("provider.down"), `detail` what the log may say."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(key, detail)
        self.key, self.detail = key, detail


def is_guarded(address: object) -> bool:
    """Whether an address is spoken to by TLS; this machine itself needs none (tests, trials)."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = parts.username is None and not parts.fragment
    return plain and (
        (parts.scheme == "https" and bool(host)) or (parts.scheme == "http" and host in _LOOPBACK)
    )
