"""联合收件: taking a joint application in at the lead's window, on one screen; the receipt to print."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.cases.queries.trial import trial_on
from qingdan.joints.queries.intake import JointIntake, joint_intake, joint_receipt, led_plans
from qingdan.joints.services.intake import JointAtWindow, take_in_jointly
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
from qingdan.web.desk.joint.typed import line_in
from qingdan.web.shared.request import DeskRequest, act, done, once_of, page

MOST_ITEMS = 50


@page(*TAKING_IN)
def intake(request: DeskRequest) -> HttpResponse:
    """The plan and its matters, then applicant, the one form and the one set of materials."""
    plans = led_plans(request.actor)
    typed = request.POST or request.GET
    asked = next((code for code, _ in plans if code == typed.get("plan")), "")
    chosen = asked or (plans[0][0] if len(plans) == 1 else "")
    found = joint_intake(request.actor, chosen, typed.getlist("items") or None) if chosen else None
    context: dict[str, Any] = {
        "plans": plans,
        "form": found,
        "once": once_of(request),
        "trial": trial_on(request.actor.region, day_of(request.at)),
        "id_kind": request.POST.get("id_kind", "citizen_id"),
        **(_asked(request, found) if found else {}),
    }
    return render(request, "desk/joint/intake.html", context)


@act(*TAKING_IN, on=intake)
def send(request: DeskRequest) -> HttpResponse:
    """Takes in; the query code is kept for this officer's receipt, until the next one."""
    asked = JointAtWindow(
        plan=line_in(request, "plan")[:32],
        items=request.POST.getlist("items")[:MOST_ITEMS],
        mark=line_in(request, "mark"),
    )
    receipt = take_in_jointly(
        asked=asked,
        said=person_in(request),
        answers=answers_in(request),
        filed=filed_in(request),
        scans=scans_of(request),
        by=request.actor,
        at=request.at,
    )
    if receipt.code:
        request.session["joint_receipt"] = {"number": receipt.number, "code": receipt.code}
    return done(reverse("desk:joint_receipt", args=[receipt.number]), said="case_taken_in")


@page(*HANDLING)
def receipt(request: DeskRequest, number: str) -> HttpResponse:
    """The receipt on paper: number, query code, the number of each matter, the last day for an answer."""
    found = joint_receipt(request.actor, number)
    kept = request.session.get("joint_receipt") or {}
    context = {
        "receipt": found,
        "code": kept.get("code") if kept.get("number") == number else "",
        "site": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "desk/joint/receipt.html", context)


def _asked(request: DeskRequest, found: JointIntake) -> dict[str, Any]:
    """Fields and materials with what was typed; each material with who wants it."""
    rows = material_rows(request, [one.material for one in found.materials])
    wanted = ({"wanted_by": one.wanted_by} for one in found.materials)
    return {
        "fields": field_rows(request, found.fields),
        "materials": [row | who for row, who in zip(rows, wanted, strict=True)],
    }
