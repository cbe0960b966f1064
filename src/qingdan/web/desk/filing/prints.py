"""The papers of a filing: sent at once, or made by the worker when they are long."""

from django.http import HttpResponse
from django.urls import reverse

from qingdan.filings.queries.documents import Paper, draft_papers, paper, version_papers
from qingdan.filings.services.printing import ask_for_print
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.desk.filing.version import version
from qingdan.web.shared.downloads import made
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)


@page(*SEEN_BY)
def draft_print(request: DeskRequest, form: str) -> HttpResponse:
    """A paper of the drafts as they stand."""
    return _sent(paper(draft_papers(request.actor, request.GET.get("unit", "")), form))


@page(*SEEN_BY)
def version_print(request: DeskRequest, campaign: str, unit: str, number: int, form: str) -> HttpResponse:
    """A paper of a frozen version."""
    return _sent(paper(version_papers(request.actor, campaign, unit, number), form))


@act(*SEEN_BY, on=version)
def print_later(request: DeskRequest, campaign: str, unit: str, number: int) -> HttpResponse:
    """The whole bundle of a large filing, by the worker; number 0 is that of the drafts."""
    code = ask_for_print(
        campaign=campaign, unit=unit, number=number, form="bundle.pdf", by=request.actor, at=request.at
    )
    return done(reverse("desk:job", args=[code]))


def _sent(one: Paper) -> HttpResponse:
    return made(one.content, name=one.name, kind=one.kind)
