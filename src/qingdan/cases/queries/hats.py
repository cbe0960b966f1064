"""Who somebody is in the cases of a unit: by the own roles, and by those of people stood in for.

Reading: who stands in may do what the other may, steps the other took over among them, and is held to what both have
done: nobody decides what he, or who he decides for, has handled or asked for. The record names both.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from qingdan.base.actor import Actor
from qingdan.rules.case_state import Party
from qingdan.rules.role import Role

_PARTIES = {
    Role.WINDOW: {Party.WINDOW},
    Role.HANDLER: {Party.OFFICER},
    Role.APPROVER: {Party.DECIDER},
    Role.DEPUTY: {Party.DECIDER, Party.HEAD},
    Role.PRINCIPAL: {Party.DECIDER, Party.HEAD},
}
_LONGEST = 18
"""Signs of each of two names, so that both stand where one does."""


def parties_of_roles(roles: Iterable[Role]) -> frozenset[Party]:
    """Who somebody with these roles is in the cases of the own unit."""
    return frozenset(party for role in roles for party in _PARTIES.get(role, ()))


def accounts_of(by: Actor, parties: Collection[Party]) -> frozenset[str]:
    """The own account, and those of the people stood in for as one of these parties."""
    return frozenset({by.username, *(account for account, _ in _others(by, parties))})


def selves_of(by: Actor, parties: Collection[Party]) -> frozenset[str]:
    """Whose doings count as the own of who acts as one of these parties: four eyes are those of two posts."""
    return frozenset({by.username}) if _by_own_role(by, parties) else accounts_of(by, parties)


def stood_in_for(by: Actor, parties: Collection[Party], holder: str = "") -> str:
    """The name of who acts through this person as one of these parties, or took the step (`holder`); "" nobody."""
    others = dict(_others(by, parties))
    if holder in others:
        return others[holder]
    return "" if _by_own_role(by, parties) else next(iter(others.values()), "")


def signed_name(by: Actor, parties: Collection[Party], holder: str = "") -> str:
    """The name under an act as one of these parties, with who it is done for."""
    return in_both_names(by.name, stood_in_for(by, parties, holder))


def in_both_names(name: str, other: str) -> str:
    """丁代（代皮准）; the one name where nobody is stood in for."""
    return f"{name[:_LONGEST]}（代{other[:_LONGEST]}）" if other else name


def for_whom(by: Actor, parties: Collection[Party], holder: str = "") -> Mapping[str, str]:
    """Who is stood in for, for the data of an event."""
    other = stood_in_for(by, parties, holder)
    return {"for": other} if other else {}


def _by_own_role(by: Actor, parties: Collection[Party]) -> bool:
    return bool(parties_of_roles(by.roles - by.borrowed).intersection(parties))


def _others(by: Actor, parties: Collection[Party]) -> Iterator[tuple[str, str]]:
    """Account and name of those stood in for as one of these parties."""
    return (
        (account, name)
        for role, account, name in by.acts_for
        if _PARTIES.get(role, set()).intersection(parties)
    )
