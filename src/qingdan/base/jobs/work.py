"""What a job's handler is given, and which handler does which kind of job."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from django.db import connections

from qingdan.base.actor import Actor

PAUSE = 0.5  # seconds between two writings of the progress
_UPDATE = "UPDATE jobs_job SET done = %s, total = %s, at_thing = %s WHERE code = %s"
_ENTER = "SELECT set_config('qingdan.regions', %s, true)"
_LONGEST = 120


class Progress:
    """How far a job is, for people to see at once: written past the handler's own transaction, over a line of its own.

    Used as a context manager: the line is opened when first needed and given back in the end.
    """

    def __init__(self, code: str, regions: tuple[str, ...], *, pause: float = PAUSE) -> None:
        self.code, self.regions, self.pause = code, regions, pause
        self._line = connections.create_connection("default")
        self._written = -pause

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def step(self, done: int, total: int, thing: str = "") -> None:
        """`done` of `total` are done, `thing` (a row, a file) is in hand; what comes too soon is not written."""
        if time.monotonic() - self._written < self.pause:
            return
        self._written = time.monotonic()
        self._line.ensure_connection()
        with self._line.connection.transaction(), self._line.cursor() as cursor:
            cursor.execute(_ENTER, [",".join(self.regions)])
            cursor.execute(_UPDATE, [done, total, thing[:_LONGEST], self.code])


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A job as its handler sees it: for whom it acts, the instant of its start, how to tell its progress."""

    code: str
    unit: str
    arguments: Mapping[str, Any]
    by: Actor
    at: datetime
    progress: Progress


Handler = Callable[[Work], str]
HANDLERS: dict[str, Handler] = {}


def on_job(kind: str) -> Callable[[Handler], Handler]:
    """Makes a function the handler of a kind of job: it does the work and answers the code of the result, or "".

    It must be repeatable: a worker may die after the work and before it is marked as done. Refused, raised by it,
    is a failure in plain words; anything else is a fault of the program.
    """

    def register(handler: Handler) -> Handler:
        assert HANDLERS.get(kind, handler).__qualname__ == handler.__qualname__, f"two handlers for {kind}"
        HANDLERS[kind] = handler
        return handler

    return register
