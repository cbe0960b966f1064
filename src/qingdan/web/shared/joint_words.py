"""A joint application in words: the mark of the whole, and the lane of each department."""

from dataclasses import dataclass

from qingdan.joints.queries.clock import DaysOfWhole, WholeLimit
from qingdan.joints.queries.progress import JointProgress, Lane, WaitsFor
from qingdan.rules.case_state import CaseState
from qingdan.web.shared.case_words import LIMIT_NAMES, SOON, ClockMarked, ProgressWords, progress_words

_SKIPPED = ("check", "service")


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneWords:
    """A lane with its mark, its limits in words, and what it still waits for."""

    lane: Lane
    words: ProgressWords
    mark: ClockMarked
    waits_for: tuple[WaitsFor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointWords:
    """The mark in the head, the limits of the whole by name, the lanes, how many matters are decided or ended.

    `paused`: a department's clock has stood, whose days those of the whole do not leave out.
    """

    clock: ClockMarked
    limits: tuple[tuple[str, DaysOfWhole], ...]
    paused: bool
    lanes: tuple[LaneWords, ...]
    settled: int


def joint_words_of(joint: JointProgress) -> JointWords:
    """The words beside the figures of the whole."""
    lanes = tuple(_lane(one) for one in joint.lanes)
    return JointWords(
        clock=_clock(joint),
        limits=limits_of(joint.limit),
        paused=any(one.lane.progress.pauses for one in lanes),
        lanes=lanes,
        settled=sum(bool(one.lane.progress.result) for one in lanes),
    )


def limits_of(limit: WholeLimit | None) -> tuple[tuple[str, DaysOfWhole], ...]:
    """What is promised and the limit by law, named and ordered as those of a case: the sooner first."""
    if limit is None:
        return ()
    promised = ((LIMIT_NAMES["promised"], limit.promised),) if limit.promised else ()
    return (*promised, (LIMIT_NAMES["statutory"], limit.law))


def _clock(joint: JointProgress) -> ClockMarked:
    named = limits_of(joint.limit)
    if not named or joint.state in {"decided", "ended"}:
        return ClockMarked(words=joint.state_name, mark="warn" if joint.state == "correcting" else "")
    name, limit = named[0]
    if limit.over:
        return ClockMarked(words=f"{name}超期 {limit.over} 个工作日", mark="bad")
    return ClockMarked(words=f"{name}还剩 {limit.left} 个工作日", mark="warn" if limit.left <= SOON else "ok")


def _lane(lane: Lane) -> LaneWords:
    words = progress_words(lane.progress)
    waits = tuple(one for one in lane.waits_for if one.open)
    return LaneWords(
        lane=lane,
        words=ProgressWords(
            clock=words.clock, limits=tuple(one for one in words.limits if one.limit.kind not in _SKIPPED)
        ),
        mark=_mark(lane, words, bool(waits)),
        waits_for=waits if lane.progress.state in _BEFORE_REVIEW else (),
    )


_BEFORE_REVIEW = {CaseState.RECEIVED, CaseState.CORRECTING, CaseState.WAITING}


def _mark(lane: Lane, words: ProgressWords, waits: bool) -> ClockMarked:
    state = lane.progress.state
    if state == CaseState.WAITING and waits:
        return ClockMarked(words="等前置事项", mark="")
    if state == CaseState.CORRECTING:
        return ClockMarked(words="等你补正", mark="warn")
    if state == CaseState.RECEIVED and lane.checked is not None:
        found = ("材料齐全", "ok") if lane.checked else ("查出要补的", "warn")
        return ClockMarked(words=found[0], mark=found[1])
    return words.clock or ClockMarked(words=lane.progress.state_name, mark="")
