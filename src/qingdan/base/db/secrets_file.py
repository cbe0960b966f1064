"""`database.json` in the home, mode 600: passwords of the roles, and a socket folder outside the home."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from qingdan.base.db.errors import DatabaseUnavailable

FILE_NAME = "database.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Random passwords; socket_folder: "" while the data folder itself serves."""

    superuser: str = field(repr=False)
    owner: str = field(repr=False)
    app: str = field(repr=False)
    backup: str = field(repr=False)
    socket_folder: str = ""


def new_secrets() -> Secrets:
    """Passwords of 256 bits."""
    superuser, owner, app, backup = (secrets.token_urlsafe(32) for _ in range(4))
    return Secrets(superuser=superuser, owner=owner, app=app, backup=backup)


def read_secrets(home: Path) -> Secrets | None:
    """What the home remembers; None where it has no such file. Raises DatabaseUnavailable: not readable."""
    path = home / FILE_NAME
    try:
        return Secrets(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise DatabaseUnavailable(f"{path} 属于另一个用户，读不了") from error
    except (ValueError, TypeError) as error:
        raise DatabaseUnavailable(f"{path} 已损坏：请从备份取回") from error


def write_secrets(home: Path, remembered: Secrets) -> None:
    """Replaces the file whole: a start that is killed here leaves the old one."""
    write_private(home / f"{FILE_NAME}.new", json.dumps(asdict(remembered)))
    (home / f"{FILE_NAME}.new").replace(home / FILE_NAME)


def write_private(path: Path, text: str) -> None:
    """A file that was never readable for others, on the disk when this returns."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
