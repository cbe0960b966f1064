"""Who comes at the same moment waits: for the names of a region, and for the same form sent twice.

The lock is held to the end of the act; whoever waited sees all that the other has written.
"""

from django.db import connection

_NAMES, _FORMS = 7_308, 7_309  # the families of locks, so that no other part takes the same


def wait_for_names(region: str) -> None:
    """One name after the other is compared with those that stand: like ones are not the same to the database."""
    _wait(_NAMES, region)


def wait_for_form(once: str, person: str) -> None:
    """A form sent twice by a person is one: the second finds what the first has made."""
    _wait(_FORMS, f"{person} {once}")


def _wait(family: int, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [family, key])
