"""A file opened in a thread while the program does something else: the library that reads cells needs no Python."""

from pathlib import Path
from threading import Thread

from qingdan.registers.model import UnreadableFile
from qingdan.registers.reading.workbook import Grid, open_workbook


class Opening(Thread):
    """Opens a file from now on; `grids` waits for it, and gives or raises what `open_workbook` does.

    With `most_rows`, a file of more rows with words is refused as F01.too_many_rows.
    """

    def __init__(self, path: Path, *, most_rows: int | None = None) -> None:
        super().__init__(daemon=True)  # who is not waited for does not keep the program from ending
        self._path = path
        self._most_rows = most_rows
        self._grids: tuple[Grid, ...] | None = None
        self._failure: UnreadableFile | None = None
        self.start()

    def run(self) -> None:
        """What the thread does."""
        try:
            self._grids = self._within(open_workbook(self._path))
        except UnreadableFile as failure:
            self._failure = failure

    def grids(self) -> tuple[Grid, ...]:
        """The sheets of the file."""
        self.join()
        if self._failure:
            raise self._failure
        assert self._grids is not None, "the thread has said on standard error why it broke off"
        return self._grids

    def _within(self, grids: tuple[Grid, ...]) -> tuple[Grid, ...]:
        rows = sum(bool(row) for grid in grids for row in grid.rows)
        if self._most_rows is not None and rows > self._most_rows:
            raise UnreadableFile("F01.too_many_rows", f"{rows} 行，最多 {self._most_rows} 行")
        return grids
