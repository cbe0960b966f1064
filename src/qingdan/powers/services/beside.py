"""What other parts of the city find on items: kept among the findings of an item, judged whenever it is.

Modules above this one that hold something which items must agree with (flow charts) mark a function of their
`reactions` with `beside_judging`; when what they hold changes, they call `recheck_beside`.
"""

from collections.abc import Callable, Mapping, Sequence

from qingdan.powers.models import ItemCheck, PowerItem
from qingdan.powers.queries.findings import BESIDE, kept_form
from qingdan.rules.problem import Problem, Severity

Judge = Callable[[Sequence[PowerItem]], Mapping[int, Sequence[Problem]]]
"""Items of one unit → problems by primary key of the item; those without any may be left out."""
_JUDGES: list[Judge] = []


def beside_judging(judge: Judge) -> Judge:
    """Has a function asked whenever items are judged."""
    _JUDGES.append(judge)
    return judge


def found_beside(items: Sequence[PowerItem]) -> dict[int, list[dict[str, object]]]:
    """What is found on these items by others, in the form in which findings are kept; by primary key."""
    found: dict[int, list[dict[str, object]]] = {}
    for judge in _JUDGES:
        for item, problems in judge(items).items():
            found.setdefault(item, []).extend(kept_form(one, BESIDE, {}) for one in problems)
    return found


def recheck_beside(items: Sequence[PowerItem]) -> None:
    """Asks anew what others find on these items; what was found on the items themselves stays.

    Called inside the transaction of the act, under the lock of the register. Items that have not been judged at their
    version are left to the one who will.
    """
    checks = {one.item_id: one for one in ItemCheck.objects.filter(item__in=items)}
    found = found_beside(items)
    changed = []
    for item in items:
        check = checks.get(item.pk)
        if check is None or check.version != item.version:
            continue
        kept = [one for one in check.problems if one["scope"] != BESIDE] + found.get(item.pk, [])
        if kept != check.problems:
            check.problems = kept
            check.blockers = sum(one["severity"] == Severity.BLOCKER for one in kept)
            check.warnings = sum(one["severity"] == Severity.WARNING for one in kept)
            check.hints = sum(one["severity"] == Severity.HINT for one in kept)
            changed.append(check)
    ItemCheck.objects.bulk_update(changed, ["problems", "blockers", "warnings", "hints"], batch_size=500)
