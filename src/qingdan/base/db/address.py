"""Where the database is and who connects to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from qingdan.base.db.errors import DatabaseUnavailable

PORT = 5432
Role = Literal["owner", "app", "backup"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A database role with its password; "" where the server asks for none. Never shown by repr."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A database and its three roles.

    host: a socket folder (begins with /) or a host name. app: what web and worker connect as; owns nothing.
    owner: owns database and tables, runs migrations, may create databases. backup: reads everything past
    row-level security and writes nothing. options: further libpq settings, such as sslmode.
    """

    host: str
    port: int = PORT
    name: str
    owner: Login
    app: Login
    backup: Login
    options: tuple[tuple[str, str], ...] = ()

    def login(self, role: Role) -> Login:
        """The login of a role."""
        return {"owner": self.owner, "app": self.app, "backup": self.backup}[role]

    def url(self, role: Role, *, database: str | None = None, secret: bool = True) -> str:
        """A `postgresql://` address for libpq. With the password in it, it is not for logs or command lines."""
        login = self.login(role)
        password = f":{quote(login.password, safe='')}" if secret and login.password else ""
        query = urlencode({"host": self.host, "port": self.port, **dict(self.options)}, quote_via=quote)
        name = quote(self.name if database is None else database, safe="")
        return f"postgresql://{quote(login.user, safe='')}{password}@/{name}?{query}"


def address_from(environment: Mapping[str, str]) -> Address | None:
    """The address named by DATABASE_URL; None where that is not set.

    DATABASE_OWNER_URL and DATABASE_BACKUP_URL name the other two roles; by default the application's role
    owns, and the owner takes backups. Raises DatabaseUnavailable: not readable, or not the same database.
    """
    if not environment.get("DATABASE_URL"):
        return None
    app = _read("DATABASE_URL", environment)
    owner = _read("DATABASE_OWNER_URL", environment) or app
    backup = _read("DATABASE_BACKUP_URL", environment) or owner
    for other in (owner, backup):
        if _place(other) != _place(app):
            raise DatabaseUnavailable(
                "DATABASE_URL、DATABASE_OWNER_URL、DATABASE_BACKUP_URL 指的不是同一个数据库"
            )
    host, port, name = _place(app)
    own = {"host", "port", "dbname", "user", "password"}
    options = tuple((key, value) for key, value in app.items() if key not in own)
    owner_login, app_login, backup_login = _login(owner), _login(app), _login(backup)
    return Address(
        host=host,
        port=int(port),
        name=name,
        owner=owner_login,
        app=app_login,
        backup=backup_login,
        options=options,
    )


def _read(variable: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Settings of one address; the address itself is never repeated in a message: it holds a password."""
    given = environment.get(variable, "")
    if not given:
        return {}
    try:
        read = {key: str(value) for key, value in conninfo_to_dict(given).items() if value is not None}
    except ProgrammingError:
        read = {}
    if not {"dbname", "user"} <= read.keys() or not read.get("port", "0").isdigit():
        raise DatabaseUnavailable(f"{variable} 看不懂，应当像 postgresql://用户:口令@主机:端口/数据库")
    return read


def _place(settings: Mapping[str, str]) -> tuple[str, str, str]:
    return settings.get("host", "localhost"), settings.get("port", str(PORT)), settings["dbname"]


def _login(settings: Mapping[str, str]) -> Login:
    return Login(user=settings["user"], password=settings.get("password", ""))
