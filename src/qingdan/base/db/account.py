"""Under which user of the system the database server runs: PostgreSQL refuses to run as root."""

import logging
import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qingdan.base.db.errors import DatabaseUnavailable
from qingdan.base.db.secrets_file import write_private

NOBODY = 65534
ALIASES = (1000, NOBODY)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A user to run server programs as. uid: who owns the server's files, as seen from outside."""

    uid: int
    prefix: tuple[str, ...] = ()

    def run(self, command: Sequence[str]) -> tuple[int, str]:
        """Runs to the end as this user; exit status and what was printed.

        Settings of PostgreSQL clients in the environment are left out: they would redirect the server.
        """
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        change = self.uid if self.uid != os.geteuid() else None
        try:
            done = subprocess.run(
                [*self.prefix, *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=clean | {"LC_ALL": "C"},
                cwd="/",
                user=change,
                group=change,
                extra_groups=None if change is None else [],
                check=False,
            )
        except (FileNotFoundError, PermissionError) as error:
            return 127, str(error)
        return done.returncode, done.stdout.decode(errors="replace")

    def take(self, folder: Path) -> None:
        """Makes the folder and all in it this user's; the folder itself last, so a kill is made good."""
        if folder.stat().st_uid != self.uid:
            for path in (*folder.rglob("*"), folder):
                os.chown(path, self.uid, self.uid, follow_symlinks=False)

    def write(self, path: Path, text: str) -> None:
        """A file of this user that nobody else can read."""
        write_private(path, text)
        os.chown(path, self.uid, -1)


def account_for(data: Path) -> Account:
    """The account for a data folder, which need not exist yet.

    An ordinary user is himself. For root: whoever else already owns the data; otherwise root inside a user
    namespace under another number, so that the files stay root's; where the kernel gives none, uid 65534.
    The namespace also serves a user without a name (containers): initdb asks for one.
    Raises DatabaseUnavailable: the data belong to somebody else.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else me
    if me not in (0, owner):
        raise DatabaseUnavailable(f"{data} 属于另一个用户（uid {owner}），当前用户（uid {me}）不能启动它")
    if owner != me or (me != 0 and _has_name(me)):
        return Account(uid=owner)
    alias = next(filter(_has_name, ALIASES), NOBODY)
    namespaced = Account(uid=me, prefix=("unshare", "--user", f"--map-user={alias}", f"--map-group={alias}"))
    if namespaced.run(["true"])[0] == 0:
        return namespaced
    if me != 0:
        return Account(uid=me)
    log.warning("PostgreSQL 不能以 root 运行，这里又不许建用户命名空间：改用 uid %d，数据归它所有", NOBODY)
    return Account(uid=NOBODY)


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
