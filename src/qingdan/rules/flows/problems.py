"""How a finding on a chart is written down."""

from qingdan.rules.flows.values import Chart, Step
from qingdan.rules.problem import Certainty, Problem, Severity, Where


def fault(
    chart: Chart,
    step: Step | None,
    *,
    key: str,
    field: str,
    authority: str,
    severity: Severity = Severity.BLOCKER,
    certainty: Certainty = Certainty.SURE,
    **params: str | int,
) -> Problem:
    """A problem of a chart, or of one step of it.

    `data` says where: {"step": its number or None, "field": the field of `Step` or `Chart`}. The words of a step's
    problem may use {step} and {name}.
    """
    of_step: dict[str, str | int] = {"step": step.number, "name": step.name} if step else {}
    return Problem(
        code=key.partition(".")[0], key=key, severity=severity, certainty=certainty, authority=authority,
        where=Where(field="flow_chart", item=chart.title), params=of_step | params,
        data={"step": step.number if step else None, "field": field},
    )  # fmt: skip
