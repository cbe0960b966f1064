"""What new charts save against the old ones, summed over the powers that go by them (R-025).

Source: the plan, 减少内部运转环节、优化流程. Readings: a chart may be of one power or of a whole category of a unit.
The steps and days saved could be summed over charts or over powers; here each kept power counts once, by the chart it
goes by. So the sum says what is saved on the powers themselves, and is the same however a unit draws them: one chart
for forty powers, or forty alike. Days are those of the longest way, working and natural together; where they are not
known before or after, the power is left out of the days alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A chart now and what it replaced: 环节 and days; None where not said or not known."""

    steps: int
    days: int | None
    steps_before: int | None
    days_before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Savings:
    """`charts` and `compared`: charts, and those of them that say how many steps there were before.

    `items`: the powers over which the steps are summed; `timed_items`: those over which the days are.
    """

    charts: int = 0
    compared: int = 0
    items: int = 0
    timed_items: int = 0
    steps_before: int = 0
    steps_after: int = 0
    days_before: int = 0
    days_after: int = 0

    def __add__(self, other: "Savings") -> "Savings":
        return Savings(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})


def savings(charts: Iterable[Compared], going: Iterable[Compared]) -> Savings:
    """What some charts save. `going`: for each kept power the chart that it goes by."""
    drawn, by = list(charts), list(going)
    steps = [(one.steps_before, one.steps) for one in by if one.steps_before is not None]
    days = [(one.days_before, one.days) for one in by if one.days_before is not None and one.days is not None]
    return Savings(
        charts=len(drawn),
        compared=sum(one.steps_before is not None for one in drawn),
        items=len(steps),
        timed_items=len(days),
        steps_before=sum(before for before, _ in steps),
        steps_after=sum(after for _, after in steps),
        days_before=sum(before for before, _ in days),
        days_after=sum(after for _, after in days),
    )
