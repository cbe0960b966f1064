"""One joint application: lanes, the whole's clock, the forms of what this person may do now, taking the act."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.refusal import Missing
from qingdan.cases.queries.urgency import SOON
from qingdan.data.calendar import working_days_on
from qingdan.data.case import case_names
from qingdan.data.joint import joint_limit, joint_names
from qingdan.joints.queries.desk import JointPage, OwnCheck, joint_page
from qingdan.rules.case_service import ServiceMethod
from qingdan.rules.role import HANDLING, Role
from qingdan.web.desk.cases.at_window import field_rows, material_rows
from qingdan.web.desk.joint.charts import lanes_chart
from qingdan.web.desk.joint.checking import line_labels, line_shown
from qingdan.web.desk.joint.queue import SEEN_BY
from qingdan.web.desk.joint.sending import SENDING
from qingdan.web.desk.joint.session_forms import session_forms
from qingdan.web.shared.request import DeskRequest, act, done, once_of, page

ACTING = (*HANDLING, Role.GOVERNMENT_OFFICE)


@page(*SEEN_BY)
def joint(request: DeskRequest, number: str) -> HttpResponse:
    """The application, what is to be done now first."""
    found = joint_page(request.actor, number, at=request.at)
    chosen = _chosen(request, found)
    lines = [line_shown(request, one) for one in chosen.lines] if chosen else []
    context = {
        "page": found,
        "chart": lanes_chart(found),
        "theirs": request.refusal.theirs if request.refusal else None,
        "check": chosen,
        "lines": lines,
        "field_labels": line_labels(chosen.lines if chosen else ()),
        "ticked": any(one["on"] for one in lines),
        "opened": _opened(request),
        "once": once_of(request),
        **session_forms(request, found, _opened(request)),
        "typed_list": {name: request.POST.getlist(name) for name in ("items",)},
        **_names(found),
        **_mended(request, found),
    }
    return render(request, "desk/joint/joint.html", context)


@act(*ACTING, on=joint)
def send(request: DeskRequest, number: str, name: str) -> HttpResponse:
    """Takes the act."""
    if name not in SENDING:
        raise Missing
    said = SENDING[name](request, number)
    return done(reverse("desk:joint", args=[number]), said=said)


def _opened(request: DeskRequest) -> str:
    """The form that was refused: it stands open on the page."""
    match = request.resolver_match
    return str(match.kwargs.get("name", match.url_name)) if request.refusal and match else ""


def _names(found: JointPage) -> dict[str, Any]:
    """Choices of the forms."""
    services = case_names("services")
    days = joint_limit("opinion_days")
    return {
        "services": {key: name for key, name in services.items() if key != ServiceMethod.ELECTRONIC},
        "signers": case_names("signers"),
        "kinds": joint_names("sessions"),
        "stances": joint_names("stances"),
        "answer_on": working_days_on(found.today, days).isoformat(),
        "today": found.today.isoformat(),
        "soon": SOON,
    }


def _mended(request: DeskRequest, found: JointPage) -> dict[str, Any]:
    """What lacks, as the window takes it in: the fields as they were answered, the materials of the one set."""
    fields = [one.field for one in found.mending if one.field]
    known = {one.field.name: one.answer for one in found.mending if one.field}
    return {
        "fields": field_rows(request, fields, known),
        "materials": material_rows(request, [one.material for one in found.mending if one.material]),
    }


def _chosen(request: DeskRequest, found: JointPage) -> OwnCheck | None:
    """The own matter whose form stands on the page: the one asked for, else the first not looked at, else the first."""
    asked = request.POST.get("item", "") or request.GET.get("item", "")
    unseen = [one for one in found.checks if one.found is None]
    known = [one for one in found.checks if one.item == asked]
    return next(iter((*known, *unseen, *found.checks)), None)
