"""What is owed, in words and marks: for the pages of campaigns and of a unit's own work."""

from typing import Any

from django import template

from qingdan.campaigns.queries.duties import Duty
from qingdan.data.wording import note_words
from qingdan.rules.note import Note
from qingdan.web.desk.campaign.duty_words import MARKS, state_words
from qingdan.web.desk.campaign.elsewhere import Elsewhere, works_elsewhere

register = template.Library()


@register.filter
def duty_words(duty: Duty) -> str:
    """4月17日 迟报, 还剩 2 个工作日, 逾期 18 个工作日."""
    return state_words(duty)


@register.filter
def duty_mark(duty: Duty) -> str:
    """The class of its mark."""
    return MARKS[duty.state]


@register.filter
def in_words(note: Note) -> str:
    """A rule's remark on how a date came out."""
    return note_words(note)


@register.filter
def words_of(key: str) -> str:
    """The sentence of the wording table under a key that needs no facts."""
    return note_words(Note(key=key))


@register.inclusion_tag("desk/campaign/elsewhere.html", takes_context=True)
def elsewhere(context: dict[str, Any]) -> dict[str, tuple[Elsewhere, ...]]:
    """The other units that the person works for, what they owe there, and the way to them."""
    return {"places": works_elsewhere(context["request"]), "csrf_token": context["csrf_token"]}
