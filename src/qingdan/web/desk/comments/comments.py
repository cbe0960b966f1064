"""The inbox of a unit or of the office, one comment, its answer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.comments.queries.inbox import comment_page, inbox
from qingdan.comments.services.answering import answer_comment, pass_on
from qingdan.data.comments import comment_kinds
from qingdan.rules.role import DRAFTING, LEADING
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

ANSWERING = DRAFTING | LEADING


@page(*ANSWERING)
def comments(request: DeskRequest) -> HttpResponse:
    """What waits, the latest first; what was answered."""
    found = inbox(request.actor, today=day_of(request.at), page=number_in(request.GET.get("page", "")))
    context = {"inbox": found, "kinds": comment_kinds(), "before": found.page - 1, "after": found.page + 1}
    return render(request, "desk/comments/comments.html", context)


@page(*ANSWERING)
def comment(request: DeskRequest, number: str) -> HttpResponse:
    """One comment with the form of its answer."""
    found = comment_page(request.actor, number, today=day_of(request.at))
    context = {
        "comment": found,
        "line": found.line,
        "kind_name": comment_kinds()[found.line.kind],
        "late_by": -found.line.left,
    }
    return render(request, "desk/comments/comment.html", context)


@act(*ANSWERING, on=comment)
def answer(request: DeskRequest, number: str) -> HttpResponse:
    """Answers and publishes."""
    answer_comment(
        number=number,
        version=number_in(request.POST.get("version", "")),
        answer=request.POST.get("answer", ""),
        public_text=request.POST.get("public_text", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:comment", args=[number]), said="comment_answered")


@act(*LEADING, on=comment)
def pass_comment_on(request: DeskRequest, number: str) -> HttpResponse:
    """Gives it to another unit."""
    pass_on(
        number=number,
        version=number_in(request.POST.get("version", "")),
        unit=request.POST.get("unit", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:comments"), said="comment_routed")
