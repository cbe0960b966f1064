"""Transactions: a service owns one that writes, a page that reads runs in one that cannot.

Each begins by naming the regions whose rows may be seen; row-level security (`qingdan.base.walls`) hides all others,
whatever the query forgot.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from qingdan.base.actor import Actor


@contextmanager
def writing(by: Actor) -> Iterator[None]:
    """One transaction: all of it is kept, or nothing."""
    with transaction.atomic():
        _enter(by.regions)
        yield


@contextmanager
def reading(by: Actor) -> Iterator[None]:
    """One transaction that sees one state of the data and cannot change it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('transaction_read_only', 'on', true)")
        _enter(by.regions)
        yield


def _enter(regions: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('qingdan.regions', %s, true)", [",".join(regions)])
