"""What departments say together in a joint application: visits, reviews, consultations, and what silence means.

Source: approval.md §3.1 (one visit, all opinions in one table); 行政许可法 Art. 26(2), Art. 34 (a visit by two).
Readings: no statute makes silence consent. It is consent only where the plan names the published rule that says so, and
it is proved that the question arrived; then a card is left for supervision. Else the line stays open and is late.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qingdan.rules.problem import Problem, beside


class SessionKind(StrEnum):
    """What is done together."""

    VISIT = "visit"
    REVIEW = "review"
    DRAWING = "drawing"
    ACCEPTANCE = "acceptance"
    CONSULTATION = "consultation"


class Stance(StrEnum):
    """What may be said; 不同意 names the clause, 附条件 the condition."""

    AGREE = "agree"
    CONDITIONAL = "conditional"
    DISAGREE = "disagree"
    NOT_CONCERNED = "not_concerned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A line of the table: whether it arrived, was answered, till when an answer was due.

    `by_link`: somebody without an account was asked, whose link opens nothing after that day.
    """

    delivered: bool
    answered: bool
    due_on: date
    by_link: bool


def stance_problems(stance: str, clause: str, text: str) -> tuple[Problem, ...]:
    """What keeps an opinion from being one."""
    return tuple(_problems(stance, clause, text))


def _problems(stance: str, clause: str, text: str) -> Iterator[Problem]:
    if stance not in set(Stance):
        yield beside("joint.stance", "stance", {})
    if stance == Stance.DISAGREE and not clause.strip():
        yield beside("joint.clause", "clause", {})
    if stance in {Stance.DISAGREE, Stance.CONDITIONAL} and not text.strip():
        yield beside("joint.say_why", "text", {})


def silence_is_consent(asked: Asked, *, rule: str, today: date) -> bool:
    """Whether a line that nobody answered counts as consent today; `rule`: of the plan, "" it has none."""
    return bool(rule.strip()) and asked.delivered and not asked.answered and today > asked.due_on


def may_rest_on(stance: str, *, silent: bool) -> bool:
    """Whether a department's own step on the chart may rest on a joint visit by what it said of it.

    Art. 34: officers of its own must have looked. Who is not concerned, or let the day pass in silence, has not.
    """
    return stance in {Stance.AGREE, Stance.CONDITIONAL, Stance.DISAGREE} and not silent


def held_in_time(held_on: date, *, received_on: date, due_on: date) -> bool:
    """Whether a visit or meeting is on a day that it can be on: from the receipt of the application, which it is about,
    to the last day for the answers. Who is asked says what was seen or discussed there, so it comes before the answers
    are due; and silence, which may be consent after that day, never counts before there was anything to say.
    """
    return received_on <= held_on <= due_on


def waited_for(asked: Sequence[Asked], *, today: date) -> bool:
    """Whether somebody who still can has not answered, so that a table cannot be summed up yet.

    Who can answer no more (a link after its last day) stands there without an opinion: not as consent.
    """
    return any(not one.answered and not (one.by_link and today > one.due_on) for one in asked)
