"""Verifying papers and licences by their code, and the grants that are published (行政许可法 Art. 40).

A code is 64 bits that nobody guesses; still it shows a stranger no more than that the paper is genuine. All of a paper
is for who has number and query code of its case (in the body of a post alone), or is signed in and may see the case.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.base.transactions import reading
from qingdan.cases.queries.own_lines import own_numbers
from qingdan.cases.queries.papers import full_paper, paper_of_code, paper_of_own, verified_paper
from qingdan.cases.queries.tracking import as_printed
from qingdan.editions.queries.places import main_city, place_of
from qingdan.licences.queries.printing import licence_file
from qingdan.licences.queries.public import granting_units, grants_page, verified_licence
from qingdan.registrations.queries.own import licence_numbers_of
from qingdan.registrations.queries.papers import (
    full_registration_paper,
    registration_paper_of_code,
    registration_paper_of_own,
    verified_registration_paper,
)
from qingdan.web.portal.cases import GUESS
from qingdan.web.portal.editions import day_in
from qingdan.web.portal.pages import EVERYBODY, passing, sent, visitor_everywhere
from qingdan.web.portal.rendering import Asked, Page
from qingdan.web.portal.throttle import guessing
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.signed_out import ask_to_sign_in

_EVER, _NEVER = date(1900, 1, 1), date(9999, 12, 31)


@passing
def find(asked: Asked) -> Page:
    """The page to type a code of a paper or licence; with one, what it is of."""
    code = asked.word("code", 200).rstrip("/").rpartition("/")[2].lower()
    if not code:
        return Page(template="paper_find", context={"section": "cases"})
    known = code.isascii() and code.isalnum()  # a code is nothing else
    return (known and (_paper(asked, code) or _licence(asked, code))) or _false(code)


@passing
def paper(asked: Asked, paper: str) -> Page:
    """Whether a paper is genuine, and whether it still holds; 404 with a warning for a code of none."""
    return _paper(asked, paper) or _false(paper)


def _paper(asked: Asked, code: str) -> Page | None:
    by = visitor_everywhere(asked)
    for verified in (verified_paper, verified_registration_paper):
        try:
            with reading(by):
                return Page(template="paper", context={"paper": verified(code, by), "section": "cases"})
        except Missing:
            continue
    return None


def _false(code: str) -> Page:
    return Page(template="paper_find", context={"section": "cases", "false": code}, status=404)


@sent(on=paper)
def paper_in_full(asked: Asked, request: HttpRequest, paper: str) -> Page:
    """All of it, for who has number and query code."""
    by, words = visitor_everywhere(asked), _words(asked)
    with guessing(request, GUESS, _number(asked)), _told(), reading(by):
        context = _whole(paper, by, words)
    return Page(template="paper_full", context=context | words | {"section": "cases"})


def _whole(paper: str, by: Actor, words: dict[str, str]) -> dict[str, Any]:
    """A paper of a case, else of a registration. Raises Missing."""
    try:
        return {"paper": verified_paper(paper, by), "printed": full_paper(paper, by=by, **words)}
    except Missing:
        printed = full_registration_paper(paper, by=by, **words)
        return {"paper": verified_registration_paper(paper, by), "printed": printed}


@sent(on=paper)
def paper_file_by_code(asked: Asked, request: HttpRequest, paper: str) -> HttpResponse:
    """The file (`form`: pdf, docx), for who has number and query code."""
    by, form = visitor_everywhere(asked), asked.word("form")
    with guessing(request, GUESS, _number(asked)), _told(), reading(by):
        try:
            found = paper_of_code(paper, form, by=by, site=_site(request), **_words(asked))
        except Missing:
            found = registration_paper_of_code(paper, form, by=by, site=_site(request), **_words(asked))
    return attachment(found.path, name=found.name, kind=form)


@passing
def licence(asked: Asked, licence: str) -> Page:
    """Whether a licence is good today; 404 with a warning for a code of none."""
    return _licence(asked, licence) or _false(licence)


def _licence(asked: Asked, code: str) -> Page | None:
    by = visitor_everywhere(asked)
    try:
        with reading(by):
            found = verified_licence(code, by, asked.today)
    except Missing:
        return None
    return Page(template="licence", context={"licence": found, "section": "grants"})


@passing
def grants(asked: Asked) -> Page:
    """What was granted, by unit and day."""
    unit, since, until = asked.word("unit", 9), asked.word("from", 10), asked.word("until", 10)
    first, last = day_in(since, _EVER), day_in(until, _NEVER)
    found = grants_page(
        asked.place.code,
        today=asked.today,
        unit=unit,
        since=first,
        until=last,
        page=number_in(asked.word("page")),
    )
    query = {
        "unit": unit,
        "from": since if first != _EVER else "",
        "until": until if last != _NEVER else "",
    }
    context = {
        "found": found,
        "units": granting_units(asked.place.code),
        "query": query,
        "since": query["from"],
        "section": "grants",
    }
    return Page(template="grants", context=context)


def own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A file for who is signed in and may see what it is of; everybody else gets the answer for what is not there."""

    @wraps(view)
    def answer(request: Any, **words: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        try:
            request.actor = _anywhere(request.actor)
            with reading(request.actor):
                return view(request, **words)
        except Missing as error:
            raise Http404 from error

    kept = require_safe(answer)
    kept.access = EVERYBODY  # type: ignore[attr-defined]
    return kept


@own
def own_paper_file(request: Any, paper: str, form: str) -> HttpResponse:
    """A paper of a case that this person may see."""
    try:
        found = paper_of_own(paper, form, request.actor, on=day_of(request.at), site=_site(request))
    except Missing:
        found = registration_paper_of_own(paper, form, request.actor, site=_site(request))
    return attachment(found.path, name=found.name, kind=form)


@own
def own_licence_file(request: Any, licence: str, form: str) -> HttpResponse:
    """A licence that this person holds, or that its unit gave."""
    applied = {*own_numbers(request.actor, on=day_of(request.at)), *licence_numbers_of(request.actor)}
    found = licence_file(licence, form, request.actor, applied=applied, site=_site(request))
    return attachment(found.path, name=found.name, kind=form)


def _anywhere(actor: Actor) -> Actor:
    """Who only applies belongs to no region: the own cases may be in any of them."""
    if actor.regions:
        return actor
    everywhere = tuple(code for code, _ in place_of(main_city()).beside)
    return Actor(username=actor.username, name=actor.name, regions=everywhere)


def _number(asked: Asked) -> str:
    return as_printed(asked.word("number", 40))


def _words(asked: Asked) -> dict[str, str]:
    return {"number": asked.word("number", 40), "query_code": asked.word("query_code", 24)}


@contextmanager
def _told() -> Iterator[None]:
    """What is not there is said beside the form: the same for a wrong number, a wrong code, another's paper."""
    try:
        yield
    except Missing:
        raise Refused([refusal("own.not_found", "number")]) from None


def _site(request: HttpRequest) -> str:
    """Scheme and host by which it was asked for: where the code on the paper leads."""
    return f"{request.scheme}://{request.get_host()}"
