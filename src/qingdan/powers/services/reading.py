"""Reading and checking an uploaded workbook, by the functions that `qingdan check` uses."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db.models import JSONField, TextField, Value
from django.db.models.functions import Cast

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.queries import path_of
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.data.set_power import load_set_power
from qingdan.data.wording import message_of
from qingdan.library.store import FILE_NAME
from qingdan.linter.cache import Cache, state_of
from qingdan.linter.check import check_registers
from qingdan.linter.result import CheckResult
from qingdan.linter.rows import Terms
from qingdan.powers.models import Upload
from qingdan.powers.queries.as_register import department_of
from qingdan.powers.queries.kept_check import (
    named,
    problem_as_json,
    problem_in_a_line,
    row_as_json,
    storable,
)
from qingdan.powers.queries.laws import law_library
from qingdan.powers.services.filed import filed
from qingdan.powers.services.judging import law_day, scheme_of
from qingdan.registers.model import SheetReading
from qingdan.registers.opening import Opening
from qingdan.reports.readings import files as reading_words
from qingdan.reports.readings import unchecked
from qingdan.reports.summary import clean_items, severity_counts
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.problem import Problem

WAITING, CHECKED, FAILED, ACCEPTED, DROPPED = "waiting", "checked", "failed", "accepted", "dropped"
_STEPS = 3
_MOST_ROWS = 20_000  # of one unit's workbook; the largest register of a real city has some thousand
_SUMS = ("subtotal", "total")  # reasons for skipping a row
Step = Callable[[int, int, str], object]


class UnitCache(Cache):
    """Remembers by unit, whatever the file: a register sent again has other bytes and nearly the same rows."""

    def _file(self, path: str) -> Path:
        return self.folder / "register.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What is kept of a check: figures and a line a problem, the rows, what they say, the problems, each as JSON."""

    result: dict[str, Any]
    rows: list[dict[str, Any] | None]
    filed: list[dict[str, Any]]
    details: list[dict[str, Any]]

    def columns(self, milliseconds: int) -> dict[str, Cast]:
        """The columns, worded once: they are as long as the workbook."""
        values = {
            "result": self.result | {"milliseconds": milliseconds},
            "rows": self.rows,
            "filed": self.filed,
            "details": self.details,
        }
        return {
            name: Cast(Value(storable(value), output_field=TextField()), JSONField())
            for name, value in values.items()
        }


def read_upload(*, code: str, step: Step, by: Actor, at: datetime) -> str:
    """Reads and checks the workbook of an upload and keeps what came of it; done again it changes nothing.

    `step` is told how far it is. Raises Refused when the file cannot be read as a register, Missing.
    """
    with reading(by):
        upload = upload_of(code, by)
    if upload.state != WAITING:
        return code
    begun = perf_counter()
    step(1, _STEPS, "读文件、核对依据")
    result = _check(upload, law_day(upload.campaign, at))
    if result.files[0].register is None:
        raise Refused(_failed(upload, result.problems, by, at))
    step(2, _STEPS, "整理结果")
    kept = _kept(upload, result, scheme_of(upload.campaign))
    milliseconds = round(1000 * (perf_counter() - begun))
    with writing(by):
        _store(upload, kept, milliseconds, by, at)
    return code


def upload_of(code: str, by: Actor) -> Upload:
    """The upload with its campaign, unit and file. Raises Missing."""
    visible = Upload.objects.visible_to(by).filter(code=code)
    found = visible.select_related("campaign", "unit__supervising", "file").first()
    if found is None:
        raise Missing
    return found


def _check(upload: Upload, on: date) -> CheckResult:
    home, scheme = settings.QINGDAN_HOME, scheme_of(upload.campaign)
    state = state_of(on, scheme.name, files=(home / FILE_NAME,))
    with law_library() as library:
        terms = Terms(
            library=library,
            has_texts=library.has_texts(),
            on=on,
            scheme=scheme,
            set_power=load_set_power(),
            cache=UnitCache(folder=home / "cache" / "units" / upload.unit.code, state=state),
        )
        path = path_of(upload.file)
        opening = Opening(path, most_rows=_MOST_ROWS)
        return check_registers([str(path)], terms, department=department_of(upload.unit), opening=opening)


def _failed(upload: Upload, problems: Sequence[Problem], by: Actor, at: datetime) -> tuple[Problem, ...]:
    """Marks the upload as one that could not be read; why."""
    with writing(by):
        kept = Upload.objects.light().select_for_update().get(pk=upload.pk)
        kept.state, kept.failure = FAILED, "；".join(map(message_of, problems))[:300]
        kept.save(update_fields=["state", "failure"])
        append("UploadFailed", f"upload:{kept.code}", by=by, at=at, unit=upload.unit.code)
    return tuple(problems)


def _store(upload: Upload, kept: _Kept, milliseconds: int, by: Actor, at: datetime) -> None:
    row = Upload.objects.light().select_for_update().get(pk=upload.pk)
    if row.state != WAITING:
        return
    Upload.objects.filter(pk=row.pk).update(state=CHECKED, **kept.columns(milliseconds))
    data = {"items": len(kept.rows), "problems": len(kept.details)}
    append("UploadChecked", f"upload:{row.code}", by=by, at=at, unit=upload.unit.code, data=data)


def _kept(upload: Upload, result: CheckResult, scheme: Scheme) -> _Kept:
    (file,) = result.files
    assert file.register
    sheets = file.register.sheets
    rows = [(row, sheet) for sheet in sheets for row in sheet.rows]
    places = {(row.sheet, number): place for place, (row, _) in enumerate(rows) for number in row.rows}
    problems = [named(one, file.path, upload.file.name) for one in result.problems]
    lines = [problem_in_a_line(one, places.get((one.where.sheet, one.where.row or 0))) for one in problems]
    wrong = {one["row"] for one in lines}
    return _Kept(
        result={
            "on": result.on,
            "has_texts": result.has_texts,
            "department": file.register.department,
            "items": result.items,
            "clean": clean_items(result),
            "counts": severity_counts(result),
            "verdicts": result.verdicts,
            "nil": _nil(sheets, scheme),
            "subtotals": sum(one.reason in _SUMS for sheet in sheets for one in sheet.skipped),
            "sheets": [asdict(one) for one in reading_words(result)[0].sheets],
            "columns": [list(one) for one in reading_words(result)[0].columns],
            "unchecked": [[one.rule, one.reason] for one in unchecked(result)],
            "problems": lines,
        },
        rows=[row_as_json(row) if place in wrong else None for place, (row, _) in enumerate(rows)],
        filed=[filed(row, sheet.columns, scheme=scheme, on=result.on).as_json() for row, sheet in rows],
        details=[problem_as_json(one) for one in problems],
    )


def _nil(sheets: Sequence[SheetReading], scheme: Scheme) -> list[str]:
    """Categories of which the workbook says the unit has none."""
    found = (scheme.category_of(line.category) for sheet in sheets for line in sheet.nil_lines)
    return list(dict.fromkeys(scheme.filed_as(one).value for one in found if one))
