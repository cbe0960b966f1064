"""The clock of a case as finished html: a page has up to sixty days, a queue fifty chips, and all are alike."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from qingdan.cases.queries.progress import DayShown
from qingdan.cases.queries.urgency import Chip, Tone
from qingdan.web.shared.words import day, short_day

register = template.Library()
_ENDS = {"promised": "承诺", "statutory": "法定", "check": "答复"}
_SAID = {"late": "，超期", "left": "，还没有到"}
_CELL = '<li class="{}{}"><span class="sr">{}</span><span aria-hidden="true">{}</span>{}</li>'
_CHIPS = {
    Tone.LATE: ("bad", "超 {} 个工作日"),
    Tone.BROKEN: ("bad", "超承诺 {} 个工作日"),
    Tone.TODAY: ("warn", "今天到期"),
    Tone.SOON: ("warn", "剩 {} 个工作日"),
    Tone.CALM: ("ok", "剩 {} 个工作日"),
}
_CHIP = '<span class="mark clock {}">{}</span>'


@register.filter
def clock_chip(chip: Chip) -> SafeString | str:
    """How much time a case has; nothing where no day counts."""
    if chip.tone is Tone.PAUSED:
        until = day(chip.until) if chip.far else short_day(chip.until)
        return format_html(_CHIP, "pause", f"暂停，到 {until}" if until else "暂停")
    mark, words = _CHIPS.get(chip.tone, ("", ""))
    if chip.promised:
        words = f"承诺{words}"
    return format_html(_CHIP, mark, words.format(chip.days)) if words else ""


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
