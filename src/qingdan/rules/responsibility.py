"""The responsibility list: duties for each step of a published power, and whether they cover it.

Source: 宜春市"三单一网"实施方案 (2015-03-24) 三(二), 四(一): powers and duties match; the elements are 责任事项,
责任岗位, 追责情形, 责任设定依据 (R-008, R-064…R-066). Readings: who acts in a step has a duty there, so start, end and
question marks of the chart need none of their own; 免责情形 is not demanded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qingdan.rules.problem import Problem, Severity, Where

AUTHORITY = "宜春市“三单一网”工作实施方案（2015年3月24日）四（一）"
ELEMENTS = {
    "duty": "责任事项",
    "post": "责任岗位",
    "accountability_ground": "追责情形",
    "legal_basis": "责任设定依据",
}
"""The four mandatory elements, by field."""

_ACTING = frozenset({"act", "document"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOfPower:
    """A step of the published chart: number, kind (start, act, document, decision, end), name, post."""

    number: int
    kind: str
    name: str
    post: str

    @property
    def needs_duty(self) -> bool:
        """Whether somebody acts here."""
        return self.kind in _ACTING and bool(self.post)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """One duty; `step` 0 is of no single step."""

    step: int
    duty: str
    post: str
    accountability_ground: str
    legal_basis: str
    exemption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTemplate:
    """What to propose for steps whose name holds one of `words`, in powers of `category` ("" any)."""

    category: str
    words: tuple[str, ...]
    duty: str
    accountability_ground: str
    legal_basis: str = ""
    exemption: str = ""


def duty_problems(steps: Sequence[StepOfPower], duties: Sequence[DutyLine]) -> tuple[Problem, ...]:
    """What the duties of one power still lack (C30): none at all, a step without one, an element left empty."""
    if not duties:
        return (_problem("C30.no_duty", "duties"),)
    covered = {one.step for one in duties}
    uncovered = (one for one in steps if one.needs_duty and one.number not in covered)
    empty = (
        (row, name, word)
        for row, one in enumerate(duties)
        for name, word in ELEMENTS.items()
        if not getattr(one, name).strip()
    )
    return (
        *(_problem("C30.element_missing", f"duties.{row}.{name}", lacking=word) for row, name, word in empty),
        *(_problem("C30.step_uncovered", "duties", step=f"{one.number} {one.name}") for one in uncovered),
    )


def propose_duties(
    category: str, steps: Iterable[StepOfPower], templates: Sequence[DutyTemplate], basis: str
) -> tuple[DutyLine, ...]:
    """A duty for each step somebody acts in, from the first template that fits; what none fits gets the step's own
    words to be completed. `basis`: of the power, proposed where the template names none.
    """
    return tuple(_proposed(category, one, templates, basis) for one in steps if one.needs_duty)


def _proposed(category: str, step: StepOfPower, templates: Sequence[DutyTemplate], basis: str) -> DutyLine:
    fits = (
        one
        for one in templates
        if one.category in {category, ""} and any(word in step.name for word in one.words)
    )
    found = next(fits, None)
    return DutyLine(
        step=step.number,
        duty=found.duty if found else step.name,
        post=step.post,
        accountability_ground=found.accountability_ground if found else "",
        legal_basis=(found.legal_basis if found else "") or basis,
        exemption=found.exemption if found else "",
    )


def _problem(key: str, field: str, **params: str) -> Problem:
    return Problem(
        code="C30",
        key=key,
        severity=Severity.BLOCKER,
        where=Where(field=field),
        params=params,
        authority=AUTHORITY,
    )
