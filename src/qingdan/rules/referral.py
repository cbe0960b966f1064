"""Two levels: a case that is taken in by one agency and carried on by another, as two linked clocks.

Source: 行政许可法 (2019) Art. 35 (what was handed in is not asked for again), Art. 43 (a licence that a lower agency
examines first: twenty working days from its acceptance, then opinion and all materials go straight to the upper one).

Readings:
- Both levels work in one system: a case is received there at the instant in which it is handed on here (电子签名法
  Art. 11). Nobody can put the day off by not signing for it; signing for papers on paper is noted and moves no clock.
- The upper agency's own limit runs from the day it receives; the day of handing on belongs to the clock here alone.
- The limit of the examination is not extended: Art. 42 speaks of the decision.
- A case that is moved because its item was handed down keeps what it used of its limit: none of the days begins anew.
- A case is handed on once. What was handed on is never handed on further; where that is needed it is returned first.
- The decision is made there; who took the application in serves it, within ten working days of the decision (Art. 44).
- A pair is one case in every figure: received, accepted, decided where it was taken in; in work where it is now.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qingdan.rules.case_state import CLOSED, CaseState
from qingdan.rules.power_item import DayKind, Limit
from qingdan.rules.text import title_key

EXAMINATION = Limit(days=20, kind=DayKind.WORKING, printed="20个工作日")
"""Art. 43."""


class ReferralKind(StrEnum):
    """Why a case goes on elsewhere."""

    UP = "up"  # 上报: examined here, decided above
    DOWN = "down"  # 转下级: taken in here, exercised by a county
    ACROSS = "across"  # 跨区: taken in here for another region
    MOVED = "moved"  # 随权限下放移交: the item was handed down while the case was open


RESULTS: Mapping[CaseState, str] = {
    CaseState.GRANTED: "return_granted",
    CaseState.REFUSED: "return_refused",
    CaseState.NOT_ACCEPTED: "return_not_accepted",
    CaseState.NOT_REQUIRED: "return_not_required",
    CaseState.DEEMED_WITHDRAWN: "return_lapsed",
    CaseState.TERMINATED: "return_terminated",
    CaseState.VOIDED: "return_voided",
}
"""How the case there ended → the step that its result is here."""

DECIDED = frozenset({CaseState.GRANTED, CaseState.REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedCase:
    """A case as figures see it. `carries`: number of the case that it carries on, "" for one taken in itself;
    `accepted_before`: what it carries on had been accepted there.
    """

    number: str
    state: CaseState
    carries: str = ""
    accepted_before: bool = False


def counts(case: PairedCase) -> bool:
    """Whether a case is counted as received and decided: of a pair only what was taken in."""
    return not case.carries


def is_in_work(case: PairedCase) -> bool:
    """Whether a case is counted as open: of a pair the one where it is now."""
    return case.state not in CLOSED | {CaseState.DRAFT, CaseState.REFERRED}


def pair_faults(first: PairedCase, second: PairedCase) -> Iterator[str]:
    """What does not hold between a case and the one that carries it on."""
    if second.carries != first.number or first.carries:
        yield "not linked"
    if first.state is CaseState.REFERRED and second.state in CLOSED:
        yield "over there, waited for here"
    if first.state is not CaseState.REFERRED and second.state not in CLOSED:
        yield "over here, open there"
    if is_in_work(first) and is_in_work(second):
        yield "in work twice"


def kind_between(here: str, there: str, *, above: str, below: Iterable[str]) -> ReferralKind | None:
    """What handing on from one region to another is; `above`, `below`: the region over it, those under it."""
    if there == here:
        return None
    if there == above:
        return ReferralKind.UP
    return ReferralKind.DOWN if there in set(below) else ReferralKind.ACROSS


def asked_again(upper: Sequence[str], lower: Iterable[str]) -> tuple[str, ...]:
    """Names of materials or fields that the upper agency's guide asks for and the lower one's does not hold."""
    held = {title_key(one) for one in lower}
    return tuple(one for one in upper if title_key(one) not in held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The days of one clock of a pair: those after `start` up to and with `end`."""

    start: date
    end: date

    def has(self, day: date) -> bool:
        """Whether the day is counted by it."""
        return self.start < day <= self.end


def legs(*, begun: date, handed_on: date, ended: date) -> tuple[Leg, Leg]:
    """The two clocks of a pair, from the beginning of the first to the end of the second."""
    return Leg(start=begun, end=handed_on), Leg(start=handed_on, end=max(ended, handed_on))


class Stage(StrEnum):
    """How far a region is on line (R-086, RQ-A14…A18), in order."""

    TRIAL = "trial"
    FORMAL = "formal"
    NETWORKED = "networked"  # cases go up, down and across


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFacts:
    """What a stage is judged by: stages reached already; whether a trial run has begun, and has ended; how many cases
    went to or came from another region and are over.
    """

    reached: frozenset[Stage] = frozenset()
    trial_begun: bool = False
    trial_ended: bool = False
    pairs_over: int = 0


def stage_missing(stage: Stage, facts: StageFacts) -> tuple[str, ...]:
    """What keeps a region from a stage, by name; none: it may be recorded."""
    lacks = {
        Stage.TRIAL: {"trial_not_begun": not facts.trial_begun},
        Stage.FORMAL: {
            "before_trial": Stage.TRIAL not in facts.reached,
            "trial_not_ended": not facts.trial_ended,
        },
        Stage.NETWORKED: {
            "before_formal": Stage.FORMAL not in facts.reached,
            "no_pair_over": not facts.pairs_over,
        },
    }[stage]
    once = ("reached",) if stage in facts.reached else ()
    return (*once, *(name for name, lacking in lacks.items() if lacking))
