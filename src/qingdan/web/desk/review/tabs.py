"""The parts of the review desk, for whom each is."""

from qingdan.rules.role import LEADING, REVIEWING, Role
from qingdan.web.shared.request import DeskRequest

TABS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("审核组", "desk:review", frozenset({Role.REVIEWER}) | LEADING),
    ("成员单位审查", "desk:review_second", frozenset({Role.MEMBER_UNIT})),
    ("综合组研究", "desk:disputes", LEADING),
    ("审核组分工", "desk:review_groups", LEADING),
    ("卡在哪里", "desk:stuck", REVIEWING),
    ("无依据但在行使", "desk:baseless", REVIEWING),
    ("不予公开", "desk:withheld", REVIEWING),
)


def tabs_of(request: DeskRequest) -> list[tuple[str, str]]:
    """Titles and names of the addresses that this person has."""
    return [(title, name) for title, name, roles in TABS if request.actor.roles & roles]
