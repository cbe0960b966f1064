"""The life of a demand to the developer of the province's system.

Source: 宜春市"三单一网"实施方案 六(三) (systems are developed by the province, local needs are put to the developer and
settled with it; R-114, RQ-A21).

Reading: an answer may be given again as talks go on, till something is delivered or declined; then a new one is filed.
"""

from enum import StrEnum


class DemandState(StrEnum):
    """Where a demand stands."""

    FILED = "filed"
    DISCUSSED = "discussed"
    PROMISED = "promised"
    DELIVERED = "delivered"
    DECLINED = "declined"


ENDED = frozenset({DemandState.DELIVERED, DemandState.DECLINED})
_AFTER = {
    DemandState.FILED: frozenset(DemandState) - {DemandState.FILED},
    DemandState.DISCUSSED: frozenset(DemandState) - {DemandState.FILED},
    DemandState.PROMISED: frozenset({DemandState.PROMISED, DemandState.DELIVERED, DemandState.DECLINED}),
}


def states_after(state: DemandState) -> frozenset[DemandState]:
    """What an answer may make of a demand; nothing once it has ended."""
    return _AFTER.get(state, frozenset())
