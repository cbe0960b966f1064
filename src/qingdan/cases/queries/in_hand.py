"""What waits for somebody in the cases of a unit: by the state of a case, the open steps of its chart, requests.

Most ask as officers of a unit; their questions are put into words once (`base.worded`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.worded import Worded
from qingdan.cases.models import Case, CaseRequest, CaseTask
from qingdan.cases.queries.hats import (
    ANY_OFFICER,
    OFFICER_PLACES,
    accounts_of,
    as_officer,
    asks_as_officer,
    parties_of_roles,
    selves_of,
)
from qingdan.rules.case_state import CaseState, Party

IN_HAND: dict[Party, tuple[CaseState, ...]] = {
    Party.WINDOW: (CaseState.RECEIVED, CaseState.GRANTED, CaseState.REFUSED),
    Party.OFFICER: (CaseState.RECEIVED, CaseState.SUSPENDED),
}
"""States in which a party has a case, whatever its chart says."""
_FIRST, _LAST = date(1, 1, 2), date(1, 1, 3)
"""In whose place days are put."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hands:
    """Who somebody is. `accounts`: whose steps are the person's; `selves`: whose requests are as the head."""

    parties: frozenset[Party]
    accounts: tuple[str, ...]
    selves: tuple[str, ...]

    @property
    def shape(self) -> tuple[frozenset[Party], int, int]:
        """What the words of a question depend on."""
        return self.parties, len(self.accounts), len(self.selves)

    @property
    def places(self) -> Mapping[str, str]:
        """What stands in the places of the accounts."""
        accounts = {f"account{n}": one for n, one in enumerate(self.accounts)}
        return accounts | {f"self{n}": one for n, one in enumerate(self.selves)}


def in_hand(actor: Actor) -> QuerySet[Case]:
    """The cases that wait for this person."""
    return _waiting(actor, _hands_of(actor))


def first_cases(actor: Actor, columns: tuple[str, ...], most: int) -> list[dict[str, Any]]:
    """Those of them that are due first, as rows."""
    if asks_as_officer(actor):
        hands = _hands_of(actor)
        found = _first(*hands.shape, columns, most).ask(**as_officer(actor), **hands.places)
        return [{name: getattr(one, name) for name in columns} for one in found]
    return list(in_hand(actor).order_by("due_on", "number").values(*columns)[:most])


def count_due(actor: Actor, first: date, last: date, most: int) -> int:
    """How many of them are due in these days, counted up to `most`."""
    if asks_as_officer(actor):
        hands = _hands_of(actor)
        asked = _due(*hands.shape, most)
        return asked.count(**as_officer(actor), **hands.places, first=first, last=last)
    return in_hand(actor).filter(due_on__range=(first, last))[:most].count()


def of_unit(actor: Actor) -> QuerySet[Case]:
    """By the unit's key, so that the index of what is due gives the rows in their order."""
    unit = Subquery(Unit.objects.filter(code=actor.unit).values("pk"))
    return Case.objects.visible_to(actor).filter(unit=unit).exclude(state=CaseState.DRAFT)


def open_tasks_of(parties: frozenset[Party], holders: Collection[str]) -> QuerySet[CaseTask]:
    """The open steps of a case (the outer one) that these parties have, taken over by one of `holders`."""
    return CaseTask.objects.filter(
        case=OuterRef("pk"), done_at=None, party__in=[one.value for one in parties], holder__in=holders
    )


def _hands_of(actor: Actor) -> _Hands:
    parties = parties_of_roles(actor.roles)
    accounts, selves = accounts_of(actor, parties), selves_of(actor, {Party.HEAD})
    return _Hands(parties=parties, accounts=tuple(accounts), selves=tuple(selves))


def _waiting(actor: Actor, hands: _Hands) -> QuerySet[Case]:
    states = {state for party in hands.parties for state in IN_HAND.get(party, ())}
    ways = [Q(state__in=states)] if states else []
    ways.append(
        Q(state=CaseState.UNDER_REVIEW) & Q(Exists(open_tasks_of(hands.parties, ["", *hands.accounts])))
    )
    if Party.HEAD in hands.parties:
        waiting = CaseRequest.objects.filter(case=OuterRef("pk"), approved=None)
        ways.append(Q(Exists(waiting.exclude(asked_by__in=hands.selves))))
    return of_unit(actor).filter(reduce(or_, ways), due_on__isnull=False)


@lru_cache(maxsize=64)
def _first(
    parties: frozenset[Party], accounts: int, selves: int, columns: tuple[str, ...], most: int
) -> Worded[Case]:
    """The first cases that wait for officers with these parties, so many accounts that they act for and selves."""
    found, places = _as_any(parties, accounts, selves)
    return Worded(lambda: found().order_by("due_on", "number").only(*columns)[:most], places)


@lru_cache(maxsize=64)
def _due(parties: frozenset[Party], accounts: int, selves: int, most: int) -> Worded[Case]:
    """Those due from one day to another."""
    found, places = _as_any(parties, accounts, selves)
    days = {"due_on__range": (_FIRST, _LAST)}
    return Worded(
        lambda: found().filter(**days).only("pk")[:most], {**places, _FIRST: "first", _LAST: "last"}
    )


def _as_any(
    parties: frozenset[Party], accounts: int, selves: int
) -> tuple[partial[QuerySet[Case]], dict[Any, str]]:
    mine, own = tuple(f"?account{n}" for n in range(accounts)), tuple(f"?self{n}" for n in range(selves))
    hands = _Hands(parties=parties, accounts=mine, selves=own)
    return partial(_waiting, ANY_OFFICER, hands), OFFICER_PLACES | {one: one[1:] for one in (*mine, *own)}
