"""The charts of a batch: the 编办 fits one to its item, the 法制办 approves or returns it (docs/adr/0034)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Stale, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.lists.models import ApprovalItem
from qingdan.lists.queries.approval_charts import differs, run_fault, template_on
from qingdan.lists.services.approvals import BRINGING, batch_in_hand
from qingdan.rules.problem import Problem
from qingdan.rules.review import ChartState
from qingdan.rules.role import Role
from qingdan.rules.time_limit import parse_limit

TYPED = ("post", "office", "content", "standard", "promised_limit", "document")
"""What of a step may be fitted to an item; steps and ways stay as the law's procedure has them."""

CHART_ACTS = ("approve", "return")
LONGEST, LONGEST_REASON = 300, 4_000


def fit_chart(
    *, batch: str, number: int, version: int, steps: Mapping[int, Mapping[str, str]], by: Actor, at: datetime
) -> None:
    """Fits the texts of steps (number → field of TYPED → text); the chart waits to be reviewed. The 编办's act.

    Raises Refused with every problem, beside `<field>-<number>`; Stale, Missing.
    """
    with writing(by):
        item = _item(by, batch, number, version, by.roles & BRINGING)
        refuse_if(*_problems(steps))
        item.chart = {**item.chart, "steps": [_fitted(one, steps) for one in item.chart["steps"]]}
        item.like_template = _like_template(item, day_of(at))
        item.chart_state, item.reason, item.changed_by = ChartState.PENDING, "", by.username
        _keep(item, "ApprovalChartFitted", by=by, at=at)


def judge_chart(
    *, batch: str, number: int, version: int, action: str, reason: str, by: Actor, at: datetime
) -> None:
    """Approves a chart that waits, or returns one with a reason (`action` of CHART_ACTS). The 法制办's act.

    Raises Refused: no reason, no case could run by it, fitted by the same person; Stale, Missing.
    """
    assert action in CHART_ACTS
    with writing(by):
        item = _item(by, batch, number, version, by.roles & {Role.LEGAL_AFFAIRS})
        if action == "approve":
            _approve(item, by=by, at=at)
            return
        refuse_if(
            None if reason.strip() else refusal("desk.required", "reason"),
            too_long(reason, "reason", LONGEST_REASON),
            refusal("approvals.returned_already", "send")
            if item.chart_state == ChartState.RETURNED
            else None,
        )
        item.chart_state, item.reason = ChartState.RETURNED, reason.strip()
        _keep(item, "ApprovalChartReturned", by=by, at=at)


def approve_alike(*, batch: str, by: Actor, at: datetime) -> int:
    """Approves every chart that waits and is like the template; how many. Raises Missing, Refused: there is none."""
    with writing(by):
        if Role.LEGAL_AFFAIRS not in by.roles:
            raise Missing
        inside = batch_in_hand(by, batch)
        rows = ApprovalItem.objects.select_for_update(of=("self",)).select_related("batch", "unit")
        alike = list(rows.filter(batch=inside, chart_state=ChartState.PENDING, like_template=True))
        refuse_if(None if alike else refusal("approvals.none_alike", "send"))
        for item in alike:
            _approve(item, by=by, at=at)
        facts = {"charts": len(alike)}
        append("ApprovalChartsApproved", f"approvals:{batch}", by=by, at=at, unit=by.unit, data=facts)
    return len(alike)


def _approve(item: ApprovalItem, *, by: Actor, at: datetime) -> None:
    fault = run_fault(item.chart, item.content["values"])
    refuse_if(
        refusal("approvals.not_pending", "send") if item.chart_state != ChartState.PENDING else None,
        refusal("approvals.own_chart", "send") if item.changed_by == by.username else None,
        refusal(f"case.chart_{fault.value}", "send") if fault else None,
    )
    item.chart_state, item.reason = ChartState.APPROVED, ""
    _keep(item, "ApprovalChartApproved", by=by, at=at)


def _item(by: Actor, batch: str, number: int, version: int, may: object) -> ApprovalItem:
    """The item, its row locked, for who may do it. Raises Missing, Stale."""
    inside = batch_in_hand(by, batch) if may else None
    rows = ApprovalItem.objects.select_for_update(of=("self",)).select_related("batch", "unit")
    found = rows.filter(batch=inside, number=number).first() if inside else None
    if found is None:
        raise Missing
    if found.version != version:
        raise Stale({}, found.version)
    return found


def _problems(steps: Mapping[int, Mapping[str, str]]) -> list[Problem | None]:
    found: list[Problem | None] = []
    for number, texts in steps.items():
        found += [too_long(text, f"{name}-{number}", LONGEST) for name, text in texts.items()]
        limit = texts.get("promised_limit", "").strip()
        if limit and parse_limit(limit) is None:
            found.append(refusal("approvals.limit", f"promised_limit-{number}"))
    return found


def _fitted(step: dict[str, Any], steps: Mapping[int, Mapping[str, str]]) -> dict[str, Any]:
    typed = steps.get(step["number"], {})
    return {**step, **{name: text.strip() for name, text in typed.items() if name in TYPED}}


def _like_template(item: ApprovalItem, today: date) -> bool:
    return not differs(item.chart, item.content["values"], template_on(today))


def _keep(item: ApprovalItem, event: str, *, by: Actor, at: datetime) -> None:
    item.version += 1
    item.judged_by_name, item.judged_at = (by.name, at) if Role.LEGAL_AFFAIRS in by.roles else ("", None)
    item.save()
    facts = {"number": item.number, "version": item.version}
    append(event, f"approvals:{item.batch.code}", by=by, at=at, unit=item.unit.code, data=facts)
