"""The pages of a campaign: which there are, for whom each is, and what stands above them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.campaigns.queries.plans import Plan
from qingdan.data.calendar import load_calendar
from qingdan.rules.campaign import days_left
from qingdan.rules.role import DRAFTING, LEADING, Role
from qingdan.web.shared.addresses import address_of
from qingdan.web.shared.context import MenuEntry
from qingdan.web.shared.request import DeskRequest

EVERYBODY = frozenset(Role) - {Role.ADMINISTRATOR}
OVERSEEING = LEADING | {Role.LEADING_GROUP, Role.GOVERNMENT_OFFICE}
TABS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("进度总表", "desk:board", LEADING),
    ("本单位任务", "desk:tasks", DRAFTING),
    ("联系人", "desk:directory", OVERSEEING),
    ("县（市、区）方案", "desk:counties", OVERSEEING),
    ("会议和培训", "desk:meetings", EVERYBODY),
    ("并行工作", "desk:streams", EVERYBODY),
    ("依据和样式", "desk:papers", EVERYBODY),
    ("抽调人员", "desk:staff", OVERSEEING),
    ("日程", "desk:campaign", EVERYBODY),
)


def show(request: DeskRequest, template: str, plan: Plan | None, context: Mapping[str, Any]) -> HttpResponse:
    """A page of a campaign, with its strip and tabs."""
    words = {"tabs": _tabs(request), "plan": plan, "strip": _strip(request, plan) if plan else None}
    return render(request, f"desk/campaign/{template}.html", words | dict(context))


def _tabs(request: DeskRequest) -> list[MenuEntry]:
    roles = request.actor.roles
    entries = [(title, address_of(name)) for title, name, whose in TABS if roles & whose]
    return [
        MenuEntry(title=title, address=address, here=_here(request, address)) for title, address in entries
    ]


def _here(request: HttpRequest, address: str) -> bool:
    return request.path.startswith(address)


def _strip(request: DeskRequest, plan: Plan) -> dict[str, Any]:
    """Where the work stands today."""
    today = day_of(request.at)
    current = plan.current(today)
    assert current
    number = plan.schedule.phases.index(current) + 1
    left = days_left(today, current.ends_on, load_calendar()).working
    return {"today": today, "number": number, "phase": current, "left": left}
