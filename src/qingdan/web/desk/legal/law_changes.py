"""Proposals to change the law: list with filters, answer."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.refusal import Missing
from qingdan.data.reason_codes import load_reason_codes
from qingdan.powers.queries.dispositions import law_changes_for
from qingdan.powers.queries.legal import units_with_mandates
from qingdan.powers.services.law_changes import GROUNDS, answer_law_change
from qingdan.rules.role import DRAFTING, REVIEWING, Role
from qingdan.web.shared.pager import page_of
from qingdan.web.shared.request import DeskRequest, act, done, page

FILTERS = ("state", "ground", "words", "unit")
STATES = ("waiting", "accepted", "refused")
SEEN_BY = tuple(DRAFTING | REVIEWING)


@page(*SEEN_BY)
def law_changes(request: DeskRequest) -> HttpResponse:
    """The proposals one may see, those without answer first."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    context = {
        "here": page_of(law_changes_for(request.actor, **chosen), request),
        "query": urlencode(chosen),
        "chosen": chosen,
        "grounds": _grounds(),
        "states": STATES,
        "units": units_with_mandates(request.actor) if request.actor.reviews else (),
    }
    return render(request, "desk/legal/law_changes.html", context)


@page(*SEEN_BY)
def law_change(request: DeskRequest, code: str) -> HttpResponse:
    """One proposal with its answer."""
    found = next((one for one in law_changes_for(request.actor) if one.code == code), None)
    if found is None:
        raise Missing
    answers = Role.LEGAL_AFFAIRS in request.actor.roles and found.state == "waiting"
    context = {"one": found, "grounds": dict(_grounds()), "answers": answers}
    return render(request, "desk/legal/law_change.html", context)


@act(Role.LEGAL_AFFAIRS, on=law_change)
def answer(request: DeskRequest, code: str) -> HttpResponse:
    """Accepts it or not."""
    form = request.POST
    answer_law_change(
        code=code,
        verdict=form.get("verdict", ""),
        answer=form.get("answer", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:law_change", args=[code]), said="law_change_answered")


def _grounds() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in load_reason_codes() if one.code in GROUNDS]
