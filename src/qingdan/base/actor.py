"""Who acts: a value made once a request, handed to every query and service."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from qingdan.rules.role import DRAFTING, LEADING, REVIEWING, Role

FACTOR_HOLDS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person with the posts held on this day.

    `region` is the code of the region worked in; `regions` all whose rows may be read; `unit` the code of the own
    unit (nine digits) and `charges` the codes of the subordinate bodies it answers for; `posts` code and name of every
    unit worked for, the own one among them; `acts_for` role, account and name of each one stood in for, `borrowed` the
    roles held in no other way; `factor_at` when a second factor was last shown in this session.
    """

    username: str
    name: str
    roles: frozenset[Role] = frozenset()
    region: str = ""
    regions: tuple[str, ...] = ()
    unit: str = ""
    unit_name: str = ""
    charges: tuple[str, ...] = ()
    standing_in_for: str = ""
    acts_for: tuple[tuple[Role, str, str], ...] = ()
    borrowed: frozenset[Role] = frozenset()
    posts: tuple[tuple[str, str], ...] = ()
    factor_at: datetime | None = None

    @property
    def own_units(self) -> tuple[str, ...]:
        """Units whose drafts are this person's business."""
        return (self.unit, *self.charges) if self.unit and self.roles & DRAFTING else ()

    @property
    def reviews(self) -> bool:
        """Whether this person reads every unit's drafts."""
        return bool(self.roles & REVIEWING)

    @property
    def leads(self) -> bool:
        """Whether this person runs the campaign."""
        return bool(self.roles & LEADING)

    def may_see(self, unit: str) -> bool:
        """Whether drafts of a unit are visible to this person."""
        return self.reviews or unit in self.own_units

    def showed_factor(self, at: datetime) -> bool:
        """Whether the second factor was shown recently enough to sign or administer."""
        return self.factor_at is not None and timedelta(0) <= at - self.factor_at <= FACTOR_HOLDS


SYSTEM = Actor(username="system", name="系统")
"""Acts of the program itself: jobs, reactions, the demonstration."""
