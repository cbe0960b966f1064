"""附件3 of a unit: the list, the row of an item, the printed form."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.documents.forms import referral_form_pdf
from qingdan.documents.model import ReferralForm
from qingdan.powers.queries.referrals import CHANGES, TYPED, ReferralsPage, referral_of, referrals_of
from qingdan.powers.services.referrals import keep_referral
from qingdan.registers.forms import write_referral_form
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.shared.downloads import made
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)
WRITTEN_BY = tuple(DRAFTING)


@page(*SEEN_BY)
def referrals(request: DeskRequest) -> HttpResponse:
    """The rows of a unit, each with what is missing."""
    found = referrals_of(request.actor, request.GET.get("unit", ""))
    return render(request, "desk/register/referrals.html", {"page": found})


@page(*SEEN_BY)
def referral(request: DeskRequest, number: str) -> HttpResponse:
    """The row of one item."""
    found = referral_of(request.actor, number)
    typed = request.refusal.typed if request.refusal else None
    values = {name: typed.get(name, "") if typed else getattr(found.row, name) for name in TYPED}
    context = {"line": found, "values": values, "changes": CHANGES}
    context["editable"] = number.partition("-")[0] in request.actor.own_units
    return render(request, "desk/register/referral.html", context)


@act(*WRITTEN_BY, on=referral)
def keep(request: DeskRequest, number: str) -> HttpResponse:
    """Keeps the row."""
    values = {name: request.POST.get(name, "") for name in TYPED}
    keep_referral(number=number, values=values, by=request.actor, at=request.at)
    return done(reverse("desk:referral", args=[number]), said="referral_kept")


@page(*SEEN_BY)
def print_form(request: DeskRequest) -> HttpResponse:
    """The form as PDF."""
    found = referrals_of(request.actor, request.GET.get("unit", ""))
    content = referral_form_pdf(_form(found, day_of(request.at)))
    return made(content, name=f"附件3 {found.department}.pdf", kind="pdf")


@page(*SEEN_BY)
def workbook(request: DeskRequest) -> HttpResponse:
    """The form as a workbook."""
    found = referrals_of(request.actor, request.GET.get("unit", ""))
    with TemporaryDirectory() as folder:
        target = Path(folder) / "form.xlsx"
        rows = [one.row for one in found.lines]
        write_referral_form(target, department=found.department, rows=rows)
        return made(target.read_bytes(), name=f"附件3 {found.department}.xlsx", kind="xlsx")


def _form(found: ReferralsPage, on: date) -> ReferralForm:
    return ReferralForm(
        department=found.department,
        campaign=found.campaign_name,
        filled_on=on,
        items=tuple(one.row for one in found.lines),
    )
