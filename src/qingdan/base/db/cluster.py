"""A PostgreSQL of our own: data in the home, reached by a unix socket only.

Every connection needs a password (scram-sha-256). `peer` fails across users: the server sees root, itself it
may run as another. `trust` inside a private folder would be enough against other users, but not against our
own program: whoever can run one statement as the application could connect again as superuser and read past
row-level security.
"""

import fcntl
import logging
import os
import signal
import stat
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
from qingdan.base.db.processes import PATIENCE, clear_away, postmaster, wait_until_gone
from qingdan.base.db.roles import APP, BACKUP, DATABASE, OWNER, Connection, prepare
from qingdan.base.db.secrets_file import Secrets, new_secrets, read_secrets, write_private, write_secrets

SUPERUSER = "postgres"
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET = 107
ATTEMPTS = 5
LOG = "server.log"
# Failing statements and the values in them stay out of the log: they are personal data.
SETTINGS = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{folder}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
max_parallel_workers_per_gather = 0
jit = off
fsync = on
synchronous_commit = on
full_page_writes = on
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
lc_messages = 'C'
log_checkpoints = off
log_min_error_statement = panic
log_error_verbosity = terse
"""
log = logging.getLogger(__name__)


def database_address(home: Path, environment: Mapping[str, str]) -> Address:
    """Where the database is: what DATABASE_URL names, else our own server in the home, started if needed."""
    return address_from(environment) or Cluster(home).ensure_running()


class Cluster:
    """The server whose data lie in `pg/` of a home. All steps are safe against a second process and a kill."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.data = self.home / "pg"

    def ensure_running(self) -> Address:
        """Starts the server or attaches to the running one; makes data, roles and database on first use.

        Raises DatabaseUnavailable.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        with self._alone():
            remembered = self._remembered()
            if not self._running(remembered):
                remembered = self._start(remembered)
            with self._connect(remembered, "postgres") as server:
                prepare(server, lambda name: self._connect(remembered, name), remembered)
        return self._address(remembered)

    def stop(self) -> None:
        """Ends the server: open transactions are rolled back. Nothing happens where none runs."""
        if self.data.exists():
            with self._alone():
                self._end()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One launcher at a time for each home; a second one waits. The kernel lets go when we die."""
        with (self.home / "pg.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _remembered(self) -> Secrets:
        remembered = read_secrets(self.home)
        if remembered is None and self.data.exists():
            raise DatabaseUnavailable(
                f"{self.data} 里有数据，但口令文件 database.json 不见了：请从备份取回它"
            )
        if remembered is None:
            remembered = new_secrets()
            write_secrets(self.home, remembered)
        return remembered

    def _running(self, remembered: Secrets) -> bool:
        """Whether a server answers. One that is starting up is waited for; one without its socket is ended."""
        deadline = time.monotonic() + PATIENCE
        while postmaster(self.data):
            try:
                self._connect(remembered, "postgres").close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise DatabaseUnavailable(f"PostgreSQL 在运行，但连不上：{error}") from error
                if not self._socket(remembered).exists() and self._ready():
                    self._end()  # its socket was swept away with the temporary files
                time.sleep(0.1)
            else:
                return True
        return False

    def _ready(self) -> bool:
        return (self.data / "postmaster.pid").read_text().splitlines()[7:8] == ["ready   "]

    def _start(self, remembered: Secrets) -> Secrets:
        account = account_for(self.data)
        binaries = find_binaries(account, major=self._major())
        if not self.data.exists():
            self._create(account, binaries, remembered)
        account.take(self.data)
        clear_away(self.data)
        remembered = self._with_socket_folder(account, remembered)
        self._leave_no_trace(remembered)
        folder = self._socket(remembered).parent
        settings = SETTINGS.format(port=PORT, folder=str(folder).replace("'", "''"))
        write_private(self.data / "postgresql.conf", settings)
        account.take(self.data)
        self._launch(account, binaries)
        return remembered

    def _major(self) -> int | None:
        version = self.data / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def _create(self, account: Account, binaries: Binaries, remembered: Secrets) -> None:
        """Beside its place first: a kill in the middle leaves nothing that looks like data."""
        unfinished, password = self.home / "pg.new", self.home / "pg.password"
        for path in sorted(unfinished.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        unfinished.mkdir(mode=0o700, exist_ok=True)
        write_private(password, remembered.superuser)
        account.take(unfinished)
        os.chown(password, account.uid, -1)
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
        command = [binaries.program("initdb"), "-D", unfinished, "-U", SUPERUSER, "-E", "UTF8"]
        command += ["--locale=C.UTF-8", *builtin, "-A", "scram-sha-256", "--pwfile", password]
        status, words = account.run([*command, "--data-checksums", "--no-instructions"])
        password.unlink()
        if status:
            raise DatabaseUnavailable(f"不能在 {self.home} 建立数据库：{words.strip()}")
        unfinished.replace(self.data)

    def _with_socket_folder(self, account: Account, remembered: Secrets) -> Secrets:
        """The data folder while its path is short enough, else a private one of ours among temporary files."""
        if _fits(self.data):
            wanted = ""
        elif _private(remembered.socket_folder, account.uid):
            wanted = remembered.socket_folder
        else:
            wanted = _private_folder(account)
        if wanted != remembered.socket_folder:
            remembered = replace(remembered, socket_folder=wanted)
            write_secrets(self.home, remembered)
        return remembered

    def _leave_no_trace(self, remembered: Secrets) -> None:
        """Lock files of a dead server: PostgreSQL would believe them when another process has its number."""
        socket = self._socket(remembered)
        for path in (self.data / "postmaster.pid", socket, socket.with_name(f"{SOCKET}.lock")):
            path.unlink(missing_ok=True)

    def _launch(self, account: Account, binaries: Binaries) -> None:
        """Tries more than once: after a crash the system takes a moment to let go of shared memory."""
        where = ["-D", self.data, "-l", self.data / LOG]
        for attempt in range(ATTEMPTS):
            time.sleep(0.5 * attempt)
            status, words = account.run([binaries.program("pg_ctl"), "start", "-w", "-t", "600", *where])
            if status == 0:
                return
        lines = (
            (self.data / LOG).read_text(errors="replace").splitlines() if (self.data / LOG).exists() else []
        )
        raise DatabaseUnavailable("\n".join([f"PostgreSQL 启动不了：{words.strip()}", *lines[-8:]]))

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

    def _socket(self, remembered: Secrets) -> Path:
        return Path(remembered.socket_folder or self.data) / SOCKET

    def _connect(self, remembered: Secrets, database: str) -> Connection:
        return psycopg.connect(
            host=str(self._socket(remembered).parent),
            port=PORT,
            dbname=database,
            user=SUPERUSER,
            password=remembered.superuser,
            autocommit=True,
        )

    def _address(self, remembered: Secrets) -> Address:
        return Address(
            host=str(self._socket(remembered).parent),
            name=DATABASE,
            owner=Login(user=OWNER, password=remembered.owner),
            app=Login(user=APP, password=remembered.app),
            backup=Login(user=BACKUP, password=remembered.backup),
        )


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET


def _private(folder: str, uid: int) -> bool:
    """Still there, no link, nobody else's and closed to all others."""
    if not folder or not os.path.lexists(folder):
        return False
    found = Path(folder).lstat()
    return stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700 and found.st_uid == uid


def _private_folder(account: Account) -> str:
    for place in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"):
        if place and os.access(place, os.W_OK) and _fits(Path(place) / "qingdan-12345678"):
            folder = Path(tempfile.mkdtemp(prefix="qingdan-", dir=place))
            account.take(folder)
            return str(folder)
    raise DatabaseUnavailable("找不到放套接字的文件夹：路径都太长，或不可写；请把 TMPDIR 设为一个短的路径")
