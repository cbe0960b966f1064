"""The batches of last year's approvals, and one of them: rows, charts that wait, publication (R-031, RQ-A19)."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.data.approvals import approval_kinds
from qingdan.lists.queries.approvals import SEEING, ItemLine, batch_shown, batches
from qingdan.lists.services.approval_charts import approve_alike
from qingdan.lists.services.approval_publishing import publish_batch
from qingdan.lists.services.approvals import BRINGING, LONGEST_NUMBER, LONGEST_TITLE, bring_batch
from qingdan.rules.review import ChartState
from qingdan.rules.role import Role
from qingdan.web.desk.campaign.forms import day_in
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.pager import page_of
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(sorted(SEEING))
OFFICE = tuple(sorted(BRINGING))


@page(*SEEN_BY)
def approvals(request: DeskRequest) -> HttpResponse:
    """All batches, and the form that brings one in."""
    context = {
        "batches": batches(request.actor),
        "brings": bool(request.actor.roles & BRINGING),
        "kinds": [one.name for one in approval_kinds()],
        "most": settings.MOST_UPLOAD // 1_000_000,
        "longest": (LONGEST_TITLE, LONGEST_NUMBER),
    }
    return render(request, "desk/approvals/batches.html", context)


@act(*OFFICE, on=approvals)
def bring(request: DeskRequest) -> HttpResponse:
    """Reads a workbook into a batch."""
    code = bring_batch(
        file=request.FILES.get("file"),
        title=request.POST.get("title", ""),
        number=request.POST.get("number", ""),
        on=day_in(request, "on"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:approval_batch", args=[code]), said="approvals_brought")


@page(*SEEN_BY)
def batch(request: DeskRequest, code: str) -> HttpResponse:
    """A batch: what is wrong with rows, its items with their charts, the next act."""
    found = batch_shown(request.actor, code)
    state = request.GET.get("state", "")
    context = {
        "batch": found,
        "head": found.head,
        "here": page_of(_chosen(found.items, state), request),
        "state": state,
        "states": [one.value for one in ChartState],
        "brings": bool(request.actor.roles & BRINGING),
        "reviews": Role.LEGAL_AFFAIRS in request.actor.roles,
        "today": day_of(request.at),
    }
    return render(request, "desk/approvals/batch.html", context)


@act(*OFFICE, on=batch)
@with_factor
def publish(request: DeskRequest, code: str) -> HttpResponse:
    """Publishes the batch as it stands."""
    publish_batch(batch=code, effective_on=day_in(request, "effective_on"), by=request.actor, at=request.at)
    return done(reverse("desk:approval_batch", args=[code]), said="approvals_published")


@act(Role.LEGAL_AFFAIRS, on=batch)
def approve(request: DeskRequest, code: str) -> HttpResponse:
    """Approves the charts that wait and are like the template."""
    approve_alike(batch=code, by=request.actor, at=request.at)
    return done(reverse("desk:approval_batch", args=[code]), said="approval_charts_approved")


def _chosen(items: tuple[ItemLine, ...], state: str) -> list[ItemLine]:
    return [one for one in items if not state or one.chart_state == state]
