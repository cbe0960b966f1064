"""What an uploaded workbook came to, as its page shows it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import TextField
from django.db.models.expressions import RawSQL

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.data.labels import SEVERITY_NAMES, VERDICT_NAMES
from qingdan.data.wording import rule_words
from qingdan.powers.models import Upload
from qingdan.powers.queries.corrections import named_words
from qingdan.powers.queries.elsewhere import Place, count_elsewhere, places_of
from qingdan.powers.queries.kept_check import problem_from_json, row_from_json
from qingdan.powers.queries.merges import Laid, laid_beside
from qingdan.powers.queries.touched import Left, UndoShown, left_of, undo_of
from qingdan.powers.queries.upload_answers import Answer, answers_to, problem_asked
from qingdan.powers.queries.upload_answers import Asked as AskedProblem
from qingdan.reports.page import Finding, finding
from qingdan.rules.legal_basis import Verdict
from qingdan.rules.problem import Problem, Severity

_NUMBER_OF_ROW = """jsonb_path_query_first(powers_upload.accepted,
    '$.keyvalue() ? (@.value == $place).key', %s) #>> '{}'"""
SHOWN = 40  # problems of a severity on the page, unless all of it are asked for
MARKS: Mapping[Verdict, str] = {
    Verdict.TEXT_FOUND: "ok",
    Verdict.ARTICLE_EXISTS: "ok",
    Verdict.TEXT_DIFFERS: "warn",
    Verdict.TEXT_ELSEWHERE: "warn",
    Verdict.TEXT_OTHER: "bad",
    Verdict.ARTICLE_MISSING: "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of the result is asked for. `problem` counts from 1; `whole` is the severity to be shown in full."""

    severity: str = ""
    rule: str = ""
    sheet: str = ""
    words: str = ""
    whole: str = ""
    problem: int = 0

    @property
    def query(self) -> str:
        """The filters as they stand in an address, without the problem."""
        named = {"severity": self.severity, "rule": self.rule, "sheet": self.sheet, "words": self.words}
        chosen = {name: value for name, value in {**named, "all": self.whole}.items() if value}
        return urlencode(chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A problem in the list; `number` counts from 1 over all. `answer`: adopted, explained or ""."""

    number: int
    code: str
    severity: str
    place: str
    about: str
    message: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The problems of a severity that are asked for: the first of them, and how many more there are."""

    severity: str
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A choice of a filter with the number of its problems."""

    key: str
    words: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """The problem in the side pane: its place among those asked for, its neighbours (0: none), the item it became.

    `replaced`: the words to take out and those to put in, where the finding knows both; `adoptable`: they can be
    replaced in the row before it is taken over; `explainable`: a reason may be given; `answer`: which was done;
    `elsewhere`: in how many other places the suggestion may belong.
    """

    finding: Finding
    replaced: tuple[str, str] | None
    place: int
    count: int
    previous: int
    next: int
    item: str
    adoptable: bool
    explainable: bool
    answer: Answer | None
    elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPage:
    """An upload. `state`: waiting, checked, failed, accepted, dropped; all from `on` is of a check done.

    `undo`: what undoing its acceptance would do; `left`: what it left when it was done.
    """

    code: str
    state: str
    failure: str
    job: str
    unit: str
    unit_name: str
    file: str
    file_name: str
    editable: bool
    at: datetime
    accepted_at: datetime | None
    undo: UndoShown | None = None
    left: tuple[Left, ...] = ()
    on: date | None = None
    seconds: float = 0.0
    department: str = ""
    has_texts: bool = True
    items: int = 0
    clean: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    verdicts: tuple[tuple[str, str, int], ...] = ()
    citations: int = 0
    skipped: int = 0
    result: Mapping[str, Any] | None = None
    asked: Asked = Asked()
    filters: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    groups: tuple[Group, ...] = ()
    selected: Selected | None = None


def upload_page(actor: Actor, code: str, asked: Asked) -> UploadPage:
    """The result page of an upload. Raises Missing."""
    upload = _visible(actor, code)
    head: dict[str, Any] = {
        "code": code,
        "state": upload.state,
        "failure": upload.failure,
        "job": upload.job,
        "unit": upload.unit.code,
        "unit_name": upload.unit.name,
        "file": upload.file.code,
        "file_name": upload.file.name,
        "editable": upload.unit.code in actor.own_units and upload.campaign.closed_at is None,
        "at": upload.at,
        "accepted_at": upload.accepted_at,
    }
    if head["editable"]:
        head["undo"] = undo_of(upload) if upload.state == "accepted" else None
        head["left"] = left_of(upload) if upload.state == "checked" else ()
    return UploadPage(**head, **_checked(upload, asked)) if upload.result else UploadPage(**head)


def uploads_of(actor: Actor, unit: str, most: int = 10) -> list[UploadPage]:
    """The uploads of a unit, newest first, without their results."""
    found = Upload.objects.visible_to(actor).light().defer("result").filter(unit__code=unit)
    return [
        UploadPage(
            code=one.code,
            state=one.state,
            failure=one.failure,
            job=one.job,
            unit=unit,
            unit_name=one.unit.name,
            file=one.file.code,
            file_name=one.file.name,
            editable=unit in actor.own_units,
            at=one.at,
            accepted_at=one.accepted_at,
        )
        for one in found.select_related("unit", "file").order_by("-at", "-pk")[:most]
    ]


def upload_laid(actor: Actor, code: str) -> tuple[UploadPage, Laid | None]:
    """The upload, and what accepting it would do now: None where it is not checked, or accepted, dropped already.

    Raises Missing where it is not the person's to accept.
    """
    page = upload_page(actor, code, Asked())
    if not page.editable:
        raise Missing
    if page.state != "checked":
        return page, None
    upload = Upload.objects.defer("rows", "details").select_related("campaign").get(code=code)
    return page, laid_beside(upload)


def places_for(actor: Actor, code: str, problem: int) -> tuple[UploadPage, Selected, tuple[Place, ...]]:
    """A problem of an upload in hand, with every place where its suggestion belongs. Raises Missing."""
    page = upload_page(actor, code, Asked(problem=problem))
    asked = problem_asked(_visible(actor, code), problem) if page.editable else None
    if asked is None or page.selected is None or page.state != "checked":
        raise Missing
    return page, page.selected, places_of(asked)


def upload_to_annotate(actor: Actor, code: str) -> tuple[StoredFile, tuple[Problem, ...], date]:
    """The file of a checked upload, the problems found in it, and the day of the law. Raises Missing."""
    upload = _visible(actor, code)
    if not upload.result:
        raise Missing
    problems = tuple(map(problem_from_json, upload.details))
    return upload.file, problems, date.fromisoformat(upload.result["on"])


def _visible(actor: Actor, code: str) -> Upload:
    found = Upload.objects.visible_to(actor).light().filter(code=code)
    upload = found.select_related("unit", "file", "campaign").first()
    if upload is None:
        raise Missing
    return upload


def _checked(upload: Upload, asked: Asked) -> dict[str, Any]:
    result: Mapping[str, Any] = upload.result
    answers = answers_to(upload)
    lines = [_line(number, one, answers.get(number)) for number, one in enumerate(result["problems"], 1)]
    chosen = [
        line for line, one in zip(lines, result["problems"], strict=True) if _is_asked(line, one, asked)
    ]
    return {
        "on": date.fromisoformat(result["on"]),
        "seconds": result["milliseconds"] / 1000,
        "department": result["department"],
        "has_texts": result["has_texts"],
        "items": result["items"],
        "clean": result["clean"],
        "counts": tuple((one.value, result["counts"].get(one, 0)) for one in Severity),
        "verdicts": tuple(
            (MARKS.get(one, ""), name, result["verdicts"][one])
            for one, name in VERDICT_NAMES.items()
            if result["verdicts"].get(one)
        ),
        "citations": sum(result["verdicts"].values()),
        "result": result,
        "asked": asked,
        "filters": _filters(result["problems"], asked),
        "groups": tuple(_groups(chosen, asked)),
        "selected": _selected(upload, _in_order(chosen), asked.problem),
    }


def _line(number: int, kept: Mapping[str, Any], answer: Answer | None) -> Line:
    return Line(
        number=number,
        code=kept["code"],
        severity=kept["severity"],
        place=kept["place"],
        about=kept["about"],
        message=kept["message"],
        answer=answer.kind if answer else "",
    )


def _is_asked(line: Line, kept: Mapping[str, Any], asked: Asked) -> bool:
    return (
        asked.severity in ("", line.severity)
        and asked.rule in ("", line.code)
        and (not asked.sheet or asked.sheet == kept["sheet"])
        and asked.words.casefold() in line.about.casefold()
    )


def _groups(chosen: Sequence[Line], asked: Asked) -> list[Group]:
    groups = []
    for severity in Severity:
        lines = [line for line in chosen if line.severity == severity]
        shown = lines if asked.whole == severity else lines[:SHOWN]
        if lines:
            groups.append(Group(severity=severity.value, lines=tuple(shown), more=len(lines) - len(shown)))
    return groups


def _in_order(chosen: Sequence[Line]) -> list[int]:
    """Numbers in the order of the page: what must be changed first."""
    return [line.number for severity in Severity for line in chosen if line.severity == severity]


def _filters(
    problems: Sequence[Mapping[str, Any]], asked: Asked
) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Field and choices of each filter, besides all."""
    severities = Counter(one["severity"] for one in problems)
    rules = Counter(one["code"] for one in problems)
    sheets = Counter(one["sheet"] for one in problems if one["sheet"])
    kinds = (
        ("severity", asked.severity, [(one.value, SEVERITY_NAMES[one], severities[one]) for one in Severity]),
        (
            "rule",
            asked.rule,
            [(code, f"{code} {rule_words(code).title}", count) for code, count in sorted(rules.items())],
        ),
        ("sheet", asked.sheet, [(name, name, count) for name, count in sheets.items()]),
    )
    return tuple(
        (
            field,
            tuple(
                Choice(key=key, words=f"{words}（{count}）", here=key == here)
                for key, words, count in options
                if count
            ),
        )
        for field, here, options in kinds
    )


def _selected(upload: Upload, numbers: Sequence[int], wanted: int) -> Selected | None:
    """The problem asked for, or the first of the list."""
    if not numbers:
        return None
    number = wanted if wanted in numbers else numbers[0]
    at = numbers.index(number)
    asked = problem_asked(upload, number)
    kept = asked.problem if asked else _details(upload, number)
    problem, rows = problem_from_json(kept), {}
    if asked:
        found = row_from_json(asked.cells)
        rows = {(problem.where.path, found.sheet, line): found for line in found.rows}
    return Selected(
        finding=finding(number, problem, rows),
        replaced=named_words(problem.key, problem.params),
        place=at + 1,
        count=len(numbers),
        previous=numbers[at - 1] if at else 0,
        next=numbers[at + 1] if at + 1 < len(numbers) else 0,
        item=_item(upload, asked) if asked else "",
        adoptable=bool(asked and asked.suggestion),
        explainable=bool(asked) and problem.severity is Severity.WARNING,
        answer=asked.answer if asked else None,
        elsewhere=count_elsewhere(asked) if asked and upload.state == "checked" else 0,
    )


def _details(upload: Upload, number: int) -> Mapping[str, Any]:
    kept: Mapping[str, Any] = (
        Upload.objects.filter(pk=upload.pk).values_list(f"details__{number - 1}", flat=True).get()
    )
    return kept


def _item(upload: Upload, asked: AskedProblem) -> str:
    """The draft number of the item that a row has become, or was laid into; "" while it is none."""
    if upload.state != "accepted":
        return ""
    row = json.dumps({"place": asked.row})
    number = RawSQL(_NUMBER_OF_ROW, (row,), output_field=TextField())
    return Upload.objects.filter(pk=upload.pk).values_list(number, flat=True).get() or ""
