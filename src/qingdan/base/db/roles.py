"""Roles and databases inside the server: who may what."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import sql

from qingdan.base.db.address import Address
from qingdan.base.db.secrets_file import Secrets

Connection = psycopg.Connection[tuple[Any, ...]]

DATABASE = "qingdan"
MAINTENANCE = "postgres"
OWNER, APP, BACKUP = "qingdan_owner", "qingdan_app", "qingdan_backup"
EXTENSIONS = ["btree_gin", "btree_gist", "pg_trgm"]
ATTRIBUTES = {
    OWNER: "NOSUPERUSER NOCREATEROLE NOBYPASSRLS CREATEDB",
    APP: "NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOCREATEDB",
    BACKUP: "NOSUPERUSER NOCREATEROLE BYPASSRLS NOCREATEDB",
}
_TRIES, _PAUSE = 40, 0.25  # seconds between two tries to drop a database
# A launcher that was killed leaves its session at work: what it still makes is waited for, not made twice.
ALONE = "SELECT pg_advisory_lock(4)"
PRIVILEGES = f"""
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {APP};
"""
# The owner belongs to the others so that it may end their sessions when it drops or renames a database;
# backup reads every table, past row-level security, without a grant for each.
MEMBERSHIPS = f"GRANT {APP}, {BACKUP} TO {OWNER}; GRANT pg_read_all_data TO {BACKUP};"


def prepare(server: Connection, connect: Callable[[str], Connection], secrets: Secrets) -> None:
    """Makes what is missing of roles, extensions and the database `qingdan`, as superuser.

    template1 is prepared first, so every new database has extensions and default privileges from birth. Once
    `qingdan` has all, template1 is left alone: nobody could copy it while we are connected.
    """
    server.execute(ALONE)
    _make_roles(server, secrets)
    exists = "SELECT 1 FROM pg_database WHERE datname = %s"
    if not server.execute(exists, [DATABASE]).fetchone():
        _prepare_database(connect("template1"))
        server.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    elif _prepare_database(connect(DATABASE)):
        _prepare_database(connect("template1"))


def fresh_database(address: Address, name: str, *, template: str = "template1") -> Address:
    """A new database of the owner, a copy of the template, which nobody may be using; replaces its namesake.

    template1 gives an empty one with the extensions. The address of the new database is returned.
    """
    drop_database(address, name)
    command = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with maintenance(address) as server:
        server.execute(command)
    return replace(address, name=name)


def drop_database(address: Address, name: str) -> None:
    """Removes a database if it is there, ending its sessions; never the one the address itself names.

    An autovacuum worker is the superuser's, whose sessions the owner cannot end: it is waited for.
    """
    assert name != address.name, "the working database is not dropped"
    command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with maintenance(address) as server:
        for _ in range(_TRIES):
            try:
                server.execute(command)
            except psycopg.errors.InsufficientPrivilege:
                time.sleep(_PAUSE)
            else:
                return
        server.execute(command)


def maintenance(address: Address) -> Connection:
    """The owner's connection beside all databases of ours, each statement a transaction of its own."""
    return psycopg.connect(address.url("owner", database=MAINTENANCE), autocommit=True)


def _make_roles(server: Connection, secrets: Secrets) -> None:
    passwords = {OWNER: secrets.owner, APP: secrets.app, BACKUP: secrets.backup}
    names = list(passwords)
    found = server.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [names]).fetchall()
    if len(found) == len(names):
        return
    with server.transaction():
        for name, password in passwords.items():
            server.execute(
                sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}").format(
                    sql.Identifier(name), sql.SQL(ATTRIBUTES[name]), sql.Literal(password)
                )
            )
        server.execute(MEMBERSHIPS)


def _prepare_database(connection: Connection) -> bool:
    """Whether anything was missing."""
    missing = "SELECT name FROM pg_available_extensions WHERE name = ANY(%s) AND installed_version IS NULL"
    with connection, connection.transaction():
        connection.execute(ALONE)
        names = connection.execute(missing, [EXTENSIONS]).fetchall()
        for (name,) in names:
            connection.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(name)))
        unset = not connection.execute("SELECT 1 FROM pg_default_acl").fetchone()
        if unset:
            connection.execute(PRIVILEGES)
    return bool(names) or unset
