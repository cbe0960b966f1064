"""办件: what one has to do now, the latest first; accepting several at once."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.cases.queries.earlier import earlier_found
from qingdan.cases.queries.queue import CasesAsked, queue_of
from qingdan.cases.queries.trial import trial_on
from qingdan.cases.queries.urgency import SOON
from qingdan.cases.services.batch import accept_cases
from qingdan.data.calendar import working_days_on
from qingdan.data.case import case_names
from qingdan.referrals.queries.marks import marks_of
from qingdan.rules.case_state import CLOSED, CaseState
from qingdan.rules.role import HANDLING, Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, page

SHOWN = ("todo", "mine", "open", "closed")
ACCEPTING = (Role.WINDOW, Role.HANDLER)
OVER = CLOSED | {CaseState.SERVED}
KEPT = ("show", "state", "item", "words")


@page(*HANDLING)
def cases(request: DeskRequest) -> HttpResponse:
    """The cases by urgency."""
    today = day_of(request.at)
    near = working_days_on(today, SOON)
    asked = asked_in(request)
    queue = queue_of(request.actor, asked, today=today, near_until=near)
    states = {key: name for key, name in case_names("states").items() if key != CaseState.DRAFT}
    kept = {name: word for name in KEPT if (word := getattr(asked, name)) and word != SHOWN[0]}
    came = marks_of([one.number for one in queue.lines if one.carries])
    context = {
        "queue": queue,
        "lines": [(one, came.get(one.number)) for one in queue.lines],
        "asked": asked,
        "states": states,
        "today": today,
        "earlier": earlier_found(request.actor, asked.words),
        "trial": trial_on(request.actor.region, today),
        "query": urlencode(kept),
        "accepts": bool(request.actor.roles & set(ACCEPTING)),
        "acceptable": [one for one in queue.lines if one.state == CaseState.RECEIVED and not one.joint],
    }
    return render(request, "desk/cases/queue.html", context)


@act(*ACCEPTING, on=cases)
def accept(request: DeskRequest) -> HttpResponse:
    """Accepts the ticked cases; what became of each is shown row by row."""
    ticked = [one.rpartition(":") for one in request.POST.getlist("numbers")]
    rows = [(number, number_in(version)) for number, _, version in ticked]
    results = accept_cases(rows=rows, by=request.actor, at=request.at)
    context = {"results": results, "done": sum(not one.problems for one in results)}
    return render(request, "desk/cases/batch.html", context)


def asked_in(request: DeskRequest) -> CasesAsked:
    """What the address asks for; what it does not know is left out."""
    words = {name: request.GET.get(name, "")[:80] for name in (*KEPT, "after")}
    words["show"] = words["show"] if words["show"] in SHOWN else "todo"
    words["state"] = words["state"] if words["state"] in set(CaseState) else ""
    if words["state"] in OVER:  # else the choice of open cases would leave none
        words["show"] = "closed"
    return CasesAsked(**{name: word.replace("\x00", "") for name, word in words.items()})
