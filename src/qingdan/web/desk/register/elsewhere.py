"""改别处: putting what a finding of a workbook suggests where it belongs, in its row and in others."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.powers.queries.uploads import places_for
from qingdan.powers.services.upload_answers import adopt_elsewhere
from qingdan.rules.role import DRAFTING
from qingdan.web.desk.register.uploads import ASKED
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*DRAFTING)
def elsewhere(request: DeskRequest, code: str) -> HttpResponse:
    """Every place where the suggestion belongs, to be ticked."""
    problem = number_in(request.GET.get("problem", ""))
    upload, selected, places = places_for(request.actor, code, problem)
    chosen = request.refusal.typed.getlist("places") if request.refusal else None
    context = {
        "upload": upload,
        "one": selected,
        "places": places,
        "chosen": [one.key for one in places if one.suggested] if chosen is None else chosen,
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/register/elsewhere.html", context)


@act(*DRAFTING, on=elsewhere)
def adopt_there(request: DeskRequest, code: str) -> HttpResponse:
    """Has the words set right in the places ticked, when the rows are taken over."""
    adopt_elsewhere(
        code=code,
        problem=number_in(request.GET.get("problem", "")),
        places=request.POST.getlist("places"),
        by=request.actor,
        at=request.at,
    )
    query = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    response = done(reverse("desk:upload", args=[code]), said="suggestion_kept", **query)
    response["Location"] += "#d"
    return response
