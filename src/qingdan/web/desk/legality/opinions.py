"""合法性审查意见书: the next one is written here; those issued are read and printed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.documents.legality import legality_docx, legality_pdf
from qingdan.reviews.queries.legality import legal_desk, opinion_document
from qingdan.reviews.queries.legality_print import printed_opinion
from qingdan.reviews.services.legality import issue_opinion
from qingdan.rules.review import ListKind
from qingdan.rules.role import REVIEWING, Role
from qingdan.web.desk.review.queue import kind_in
from qingdan.web.shared.downloads import made
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(REVIEWING)
FORMS = {"opinion.pdf": legality_pdf, "opinion.docx": legality_docx}


@page(*SEEN_BY)
def opinions(request: DeskRequest) -> HttpResponse:
    """The documents, and the next one to be written."""
    asked = request.POST.get("campaign") or request.GET.get("campaign", "")
    desk = legal_desk(request.actor, asked, kind_in(request))
    context = {"desk": desk, "writes": Role.LEGAL_AFFAIRS in request.actor.roles}
    return render(request, "desk/legality/opinions.html", context)


@act(Role.LEGAL_AFFAIRS, on=opinions)
def issue(request: DeskRequest) -> HttpResponse:
    """Issues the next document."""
    form, kind = request.POST, kind_in(request)
    campaign = form.get("campaign", "")
    number = issue_opinion(
        campaign=campaign,
        kind=kind,
        text=form.get("text", "").replace("\r\n", "\n"),
        digest=form.get("digest", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:legality_opinion", args=[campaign, kind, number]), said="legality_issued")


@page(*SEEN_BY)
def opinion(request: DeskRequest, campaign: str, kind: ListKind, number: int) -> HttpResponse:
    """One document as issued."""
    found = opinion_document(request.actor, campaign=campaign, kind=kind, number=number)
    return render(request, "desk/legality/opinion.html", {"document": found})


@page(*SEEN_BY)
def print_opinion(
    request: DeskRequest, campaign: str, kind: ListKind, number: int, form: str
) -> HttpResponse:
    """The document as PDF or Word file."""
    if form not in FORMS:
        raise Missing
    found = opinion_document(request.actor, campaign=campaign, kind=kind, number=number)
    content = FORMS[form](printed_opinion(found, on=day_of(found.at)))
    name, _, kind_of_file = form.rpartition(".")
    assert name
    return made(content, name=f"合法性审查意见书（第{number}号）.{kind_of_file}", kind=kind_of_file)
