"""The days of a case's clock as finished html: a page has up to sixty of them, and all are alike."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from qingdan.cases.queries.progress import DayShown
from qingdan.web.shared.words import day

register = template.Library()
_ENDS = {"promised": "承诺", "statutory": "法定", "check": "答复"}
_SAID = {"late": "，超期", "left": "，还没有到"}
_CELL = '<li class="{}{}"><span class="sr">{}</span><span aria-hidden="true">{}</span>{}</li>'


@register.simple_tag
def day_cells(days: Iterable[DayShown], *, accepted: object) -> SafeString:
    """The items of a list of days; `accepted`: the days are those of the review, else those of the check."""
    counted = "审查" if accepted else "收件"
    return format_html_join("", _CELL, (_cell(one, counted) for one in days))


def _cell(one: DayShown, counted: str) -> tuple[str, ...]:
    mark = _mark(one)
    spoken = "停止计时" if one.use == "pause" else f"第 {one.number} 个{counted}日{_SAID.get(one.use, '')}"
    below = format_html("<b>{}</b>", mark) if mark else ""
    return (
        one.use,
        " today" if one.today else "",
        f"{day(one.day)}，{spoken}{'，今天' if one.today else ''}{'：' if mark else ''}",
        one.printed,
        below,
    )


def _mark(one: DayShown) -> str:
    """承诺、法定到期, else 今天, else nothing."""
    ends = "、".join(word for name, word in _ENDS.items() if name in one.ends)
    return f"{ends}到期" if ends else "今天" if one.today else ""
