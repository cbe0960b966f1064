"""A database of one's own, copied from the session's empty city: for what is kept for good and not rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, connections
from tests import kept_states

from qingdan.base.db.address import Address
from qingdan.base.db.cluster import Cluster
from qingdan.base.db.roles import drop_database, fresh_database, maintenance

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

_ENDING = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


@contextmanager
def copied_database(cluster: Cluster, name: str, blocker: "DjangoDbBlocker") -> Iterator[Address]:
    """The copy, to which this process is connected inside; dropped with `drop_database` when it is used up."""
    address = cluster.last_address()
    settings = connections["default"].settings_dict
    with blocker.unblock():
        _let_go()
        settings["NAME"] = name
        try:
            _end_sessions(address)
            yield fresh_database(address, name, template=address.name)
        finally:
            _let_go()
            settings["NAME"] = address.name


@contextmanager
def inside_copy(name: str, blocker: "DjangoDbBlocker") -> Iterator[None]:
    """This process connected once more to a copy that is there, as while others use it."""
    settings = connections["default"].settings_dict
    own = settings["NAME"]
    with blocker.unblock():
        _let_go()
        settings["NAME"] = name
        try:
            yield
        finally:
            _let_go()
            settings["NAME"] = own


def drop_copy(cluster: Cluster, name: str) -> None:
    """Removes a copy, ending whatever is still connected to it."""
    drop_database(cluster.last_address(), name)


def _end_sessions(address: Address) -> None:
    """A database that is copied may have no user: threads of earlier tests may have left a connection open."""
    with maintenance(address) as server:
        server.execute(_ENDING, [address.name])


def _let_go() -> None:
    kept_states.forget()
    connections.close_all()
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
