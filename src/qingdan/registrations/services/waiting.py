"""Who comes at the same moment waits: for the names of a region.

The lock is held to the end of the act; whoever waited sees all that the other has written.
"""

from django.db import connection

_NAMES = 7_308  # the family of locks, so that no other part takes the same


def wait_for_names(region: str) -> None:
    """One name after the other is compared with those that stand: like ones are not the same to the database."""
    _wait(_NAMES, region)


def _wait(family: int, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [family, key])
