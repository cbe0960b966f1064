"""A PostgreSQL of our own: data in the home, reached by a unix socket only.

Every connection needs a password (scram-sha-256). `peer` fails across users: for root the server itself runs
as somebody else. `trust` inside a private folder would be enough against other users, but not against our own
program: whoever can make it open one connection more would be superuser, past row-level security.
"""

import fcntl
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from qingdan.base.db.account import Account, account_for
from qingdan.base.db.address import PORT, Address, Login, address_from
from qingdan.base.db.binaries import Binaries, find_binaries
from qingdan.base.db.errors import DatabaseUnavailable
from qingdan.base.db.processes import (
    PATIENCE,
    clear_away,
    cluster_name,
    is_ready,
    postmaster,
    wait_until_gone,
)
from qingdan.base.db.roles import APP, BACKUP, DATABASE, MAINTENANCE, OWNER, Connection, prepare
from qingdan.base.db.secrets_file import Secrets, new_secrets, read_secrets, write_secrets
from qingdan.base.db.sockets import LOCK, SOCKET, is_private, socket_folder

SUPERUSER = "postgres"
ATTEMPTS = 5
LOG_LINES = 8
# Statements that fail, and the values in them, stay out of the log: they are personal data.
SETTINGS = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{folder}'
unix_socket_permissions = 0700
cluster_name = '{name}'
max_connections = 100
shared_buffers = 128MB
max_parallel_workers_per_gather = 0
jit = off
fsync = on
synchronous_commit = on
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
log_min_error_statement = panic
log_error_verbosity = terse
"""


def database_address(home: Path, environment: Mapping[str, str]) -> Address:
    """Where the database is: what DATABASE_URL names, else our own server in the home, started if needed.

    Raises DatabaseUnavailable.
    """
    return address_from(environment) or Cluster(home).ensure_running()


def known_address(home: Path, environment: Mapping[str, str]) -> Address:
    """The same without starting anything: for settings. Before the first start all of it is a guess."""
    return address_from(environment) or Cluster(home).last_address()


class Cluster:
    """The server whose data lie in `pg/` of a home. Every step is safe against a second process and a kill."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.data = self.home / "pg"
        self.log = self.data / "server.log"

    def ensure_running(self) -> Address:
        """Starts the server or attaches to the running one; makes data, roles and database on first use.

        Raises DatabaseUnavailable.
        """
        with self._alone():
            secrets = self._secrets()
            if not self._answers(secrets):
                secrets = self._start(secrets)
            with self._connect(secrets, MAINTENANCE) as server:
                prepare(server, lambda name: self._connect(secrets, name), secrets)
        return self._address(secrets)

    def last_address(self) -> Address:
        """Where the server was when it last ran; nothing is started or written."""
        return self._address(read_secrets(self.home) or new_secrets())

    def stop(self) -> None:
        """Ends the server: open transactions are rolled back. Nothing happens where none runs."""
        if self.data.exists():
            with self._alone():
                self._end()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One launcher at a time for each home; a second one waits. The kernel lets go when we die."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            file = (self.home / "pg.lock").open("w")
        except OSError as error:
            raise DatabaseUnavailable(f"不能写 {self.home}：{error.strerror}") from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _secrets(self) -> Secrets:
        secrets = read_secrets(self.home)
        if secrets is None and self.data.exists():
            raise DatabaseUnavailable(f"{self.data} 里有数据，口令文件 database.json 却不见了：请从备份取回")
        if secrets is None:
            secrets = new_secrets()
            write_secrets(self.home, secrets)
        return secrets

    def _answers(self, secrets: Secrets) -> bool:
        """Whether a server runs. One that is starting up is waited for; one that lost its socket is ended."""
        deadline = time.monotonic() + PATIENCE
        while postmaster(self.data):
            if is_ready(self.data) and not self._has_socket(secrets):
                self._end()  # swept away with the temporary files
                return False
            try:
                self._connect(secrets, MAINTENANCE).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise DatabaseUnavailable(f"PostgreSQL 在运行，但连不上：{error}") from error
                time.sleep(0.1)
            else:
                return True
        return False

    def _has_socket(self, secrets: Secrets) -> bool:
        folder = self._folder(secrets)
        return is_private(folder, self.data.stat().st_uid) and (folder / SOCKET).exists()

    def _start(self, secrets: Secrets) -> Secrets:
        account = account_for(self.data)
        binaries = find_binaries(account, major=self._major())
        if not self.data.exists():
            self._create(account, binaries, secrets)
        account.take(self.data)
        clear_away(self.data)
        folder = socket_folder(self.data, secrets.socket_folder, account)
        if folder != secrets.socket_folder:
            secrets = replace(secrets, socket_folder=folder)
            write_secrets(self.home, secrets)
        self._write_settings(account, self._folder(secrets))
        self._launch(account, binaries)
        return secrets

    def _major(self) -> int | None:
        version = self.data / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def _create(self, account: Account, binaries: Binaries, secrets: Secrets) -> None:
        """Beside its place first: a kill in the middle leaves nothing that looks like data."""
        for left in self.home.glob("pg.new-*"):
            shutil.rmtree(left)
        unfinished = Path(tempfile.mkdtemp(prefix="pg.new-", dir=self.home))
        password = self.home / "pg.password"
        account.take(unfinished)
        account.write(password, secrets.superuser)
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
        where = ["-D", str(unfinished), "-U", SUPERUSER, "-A", "scram-sha-256", "--pwfile", str(password)]
        what = ["-E", "UTF8", "--locale=C.UTF-8", *builtin, "--data-checksums", "--no-instructions"]
        status, words = account.run([binaries.program("initdb"), *where, *what])
        password.unlink()
        if status:
            raise DatabaseUnavailable(f"不能在 {self.home} 建立数据库：{words.strip()}")
        unfinished.replace(self.data)

    def _write_settings(self, account: Account, folder: Path) -> None:
        """Settings anew, and lock files of a dead server away: PostgreSQL believes in them when their number
        belongs to any living process by now."""
        for path in (self.data / "postmaster.pid", folder / SOCKET, folder / LOCK):
            path.unlink(missing_ok=True)
        quoted = str(folder).replace("'", "''")
        settings = SETTINGS.format(port=PORT, folder=quoted, name=cluster_name(self.data))
        account.write(self.data / "postgresql.conf", settings)

    def _launch(self, account: Account, binaries: Binaries) -> None:
        """Tries more than once: after a crash the system takes a moment to let go of shared memory."""
        where = ["-D", str(self.data), "-l", str(self.log)]
        command = [binaries.program("pg_ctl"), "start", "-w", "-t", "600", *where]
        for attempt in range(ATTEMPTS):
            time.sleep(0.5 * attempt)
            status, words = account.run(command)
            if status == 0:
                return
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        raise DatabaseUnavailable("\n".join([f"PostgreSQL 启动不了：{words.strip()}", *lines[-LOG_LINES:]]))

    def _end(self) -> None:
        process = postmaster(self.data)
        if process is None:
            return
        try:
            os.kill(process, signal.SIGINT)
        except PermissionError:
            raise DatabaseUnavailable(
                f"没有权限停下 PostgreSQL（进程 {process}）：它由另一个用户启动"
            ) from None
        wait_until_gone(self.data, process)

    def _folder(self, secrets: Secrets) -> Path:
        return Path(secrets.socket_folder or self.data)

    def _connect(self, secrets: Secrets, database: str) -> Connection:
        return psycopg.connect(
            host=str(self._folder(secrets)),
            port=PORT,
            dbname=database,
            user=SUPERUSER,
            password=secrets.superuser,
            autocommit=True,
        )

    def _address(self, secrets: Secrets) -> Address:
        return Address(
            host=str(self._folder(secrets)),
            name=DATABASE,
            owner=Login(user=OWNER, password=secrets.owner),
            app=Login(user=APP, password=secrets.app),
            backup=Login(user=BACKUP, password=secrets.backup),
        )
