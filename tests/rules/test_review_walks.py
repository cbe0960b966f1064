"""Random walks over the table of the procedure: anybody tries anything, with anything amiss, on any thing.

What is right is told here once more, from the rows alone: a step is taken when there is a row, the person has one of
its roles and none of its guards is broken; else every broken guard is named, and the thing stays where it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.test_review import BROKEN, FULFILLED

from qingdan.data.wording import message_of
from qingdan.rules.review import (
    HOLDERS,
    REVIEWED_LISTS,
    ChartState,
    FilingState,
    Guard,
    ItemState,
    ListKind,
    ListState,
    Thing,
    Transition,
)
from qingdan.rules.review_guards import Step, StepFacts, open_actions, take_step
from qingdan.rules.review_table import PROCEDURE
from qingdan.rules.role import Role

pytestmark = pytest.mark.requirement("R-056", "R-058", "R-097", "R-098", "R-109")
FIRST = {
    Thing.ITEM: ItemState.GROUP_REVIEW,
    Thing.CHART: ChartState.PENDING,
    Thing.FILING: FilingState.DRAFT,
    Thing.LIST: ListState.REVIEWING,
}
ENDS = {
    Thing.ITEM: {ItemState.PUBLISHED},
    Thing.CHART: {ChartState.APPROVED},
    Thing.FILING: {FilingState.RECEIVED, FilingState.VOIDED, FilingState.RETURNED},
    Thing.LIST: {ListState.PUBLISHED},
}
STATES = {Thing.ITEM: ItemState, Thing.CHART: ChartState, Thing.FILING: FilingState, Thing.LIST: ListState}
GATES = (ItemState.CONSULTATION, ItemState.LEGALITY, ItemState.CLEARED, ItemState.TABLED, ItemState.ADOPTED)
PEOPLE = ("wu", "he", "lin", "zhou", "chen", "sun")
CHECKING = (ItemState.GROUP_REVIEW, ItemState.MEMBER_REVIEW, ItemState.DISPUTED, ItemState.LEGALITY)
NO_CHECKS = {"hand_back", "revise"}
"""Not a judgement: it is given back to be answered, or the office writes what was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """Somebody, with some roles, tries an action while some guards are broken.

    `fit`: an action that the state knows, by somebody with all roles who has not acted elsewhere, with nothing broken.
    """

    fit: bool
    place: int
    person: str
    roles: frozenset[Role]
    broken: frozenset[Guard]
    program: bool


FEW = st.frozensets(st.sampled_from(Guard), max_size=3)
TRY = st.builds(
    Try,
    fit=st.integers(0, 4).map(bool),
    place=st.integers(0, 40),
    person=st.sampled_from(PEOPLE),
    roles=st.one_of(st.just(frozenset(Role)), st.frozensets(st.sampled_from(Role), max_size=3)),
    broken=st.one_of(st.just(frozenset()), FEW),
    program=st.booleans(),
)
"""Most of them fit, else no walk gets far; the others are anything."""


class Walk:
    """One thing on its way: its state, who acted in which state before."""

    def __init__(self, thing: Thing, kind: ListKind) -> None:
        self.thing, self.kind, self.state = thing, kind, str(FIRST[thing])
        self.acted: list[tuple[str, str, Transition]] = []
        self.path: list[str] = [self.state]

    def go(self, one: Try) -> None:
        """Tries it and compares with what is right."""
        action, one = self._chosen(one)
        facts = self.facts_of(one)
        row, program = self._row(action), one.program
        done = take_step(self.thing, self.kind, self.state, action, facts, program=program)
        if row is None:
            assert _keys(done) == {"review.wrong_state"}
            return
        wanted = {f"review.{guard}" for guard in row.guards if guard in self._amiss(one, facts)}
        wanted |= set() if program or row.roles & one.roles else {"review.wrong_role"}
        assert _keys(done) == wanted
        if isinstance(done, Step):
            assert done.target == row.target
            self.acted.append((self.state, one.person, row))
            self.state = done.target
            self.path.append(self.state)

    def _chosen(self, one: Try) -> tuple[str, Try]:
        """The action, and the attempt as it is made."""
        rows = [row for row in PROCEDURE if row.thing is self.thing]
        known = [row for row in rows if one.fit and self.state in row.sources]
        row = (known or rows)[one.place % len(known or rows)]
        if not known:
            return row.action, one
        busy = {person for state, person, _ in self.acted if state != self.state}
        free = [person for person in PEOPLE if person not in busy] or [f"new-{len(self.acted)}"]
        person, program = free[one.place % len(free)], not row.roles
        return row.action, replace(
            one, person=person, roles=frozenset(Role), broken=frozenset(), program=program
        )

    def _row(self, action: str) -> Transition | None:
        rows = [row for row in PROCEDURE if row.thing is self.thing and row.action == action]
        here = [row for row in rows if self.state in row.sources and row.serves(self.kind)]
        here = [row for row in here if row.after_second_layer in {None, self.heard}]
        assert len(here) <= 1
        return here[0] if here else None

    @property
    def heard(self) -> bool:
        """The second layer has spoken."""
        return any(state == ItemState.MEMBER_REVIEW for state, _, _ in self.acted)

    def facts_of(self, one: Try) -> StepFacts:
        """What the table is told."""
        makers = frozenset(person for state, person, _ in self.acted if state != self.state)
        facts = replace(FULFILLED, username=one.person, roles=one.roles, heard=self.heard, makers=makers)
        for guard in sorted(one.broken - {Guard.FOUR_EYES}, reverse=True):  # all_aspects after all_good
            facts = replace(facts, **BROKEN[guard])
        return replace(facts, makers=makers | {one.person}) if Guard.FOUR_EYES in one.broken else facts

    def _amiss(self, one: Try, facts: StepFacts) -> set[Guard]:
        found = set(one.broken)
        found |= {Guard.ALL_GOOD} if Guard.ALL_ASPECTS in one.broken else set()
        found |= {Guard.FOUR_EYES} if one.person in (facts.makers or ()) else set()
        return found


def _keys(done: Step | Iterable[object]) -> set[str]:
    """Keys of the refusal, each of which says something; none for a step."""
    if isinstance(done, Step):
        return set()
    assert all(message_of(one) for one in done)  # type: ignore[arg-type]
    return {one.key for one in done}  # type: ignore[attr-defined]


@given(
    thing=st.sampled_from([Thing.ITEM] * 5 + [*Thing]),
    kind=st.sampled_from(REVIEWED_LISTS),
    walk=st.lists(TRY, min_size=20, max_size=60),
)
def test_walk__takes_what_the_table_has_and_names_every_rule_that_is_broken(
    thing: Thing, kind: ListKind, walk: list[Try]
) -> None:
    one = Walk(thing, kind)
    for step in walk:
        one.go(step)

    assert set(one.path) <= {str(state) for state in STATES[thing]}
    if thing is Thing.ITEM:
        assert ItemState(one.state) in HOLDERS
        _no_gate_was_passed_by(one)
        _nobody_checked_what_he_made(one)


def _no_gate_was_passed_by(walk: Walk) -> None:
    """Before each gate stands the one before it, since the item was last with a group."""
    last = len(walk.path) - walk.path[::-1].index(ItemState.GROUP_REVIEW)
    since = walk.path[last:]
    for before, gate in zip(GATES, (*GATES[1:], ItemState.PUBLISHED), strict=True):
        for place, state in enumerate(since):
            assert state != gate or before in since[:place] or ItemState.AMENDING in since[:place]


def _nobody_checked_what_he_made(walk: Walk) -> None:
    """For all pairs of acts: who acted in one state judges in no other."""
    for place, (state, person, row) in enumerate(walk.acted):
        earlier = {one for at, one, _ in walk.acted[:place] if at != state}
        assert Guard.FOUR_EYES not in row.guards or person not in earlier


@pytest.mark.parametrize(
    "row",
    [row for row in PROCEDURE if row.thing in {Thing.ITEM, Thing.CHART} and row.roles],
    ids=lambda row: f"{row.thing}-{row.action}-{row.sources[0]}",
)
def test_every_judgement__is_made_by_four_eyes_and_not_by_the_own_unit(row: Transition) -> None:
    chart = row.thing is Thing.CHART and row.sources == (ChartState.PENDING,)
    judged = row.thing is Thing.ITEM and set(row.sources) <= set(CHECKING) and row.action not in NO_CHECKS

    assert (Guard.FOUR_EYES in row.guards) == (chart or judged)
    assert not (chart or judged) or Guard.NOT_OWN_UNIT in row.guards


@pytest.mark.parametrize("kind", REVIEWED_LISTS)
@pytest.mark.parametrize("thing", Thing)
def test_no_state__is_a_dead_end(thing: Thing, kind: ListKind) -> None:
    """Wherever a thing can come, it can come to its end from there: nothing is lost."""
    ways = [
        (source, row.target)
        for row in PROCEDURE
        if row.thing is thing and row.serves(kind)
        for source in row.sources
    ]
    reached = _reached(ways, {str(FIRST[thing])})
    home = _reached([(target, source) for source, target in ways], {str(one) for one in ENDS[thing]})

    assert reached <= home
    missing = {ItemState.MEMBER_REVIEW} if (thing, kind) == (Thing.ITEM, ListKind.RESPONSIBILITY) else set()
    assert {str(one) for one in STATES[thing]} - reached == {str(one) for one in missing}


def _reached(ways: Iterable[tuple[str, str]], begun: set[str]) -> set[str]:
    found, ways = set(begun), list(ways)
    while more := {target for source, target in ways if source in found} - found:
        found |= more
    return found


@given(kind=st.sampled_from(REVIEWED_LISTS), state=st.sampled_from(ItemState), one=TRY)
def test_buttons__are_of_rows_that_the_person_may_take(
    kind: ListKind, state: ItemState, one: list[Try]
) -> None:
    """What is offered is refused for nothing but what is still to be typed, or the second factor."""
    walk = Walk(Thing.ITEM, kind)
    walk.state = str(state)
    facts = walk.facts_of(one)
    for action in open_actions(Thing.ITEM, kind, state, facts):
        refused = _keys(take_step(Thing.ITEM, kind, state, action, facts))

        assert refused <= {
            f"review.{guard}" for guard in ("reason", "all_aspects", "all_good", "changed", "signatory")
        }
