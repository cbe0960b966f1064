"""Addresses of this part, and where what stands in the way is put right."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from qingdan.base.actor import Actor
from qingdan.lists.queries.desk import READING, SEEING, ListDesk
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind
from qingdan.rules.role import LEADING, REVIEWING, Role
from qingdan.web.shared.request import DeskRequest

OFFICE = (Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE)
UNDECIDED = "reviews.withholding_undecided"
"""It names items of drafts, and is told only to who reads drafts."""
_EVERYBODY = frozenset(Role) - {Role.ADMINISTRATOR}
_PLAN = ("desk:campaign", _EVERYBODY, "到了日子自动开始；要提前，在工作日程里开始这个阶段")
_REPAIRS: dict[str, tuple[str, frozenset[Role], str]] = {
    "review.all_cleared": ("desk:stuck", REVIEWING, "看每一项在谁手里，办到定稿"),
    "review.opinions_answered": ("desk:consultations", _EVERYBODY, "逐条答复采纳不采纳、为什么"),
    "lists.nothing_cleared": ("desk:gates", LEADING, "看还差哪些环节"),
    "lists.no_opinion_document": ("desk:legality_opinions", REVIEWING, "请法制办发出意见书"),
    "lists.amendments_open": ("#amendments", SEEING, "按会议的要求修改，再走一遍合法性审查"),
    UNDECIDED: ("desk:withheld", REVIEWING, "批准或者退回，再编审议稿"),
    "lists.channels_missing": ("desk:publication_channels", SEEING, "写明由哪些单位公布"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What stands in the way: the problem, what to do, where its rows are ("" where this person may not go)."""

    problem: Problem
    advice: str
    address: str


def obstacles_of(desk: ListDesk, actor: Actor) -> list[Obstacle]:
    """Each obstacle with the way out."""
    reads = bool(actor.roles & READING)
    return [_obstacle(one, desk, actor) for one in desk.obstacles if one.key != UNDECIDED or reads]


def list_address(campaign: str, kind: ListKind) -> str:
    """The page of a list."""
    return f"{reverse('desk:publication')}?{urlencode({'campaign': campaign, 'kind': kind.value})}"


def typed_and_lost(request: DeskRequest, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was typed into a refused form that the page no longer has: name of the field, text; nothing for empty ones.

    `names`: field → its name, of which a field may be there several times.
    """
    typed = request.refusal.typed if request.refusal else QueryDict()
    found = ((name, "\n".join(filter(None, typed.getlist(field)))) for field, name in names.items())
    return [(name, text) for name, text in found if text.strip()]


def _obstacle(problem: Problem, desk: ListDesk, actor: Actor) -> Obstacle:
    name, roles, advice = _REPAIRS.get(problem.key, _PLAN)
    address = name if name.startswith("#") else f"{reverse(name)}?{_query(desk)}"
    return Obstacle(problem=problem, advice=advice, address=address if actor.roles & roles else "")


def _query(desk: ListDesk) -> str:
    return urlencode({"campaign": desk.campaign, "kind": desk.kind.value})
