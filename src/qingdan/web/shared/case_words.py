"""The clocks of a case in words: the line above the days, the key below them."""

from dataclasses import dataclass
from datetime import date

from qingdan.base.actor import Actor
from qingdan.cases.queries.progress import LimitShown, Progress
from qingdan.referrals.queries.pairs import PairShown, other_level

LIMIT_NAMES = {
    "check": "告知是否受理",
    "promised": "承诺办结",
    "statutory": "法定期限",
    "service": "送达决定",
}
SOON = 3  # days left from which a clock is marked


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMarked:
    """The mark in the head: its words and the class of its colour."""

    words: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitLine:
    """A limit with its name and its length in words."""

    name: str
    limit: LimitShown
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressWords:
    """`clock`: the mark of the limit that ends first, or the result; None where nothing runs and nothing came out."""

    clock: ClockMarked | None
    limits: tuple[LimitLine, ...]


def progress_words(case: Progress) -> ProgressWords:
    """The words beside the figures of a case."""
    lines = tuple(LimitLine(name=LIMIT_NAMES[one.kind], limit=one, unit=_unit(one)) for one in case.limits)
    if case.result:
        mark = {True: "ok", False: "bad", None: ""}[case.granted]
        return ProgressWords(clock=ClockMarked(words=case.result, mark=mark), limits=lines)
    running = [] if case.ended_on else lines
    return ProgressWords(clock=_marked(case, running[0]) if running else None, limits=lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLevel:
    """The case at the other level or region, beside the one that is looked at; `words` of its clock."""

    pair: PairShown
    case: Progress
    words: ProgressWords


def other_shown(number: str, by: Actor, today: date) -> OtherLevel | None:
    """The other side of a case, for its applicant; None: it is in one place."""
    found = other_level(number, by, today=today)
    return OtherLevel(pair=found[0], case=found[1], words=progress_words(found[1])) if found else None


def _marked(case: Progress, line: LimitLine) -> ClockMarked:
    limit = line.limit
    if case.state == "suspended":
        return ClockMarked(words="停止计时", mark="warn")
    if limit.over:
        return ClockMarked(words=f"{line.name}超期 {limit.over} 个{line.unit}", mark="bad")
    return ClockMarked(
        words=f"{line.name}还剩 {limit.left} 个{line.unit}", mark="warn" if limit.left <= SOON else "ok"
    )


def _unit(limit: LimitShown) -> str:
    return "工作日" if limit.working else "自然日"
