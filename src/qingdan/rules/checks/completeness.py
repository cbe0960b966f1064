"""Is the register whole: duties for powers, powers for functions, nil returns. C30–C32."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.given import Duty
from qingdan.rules.checks.naming import bare_name
from qingdan.rules.checks.sources import DUTIES, SELF_CHECK
from qingdan.rules.power_item import Category, Disposition, NilReturn, PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Certainty, Problem, Severity, Where
from qingdan.rules.vocabulary.bodies import same_department


def material_missing(context: CheckContext) -> dict[str, str]:
    """The checks whose material was not given, and which material that is."""
    missing = {}
    if context.duties is None:
        missing["C30"] = "no_duties"
    if context.mandates is None:
        missing["C31"] = "no_mandates"
    return missing


def duties_complete(register: RegisterFacts, context: CheckContext) -> Problems:
    """C30. Every kept power has its duties, every step of its chart one, each with its four elements.

    Source: the plan's responsibility list (责任事项、责任岗位、追责情形、责任设定依据). Readings: powers and duties
    meet by name; steps of the chart are looked at where charts are given.
    """
    if context.duties is None:
        return ()
    duties: dict[str, list[Duty]] = defaultdict(list)
    for duty in context.duties:
        duties[bare_name(duty.item)].append(duty)
    problems = []
    for item in register.items:
        if item.disposition is Disposition.RETAIN:
            problems += _duties_of(item, duties.get(bare_name(item.name), []), context)
    powers = {bare_name(item.name) for item in register.items}
    problems += [
        _of_file(register, "C30", "C30.no_power", DUTIES, item=name) for name in duties if name not in powers
    ]
    return problems


def _duties_of(item: PowerItemFacts, duties: list[Duty], context: CheckContext) -> list[Problem]:
    if not duties:
        return [_of_item(item, "C30.no_duty")]
    problems = [_of_item(item, "C30.element_missing", lacking=name) for name in _lacking(duties)]
    chart = context.charts.get(item.flow_chart) if context.charts else None
    covered = {duty.step for duty in duties}
    steps = [step.name for step in chart.steps if step.actor] if chart else []
    problems += [_of_item(item, "C30.step_uncovered", step=step) for step in steps if step not in covered]
    return problems


def _lacking(duties: Iterable[Duty]) -> list[str]:
    """Names of the elements that some duty leaves empty."""
    names = {"duty": "责任事项", "post": "责任岗位", "ground": "追责情形", "basis": "责任设定依据"}
    return [word for field, word in names.items() if not all(getattr(duty, field).strip() for duty in duties)]


def functions_carried_out(register: RegisterFacts, context: CheckContext) -> Problems:
    """C31. Each 三定 function has a power or a duty; each power stands on a function.

    Source: the plan's 梳理工作职责 (对主要职责和内设机构职责进行梳理). A hint: functions are worded broadly, and one
    function may rest on many powers.
    """
    if context.mandates is None:
        return ()
    idle = [mandate.function for mandate in context.mandates if not mandate.items and not mandate.duties]
    problems = [
        _of_file(register, "C31", "C31.function_idle", SELF_CHECK, severity=Severity.HINT, function=function)
        for function in idle
    ]
    carried = {bare_name(name) for mandate in context.mandates for name in mandate.items}
    for item in register.items:
        if bare_name(item.name) not in carried:
            problems.append(_of_item(item, "C31.no_function", severity=Severity.HINT, authority=SELF_CHECK))
    return problems


def nil_returns_true(register: RegisterFacts, context: CheckContext) -> Problems:
    """C32. A nil return contradicts no item, and each category has items or a nil return.

    Source: the plan's 自查自清 (没有权力事项的实行零报告), per category as real lists do (行政强制 0项). Readings:
    items of a kind the scheme does not list on its own (行政检查) count for the category that holds them. A
    department may file several workbooks: what any of them holds counts for all, the silence is reported on the
    first. Where the category of an item cannot be read, silence on a category is only likely.
    """
    filings = _filings(register, context)
    filed: dict[Category | None, PowerItemFacts] = {}  # by category, the first item
    for item in (item for filing in filings for item in filing.items):
        filed.setdefault(_category(item, context), item)
    problems = [
        _contradicted(register, nil, filed[category], context.scheme.name_of(category))
        for nil in register.nil_returns
        if (category := context.scheme.filed_as(nil.category)) in filed
    ]
    if register.path == filings[0].path:
        problems += _silent(register, set(filed), filings, context)
    return problems


def _filings(register: RegisterFacts, context: CheckContext) -> list[RegisterFacts]:
    """The registers of this department in this run, at least this one."""
    others = [
        filing
        for filing in context.filings
        if filing.department and same_department(filing.department, register.department)
    ]
    return others if any(filing.path == register.path for filing in others) else [register]


def _category(item: PowerItemFacts, context: CheckContext) -> Category | None:
    return context.scheme.filed_as(item.category) if item.category else None


def _contradicted(register: RegisterFacts, nil: NilReturn, item: PowerItemFacts, category: str) -> Problem:
    """`place` is empty where the item stands in the sheet of the nil return."""
    elsewhere = item.path != register.path or item.sheet != nil.sheet
    file = item.path.replace("\\", "/").rpartition("/")[2] if item.path != register.path else ""
    place = "".join(f"{part} " for part in (file, item.sheet) if part) if elsewhere else ""
    return Problem(
        code="C32",
        key="C32.contradicted",
        severity=Severity.BLOCKER,
        where=Where(path=register.path, sheet=nil.sheet, row=nil.row, cell=nil.cell, field="nil_return"),
        params={"category": category, "place": place, "row": item.row, "item": item.name},
        authority=SELF_CHECK,
        data={"category": category},
    )


def _silent(
    register: RegisterFacts, filed: set[Category | None], filings: list[RegisterFacts], context: CheckContext
) -> list[Problem]:
    answered = {context.scheme.filed_as(nil.category) for filing in filings for nil in filing.nil_returns}
    certainty = Certainty.LIKELY if None in filed else Certainty.SURE
    return [
        _of_file(
            register, "C32", "C32.silent", SELF_CHECK, field="nil_return", certainty=certainty,
            category=context.scheme.name_of(category),
        )
        for category in context.scheme.listed
        if category not in filed and category not in answered
    ]  # fmt: skip


def _of_item(
    item: PowerItemFacts,
    key: str,
    severity: Severity = Severity.BLOCKER,
    authority: str = DUTIES,
    **params: Any,
) -> Problem:
    return found(item, key=key, field="name", severity=severity, authority=authority, **params)


def _of_file(
    register: RegisterFacts,
    code: str,
    key: str,
    authority: str,
    *,
    field: str = "file",
    severity: Severity = Severity.BLOCKER,
    certainty: Certainty = Certainty.SURE,
    **params: Any,
) -> Problem:
    return Problem(
        code=code, key=key, severity=severity, where=Where(path=register.path, field=field), certainty=certainty,
        params=params, authority=authority, data=dict(params),
    )  # fmt: skip


CHECKS = (
    Check(code="C30", severity=Severity.BLOCKER, authority=DUTIES, register=duties_complete),
    Check(code="C31", severity=Severity.HINT, authority=SELF_CHECK, register=functions_carried_out),
    Check(code="C32", severity=Severity.BLOCKER, authority=SELF_CHECK, register=nil_returns_true),
)
