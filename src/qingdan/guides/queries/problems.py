"""What stands in the way of a guide: in its text, in its form, against the list, and in the chart its item runs by."""

from qingdan.base.snapshots.queries import thaw
from qingdan.editions.models import EditionEntry
from qingdan.editions.queries.charts import chart_of, review_in
from qingdan.guides.models import Guide
from qingdan.guides.queries.content import BLANK, Content, facts_of, fields_of, limit_of
from qingdan.guides.queries.elsewhere import elsewhere_problems, region_of_item
from qingdan.rules.chart_run import RunFault
from qingdan.rules.form_lint import form_faults
from qingdan.rules.guide import Listed, guide_problems, listed_problems
from qingdan.rules.problem import Problem, Severity, beside


def problems_of(content: Content, entry: Content | None) -> tuple[Problem, ...]:
    """Everything wrong with a guide of this content; `entry`: what the list in force says of its item, None: nothing.

    Blockers, warnings and hints, each beside its field.
    """
    content = {**BLANK, **content}
    facts = facts_of(content)
    found = (*guide_problems(facts), *form_faults(fields_of(content)))
    if entry is not None:
        found += tuple(elsewhere_problems(content, region_of_item(entry["unit"])))
    if entry is None:
        return (*found, beside("case.item_in_force", "chart", {}))
    fault = chart_fault(entry)
    wrong = (beside(f"case.chart_{fault.value}", "chart", {}),) if fault else ()
    return (*found, *listed_problems(facts, listed_of(entry)), *wrong)


def blockers_of(guide: Guide, entry: EditionEntry | None) -> list[Problem]:
    """Those that keep the draft from being published."""
    found = problems_of(guide.content, thaw(entry.digest) if entry else None)
    return [one for one in found if one.severity is Severity.BLOCKER]


def chart_fault(entry: Content) -> RunFault | None:
    """Why the item's chart cannot be run; None: it can."""
    found = review_in(entry)
    return found if isinstance(found, RunFault) else None


def listed_of(entry: Content) -> Listed:
    """What the list says of the item, as `qingdan.rules.guide` compares a guide with it."""
    values = entry["values"]
    chart = chart_of(entry)
    return Listed(
        promised=limit_of(values.get("promised_limit", "")),
        fee=values.get("fee", ""),
        steps=frozenset(one.number for one in chart.steps) if chart else frozenset(),
    )
