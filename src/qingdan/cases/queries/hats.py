"""Who somebody is in the cases of a unit: by the own roles, and by those of people stood in for.

Reading: who stands in may do what the other may, steps the other took over among them, and is held to what both have
done: nobody decides what he, or who he decides for, has handled or asked for. The record names both.
"""

from collections.abc import Collection, Iterable, Mapping

from qingdan.base.actor import Actor
from qingdan.base.people.standing_in import accounts_in, in_both_names, other_in, others_in, selves_in
from qingdan.rules.case_state import Party
from qingdan.rules.role import HANDLING, Role

ANY_OFFICER = Actor(
    username="?username", name="", region="?region", unit="?unit", roles=frozenset({Role.HANDLER})
)
"""In whose place questions are put into words once (`base.worded`) that staff of a unit ask."""
OFFICER_PLACES = {"?username": "username", "?region": "region", "?unit": "unit"}

_PARTIES = {
    Role.WINDOW: {Party.WINDOW},
    Role.HANDLER: {Party.OFFICER},
    Role.APPROVER: {Party.DECIDER},
    Role.DEPUTY: {Party.DECIDER, Party.HEAD},
    Role.PRINCIPAL: {Party.DECIDER, Party.HEAD},
}


def asks_as_officer(by: Actor) -> bool:
    """Whether this person sees the cases that `ANY_OFFICER` sees: those of the unit, no more."""
    return bool(by.roles & HANDLING) and Role.SUPERVISOR not in by.roles


def as_officer(by: Actor) -> Mapping[str, str]:
    """What stands in the places of `ANY_OFFICER`."""
    return {"username": by.username, "region": by.region, "unit": by.unit}


def parties_of_roles(roles: Iterable[Role]) -> frozenset[Party]:
    """Who somebody with these roles is in the cases of the own unit."""
    return frozenset(party for role in roles for party in _PARTIES.get(role, ()))


def accounts_of(by: Actor, parties: Collection[Party]) -> frozenset[str]:
    """The own account, and those of the people stood in for as one of these parties."""
    return accounts_in(by, _roles_of(parties))


def selves_of(by: Actor, parties: Collection[Party]) -> frozenset[str]:
    """Whose doings count as the own of who acts as one of these parties: four eyes are those of two posts."""
    return selves_in(by, _roles_of(parties))


def stood_in_for(by: Actor, parties: Collection[Party], holder: str = "") -> str:
    """The name of who acts through this person as one of these parties, or took the step (`holder`); "" nobody."""
    roles = _roles_of(parties)
    return dict(others_in(by, roles)).get(holder) or other_in(by, roles)


def signed_name(by: Actor, parties: Collection[Party], holder: str = "") -> str:
    """The name under an act as one of these parties, with who it is done for."""
    return in_both_names(by.name, stood_in_for(by, parties, holder))


def for_whom(by: Actor, parties: Collection[Party], holder: str = "") -> Mapping[str, str]:
    """Who is stood in for, for the data of an event."""
    other = stood_in_for(by, parties, holder)
    return {"for": other} if other else {}


def _roles_of(parties: Collection[Party]) -> frozenset[Role]:
    """The roles that make somebody one of these parties."""
    return frozenset(role for role, made in _PARTIES.items() if made.intersection(parties))
