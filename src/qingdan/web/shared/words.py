"""Template tags: words of the wording table, dates as screens write them, marks of state, errors beside fields."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template

from qingdan.base.clock import SHANGHAI, day_of
from qingdan.data.guide import guide_names
from qingdan.data.labels import DISPOSITION_NAMES, FIELD_NAMES, SEVERITY_NAMES
from qingdan.data.reason_codes import reason_names
from qingdan.data.schemes import category_names
from qingdan.data.wording import message_of, wording
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Disposition
from qingdan.rules.problem import Problem, Severity

register = template.Library()
WEEKDAYS = "一二三四五六日"
_OF_BASIS = pattern(r"basis-(\d{1,4})-(\w+)")
_OF_ROW = pattern(r"row-(\d{1,4})-\w+")
_PARTS = {
    "joint.intake": ("joint_intake", "cases"),
    "own.registration_forms": ("registrations",),
    "own.registrations": ("registrations",),
}
"""Modules of pages whose fields have the names of other parts first."""


@register.filter
def day(value: date | datetime | None) -> str:
    """2015年9月28日; nothing for no day."""
    if value is None:
        return ""
    on = day_of(value) if isinstance(value, datetime) else value
    return f"{on.year}年{on.month}月{on.day}日"


@register.filter
def short_day(value: date | datetime | None) -> str:
    """9月28日."""
    return day(value).partition("年")[2]


@register.filter
def weekday(value: date | None) -> str:
    """星期三."""
    return f"星期{WEEKDAYS[value.weekday()]}" if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """17:05, in Shanghai."""
    return f"{value.astimezone(SHANGHAI):%H:%M}" if value else ""


@register.filter
def assurance_words(level: int) -> str:
    """核对过本人: what a level of assurance, 0–4, stands for."""
    return str(guide_names("assurance")[str(level)])


@register.filter
def said(problem: Problem) -> str:
    """What a problem says."""
    return message_of(problem)


@register.filter
def recorded(key: str) -> str:
    """What an act recorded; nothing for a key that is none of ours (it comes from the address)."""
    words = wording().get(f"said.{key}")
    return words["message"] if words else ""


@register.filter
def for_applicants(address: str | None) -> bool:
    """Whether the page that somebody signs in for is one of applicants."""
    return (address or "").startswith(("/my/", "/apply/"))


@register.filter
def problems_of(refusal: Any, field: str) -> list[Problem]:
    """The problems of one field of the form that was refused."""
    found: Iterable[Problem] = refusal.problems if refusal else ()
    return [one for one in found if one.where.field == field]


@register.filter
def severity_name(severity: str) -> str:
    """必须改, 要说明理由, 提示."""
    return SEVERITY_NAMES[Severity(severity)]


@register.filter
def severity_mark(severity: str) -> str:
    """The class of its mark."""
    return {"blocker": "bad", "warning": "warn", "hint": "hint"}[severity]


@register.filter
def typed(refusal: Any, field: str) -> str:
    """What had been typed into a field of the refused form."""
    return str(refusal.typed.get(field, "")) if refusal else ""


@register.filter
def short_digest(value: str) -> str:
    """The first 16 characters."""
    return value[:16]


@register.filter
def grouped(number: int) -> str:
    """Thousands with a narrow no-break space."""
    return f"{number:,}".replace(",", "\u202f")


@register.filter
def field_name(field: str) -> str:
    """设定依据: the name of a field of the register."""
    return FIELD_NAMES.get(field, field)


@register.simple_tag(takes_context=True)
def place_of(context: Mapping[str, Any], problem: Problem) -> str:
    """承办机构: the name of the field that a problem of the refused form is beside; "" for one of the whole form, and
    for one whose words name the field themselves.

    A field may have another name in one part of the desk than in the others; lines of a list, and the
    fields of public pages, are named by their page (`field_labels`).
    """
    field = problem.where.field.rpartition(".")[2]
    if "label" in problem.params:
        return ""
    if label := context.get("field_labels", {}).get(field):
        return str(label)
    if found := _OF_BASIS.fullmatch(field):
        number, part = int(found[1]) + 1, field_words(found[2])
        return wording()["field.of_basis"]["message"].format(number=number, part=part)
    if found := _OF_ROW.fullmatch(field):
        return wording()["field.of_row"]["message"].format(number=found[1])
    match = getattr(context.get("request"), "resolver_match", None)
    words = "" if field == "file" else field_words(field, *_parts(match.func.__module__ if match else ""))
    return "" if words in message_of(problem) else words


def field_words(field: str, *parts: str) -> str:
    """法规名称: a field as pages name it, in the first part of the desk where that has a name of its own."""
    keys = (*(f"field.{part}.{field}" for part in parts), f"field.{field}")
    known = (wording()[key]["message"] for key in keys if key in wording())
    return next(known, FIELD_NAMES.get(field, ""))


def _parts(module: str) -> tuple[str, ...]:
    package, _, name = module.rpartition(".")
    part = package.rpartition(".")[2]
    return (*_PARTS.get(f"{part}.{name}", ()), part)


@register.filter
def choice_name(value: str, field: str) -> str:
    """The word for a chosen key (保留, 行政处罚), a day as screens write it; what is typed as text stays as it is."""
    if field in {"transition_from", "transition_until"}:
        return _day_words(value)
    if field == "reason_code":
        return reason_names().get(value, value)
    if field == "disposition":
        return DISPOSITION_NAMES.get(Disposition(value), value) if value in set(Disposition) else value
    return category_names().get(value, value) if field == "category" else value


def _day_words(value: str) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value
