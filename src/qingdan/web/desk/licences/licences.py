"""The list of licences, one of them, asking for a change, deciding on it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.licences.queries.desk import HEADS, licence_page, unit_licences
from qingdan.licences.services.changing import (
    AMENDABLE,
    ASKING,
    LicenceAsked,
    ask_for_change,
    decide_change,
)
from qingdan.rules.role import HANDLING
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*HANDLING)
def licences(request: DeskRequest) -> HttpResponse:
    """What the unit has granted; what waits first."""
    words = request.GET.get("words", "").strip()[:40]
    number = number_in(request.GET.get("page", ""))
    found = unit_licences(request.actor, today=day_of(request.at), words=words, page=number)
    context = {"found": found, "words": words, "before": found.page - 1, "after": found.page + 1}
    return render(request, "desk/licences/licences.html", context)


@page(*HANDLING)
def licence(request: DeskRequest, code: str) -> HttpResponse:
    """One licence with the form to ask for a change of it."""
    found = licence_page(request.actor, code, today=day_of(request.at))
    roles = request.actor.roles
    context = {"licence": found, "line": found.line, "asks": roles & ASKING, "decides": roles & HEADS}
    return render(request, "desk/licences/licence.html", context)


@act(*ASKING, on=licence)
def ask(request: DeskRequest, code: str) -> HttpResponse:
    """Puts a change before the head."""
    words = request.POST
    asked = LicenceAsked(
        kind=words.get("kind", ""),
        ground=words.get("ground", "")[:200],
        reason=words.get("reason", "")[:4000],
        content={name: words.get(name, "")[: 2000 if name == "conditions" else 120] for name in AMENDABLE},
    )
    ask_for_change(code=code, asked=asked, by=request.actor, at=request.at)
    return done(reverse("desk:licence", args=[code]), said="licence_asked")


@act(*HEADS, on=licence)
def decide(request: DeskRequest, code: str) -> HttpResponse:
    """The head says yes or no."""
    approved = request.POST.get("answer") == "yes"
    decide_change(code=code, approved=approved, by=request.actor, at=request.at)
    return done(reverse("desk:licence", args=[code]), said="licence_decided")
