"""Words of review: states, holders, actions, aspects; the time left; what changed, word by word."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from qingdan.data.calendar import load_calendar
from qingdan.data.review import review_names
from qingdan.reports.safe_text import compared
from qingdan.rules.campaign import days_left
from qingdan.web.desk.review.tabs import tabs_of
from qingdan.web.shared.context import MenuEntry
from qingdan.web.shared.words import choice_name

register = template.Library()
_MARKS = {
    "answering": "warn",
    "amending": "warn",
    "disputed": "warn",
    "sent_back": "bad",
    "cleared": "ok",
    "tabled": "ok",
    "adopted": "ok",
    "published": "ok",
}
SOON = 3  # working days


@register.filter
def review_name(key: str, part: str) -> str:
    """A name of the procedure: `part` is aspects, verdicts, holders, item_states, item_actions, layers, …"""
    return review_names(part).get(key, key)


@register.filter
def state_mark(state: str) -> str:
    """The class of the mark of an item's state."""
    return _MARKS.get(state, "")


@register.simple_tag(takes_context=True)
def review_tabs(context: Mapping[str, Any]) -> list[MenuEntry]:
    """The parts of the review desk that this person has."""
    request = context["request"]
    places = [(title, reverse(name)) for title, name in tabs_of(request)]
    here = max((one for _, one in places if request.path.startswith(one)), key=len, default="")
    return [MenuEntry(title=title, address=one, here=one == here) for title, one in places]


@register.inclusion_tag("desk/review/clock.html")
def clock_mark(due_on: date | None, today: date) -> dict[str, int | None]:
    """还剩 3 个工作日; nothing without a last day. The last day counts to its end."""
    left = days_left(today, due_on, load_calendar()).working if due_on else None
    over = bool(due_on and due_on < today)
    return {
        "left": abs(left) if left is not None else None,
        "over": over,
        "soon": left is not None and left <= SOON,
    }


@register.simple_tag
def differing(before: str, after: str, field: str) -> SafeString:
    """Both wordings of a field on one line, what went in `<del>`, what came in `<ins>`."""
    old, new = compared(choice_name(before, field), choice_name(after, field))
    return mark_safe(f"{old} → {new}" if before and after else old or new)  # escaped by `compared`
