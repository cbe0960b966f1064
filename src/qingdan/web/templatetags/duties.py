"""What is owed, in words and marks: for the pages of campaigns and of a unit's own work."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from qingdan.campaigns.queries.duties import Duty
from qingdan.data.wording import note_words
from qingdan.rules.note import Note
from qingdan.web.desk.campaign.duty_words import MARKS, state_words
from qingdan.web.desk.campaign.elsewhere import Elsewhere, works_elsewhere

register = template.Library()
_NOT_OWED = format_html('<span class="quiet-text">{}</span>', "—")


@register.simple_tag
def duty_state(duty: Duty | None) -> SafeString:
    """How it stands, with its mark: 4月17日 迟报, 还剩 2 个工作日, 逾期 18 个工作日; a dash where nothing is owed."""
    if not duty:
        return _NOT_OWED
    return format_html('<span class="mark {}">{}</span>', MARKS[duty.state], state_words(duty))


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
