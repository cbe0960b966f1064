"""The result of a check for programs: `qingdan.check/1` of the interface, with a few fields more."""

import json
from collections import Counter
from typing import Any

from qingdan.data.wording import not_checked_words
from qingdan.data.wording import render as in_words
from qingdan.linter.result import CheckedCitation, CheckedFile, CheckResult
from qingdan.registers.model import SheetReading
from qingdan.rules.problem import Problem

_CITATION = (
    "kind", "title", "edition", "document_number", "relation", "article", "insert", "paragraph", "item", "subitem",
    "annex_item", "start", "end",
)  # fmt: skip


def render(result: CheckResult) -> str:
    """The JSON text: UTF-8 characters as they are, dates YYYY-MM-DD. Raises MissingWording.

    Beyond the interface: `scheme`, `full_texts`, `not_checked`, of each problem `title` and `action`, of each sheet
    `column_lists` (all columns of a field; `columns` names the first), `unread_columns` and `unread_rows`.
    """
    answer: dict[str, Any] = {
        "format": "qingdan.check/1",
        "on": result.on.isoformat(),
        "scheme": result.scheme,
        "full_texts": result.has_texts,
        "files": [_file(file) for file in result.files],
        "items": result.items,
        "problems": [_problem(problem) for problem in result.problems],
        "counts": dict(sorted(Counter(problem.code for problem in result.problems).items())),
        "verdicts": result.verdicts,
        "not_checked": [
            {
                "code": one.code,
                "path": one.path,
                "reason": one.reason,
                "message": not_checked_words(one.reason),
            }
            for one in result.not_checked
        ],
    }
    if result.citations is not None:
        answer["citations"] = [_citation(citation) for citation in result.citations]
    text = json.dumps(answer, ensure_ascii=False, default=str)
    # A file name that is not UTF-8 holds lone surrogates: written as the escapes that JSON has for them.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _file(file: CheckedFile) -> dict[str, Any]:
    sheets = file.register.sheets if file.register else ()
    return {
        "path": file.path,
        "department": file.department,
        "sheets": [_sheet(sheet, file.nil_returns.get(sheet.name, ())) for sheet in sheets],
    }


def _sheet(sheet: SheetReading, nil_returns: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "header_row": sheet.header_row,
        "columns": {field: letters[0] for field, letters in sheet.columns.items() if letters},
        "column_lists": sheet.columns,
        "items": len(sheet.rows),
        "nil_returns": list(nil_returns),
        "skipped_rows": [{"row": one.row, "reason": one.reason} for one in sheet.skipped],
        "unread_columns": [{"cell": cell, "heading": heading} for cell, heading in sheet.unread_columns],
        "unread_rows": [{"row": row, "text": text} for row, text in sheet.unread_rows],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    words, where = in_words(problem), problem.where
    return {
        "code": problem.code,
        "severity": problem.severity,
        "path": where.path,
        "sheet": where.sheet,
        "row": where.row,
        "cell": where.cell,
        "item": where.item,
        "field": where.field,
        "certainty": problem.certainty,
        "title": words.title,
        "message": words.message,
        "explanation": words.explanation,
        "action": words.action,
        "authority": problem.authority,
        "data": problem.data,
    }


def _citation(one: CheckedCitation) -> dict[str, Any]:
    basis = one.basis
    return {
        "path": one.path,
        "sheet": one.sheet,
        "row": one.row,
        "cell": one.cell,
        "item": one.item,
        "citation": {name: getattr(basis.entry.citation, name) for name in _CITATION},
        "verdict": basis.verdict,
        "version": basis.version.isoformat() if basis.version else None,
        "found_at": list(basis.found_at),
    }
