"""收件: taking an application in at the window, on one screen; the receipt to print."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.applicants.queries.accounts import is_known_otherwise
from qingdan.base.clock import day_of
from qingdan.cases.queries.desk import case_page
from qingdan.cases.queries.intake import intake_form, items_on_line
from qingdan.cases.queries.trial import trial_on
from qingdan.cases.services.intake import ID_KINDS, number_problem, take_in_at_window
from qingdan.joints.queries.intake import led_plans
from qingdan.rules.role import HANDLING
from qingdan.web.desk.cases.at_window import (
    TAKING_IN,
    answers_in,
    field_rows,
    filed_in,
    material_rows,
    person_in,
    scans_of,
)
from qingdan.web.shared.request import DeskRequest, act, done, once_of, page


@page(*TAKING_IN)
def intake(request: DeskRequest) -> HttpResponse:
    """The item by words or code, then applicant, answers and materials; all typed with the keyboard alone."""
    words = request.POST.get("item", "") or request.GET.get("item", "")[:80].replace("\x00", "")
    items = items_on_line(request.actor, words)
    chosen = next((code for code, _ in items if code == words), items[0][0] if len(items) == 1 else "")
    form = intake_form(request.actor, chosen) if chosen else None
    context: dict[str, Any] = {
        "words": words,
        "items": items,
        "form": form,
        "once": once_of(request),
        "trial": trial_on(request.actor.region, day_of(request.at)),
        "fields": field_rows(request, form.fields) if form else (),
        "materials": material_rows(request, form.materials) if form else (),
        "leads": bool(led_plans(request.actor)),
        "id_kind": request.POST.get("id_kind", "citizen_id"),
    }
    return render(request, "desk/cases/intake.html", context)


@page(*TAKING_IN)
def check(request: DeskRequest) -> HttpResponse:
    """What is wrong with a number just typed: a line for the page, nothing kept."""
    kind, number = request.GET.get("id_kind", ""), request.GET.get("id_number", "")[:40]
    known, name = kind in ID_KINDS, request.GET.get("name", "")[:120].strip()
    context = {
        "problem": number_problem(kind, number) if known and number.strip() else None,
        "right": bool(number.strip()),
        "otherwise": bool(name) and is_known_otherwise(number, name),
    }
    return render(request, "desk/cases/number.html", context)


@act(*TAKING_IN, on=intake)
def send(request: DeskRequest) -> HttpResponse:
    """Takes in; the query code is kept for this officer's receipt, until the next one."""
    receipt = take_in_at_window(
        item_code=request.POST.get("item", ""),
        said=person_in(request),
        answers=answers_in(request),
        filed=filed_in(request),
        scans=scans_of(request),
        by=request.actor,
        at=request.at,
    )
    if receipt.code:
        request.session["receipt"] = {"number": receipt.number, "code": receipt.code}
    return done(reverse("desk:case_receipt", args=[receipt.number]), said="case_taken_in")


@page(*HANDLING)
def receipt(request: DeskRequest, number: str) -> HttpResponse:
    """The receipt on paper: number, query code, what was brought, the last day for an answer."""
    found = case_page(request.actor, number, at=request.at)
    kept = request.session.get("receipt") or {}
    context = {
        "page": found,
        "case": found.case,
        "code": kept.get("code") if kept.get("number") == number else "",
        "site": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "desk/cases/receipt.html", context)
