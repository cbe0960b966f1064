"""What is done about a case from outside its course: its package for the archive, a bar of its applicant."""

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.cases.queries.barring import bar_page
from qingdan.cases.queries.package import case_to_pack, write_case_pack
from qingdan.cases.services.barring import BARS, bar_applicant
from qingdan.licences.queries.desk import HEADS
from qingdan.rules.role import HANDLING, Role
from qingdan.web.shared.downloads import made
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*HANDLING, Role.SUPERVISOR)
def case_pack(request: DeskRequest, number: str) -> HttpResponse:
    """The archive package of a finished case."""
    target = BytesIO()
    write_case_pack(target, case_to_pack(number, request.actor))
    return made(target.getvalue(), name=f"{number}.zip", kind="zip")


@page(*HEADS)
def bar(request: DeskRequest, number: str) -> HttpResponse:
    """The form to bar the applicant of a case, and the bars that stand."""
    found = bar_page(request.actor, number, today=day_of(request.at))
    return render(request, "desk/licences/bar.html", {"bar": found, "kinds": BARS})


@act(*HEADS, on=bar)
def bar_send(request: DeskRequest, number: str) -> HttpResponse:
    """Bars the applicant."""
    kind, reason = request.POST.get("kind", ""), request.POST.get("reason", "")[:150]
    bar_applicant(number=number, kind=kind, reason=reason, by=request.actor, at=request.at)
    return done(reverse("desk:case_bar", args=[number]), said="applicant_barred")
