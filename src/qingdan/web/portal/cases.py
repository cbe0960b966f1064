"""办件查询 (mock 10): how far a case is, by number and query code, without account or cookie (RQ-G6).

Both stand in the body of a post alone: never in an address, a log line or the history of the browser.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.base.transactions import reading
from qingdan.cases.queries.earlier import tracked_earlier
from qingdan.cases.queries.tracking import as_printed, tracked_case
from qingdan.cases.services.objections import LONGEST, object_by_code
from qingdan.rules.codes.identification import normalise
from qingdan.web.portal.pages import passing, sent
from qingdan.web.portal.rendering import Asked, Page
from qingdan.web.portal.throttle import guessing
from qingdan.web.shared.case_words import other_shown, progress_words

GUESS = "case_guess"


@passing
def track(asked: Asked) -> Page:
    """The form for number and code."""
    return Page(template="case_track", context={"section": "cases"})


@sent(on=track)
def look(asked: Asked, request: HttpRequest) -> Page:
    """How far the case is. A wrong number and a wrong code get the same answer, in the same time."""
    with guessing(request, GUESS, as_printed(asked.word("number", 40))):
        return _found(asked)


@passing
def looked_at(asked: Asked) -> Page:
    """The case again where the objection was refused for its text; else the form: a wrong code shows nothing."""
    problems = asked.refusal.problems if asked.refusal else ()
    right = bool(problems) and all(one.where.field == "text" for one in problems)
    return _found(asked) if right else Page(template="case_track", context={"section": "cases"})


@sent(on=looked_at)
def object_to_it(asked: Asked, request: HttpRequest) -> Page:
    """Takes an objection in, and shows the case with it."""
    with guessing(request, GUESS, as_printed(asked.word("number", 40))):
        _found(asked)
    object_by_code(
        number=asked.word("number", 40),
        code=asked.word("query_code", 24),
        text=asked.words.get("text", ""),
        by=_visitor(asked),
        at=asked.at,
    )
    return _found(asked, objected=True)


@passing
def earlier_again(asked: Asked) -> Page:
    """The form again."""
    return Page(template="case_track", context={"section": "cases"})


@sent(on=earlier_again)
def earlier(asked: Asked, request: HttpRequest) -> Page:
    """A case of an earlier system, by its old number and the number on the applicant's document (RQ-A5)."""
    by, said = _visitor(asked), (asked.word("old_number", 60), asked.word("id_number", 40))
    with guessing(request, GUESS, normalise(said[0])), _old(), reading(by):
        context = {"case": tracked_earlier(*said, by=by), "section": "cases"}
    return Page(template="case_earlier", context=context)


@contextmanager
def _old() -> Iterator[None]:
    try:
        yield
    except Missing:
        raise Refused([refusal("earlier.not_found", "old_number")]) from None


def _found(asked: Asked, **more: Any) -> Page:
    number, code, by = asked.word("number", 40), asked.word("query_code", 24), _visitor(asked)
    try:
        with reading(by):
            progress, objections = tracked_case(number, code, by=by, today=asked.today)
            other = other_shown(progress.number, by, asked.today)
    except Missing:
        raise Refused([refusal("own.not_found", "number")]) from None
    shown: dict[str, Any] = {
        "case": progress,
        "words": progress_words(progress),
        "objections": objections,
        "other": other,
        "number": number,
        "query_code": code,
        "longest": LONGEST,
        "section": "cases",
    }
    return Page(template="case_tracked", context=shown | more)


def _visitor(asked: Asked) -> Actor:
    """Somebody who may look at cases of the city and all its counties: a number tells which."""
    regions = tuple(code for code, _ in asked.place.beside)
    return replace(asked.visitor, regions=regions)
