"""What an officer is told whose act came second: what was done to the case meanwhile."""

from qingdan.cases.queries.desk import CasePage
from qingdan.cases.queries.history import HistoryLine
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest

MOVED_ON = frozenset({"desk.stale", "case.wrong_state"})
"""Refusals that say nothing but that the case stands elsewhere."""
MOST = 3


def done_meanwhile(request: DeskRequest, found: CasePage) -> tuple[HistoryLine, ...]:
    """The last steps, newest first: as many as the case has gone on since the page was opened, one to three.

    None where the act was refused for other reasons.
    """
    refusal = request.refusal
    if refusal is None or not MOVED_ON & {one.key for one in refusal.problems}:
        return ()
    opened = number_in(refusal.typed.get("version", "")) or found.case.version - 1
    many = min(max(found.case.version - opened, 1), MOST)
    return tuple([one for one in found.history if one.step][:many])
