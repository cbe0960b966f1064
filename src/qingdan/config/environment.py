"""The environment, read once and typed. A wrong value is said in one line, not half-used."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from qingdan.base.oidc.provider import ProviderSettings, is_guarded
from qingdan.docking.services.addresses import is_named_well

SECRET_FILE = "secret"
NOBODY = "127.0.0.1:9"  # where the systems of the demonstration are said to be
_YES, _NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


class WrongSetting(Exception):
    """A variable holds what it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Everything that is set from outside.

    `home` holds database, files and secrets; `hosts` are the names the site is reached by; `https` says that a proxy
    in front speaks TLS, `smtp` is host:port of the mail server, empty: no mail; `clamd` is the scanner's socket or
    host:port, empty: no scan; `receipt_prefix` begins the receipt numbers of the city, empty: its name's first sign;
    `channel_hosts` are the outside sites (host or host:port) on which published lists may be looked for;
    `identity_provider` is where applicants may prove who they are, None: nowhere; `docking_inside` are the networks and
    host:port of departments' systems that do not lie in public (`qingdan.docking.services.addresses`).
    """

    home: Path
    port: int
    demo: bool
    hosts: tuple[str, ...]
    https: bool
    smtp: str
    mail_from: str
    clamd: str
    receipt_prefix: str
    channel_hosts: tuple[str, ...]
    identity_provider: ProviderSettings | None
    docking_inside: tuple[str, ...]


def read_environment() -> Environment:
    """The environment of this process. Raises WrongSetting."""
    return Environment(
        home=Path(os.environ.get("QINGDAN_HOME") or "var").expanduser().resolve(),
        port=_port("QINGDAN_PORT", 8000),
        demo=_switch("QINGDAN_DEMO"),
        hosts=tuple(os.environ.get("QINGDAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")),
        https=_switch("QINGDAN_HTTPS"),
        smtp=os.environ.get("QINGDAN_SMTP", ""),
        mail_from=os.environ.get("QINGDAN_MAIL_FROM", "qingdan@localhost"),
        clamd=os.environ.get("QINGDAN_CLAMD", ""),
        receipt_prefix=os.environ.get("QINGDAN_RECEIPT_PREFIX", ""),
        channel_hosts=tuple(filter(None, os.environ.get("QINGDAN_CHANNEL_HOSTS", "").lower().split(","))),
        identity_provider=_identity_provider(),
        docking_inside=_docking_inside(),
    )


def secret_key(home: Path) -> str:
    """The key that signs sessions: made at the first start, readable by the owner alone."""
    path = home / SECRET_FILE
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(48))
    return key


def _identity_provider() -> ProviderSettings | None:
    words = {
        name: os.environ.get(f"QINGDAN_OIDC_{name}", "").strip()
        for name in ("ISSUER", "CLIENT", "NAME", "SECRET")
    }
    if not words["ISSUER"]:
        return None
    if not is_guarded(words["ISSUER"]) or "?" in words["ISSUER"] or len(words["ISSUER"]) > 200:
        raise WrongSetting(
            "QINGDAN_OIDC_ISSUER 要填身份提供方的 https 地址，和它的发现文档里的 issuer 一字不差"
        )
    if lacking := [f"QINGDAN_OIDC_{name}" for name in ("CLIENT", "NAME") if not words[name]]:
        raise WrongSetting(f"填了 QINGDAN_OIDC_ISSUER，还要填 {'、'.join(lacking)}")
    if len(words["NAME"]) > 40:
        raise WrongSetting("QINGDAN_OIDC_NAME 最多 40 个字")
    return ProviderSettings(
        name=words["NAME"], issuer=words["ISSUER"], client=words["CLIENT"], secret=words["SECRET"]
    )


def _docking_inside() -> tuple[str, ...]:
    named = os.environ.get("QINGDAN_DOCKING_INSIDE", NOBODY if _switch("QINGDAN_DEMO") else "")
    words = tuple(filter(None, named.lower().split(",")))
    if wrong := [one for one in words if not is_named_well(one)]:
        raise WrongSetting(
            f"QINGDAN_DOCKING_INSIDE 要填网段（198.51.100.0/24）或主机:端口，用逗号隔开，现在有 {wrong[0]!r}"
        )
    return words


def _port(name: str, default: int) -> int:
    word = os.environ.get(name) or str(default)
    if not word.isdecimal() or not 0 < int(word) < 65536:
        raise WrongSetting(f"{name} 要填 1 到 65535 的端口号，现在是 {word!r}")
    return int(word)


def _switch(name: str) -> bool:
    word = os.environ.get(name, "").lower()
    if word not in _YES | _NO:
        raise WrongSetting(f"{name} 只能填 1 或 0，现在是 {word!r}")
    return word in _YES
