"""Work dealt out to the cores of the machine: a large register is judged row by row, and rows do not meet.

The process copies itself (fork), so that nothing has to be handed to the copies; they hand back what they found as
JSON. A copy that dies leaves its share to the process itself. Where a process cannot copy itself, it does everything.
"""

import json
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

ENOUGH = 600  # pieces for which a copy is worth its start
Task = TypeVar("Task")
Outcomes = list[list[Any]]


def dealt_out(
    work: Callable[[Sequence[Task]], Outcomes], tasks: Sequence[Task], at_start: Callable[[], object]
) -> Outcomes:
    """The outcomes of all tasks, in order. Each copy calls `at_start` first: what it must not share it opens anew."""
    shares = _shares(tasks)
    copies = [_start(work, share, at_start) for share in shares[1:]]
    outcomes = work(shares[0])
    for copy, share in zip(copies, shares[1:], strict=True):
        outcomes += copy.outcomes(len(share)) or work(share)
    return outcomes


def _shares(tasks: Sequence[Task]) -> list[Sequence[Task]]:
    count = max(1, min(os.cpu_count() or 1, len(tasks) // ENOUGH)) if hasattr(os, "fork") else 1
    size = -(-len(tasks) // count)
    return [tasks[number * size : (number + 1) * size] for number in range(count)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """A copy at work: its process and where its outcomes come from."""

    process: int
    source: int

    def outcomes(self, count: int) -> Outcomes:
        """What it found; empty when it did not get so far."""
        with os.fdopen(self.source, "rb") as source:
            data = source.read()
        os.waitpid(self.process, 0)
        try:
            found = json.loads(data)
        except ValueError:
            return []
        return found if len(found) == count else []


def _start(
    work: Callable[[Sequence[Task]], Outcomes], share: Sequence[Task], at_start: Callable[[], object]
) -> _Copy:
    source, sink = os.pipe()
    process = os.fork()
    if process:
        os.close(sink)
        return _Copy(process=process, source=source)
    try:  # in the copy: whatever happens, it ends here and says nothing
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.close(source)
        at_start()
        with os.fdopen(sink, "wb") as file:
            file.write(json.dumps(work(share), ensure_ascii=False).encode(errors="surrogatepass"))
    finally:
        os._exit(0)
