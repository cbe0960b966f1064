"""A database of one's own, copied from the session's empty city: for what is kept for good and not rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, connections

from qingdan.base.db.address import Address
from qingdan.base.db.cluster import Cluster
from qingdan.base.db.roles import drop_database, fresh_database

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def copied_database(cluster: Cluster, name: str, blocker: "DjangoDbBlocker") -> Iterator[Address]:
    """The copy, to which this process is connected inside; dropped with `drop_database` when it is used up."""
    address = cluster.last_address()
    settings = connections["default"].settings_dict
    with blocker.unblock():
        _let_go()
        settings["NAME"] = name
        try:
            yield fresh_database(address, name, template=address.name)
        finally:
            _let_go()
            settings["NAME"] = address.name


def drop_copy(cluster: Cluster, name: str) -> None:
    """Removes a copy, ending whatever is still connected to it."""
    drop_database(cluster.last_address(), name)


def _let_go() -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
