"""Before and after (serial against parallel) and the four guarantees: figures, and the rows behind each."""

from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.data.guide import guide_names
from qingdan.data.joint import joint_names
from qingdan.joints.queries.figures import READERS, figure_rows, joint_figures
from qingdan.joints.queries.guarantees import guarantee, guarantees
from qingdan.web.desk.cases.acceptance import asked_in
from qingdan.web.shared.request import DeskRequest, page


@page(*READERS)
def figures(request: DeskRequest) -> HttpResponse:
    """All together, then plan by plan."""
    asked = asked_in(request)
    whole, *plans = joint_figures(request.actor, since=asked.since, until=asked.until, scope=asked.scope)
    context = {"asked": asked, "scope": asked.scope.value, "whole": whole, "plans": plans}
    return render(request, "desk/joint/figures.html", context)


@page(*READERS)
def rows(request: DeskRequest, code: str) -> HttpResponse:
    """The applications of a plan, each with its own days."""
    asked = asked_in(request)
    found = figure_rows(request.actor, code, since=asked.since, until=asked.until, scope=asked.scope)
    context = {"asked": asked, "found": found, "figures": found.figures}
    return render(request, "desk/joint/figure_rows.html", context)


@page(*READERS)
def four(request: DeskRequest) -> HttpResponse:
    """The four ratios."""
    today = day_of(request.at)
    context = {"ratios": guarantees(request.actor, today), "today": today, **_words()}
    return render(request, "desk/joint/guarantees.html", context)


@page(*READERS)
def one(request: DeskRequest, key: str) -> HttpResponse:
    """The rows of one of them, what is missing first."""
    found = guarantee(request.actor, key, day_of(request.at))
    return render(request, "desk/joint/guarantee.html", {"ratio": found, **_words()})


def _words() -> dict[str, object]:
    return {
        "names": joint_names("guarantees"),
        "counted": joint_names("guarantees_counted"),
        "why": {**guide_names("missing"), **joint_names("why")},
    }
