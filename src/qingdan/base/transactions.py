"""Transactions: a service owns one that writes, a page that reads runs in one that cannot.

Each begins by naming the regions whose rows may be seen and the person who asks; row-level security
(`qingdan.base.walls`) hides all other rows, whatever the query forgot.

What one part of the city must do at once when another has acted (`before_commit`) is done at the end of the same
transaction, when everything of the act is written: both are kept, or neither.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from qingdan.base.actor import Actor

Ending = Callable[[list[Any]], None]
_ENTER = "SELECT set_config('qingdan.regions', %s, true), set_config('qingdan.person', %s, true)"
_PUT_OFF: ContextVar[list[tuple[Ending, Any]] | None] = ContextVar("put_off", default=None)


@contextmanager
def writing(by: Actor) -> Iterator[None]:
    """One transaction: all of it is kept, or nothing. Inside another one it is a part of that."""
    put_off = _PUT_OFF.get()
    with transaction.atomic():
        _enter(by.regions, by.username)
        with _outermost() if put_off is None else _part_of(put_off):
            yield


def before_commit(work: Ending, thing: Any) -> None:
    """Has `work` done on all things named for it, once, at the end of the outermost transaction in hand.

    It may write, append events and refuse, which takes the whole act back. Where no `writing` is open it is done now.
    """
    put_off = _PUT_OFF.get()
    if put_off is None:
        work([thing])
    else:
        put_off.append((work, thing))


@contextmanager
def reading(by: Actor) -> Iterator[None]:
    """One transaction that sees one state of the data and cannot change it."""
    with transaction.atomic():
        _enter(by.regions, by.username, f"{_ENTER}, set_config('transaction_read_only', 'on', true)")
        yield


@contextmanager
def seeing(by: Actor) -> Iterator[None]:
    """Inside a transaction: for a moment the rows of this actor's regions, then those seen before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('qingdan.regions', true), current_setting('qingdan.person', true)"
        )
        regions, person = cursor.fetchone()
    _enter(by.regions, by.username)
    yield
    _enter(tuple((regions or "").split(",")), person or "")


def wait_turn(family: int, key: str | int) -> None:
    """Inside a transaction: waits until nobody else has the turn of this name; it is held to the end.

    `family`: a number of the caller's own, so that no other part of the city waits for the same key.
    """
    place = "hashtext(%s)" if isinstance(key, str) else "%s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock(%s, {place})", [family, key])


@contextmanager
def _outermost() -> Iterator[None]:
    put_off: list[tuple[Ending, Any]] = []
    token = _PUT_OFF.set(put_off)
    try:
        yield
        while put_off:
            work = put_off[0][0]
            things = [thing for other, thing in put_off if other is work]
            put_off[:] = [one for one in put_off if one[0] is not work]
            work(things)
    finally:
        _PUT_OFF.reset(token)


@contextmanager
def _part_of(put_off: list[tuple[Ending, Any]]) -> Iterator[None]:
    """What a part that was taken back had put off is not done."""
    before, whole = len(put_off), False
    try:
        yield
        whole = True
    finally:
        if not whole:
            del put_off[before:]


def _enter(regions: tuple[str, ...], person: str, words: str = _ENTER) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words, [",".join(regions), person])
