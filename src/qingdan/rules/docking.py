"""How far a department's own system is docked, and where a thing sent to it stands.

Source: 宜春市"三单一网"实施方案 (专业系统与网上审批系统对接, R-081, RQ-A3); the five levels are the platform's own.

Readings: each level includes those below it. From L2 on the system knows the interface; what it may do there is said
by its level, whatever it asks for.
"""

from enum import IntEnum, StrEnum


class DockingLevel(IntEnum):
    """L0 nothing (typed twice) < L1 link < L2 results come back < L3 course both ways < L4 without typing twice."""

    NONE = 0
    LINK = 1
    RESULTS = 2
    COURSE = 3
    WHOLE = 4

    @property
    def reports_results(self) -> bool:
        """Whether the system may say what came out of a case."""
        return self >= DockingLevel.RESULTS

    @property
    def receives(self) -> bool:
        """Whether cases and messages go out to the system, and the steps of their course come back."""
        return self >= DockingLevel.COURSE

    @property
    def proposes_decisions(self) -> bool:
        """Whether the system may hand over a decision for a person to confirm."""
        return self >= DockingLevel.WHOLE

    @property
    def is_docked(self) -> bool:
        """Whether it counts as docked: something comes back by itself."""
        return self >= DockingLevel.RESULTS


class DispatchState(StrEnum):
    """Where a thing sent stands. Sent: nobody knows yet whether it arrived; dead: not tried any more by itself."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    DEAD = "dead"


OPEN_STATES = (DispatchState.WAITING, DispatchState.SENT)
"""Those that are still to be delivered."""
