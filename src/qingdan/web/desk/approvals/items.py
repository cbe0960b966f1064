"""One approval: its chart beside the template, for the 法制办 to judge and for the 编办 to fit to the item (R-027)."""

from collections.abc import Mapping

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.drawing.flow_chart import draw
from qingdan.lists.queries.approvals import SEEING, ApprovalShown, approval_shown
from qingdan.lists.services.approval_charts import CHART_ACTS, LONGEST, TYPED, fit_chart, judge_chart
from qingdan.lists.services.approvals import BRINGING
from qingdan.rules.review import ChartState
from qingdan.rules.role import Role
from qingdan.web.desk.legality.charts import rows_of
from qingdan.web.desk.review.item import action_in
from qingdan.web.shared.item_facts import item_facts
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(sorted(SEEING))
NAMES: Mapping[str, str] = {
    "post": "岗位",
    "office": "科室",
    "content": "办理内容",
    "standard": "审查标准",
    "promised_limit": "承诺期限",
    "document": "文书",
}


@page(*SEEN_BY)
def item(request: DeskRequest, code: str, number: int) -> HttpResponse:
    """The item and its chart."""
    found = approval_shown(request.actor, code, number, day_of(request.at))
    roles, waits = request.actor.roles, found.line.chart_state == ChartState.PENDING
    context = {
        "item": found,
        "line": found.line,
        "facts": item_facts(found.values),
        "rows": rows_of(found.chart, [one for _, one in found.differences]),
        "drawings": draw(found.chart),
        "approves": Role.LEGAL_AFFAIRS in roles and waits,
        "returns": Role.LEGAL_AFFAIRS in roles and found.line.chart_state != ChartState.RETURNED,
        "steps": _form(found, request.refusal.typed if request.refusal else None) if roles & BRINGING else (),
        "longest": LONGEST,
        "fields": NAMES,
    }
    return render(request, "desk/approvals/item.html", context)


@act(Role.LEGAL_AFFAIRS, on=item)
def judge(request: DeskRequest, code: str, number: int) -> HttpResponse:
    """Approves the chart, or returns it with a reason."""
    judge_chart(
        batch=code,
        number=number,
        version=number_in(request.POST.get("version", "")),
        action=action_in(request, CHART_ACTS),
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:approval_batch", args=[code]), said="approval_chart_judged")


@act(*sorted(BRINGING), on=item)
def fit(request: DeskRequest, code: str, number: int) -> HttpResponse:
    """Keeps what was typed of the steps."""
    fit_chart(
        batch=code,
        number=number,
        version=number_in(request.POST.get("version", "")),
        steps=_typed(request.POST),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:approval_item", args=[code, number]), said="approval_chart_fitted")


def _typed(form: QueryDict) -> dict[int, dict[str, str]]:
    """Number of a step → field → text, from fields named `<field>-<number>`."""
    found: dict[int, dict[str, str]] = {}
    for key in form:
        name, _, number = key.rpartition("-")
        if name in TYPED and number_in(number):
            found.setdefault(number_in(number), {})[name] = str(form[key])
    return found


def _form(item: ApprovalShown, typed: QueryDict | None) -> list[tuple[int, str, list[tuple[str, str, str]]]]:
    """Number and name of each step, with key, name and text of each field."""
    return [
        (one["number"], one["name"], [_field(one["number"], name, one[name], typed) for name in TYPED])
        for one in item.steps
    ]


def _field(number: int, name: str, text: str, typed: QueryDict | None) -> tuple[str, str, str]:
    key = f"{name}-{number}"
    return key, NAMES[name], typed.get(key, text) if typed else text
