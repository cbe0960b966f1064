"""Two hats: whose doings count as the own of who acts in a role, and the names under an act.

Reading: who stands in may do what the other may, and is held to what both have done; the record names both. By a role
of one's own one acts for oneself alone.
"""

from collections.abc import Collection, Iterator

from qingdan.base.actor import Actor
from qingdan.rules.role import Role

_LONGEST = 18
"""Signs of each of two names, so that both stand where one does."""


def others_in(by: Actor, roles: Collection[Role]) -> Iterator[tuple[str, str]]:
    """Account and name of each one stood in for in one of these roles."""
    return ((account, name) for role, account, name in by.acts_for if role in roles)


def is_own_role(by: Actor, roles: Collection[Role]) -> bool:
    """Whether one of these roles is held by the person without standing in for anybody."""
    return bool((by.roles - by.borrowed).intersection(roles))


def accounts_in(by: Actor, roles: Collection[Role]) -> frozenset[str]:
    """The own account, and those of the people stood in for in one of these roles."""
    return frozenset({by.username, *(account for account, _ in others_in(by, roles))})


def selves_in(by: Actor, roles: Collection[Role]) -> frozenset[str]:
    """Whose doings count as the own of who acts in one of these roles: four eyes are those of two posts."""
    return frozenset({by.username}) if is_own_role(by, roles) else accounts_in(by, roles)


def other_in(by: Actor, roles: Collection[Role]) -> str:
    """The name of who acts through this person in one of these roles; "" nobody."""
    return "" if is_own_role(by, roles) else next((name for _, name in others_in(by, roles)), "")


def signed_in(by: Actor, roles: Collection[Role]) -> str:
    """The name under an act in one of these roles, with who it is done for."""
    return in_both_names(by.name, other_in(by, roles))


def in_both_names(name: str, other: str) -> str:
    """丁代（代皮准）; the one name where nobody is stood in for."""
    return f"{name[:_LONGEST]}（代{other[:_LONGEST]}）" if other else name
