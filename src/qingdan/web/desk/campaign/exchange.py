"""The question desk of the 综合组, the board of notices and experience, and how the office is reached."""

from django.http import HttpResponse
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.campaigns.queries.plans import get_plan
from qingdan.campaigns.queries.questions import (
    PAGE,
    POSTING_KINDS,
    get_posting,
    get_question,
    list_postings,
    question_desk,
)
from qingdan.campaigns.services.questions import answer_question, ask_question, post
from qingdan.data.campaigns import load_campaign
from qingdan.rules.role import LEADING, Role
from qingdan.web.desk.campaign.forms import campaign_in, page_in
from qingdan.web.desk.campaign.tabs import EVERYBODY, show
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*EVERYBODY)
def questions(request: DeskRequest) -> HttpResponse:
    """Open questions with their age; answers, searchable; the office's contact card."""
    plan, words = get_plan(request.actor, campaign_in(request)), request.GET.get("q", "").strip()[:60]
    desk = question_desk(
        request.actor, today=day_of(request.at), campaign=plan.code, words=words, page=page_in(request)
    )
    card = load_campaign(plan.template_code).contact
    shown = {"desk": desk, "words": words, "card": card} | _pager(request, desk.count)
    return show(request, "questions", plan, shown)


@act(*EVERYBODY, on=questions)
def question_ask(request: DeskRequest) -> HttpResponse:
    """Asks the 综合组."""
    code = ask_question(
        campaign=request.POST.get("campaign", ""),
        title=request.POST.get("title", ""),
        text=request.POST.get("text", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:question", args=[code]), said="question_asked")


@page(*EVERYBODY)
def question(request: DeskRequest, code: str) -> HttpResponse:
    """One question with its answer, or the form to answer it."""
    found = get_question(request.actor, code, today=day_of(request.at))
    return show(request, "question", get_plan(request.actor, found.campaign), {"question": found})


@act(*LEADING, on=question)
def question_answer(request: DeskRequest, code: str) -> HttpResponse:
    """The unified answer, or its correction."""
    version = request.POST.get("version", "")
    answer_question(
        question=code,
        answer=request.POST.get("answer", ""),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0,
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:question", args=[code]), said="question_answered")


@page(*EVERYBODY)
def postings(request: DeskRequest) -> HttpResponse:
    """Notices of the office, experience of the units."""
    plan, kind = get_plan(request.actor, campaign_in(request)), request.GET.get("kind", "")
    kind = kind if kind in POSTING_KINDS else ""
    lines, total = list_postings(request.actor, campaign=plan.code, kind=kind, page=page_in(request))
    may_notify = request.actor.leads or Role.GOVERNMENT_OFFICE in request.actor.roles
    shown = {"lines": lines, "kind": kind, "kinds": POSTING_KINDS, "may_notify": may_notify, "total": total}
    return show(request, "postings", plan, shown | _pager(request, total))


@act(*EVERYBODY, on=postings)
def posting_add(request: DeskRequest) -> HttpResponse:
    """Posts a notice or experience."""
    code = post(
        campaign=request.POST.get("campaign", ""),
        kind=request.POST.get("kind", ""),
        title=request.POST.get("title", ""),
        text=request.POST.get("text", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:posting", args=[code]), said="posted")


@page(*EVERYBODY)
def posting(request: DeskRequest, code: str) -> HttpResponse:
    """One posting."""
    found = get_posting(request.actor, code)
    return show(request, "posting", get_plan(request.actor, found.campaign), {"posting": found})


def _pager(request: DeskRequest, total: int) -> dict[str, int]:
    number = page_in(request)
    pages = max(1, -(-total // PAGE))
    return {"number": number, "pages": pages, "before": number - 1, "after": number + 1}
