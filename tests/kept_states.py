"""States of the database that many tests begin with, built once a file and gone back to.

A builder marked with `kept` is carried out by the first test that calls it; its state stays under a savepoint. A later
test of the file that begins with the same calls finds it there. Whatever a test itself writes is taken back as ever;
a call that comes after such a write is carried out, and the first statement of a test that begins otherwise goes back
to where it belongs.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction

_CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET CONST", 'DELETE FROM "CACHE"')
"""What changes nothing that is kept; the cache of pages is emptied before many tests."""
_CALLS_THAT_WRITE = ("procrastinate_", "nextval", "pg_advisory")


@dataclass(frozen=True, slots=True)
class _Level:
    """A call (the builder, what it was given, the home that holds its files) and what it handed back."""

    call: tuple[Any, ...]
    result: Any


@dataclass(slots=True)
class _Stack:
    """What is kept in this process. `at`: levels that the running test has come to; `test`: its savepoint;
    `steady`: False while a test runs that changes what builders are made of (`monkeypatch`), which keeps nothing.
    """

    levels: list[_Level] = field(default_factory=list)
    at: int = 0
    test: str = ""
    written: bool = False
    building: bool = False
    steady: bool = True
    open: transaction.Atomic | None = None


_kept = _Stack()

P, T = ParamSpec("P"), TypeVar("T")


def kept(builder: Callable[P, T]) -> Callable[P, T]:
    """Marks a builder whose state later tests of the file may begin with."""

    @wraps(builder)
    def build(*args: P.args, **named: P.kwargs) -> T:
        if not _may_keep():
            return builder(*args, **named)
        call = _copied((builder, args, named, settings.QINGDAN_HOME))
        if call is None:
            return builder(*args, **named)
        if _kept.at < len(_kept.levels) and _kept.levels[_kept.at].call == call:
            _kept.at += 1
            return deepcopy(_kept.levels[_kept.at - 1].result)  # type: ignore[no-any-return]
        return _built(call, lambda: builder(*args, **named))

    return build


def begin() -> None:
    """For the tests of a file: one transaction around all of theirs, which `forget` takes back."""
    _kept.test, _kept.at, _kept.written = "", 0, False  # names of savepoints come again on a new connection
    _kept.open = transaction.atomic()
    _kept.open._from_testcase = True  # type: ignore[attr-defined]  # as Django marks those of its test cases
    _kept.open.__enter__()
    connection.execute_wrappers.append(_watch)
    _say('SAVEPOINT "kept_0"')


def forget() -> None:
    """Takes back all that is kept; from here on the tests of this file keep nothing."""
    if _kept.open is None:
        return
    ending, _kept.open = _kept.open, None
    connection.execute_wrappers.remove(_watch)
    _kept.levels.clear()
    transaction.set_rollback(True)
    ending.__exit__(None, None, None)


def keep_for(*, steady: bool) -> None:
    """Said before each test. Where the last one has closed the connection, this file keeps nothing more."""
    _kept.steady = steady
    if _kept.open and connection.closed_in_transaction:
        forget()


def _may_keep() -> bool:
    if _kept.open is None or _kept.building or not _kept.steady:
        return False
    _meet_test()
    return len(connection.savepoint_ids) == 1 and not _kept.written


def _meet_test() -> None:
    """A test that was not met before begins without a state of its own."""
    test = connection.savepoint_ids[0] if connection.savepoint_ids else ""
    if test != _kept.test:
        _kept.test, _kept.at, _kept.written = test, 0, False


def _copied(call: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """What was asked, whatever becomes of it; None: it holds what runs and cannot be copied."""
    try:
        return deepcopy(call)
    except TypeError:
        return None


def _built(call: tuple[Any, ...], build: Callable[[], T]) -> T:
    """Carries a call out on the level that the test has come to, and keeps the state."""
    _go_back()
    _kept.building = True
    try:
        result = build()
    except BaseException:
        _kept.written = True
        raise
    finally:
        _kept.building = False
    _say("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED")
    _kept.at += 1
    _say(f'RELEASE SAVEPOINT "{_kept.test}"', f'SAVEPOINT "kept_{_kept.at}"')
    _open_again()
    _kept.levels.append(_Level(call, deepcopy(result)))
    return result


def _go_back() -> None:
    """From deeper levels, which other tests began with, to the one of this test."""
    if len(_kept.levels) > _kept.at:
        _say(f'ROLLBACK TO SAVEPOINT "kept_{_kept.at}"')
        _open_again()
        del _kept.levels[_kept.at :]


def _open_again() -> None:
    """The savepoints of the test and of the blocks it is in, by the names that Django knows."""
    _say(*(f'SAVEPOINT "{one}"' for one in connection.savepoint_ids if one))


def _say(*statements: str) -> None:
    raw = connection.connection
    for one in statements:
        raw.execute(one)


def _watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Sees every statement of the tests: goes back to the test's level first, and notes what writes."""
    words = str(sql).lstrip()
    if not _kept.building and not words.upper().startswith(_CONTROL):
        _meet_test()
        _go_back()
        reads = words[:6].upper() == "SELECT" and not any(one in words for one in _CALLS_THAT_WRITE)
        _kept.written = _kept.written or not reads
    return execute(sql, params, many, context)
