"""The whole database into one file, and back: each happens whole or not at all."""

import hashlib
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from qingdan.base.db.account import account_for
from qingdan.base.db.address import Address, Role
from qingdan.base.db.binaries import Binaries, find_binaries
from qingdan.base.db.errors import BackupFailed
from qingdan.base.db.roles import drop_database, fresh_database, maintenance
from qingdan.base.db.secrets_file import write_private


def backup(address: Address, target: Path) -> str:
    """Writes the database as of one moment to a new file, mode 600; its SHA-256 in hexadecimal is returned.

    The role must see past row-level security: PostgreSQL refuses to copy a part in silence. Raises BackupFailed,
    DatabaseUnavailable (no programs of the server's version).
    """
    if target.exists():
        raise BackupFailed(f"{target} 已经存在，不覆盖以前的备份")
    binaries = _binaries(address)
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        write_private(unfinished, "")
        _run(binaries, "pg_dump", address, "backup", ["--format=custom", f"--file={unfinished}"])
        _to_disk(unfinished)
        digest = _digest(unfinished)
        unfinished.replace(target)
        _to_disk(target.parent)
    except OSError as error:
        raise BackupFailed(f"不能写 {target}：{error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return digest


def restore(address: Address, source: Path, *, digest: str) -> None:
    """Puts a backup in the place of the database, which nobody may be using.

    It is built beside it and takes its name at the end. Roles must be called as where the backup was taken.
    Raises BackupFailed (nothing changed), DatabaseUnavailable.
    """
    try:
        found = _digest(source)
    except OSError as error:
        raise BackupFailed(f"不能读 {source}：{error.strerror}") from error
    if found != digest:
        raise BackupFailed(f"{source} 与备份时不同（摘要 {found[:12]}…，应为 {digest[:12]}…）")
    try:
        _rebuild(_binaries(address), address, source)
    except psycopg.errors.ObjectInUse as error:
        raise BackupFailed("还有程序连着数据库：先停下网页和后台任务，再恢复") from error
    except psycopg.Error as error:
        raise BackupFailed(f"恢复没有成功：{error}") from error


def _rebuild(binaries: Binaries, address: Address, source: Path) -> None:
    """Into a database from template0: with our default privileges in place, tables would be born open, and
    what was revoked from the application (changing events) would be granted again."""
    restored, former = f"{address.name}_restored", f"{address.name}_former"
    fresh_database(address, restored, template="template0")
    try:
        how = ["--no-owner", "--single-transaction", "--exit-on-error", str(source)]
        _run(binaries, "pg_restore", address, "owner", how, database=restored)
        drop_database(address, former)
        _exchange(address, restored, former)
    finally:
        drop_database(address, restored)
    drop_database(address, former)


def _exchange(address: Address, restored: str, former: str) -> None:
    """Both names change in one transaction: a kill leaves the one database or the other."""
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    steps = [(address.name, former), (restored, address.name)]
    with maintenance(address) as server, server.transaction():
        for old, new in steps:
            server.execute(rename.format(sql.Identifier(old), sql.Identifier(new)))


def _binaries(address: Address) -> Binaries:
    """Programs of the server's own version: an older pg_dump is refused, a newer one writes what it cannot read."""
    try:
        with maintenance(address) as server:
            major = server.info.server_version // 10_000
    except psycopg.OperationalError as error:
        raise BackupFailed(f"连不上数据库：{error}") from error
    return find_binaries(account_for(Path("/nonexistent")), major=major)


def _run(
    binaries: Binaries,
    program: str,
    address: Address,
    role: Role,
    options: Sequence[str],
    *,
    database: str | None = None,
) -> None:
    """The password goes by the environment, which other users cannot see."""
    place = address.url(role, database=database, secret=False)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {"PGPASSWORD": address.login(role).password, "LC_ALL": "C"}
    command = [binaries.program(program), f"--dbname={place}", *options]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise BackupFailed(f"{program} 没有成功：{done.stderr.decode(errors='replace').strip()}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
