"""Two acts at the same moment on a database of one's own: the second must wait for the first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

from django.db import connection

from qingdan.base.actor import Actor
from qingdan.base.refusal import Refused
from qingdan.base.transactions import writing

_WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def second_after_first(first: Callable[[], object], second: Callable[[], object], by: Actor) -> object:
    """What the second act answers (keys of its refusal), begun while the first is written and not yet kept."""
    with ThreadPoolExecutor(1) as other:
        with writing(by):
            first()
            later = other.submit(_answer, second)
            _until_it_waits()
            assert not later.done()
        return later.result(timeout=10)


def _answer(act: Callable[[], object]) -> object:
    try:
        return act()
    except Refused as refused:
        return {one.key for one in refused.problems}
    finally:
        connection.close()


def _until_it_waits() -> None:
    end = monotonic() + 10
    with connection.cursor() as cursor:
        while monotonic() < end:
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return
            sleep(0.02)
    raise AssertionError("the second act did not wait")
