"""What the checks found on an item, as kept and in words."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qingdan.data.wording import render
from qingdan.powers.queries.as_register import basis_place
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.corrections import Replacement, correction
from qingdan.rules.problem import Certainty, Problem, Severity, Where

ALONE, TOGETHER, BESIDE = "item", "unit", "beside"
"""Whether a finding comes from the item alone, from its register, or from what other parts of the city hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding in words. `basis` is the place of the basis meant, from 0; `law` the article it speaks of
    ({title, version, place, text}, {} not at hand); `other` the draft number of the item it is like; `reason` why the
    unit lets it stand ("" not said). `correction`: how it is set right in the bases, empty where it cannot be; `place`:
    its place among the findings kept of the item.
    """

    code: str
    key: str
    severity: str
    sure: bool
    field: str
    basis: int | None
    title: str
    message: str
    explanation: str
    action: str
    authority: str
    law: Mapping[str, Any]
    other: str = ""
    reason: str = ""
    correction: tuple[Replacement, ...] = ()
    place: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something: a change, or a reason."""
        return self.severity == Severity.BLOCKER or (self.severity == Severity.WARNING and not self.reason)


def kept_form(problem: Problem, scope: str, numbers: Mapping[int, str]) -> dict[str, Any]:
    """A problem as JSON for `ItemCheck.problems`. `numbers`: place in the register → draft number."""
    data = dict(problem.data)
    other = data.get("other")
    if isinstance(other, dict) and other.get("row") in numbers:
        data["other"] = other | {"number": numbers[other["row"]]}
    kept = {
        "code": problem.code,
        "key": problem.key,
        "severity": problem.severity.value,
        "certainty": problem.certainty.value,
        "field": problem.where.field,
        "basis": basis_place(problem.where.cell),
        "params": dict(problem.params),
        "authority": problem.authority,
        "data": data,
        "scope": scope,
    }
    plain: dict[str, Any] = json.loads(json.dumps(kept, ensure_ascii=False, default=str))
    return plain


def findings(
    kept: Iterable[Mapping[str, Any]], reasons: Mapping[str, str], bases: Sequence[BasisText] = ()
) -> tuple[Finding, ...]:
    """Kept problems in words, the gravest first. `reasons`: key of a finding → why it stands; `bases` of the item."""
    order = list(Severity)
    found = [
        replace(
            _finding(one, reasons.get(one["key"], "")),
            correction=correction(one, bases, one["basis"]),
            place=place,
        )
        for place, one in enumerate(kept)
    ]
    return tuple(sorted(found, key=lambda one: (order.index(Severity(one.severity)), one.code)))


def _finding(kept: Mapping[str, Any], reason: str) -> Finding:
    words = render(
        Problem(
            code=kept["code"],
            key=kept["key"],
            severity=Severity(kept["severity"]),
            certainty=Certainty(kept["certainty"]),
            where=Where(field=kept["field"]),
            params=kept["params"],
        )
    )
    return Finding(
        code=kept["code"],
        key=kept["key"],
        severity=kept["severity"],
        sure=kept["certainty"] == Certainty.SURE,
        field=kept["field"],
        basis=kept["basis"],
        title=words.title,
        message=words.message,
        explanation=words.explanation,
        action=words.action,
        authority=kept["authority"],
        law=kept["data"].get("law") or {},
        other=(kept["data"].get("other") or {}).get("number", ""),
        reason=reason,
    )
