"""收件: taking an application in at the window, on one screen; the receipt to print."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.applicants.queries.accounts import is_known_otherwise
from qingdan.base.clock import day_of
from qingdan.base.files.services import Upload
from qingdan.cases.queries.desk import case_page
from qingdan.cases.queries.intake import IntakeForm, intake_form, items_on_line
from qingdan.cases.queries.trial import trial_on
from qingdan.cases.services.applying import Filed
from qingdan.cases.services.intake import ID_KINDS, AtWindow, number_problem, take_in_at_window
from qingdan.rules.role import HANDLING, Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

TAKING_IN = (Role.WINDOW, Role.HANDLER)
GRADES = {"paper": "B", "scan": "C"}
"""A paper whose original was seen, or a scan alone (approval.md §6.7)."""


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
        "once": _once(request),
        "trial": trial_on(request.actor.region, day_of(request.at)),
        "fields": _fields(request, form) if form else (),
        "materials": _materials(request, form) if form else (),
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
    form = request.POST
    said = AtWindow(
        item_code=form.get("item", ""),
        once=form.get("once", "")[:32],
        id_kind=form.get("id_kind", ""),
        **{name: _line(request, name) for name in ("name", "id_number", "phone", "address", "agent_name")},
    )
    receipt = take_in_at_window(
        said=said,
        answers=_answers(request),
        filed=_filed(request),
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


def scans_of(request: DeskRequest) -> dict[int, Upload]:
    """The scans by the place of their material: files are named scan-<place>."""
    named = {
        number_in(name.removeprefix("scan-")): name for name in request.FILES if name.startswith("scan-")
    }
    files = {place: request.FILES[name] for place, name in named.items() if place}
    return {place: file for place, file in files.items() if not isinstance(file, list)}


def _once(request: DeskRequest) -> str:
    """The mark of this page: kept where it is shown again, new where the old one was used up."""
    used = request.refusal and any(one.where.field == "once" for one in request.refusal.problems)
    return ("" if used else request.POST.get("once", "")[:32]) or secrets.token_hex(16)


def _line(request: DeskRequest, name: str) -> str:
    return " ".join(str(request.POST.get(name, "")).replace("\x00", "").split())


def _answers(request: DeskRequest) -> dict[str, str]:
    """Answers of the form: fields are named answer-<name>."""
    return {
        name.removeprefix("answer-"): str(text).replace("\x00", "").strip()[:2_000]
        for name, text in request.POST.items()
        if name.startswith("answer-")
    }


def _filed(request: DeskRequest) -> list[Filed]:
    """Materials brought: fields are named material-<place>, paper or scan."""
    found = []
    for name, how in request.POST.items():
        place = number_in(name.removeprefix("material-"))
        if name.startswith("material-") and place and how in GRADES:
            found.append(Filed(place=place, grade=GRADES[str(how)], source="paper"))
    return found


def _fields(request: DeskRequest, form: IntakeForm) -> list[dict[str, Any]]:
    return [{"field": one, "value": request.POST.get(f"answer-{one.name}", "")} for one in form.fields]


def _materials(request: DeskRequest, form: IntakeForm) -> list[dict[str, Any]]:
    return [
        {"material": one, "place": str(one.place), "how": request.POST.get(f"material-{one.place}", "")}
        for one in form.materials
    ]
