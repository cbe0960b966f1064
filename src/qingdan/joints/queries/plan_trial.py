"""Trying a plan before it is published: parallel against one after the other, by planned days and by real ones."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from qingdan.cases.models import Case
from qingdan.cases.queries.urgency import days_taken
from qingdan.guides.queries.content import limit_of
from qingdan.joints.queries.plans import ItemChoice, PlanPage
from qingdan.rules.joint import JointPlan, Matter, beyond_promise
from qingdan.rules.joint_compare import Compared, compared, middle

LATEST = 200
"""Decided cases of an item that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealDays:
    """How long decided cases of an item took from acceptance: how many, their median in working days."""

    cases: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is tried: other days of some matters, needs (item, needed item) that are dropped."""

    days: Mapping[str, int]
    dropped: Collection[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    """A matter as tried; `real`: None where no case of it was decided yet; `promised`: by its guide, as printed, and
    whether the days tried are `beyond` it.
    """

    place: int
    item: str
    name: str
    unit_name: str
    planned: int
    tried: int
    real: RealDays | None
    needs: tuple[tuple[str, str, bool], ...]  # item, name, whether it is dropped in this trial
    decides: bool
    promised: str
    beyond: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTrial:
    """`by_plan`: by the days planned (or tried); `by_real`: by real ones, planned where there are none; None: a circle.

    `names`: item → name and department.
    """

    rows: tuple[TrialRow, ...]
    by_plan: Compared | None
    by_real: Compared | None
    names: Mapping[str, tuple[str, str]]
    changed: bool

    @property
    def slowest(self) -> tuple[str, ...]:
        """The departments that take longest of those that decide the whole, each once."""
        items = self.by_plan.slowest if self.by_plan else ()
        return tuple(dict.fromkeys(self.names[item][1] for item in items))


def plan_trial(page: PlanPage, change: Change) -> PlanTrial:
    """The plan of a page with a change tried, nothing saved."""
    tried = _tried(page.plan, change)
    real = real_days([one.item for one in page.plan.matters])
    names = {
        one.item: (page.items[one.item].name, page.items[one.item].unit_name)
        if one.item in page.items
        else (one.item, one.unit)
        for one in page.plan.matters
    }
    days = {one.item: one.days for one in tried.matters}
    by_plan = compared(tried.needs, days)
    by_real = compared(tried.needs, days | {item: one.days for item, one in real.items()}) if real else None
    way = by_plan.way if by_plan else ()
    rows = (
        _row(place, matter, change, names, page.items.get(matter.item))
        for place, matter in enumerate(page.plan.matters, 1)
    )
    return PlanTrial(
        rows=tuple(replace(one, real=real.get(one.item), decides=one.item in way) for one in rows),
        by_plan=by_plan,
        by_real=by_real,
        names=names,
        changed=bool(change.days or change.dropped),
    )


def real_days(items: Collection[str]) -> dict[str, RealDays]:
    """Working days from acceptance to decision of the newest decided cases, trial runs left out; at least one."""
    decided = Case.objects.filter(item_code__in=items, decided_on__isnull=False, trial=False)
    order = Window(RowNumber(), partition_by=F("item_code"), order_by=F("decided_on").desc())
    newest = decided.filter(accepted_on__isnull=False).annotate(turn=order).filter(turn__lte=LATEST)
    took: dict[str, list[int]] = defaultdict(list)
    for item, began, ended in newest.values_list("item_code", "accepted_on", "decided_on"):
        if began and ended:
            took[item].append(days_taken(began, ended))
    return {
        item: RealDays(cases=len(all_), days=max(1, round(middle(all_) or 0))) for item, all_ in took.items()
    }


def _tried(plan: JointPlan, change: Change) -> JointPlan:
    matters = tuple(
        replace(
            one,
            days=change.days.get(one.item, one.days),
            needs=tuple(need for need in one.needs if (one.item, need.item) not in change.dropped),
        )
        for one in plan.matters
    )
    return replace(plan, matters=matters)


def _row(
    place: int,
    matter: Matter,
    change: Change,
    names: Mapping[str, tuple[str, str]],
    choice: ItemChoice | None,
) -> TrialRow:
    name, unit_name = names[matter.item]
    tried = change.days.get(matter.item, matter.days)
    promised = limit_of(choice.promised) if choice else None
    return TrialRow(
        place=place,
        item=matter.item,
        name=name,
        unit_name=unit_name,
        planned=matter.days,
        tried=tried,
        real=None,
        needs=tuple(
            (one.item, names[one.item][0], (matter.item, one.item) in change.dropped)
            for one in matter.needs
            if one.item in names
        ),
        decides=False,
        promised=promised.printed if promised else "",
        beyond=promised is not None and beyond_promise(tried, promised),
    )
