"""One after the other, or at once: how long some matters take both ways, and which of them decides it.

Source: 宜春市"三单一网"实施方案 四(四) (serial becomes parallel), R-119 (flows are combed). Used before a plan is
published (with planned days) and after (with the days that decided cases took).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from qingdan.rules.joint import in_order, latest_way, longest, starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A matter's days in both ways, counted from the first day 0: when it begins, how long it takes."""

    item: str
    days: int
    serial_from: int
    parallel_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """`way`: the matters that decide how long the whole takes, in their order; `slowest`: the longest of all
    that lie on a longest way.
    """

    turns: tuple[Turn, ...]
    serial: int
    parallel: int
    way: tuple[str, ...]
    slowest: tuple[str, ...]

    @property
    def saved(self) -> int:
        """Working days that the applicant waits less."""
        return self.serial - self.parallel


def compared(needs: Mapping[str, frozenset[str]], days: Mapping[str, int]) -> Compared | None:
    """Both ways of these matters; None where they wait for each other in a circle, or there are none."""
    order = in_order(needs)
    if not order:
        return None
    begun, way = starts(needs, days), latest_way(needs, days)
    turns, before = [], 0
    for item in order:
        turn = Turn(item=item, days=days[item], serial_from=before, parallel_from=begun[item])
        turns.append(turn)
        before += days[item]
    return Compared(
        turns=tuple(turns),
        serial=before,
        parallel=longest(needs, days),
        way=way,
        slowest=_slowest(needs, days),
    )


def _slowest(needs: Mapping[str, frozenset[str]], days: Mapping[str, int]) -> tuple[str, ...]:
    """Those with the most days of the matters that have none to spare, in their order."""
    before, after = starts(needs, days), starts(_reversed(needs), days)
    whole = longest(needs, days)
    tight = [item for item in needs if before[item] + days[item] + after[item] == whole]
    most = max(days[item] for item in tight)
    return tuple(item for item in tight if days[item] == most)


def _reversed(needs: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Who waits for each."""
    return {item: frozenset(one for one, first in needs.items() if item in first) for item in needs}


def middle(values: Sequence[int]) -> float | None:
    """The median; None of nothing."""
    return float(median(values)) if values else None
