"""What is wrong with a chart, as kept and in words: beside the cell it is about."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qingdan.data.wording import render
from qingdan.rules.problem import Certainty, Problem, Severity, Where

_COLUMNS = {"steps": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFinding:
    """One finding in words. `step` is the number of the row, None for the whole chart; `field` the column."""

    code: str
    severity: str
    step: int | None
    field: str
    message: str
    explanation: str
    action: str


def kept_finding(problem: Problem) -> dict[str, Any]:
    """A problem of a chart as JSON for `FlowChart.problems`."""
    kept = {
        "code": problem.code,
        "key": problem.key,
        "severity": problem.severity.value,
        "certainty": problem.certainty.value,
        "params": dict(problem.params),
        "step": problem.data.get("step"),
        "field": _COLUMNS.get(problem.data.get("field", ""), problem.data.get("field", "")),
    }
    plain: dict[str, Any] = json.loads(json.dumps(kept, ensure_ascii=False, default=str))
    return plain


def chart_findings(kept: Iterable[Mapping[str, Any]]) -> tuple[ChartFinding, ...]:
    """Kept findings in words, in the order of the chart."""
    return tuple(_finding(one) for one in kept)


def _finding(kept: Mapping[str, Any]) -> ChartFinding:
    words = render(
        Problem(
            code=kept["code"],
            key=kept["key"],
            severity=Severity(kept["severity"]),
            certainty=Certainty(kept["certainty"]),
            where=Where(field="flow_chart"),
            params=kept["params"],
        )
    )
    return ChartFinding(
        code=kept["code"],
        severity=kept["severity"],
        step=kept["step"],
        field=kept["field"],
        message=words.message,
        explanation=words.explanation,
        action=words.action,
    )
