"""What must hold before a step of the procedure is taken, and taking it.

Source: 宜春市"三单一网"实施方案 (2015-03-24) 四(一) and 五(一); who may not judge his own matter follows from the order
of the layers there (lists.md §5.2, R-056…R-062, R-096…R-099, R-108, R-109). All reasons are given at once. A fact that
nobody looked up counts as not fulfilled: a gate never opens by being forgotten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from qingdan.rules.problem import Problem, beside
from qingdan.rules.review import TYPED, Guard, ListKind, Thing, Transition
from qingdan.rules.review_table import PROCEDURE
from qingdan.rules.role import Role

ASPECTS = ("matching", "legality", "reasonableness", "form", "accuracy")
"""匹配性, 合法性, 合理性, 规范性, 准确性 (R-096), in their order."""

GOOD, POOR = "good", "poor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a reviewer finds in one aspect: `good` or `poor`, with a note; a poor one needs it."""

    verdict: str
    note: str = ""

    @property
    def complete(self) -> bool:
        """Whether it says enough."""
        return self.verdict == GOOD or (self.verdict == POOR and bool(self.note.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """Everything a step is judged by. Units are codes, people are usernames, None is "not looked up".

    `homes`: the actor's unit, and the unit that lent him to the work. `parties`: units whose own matter it is (whose
    power, who filed it, who exercises it too). `owners`: units that may answer for it. `makers`: who acted on it at any
    other layer, drafting and signing included. `routed_to`: units of the second layer for its category; `unrouted`:
    there is none. `heard`: the second layer has spoken on what is under review now.
    """

    username: str = ""
    roles: frozenset[Role] = frozenset()
    homes: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    factor: bool = False
    group: str = ""
    parties: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    routed_to: frozenset[str] = frozenset()
    unrouted: bool = False
    makers: frozenset[str] | None = None
    heard: bool = False
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    other_disposition: bool = False
    reason: str = ""
    today: date | None = None
    answer_due_on: date | None = None
    changed: bool = False
    consulted: bool = False
    unanswered: int | None = None
    not_signed_off: tuple[str, ...] | None = None
    charts_pending: int | None = None
    uncovered: int | None = None
    problems: int | None = None
    opinions_given: int | None = None
    not_cleared: int | None = None
    digest: str = ""
    read_digest: str = ""
    phase_open: bool = False
    channels_before: int | None = None
    proved: bool = False


def _proper_group(facts: StepFacts) -> bool:
    return bool(facts.group) and facts.group in facts.groups


def _only_good(facts: StepFacts) -> bool:
    return not facts.other_disposition and all(one.verdict == GOOD for one in facts.verdicts.values())


def _all_aspects(facts: StepFacts) -> bool:
    return all(name in facts.verdicts and facts.verdicts[name].complete for name in ASPECTS)


def _overdue(facts: StepFacts) -> bool:
    """The last day is used up to its end: overdue from the day after."""
    return facts.today is not None and facts.answer_due_on is not None and facts.today > facts.answer_due_on


GUARDS: Mapping[Guard, Callable[[StepFacts], bool]] = {
    Guard.OF_GROUP: _proper_group,
    Guard.NOT_OWN_UNIT: lambda facts: bool(facts.parties) and not facts.homes & facts.parties,
    Guard.OWN_UNIT: lambda facts: bool(facts.homes & facts.owners),
    Guard.SIGNATORY: lambda facts: facts.factor,
    Guard.FOUR_EYES: lambda facts: facts.makers is not None and facts.username not in facts.makers,
    Guard.ALL_ASPECTS: _all_aspects,
    Guard.ALL_GOOD: _only_good,
    Guard.REASON: lambda facts: bool(facts.reason.strip()),
    Guard.ROUTED: lambda facts: bool(facts.homes & facts.routed_to),
    Guard.UNROUTED: lambda facts: facts.unrouted,
    Guard.ANSWER_OVERDUE: _overdue,
    Guard.CHANGED: lambda facts: facts.changed,
    Guard.CONSULTED: lambda facts: facts.consulted,
    Guard.OPINIONS_ANSWERED: lambda facts: facts.unanswered == 0,
    Guard.SIGNED_OFF: lambda facts: facts.not_signed_off == (),
    Guard.CHARTS_APPROVED: lambda facts: facts.charts_pending == 0,
    Guard.DUTIES_COVER: lambda facts: facts.uncovered == 0,
    Guard.NO_PROBLEM: lambda facts: facts.problems == 0,
    Guard.UNTOUCHED: lambda facts: facts.opinions_given == 0,
    Guard.ALL_CLEARED: lambda facts: facts.not_cleared == 0,
    Guard.SAME_DIGEST: lambda facts: bool(facts.digest) and facts.digest == facts.read_digest,
    Guard.PHASE_OPEN: lambda facts: facts.phase_open,
    Guard.CHANNEL_ORDER: lambda facts: facts.channels_before == 0,
    Guard.PROVED: lambda facts: facts.proved,
}

FIELDS: Mapping[Guard, str] = {
    Guard.ALL_ASPECTS: "verdicts",
    Guard.ALL_GOOD: "verdicts",
    Guard.REASON: "reason",
    Guard.SAME_DIGEST: "digest",
}
"""Beside which field of a form a guard speaks; else beside the button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step taken: to which state, which row of the table allowed it."""

    target: str
    transition: Transition


def take_step(
    thing: Thing, kind: ListKind, state: str, action: str, facts: StepFacts, *, program: bool = False
) -> Step | tuple[Problem, ...]:
    """The step an action is, or every reason why it is none. `program`: no person acts, it follows from another act."""
    row = find_row(thing, kind, state, action, facts)
    if row is None:
        return (_problem("wrong_state", "send", state=state, action=action),)
    refused = _refusals(row, facts, program=program)
    return refused or Step(target=row.target, transition=row)


def open_actions(thing: Thing, kind: ListKind, state: str, facts: StepFacts) -> tuple[str, ...]:
    """What this person could do now, in the order of the table: buttons. What will be typed is not asked yet."""
    rows = (one for one in PROCEDURE if one.thing is thing and one.roles)
    named = dict.fromkeys(one.action for one in rows)
    return tuple(one for one in named if _possible(find_row(thing, kind, state, one, facts), facts))


def guards_of(action: str, thing: Thing = Thing.ITEM) -> frozenset[Guard]:
    """All guards of an action, from whatever state: the facts that must be looked up for it."""
    rows = (one for one in PROCEDURE if one.thing is thing and one.action == action)
    return frozenset(guard for one in rows for guard in one.guards)


def find_row(thing: Thing, kind: ListKind, state: str, action: str, facts: StepFacts) -> Transition | None:
    """The one row that an action in a state is; None when the table has none."""
    for row in PROCEDURE:
        same = row.thing is thing and row.action == action and state in row.sources and row.serves(kind)
        if same and row.after_second_layer in {None, facts.heard}:
            return row
    return None


def _possible(row: Transition | None, facts: StepFacts) -> bool:
    if row is None or not row.roles & facts.roles:
        return False
    return all(
        GUARDS[guard](facts) for guard in row.guards if guard not in TYPED and guard is not Guard.SIGNATORY
    )


def _refusals(row: Transition, facts: StepFacts, *, program: bool) -> tuple[Problem, ...]:
    wrong_role = not program and not row.roles & facts.roles
    failed = [guard for guard in row.guards if not GUARDS[guard](facts)]
    first = (_problem("wrong_role", "send", action=row.action),) if wrong_role else ()
    return (
        *first,
        *(_problem(guard.value, FIELDS.get(guard, "send"), **_params(guard, facts)) for guard in failed),
    )


def _params(guard: Guard, facts: StepFacts) -> dict[str, str | int]:
    counts = {
        Guard.OPINIONS_ANSWERED: facts.unanswered,
        Guard.CHARTS_APPROVED: facts.charts_pending,
        Guard.DUTIES_COVER: facts.uncovered,
        Guard.NO_PROBLEM: facts.problems,
        Guard.ALL_CLEARED: facts.not_cleared,
        Guard.CHANNEL_ORDER: facts.channels_before,
    }
    if guard is Guard.SIGNED_OFF:
        return {"units": "、".join(facts.not_signed_off or ())}
    return {"count": counts[guard] or 0} if guard in counts else {}


def _problem(key: str, field_name: str, **params: str | int) -> Problem:
    return beside(f"review.{key}", field_name, params)
