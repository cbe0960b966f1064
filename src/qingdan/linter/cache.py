"""What was found in rows checked before, so that a second check of an edited register looks at the edited rows.

One file a register in `<home>/cache`. It holds, by the digest of a row's words and layout, the row's citations,
verdicts and findings; all of it is forgotten when program, library, day or scheme are others than then.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import qingdan
from qingdan.registers.model import RegisterRow
from qingdan.rules.problem import Certainty, Problem, Severity, Where, row_of

_PACKAGE = Path(qingdan.__file__).parent
_PROGRAM = ("*.py", "*.toml", "*.index")
Known = dict[str, list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What checking one row came to: keys of its citations, names of the verdicts on them, its findings."""

    cited: tuple[str, ...]
    verdicts: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """The remembered findings in a folder. `state` names everything they depend on besides the rows."""

    folder: Path
    state: str

    def known(self, path: str) -> Known:
        """What is remembered of a register; empty when nothing is, or it cannot be used any more."""
        try:
            mark, _, body = self._file(path).read_bytes().partition(b"\n")
        except OSError:
            return {}
        if mark != _mark_of(body):
            return {}
        state, known = json.loads(body)
        return dict(known) if state == self.state else {}

    def keep(self, path: str, known: Known) -> None:
        """Remember, for this user alone, whole or not at all; where that fails the next check only takes longer."""
        file = self._file(path)
        partial = file.with_suffix(f".{os.getpid()}.partial")
        body = json.dumps([self.state, known], ensure_ascii=False).encode(errors="surrogatepass")
        with suppress(OSError):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial.touch(mode=0o600)
            partial.write_bytes(_mark_of(body) + b"\n" + body)
            partial.replace(file)

    def _file(self, path: str) -> Path:
        name = blake2b(str(Path(path).absolute()).encode(errors="surrogateescape"), digest_size=16)
        return self.folder / f"{name.hexdigest()}.json"


def _mark_of(body: bytes) -> bytes:
    """What stands before a file's body, so that damage is seen."""
    return blake2b(body, digest_size=16).hexdigest().encode()


def state_of(*dependencies: object, files: tuple[Path, ...] = ()) -> str:
    """A name for everything findings depend on: the values given, the files given, and the program itself."""
    program = [file for ending in _PROGRAM for file in _PACKAGE.rglob(ending)]
    marks = sorted((str(file), *_mark(file)) for file in (*files, *program))
    return blake2b(repr((dependencies, marks)).encode(), digest_size=16).hexdigest()


def _mark(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def digest(row: RegisterRow, layout: str) -> str:
    """The digest of a row's words but its number; rows of several lines also by where their parts stand."""
    values = {**row.values, "serial_number": ""}
    words = [layout, row.main_item, *values, *values.values()]
    if len(row.rows) > 1:
        words.append(repr([(start, row_of(cell) - row.rows[0]) for start, cell in row.basis_cells]))
    return blake2b("\x1f".join(words).encode(errors="surrogatepass"), digest_size=12).hexdigest()


def packed(outcome: Outcome, row: RegisterRow) -> list[Any]:
    """An outcome as it is remembered: places relative to the row."""
    return [outcome.cited, outcome.verdicts, [_packed(problem, row) for problem in outcome.problems]]


def unpacked(known: list[Any], row: RegisterRow, path: str) -> Outcome:
    """An outcome as remembered, placed at the row as it stands now."""
    cited, verdicts, problems = known
    found = tuple([_unpacked(one, row, path) for one in problems]) if problems else ()
    return Outcome(cited=tuple(cited), verdicts=tuple(verdicts), problems=found)


def _packed(problem: Problem, row: RegisterRow) -> list[Any]:
    where = problem.where
    line = (where.row or row.rows[0]) - row.rows[0]
    return [
        problem.code, problem.key, problem.severity, problem.certainty, where.field, _place(where, row), line,
        dict(problem.params), problem.authority, dict(problem.data),
    ]  # fmt: skip


def _place(where: Where, row: RegisterRow) -> str | int | None:
    """The field whose cell it is, or the number of the basis cell: a merged cell may lie far above its rows."""
    for field in (where.field, "name"):
        if where.cell and where.cell == row.cells.get(field):
            return field
    return next((number for number, (_, cell) in enumerate(row.basis_cells) if cell == where.cell), None)


def _unpacked(known: list[Any], row: RegisterRow, path: str) -> Problem:
    code, key, severity, certainty, field, place, line, params, authority, data = known
    cell = row.basis_cells[place][1] if isinstance(place, int) else row.cells.get(place)
    where = Where(
        path=path, sheet=row.sheet, row=row.rows[0] + line, cell=cell, field=field, item=row.values.get("name", "")
    )  # fmt: skip
    return Problem(
        code=code, key=key, severity=Severity(severity), certainty=Certainty(certainty), params=params, where=where,
        authority=authority, data=data,
    )  # fmt: skip


def layout_of(columns: Mapping[str, tuple[str, ...]], department: str) -> str:
    """What findings of a row depend on besides its words: the form's columns and the department."""
    return repr((department, dict(columns)))
