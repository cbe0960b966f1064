"""The folder of the server's unix socket: private, and its path short enough for the kernel."""

import os
import stat
import tempfile
from pathlib import Path

from qingdan.base.db.account import Account
from qingdan.base.db.address import PORT
from qingdan.base.db.errors import DatabaseUnavailable

SOCKET = f".s.PGSQL.{PORT}"
LOCK = f"{SOCKET}.lock"
LONGEST = 107
PREFIX = "qingdan-"
RANDOM = "12345678"  # as many characters as a temporary name gets


def is_private(folder: Path, uid: int) -> bool:
    """Whether it is there, the user's own, no link, and closed to all others."""
    if not os.path.lexists(folder):
        return False
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700 and found.st_uid == uid


def socket_folder(data: Path, remembered: str, account: Account) -> str:
    """ "" for the data folder itself while its path is short enough, else a folder among temporary files.

    The remembered one is taken while it is still private. Raises DatabaseUnavailable: no place found.
    """
    if _fits(data):
        return ""
    if remembered and is_private(Path(remembered), account.uid):
        return remembered
    for place in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"):
        if place and os.access(place, os.W_OK) and _fits(Path(place) / f"{PREFIX}{RANDOM}"):
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
            account.take(folder)
            return str(folder)
    raise DatabaseUnavailable("找不到放套接字的文件夹：路径都太长，或不可写；请把 TMPDIR 设为一个短的路径")


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET)) <= LONGEST
