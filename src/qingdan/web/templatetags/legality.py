"""Words and parts of the last gates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from qingdan.data.review import review_names
from qingdan.web.desk.legality.tabs import TABS
from qingdan.web.shared.context import MenuEntry

register = template.Library()
_MARKS = {"pending": "", "approved": "ok", "returned": "warn", "missing": "bad"}
_OUTCOMES = {"lawful": "合法，定稿", "unlawful": "不合法，退回部门"}


@register.simple_tag(takes_context=True)
def legality_tabs(context: Mapping[str, Any]) -> list[MenuEntry]:
    """The parts of this desk that the person has."""
    request = context["request"]
    places = [(title, reverse(name)) for title, name, roles in TABS if request.actor.roles & roles]
    here = max((one for _, one in places if request.path.startswith(one)), key=len, default="")
    return [MenuEntry(title=title, address=one, here=one == here) for title, one in places]


@register.filter
def chart_word(state: str) -> str:
    """待审核, 通过, 退回修改, 没有流程图, 不用."""
    if state == "missing":
        return "没有流程图"
    return review_names("chart_states").get(state, "不用")


@register.filter
def chart_mark(state: str) -> str:
    """The class of its mark."""
    return _MARKS.get(state, "")


@register.filter
def outcome_word(outcome: str) -> str:
    """What the legal office decided."""
    return _OUTCOMES[outcome]
