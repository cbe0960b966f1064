"""One case: its page, the small form of each act, taking the act."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.files.queries import path_of
from qingdan.base.refusal import Missing
from qingdan.cases.queries.desk import CasePage, bases_in_force, case_page, material_of
from qingdan.cases.queries.queue import first_in_hand
from qingdan.data.calendar import working_days_on
from qingdan.data.case import case_names
from qingdan.docking.queries.results import who_reported
from qingdan.guides.queries.content import fields_of
from qingdan.joints.queries.branches import whole_of_branch
from qingdan.joints.queries.visits import visits_at
from qingdan.referrals.queries.pairs import PairShown, pair_of, targets_of
from qingdan.rules.case_service import ServiceMethod
from qingdan.rules.role import HANDLING, Role
from qingdan.web.desk.cases.meanwhile import done_meanwhile
from qingdan.web.desk.cases.offers import offered
from qingdan.web.desk.cases.sending import SENDING
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = (*HANDLING, Role.SUPERVISOR)
ON_THE_PAGE = ("accept", "step", "take", "originals", "arrived")
"""Acts whose form stands on the page of the case itself; each of the others has a page of its own."""
DECIDING = frozenset({Role.APPROVER, Role.DEPUTY, Role.PRINCIPAL})
HANDING_ON = {"send-up": "send_up", "pass-on": "pass_on", "move": "move"}
"""Form → the action whose targets it offers."""


@page(*SEEN_BY)
def case(request: DeskRequest, number: str) -> HttpResponse:
    """The case, this step's form first."""
    found = case_page(request.actor, number, at=request.at)
    return _whole(request, found)


@page(*SEEN_BY)
def form(request: DeskRequest, number: str, name: str) -> HttpResponse:
    """The form of one act. While the act is not lawful, on to the case: it may be done already."""
    found = case_page(request.actor, number, at=request.at)
    offers = offered(found)
    if name not in SENDING:
        raise Missing
    if name not in offers and not request.refusal:
        return done(reverse("desk:case", args=[number]))
    if name in ON_THE_PAGE or name not in offers:
        return _whole(request, found)
    context = _context(request, found) | _more(request, found, name)
    return render(request, f"desk/cases/{name.replace('-', '_')}.html", context)


@act(*SEEN_BY, on=form)
def send(request: DeskRequest, number: str, name: str) -> HttpResponse:
    """Takes the act."""
    said = SENDING[name](request, number)
    return done(reverse("desk:case", args=[number]), said=said)


@page(*SEEN_BY)
def material(request: DeskRequest, number: str, place: int) -> HttpResponse:
    """The file of a material, for who may see the case."""
    found = material_of(request.actor, number, place)
    assert found.file
    return attachment(path_of(found.file), name=found.file.name, kind=found.file.kind)


def _whole(request: DeskRequest, found: CasePage) -> HttpResponse:
    mine = [one for one in found.open_steps if one.mine and not one.decision]
    asked = number_in(request.POST.get("step", "") or request.GET.get("step", ""))
    chosen = next((one for one in mine if one.number == asked), mine[0] if mine else None)
    again = "opinion" in request.POST and chosen is not None and chosen.number == asked
    context = _context(request, found) | {
        "mine": mine,
        "step": chosen,
        "of_step": request.refusal if again else None,
        **(_seen_jointly(found, chosen.number) if chosen else {}),
        "queue": first_in_hand(request.actor, found.today) if request.actor.roles & HANDLING else (),
        "joint": whole_of_branch(found.case),
        "reported_by": who_reported(found.case) if request.actor.roles & DECIDING else "",
    }
    return render(request, "desk/cases/case.html", context)


def _seen_jointly(found: CasePage, step: int) -> dict[str, Any]:
    """The joint visits that a step can rest on, and what its form begins with then."""
    visits = visits_at(found.case, step, found.today)
    resting = next((one for one in visits if one.rests), None)
    begins = {"said": resting.opinion, "seen_on": resting.held_on.isoformat()} if resting else {}
    return {"visits": visits, "resting": resting, "said": "", "seen_on": ""} | begins


def _context(request: DeskRequest, found: CasePage) -> dict[str, Any]:
    return {
        "page": found,
        "case": found.case,
        "offers": offered(found),
        "pair": _pair(found),
        "meanwhile": done_meanwhile(request, found),
        "papers": case_names("papers"),
        "grades": case_names("grades"),
        "typed_list": {
            name: frozenset(request.POST.getlist(name))
            for name in ("clauses", "visitors", "defects", "places")
        },
    }


def _pair(found: CasePage) -> PairShown | None:
    """The other side of a case of two levels; other cases are not asked for it."""
    linked = found.case.carries or found.case.handed_on
    return pair_of(found.case.number, today=found.today) if linked else None


def _more(request: DeskRequest, found: CasePage, name: str) -> dict[str, Any]:
    """What a form needs beside the case."""
    match name:
        case "defects":
            return {"until": _correction_day(found), "lines": _defect_lines(request, found)}
        case "ask":
            asked = request.POST.get("action", "") or request.GET.get("action", "")
            chosen = asked if asked in found.asks else found.asks[0]
            published = set(found.content["pauses"])
            pauses = {key: words for key, words in case_names("pauses").items() if key in published}
            return {"action": chosen, "actions": case_names("actions"), "pauses": pauses}
        case "answer":
            return {"actions": case_names("actions"), "pauses": case_names("pauses")}
        case "decide":
            return {"bases": bases_in_force(found.case, found.today)}
        case "supplement":
            return {"fields": _asked_fields(request, found)}
        case "send-up" | "pass-on" | "move":
            return {"targets": targets_of(found.case, HANDING_ON[name], today=found.today)}
        case "serve":
            names = case_names("services")
            services = {key: name for key, name in names.items() if key != ServiceMethod.ELECTRONIC}
            today = found.today.isoformat()
            return {"services": services, "signers": case_names("signers"), "today": today}
        case _:
            return {}


def _correction_day(found: CasePage) -> date:
    days = found.content["correction_days"]
    return working_days_on(found.today, days)


def _defect_lines(request: DeskRequest, found: CasePage) -> list[dict[str, Any]]:
    """Every material of the guide and every field of the form; nothing else can be told as lacking."""
    ticked = request.POST.getlist("defects") if request.refusal else None
    lines = [
        {"subject": one.subject, "name": one.name, "has": bool(one.grade), "lacks": _lacks(one), "text": ""}
        for one in found.materials
        if not one.fetched
    ]
    lines += [
        {"subject": one.subject, "name": one.label, "has": bool(one.text), "lacks": False, "text": one.text}
        for one in found.form
    ]
    for line in lines:
        subject = line["subject"]
        line["on"] = subject in ticked if ticked is not None else line["lacks"]
        line["what"] = request.POST.get(f"what-{subject}", "")
        line["how"] = request.POST.get(f"how-{subject}", "")
    return lines


def _asked_fields(request: DeskRequest, found: CasePage) -> list[dict[str, str]]:
    """The fields of the form that the notice named."""
    asked = {one.subject for one in found.defects}
    return [
        {
            "name": one.name,
            "label": one.label,
            "value": request.POST.get(f"answer-{one.name}", "") or found.case.answers.get(one.name, ""),
        }
        for one in fields_of(found.content)
        if f"field-{one.name}" in asked
    ]


def _lacks(one: Any) -> bool:
    return bool(one.required and not one.grade)
