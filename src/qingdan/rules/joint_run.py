"""How a joint application goes on: which steps its branches take when something is done to the whole or to one.

Source: 行政许可法 Art. 26(2), 32, 42(2). The whole has no state of its own: it is worked out from its branches, so none
can be lost at a join and nothing waits for what will not come. Steps are rows of `qingdan.rules.case_table`.

Readings:
- What lacks is told once, for all departments, by the lead (Art. 32(4)). Whose materials were complete waits for the
  others' correction without a clock of its own and is not asked again; the five days run anew for who was told alone.
- All that is complete is accepted together. A branch that lapses, is not accepted or taken back holds none of them.
- A matter that another is the condition of: granted (or not needed at all), the other begins; else the other ends, with
  the reason, and the applicant keeps all that does not depend on it. It ends at once, before acceptance too: nobody
  corrects or looks at what can no longer be granted, and it holds up none of the others.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qingdan.rules.case_state import CLOSED, CaseState

_IN_REVIEW = frozenset({CaseState.WAITING, CaseState.UNDER_REVIEW, CaseState.SUSPENDED})
UNDECIDED = _IN_REVIEW | {CaseState.RECEIVED, CaseState.CORRECTING}
"""What can still be taken back, and what others may wait for."""

NOT_BEGUN = frozenset({CaseState.RECEIVED, CaseState.CORRECTING, CaseState.WAITING})
"""What ends when a matter that it waits for has failed."""

DECIDED = frozenset({CaseState.GRANTED, CaseState.REFUSED})
"""What the lead is to serve."""
_FAILED = CLOSED - {CaseState.ARCHIVED, CaseState.NOT_REQUIRED}


class JointState(StrEnum):
    """Where the whole is, worked out from its branches."""

    CHECKED = "checked"  # the departments look whether all is there
    CORRECTING = "correcting"
    LACKING = "lacking"  # all have looked and something lacks: the lead tells it once
    ACCEPTABLE = "acceptable"  # all is there: the lead accepts
    IN_REVIEW = "in_review"
    DECIDED = "decided"  # all are decided or ended, and something is still to be served
    ENDED = "ended"


class Outcome(StrEnum):
    """What became of a branch for those that wait for it."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A department's part as it stands. `granted`: the decision; None none yet.

    `checked`: whether all was found to be there; None the department has not looked yet; `check_runs`: whether the five
    days of Art. 32(4) run. `needs`: items it waits for.
    """

    item: str
    state: CaseState
    needs: frozenset[str] = frozenset()
    granted: bool | None = None
    checked: bool | None = None
    check_runs: bool = False

    @property
    def outcome(self) -> Outcome:
        """Decided as asked, or not needed at all; undone, it counts as failed."""
        if self.state == CaseState.VOIDED:
            return Outcome.FAILED
        if self.granted or self.state == CaseState.NOT_REQUIRED:
            return Outcome.FULFILLED
        return Outcome.FAILED if self.granted is False or self.state in _FAILED else Outcome.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchStep:
    """A step that a branch takes now; `because`: the item whose failing ends it."""

    item: str
    action: str
    because: str = ""


def joint_state(branches: Collection[Branch]) -> JointState:
    """Where the whole is."""
    states = {one.state for one in branches}
    if CaseState.CORRECTING in states:
        return JointState.CORRECTING
    if CaseState.RECEIVED in states:
        return _checked({one.checked for one in branches if one.state == CaseState.RECEIVED})
    if states & _IN_REVIEW:
        return JointState.IN_REVIEW
    return JointState.DECIDED if states & DECIDED else JointState.ENDED


def _checked(found: Collection[bool | None]) -> JointState:
    if None in found:
        return JointState.CHECKED
    return JointState.LACKING if False in found else JointState.ACCEPTABLE


def told(branches: Collection[Branch]) -> tuple[BranchStep, ...]:
    """The one notice of what lacks: to correct what lacks something, to wait what was found complete."""
    return tuple(
        BranchStep(item=one.item, action="find_complete" if one.checked else "tell_jointly")
        for one in branches
        if one.state == CaseState.RECEIVED
    )


def supplemented(branches: Collection[Branch]) -> tuple[BranchStep, ...]:
    """What lacked was filed: those that lacked something look again, no other does."""
    return _all_of(branches, {CaseState.CORRECTING}, "supplement_jointly")


def accepted(branches: Sequence[Branch], *, deemed: bool = False) -> tuple[BranchStep, ...]:
    """All is accepted together; what waits for another does not begin yet. `deemed`: the five days were let pass."""
    outcomes = {one.item: one.outcome for one in branches}
    return tuple(
        BranchStep(
            item=one.item, action=_acceptance(ready=_ready(one, outcomes), lapsed=deemed and one.check_runs)
        )
        for one in branches
        if one.state == CaseState.RECEIVED
    )


def withdrawn(branches: Collection[Branch], items: Collection[str]) -> tuple[BranchStep, ...]:
    """The applicant takes back what is not decided yet: all, or some of it."""
    return _all_of([one for one in branches if one.item in items], UNDECIDED, "withdraw_jointly")


def lost_with(branches: Collection[Branch], items: Collection[str]) -> tuple[BranchStep, ...]:
    """The matters that end with those that the applicant takes back, each with the one whose failing ends it."""
    gone = {one.item for one in withdrawn(branches, items)}
    after = [replace(one, state=CaseState.WITHDRAWN) if one.item in gone else one for one in branches]
    return tuple(one for one in moved_on(after) if one.action == "end_in_joint")


def moved_on(branches: Sequence[Branch]) -> tuple[BranchStep, ...]:
    """What follows by itself: who waited begins; whose condition failed ends, accepted or not; done again, no more."""
    now = {one.item: one for one in branches}
    steps: list[BranchStep] = []
    while found := next(_waking(now), None):
        steps.append(found)
        now[found.item] = replace(now[found.item], state=_AFTER[found.action])
    return tuple(steps)


def accepts_itself(branches: Sequence[Branch]) -> bool:
    """What is left is complete, and no department has a day left to say else: as after a correction that lapsed."""
    runs = any(one.check_runs for one in branches if one.state == CaseState.RECEIVED)
    return joint_state(branches) is JointState.ACCEPTABLE and not runs


_AFTER = {"begin_in_joint": CaseState.UNDER_REVIEW, "end_in_joint": CaseState.TERMINATED}


def _waking(now: Mapping[str, Branch]) -> Iterator[BranchStep]:
    outcomes = {item: one.outcome for item, one in now.items()}
    for one in now.values():
        if one.state not in NOT_BEGUN:
            continue
        failed = sorted(item for item in one.needs if outcomes.get(item) is Outcome.FAILED)
        if failed:
            yield BranchStep(item=one.item, action="end_in_joint", because=failed[0])
        elif one.state == CaseState.WAITING and _ready(one, outcomes):
            yield BranchStep(item=one.item, action="begin_in_joint")


def _acceptance(*, ready: bool, lapsed: bool) -> str:
    """`lapsed`: its five days were let pass; who had looked and found all there has let nothing pass."""
    if lapsed:
        return "deem_in_joint" if ready else "deem_waiting_in_joint"
    return "accept_jointly" if ready else "wait_in_joint"


def _ready(one: Branch, outcomes: Mapping[str, Outcome]) -> bool:
    """Of what was not applied for nobody waits: its needs are those that the application has."""
    return all(outcomes.get(item, Outcome.FULFILLED) is Outcome.FULFILLED for item in one.needs)


def _all_of(
    branches: Collection[Branch], states: Collection[CaseState], action: str
) -> tuple[BranchStep, ...]:
    return tuple(BranchStep(item=one.item, action=action) for one in branches if one.state in states)
