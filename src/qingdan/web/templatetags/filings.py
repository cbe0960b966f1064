"""Words of filings: states, parts that differ, kinds of files, what an act was about."""

from django import template
from django.template import Context

from qingdan.data.labels import FIELD_NAMES
from qingdan.data.wording import wording
from qingdan.documents.model import REPORT_HEADINGS
from qingdan.filings.queries.content import SECTIONS
from qingdan.filings.queries.in_hand import InHand, in_hand
from qingdan.web.desk.filing import words

register = template.Library()
_MARKS = {"filed": "warn", "received": "ok", "signed": "ok", "returned": "bad", "voided": "bad"}
_PARTS = {**FIELD_NAMES, **dict(zip(SECTIONS, REPORT_HEADINGS, strict=True))}
_KINDS = {"pdf": "PDF", "xlsx": "Excel", "docx": "Word"}


@register.inclusion_tag("desk/filing/in_hand.html", takes_context=True)
def filing_in_hand(context: Context, unit: str, campaign: str = "") -> dict[str, InHand | None]:
    """On a page of drafts: what editing them would do to the filing that stands."""
    return {"found": in_hand(context["request"].actor, unit, campaign)}


@register.filter
def filing_state(state: str) -> str:
    """等签字, 已签字, 已报送 …"""
    return wording()[f"filing_state.{state}"]["message"]


@register.filter
def filing_mark(state: str) -> str:
    """The class of its mark."""
    return _MARKS.get(state, "")


@register.filter
def file_kind(form: str) -> str:
    """PDF, Excel, Word."""
    return _KINDS[form.rpartition(".")[2]]


@register.filter
def about(subject: str) -> str:
    """What the act that voided a signature was about."""
    return words.about(subject)


@register.filter
def part_name(part: str) -> str:
    """The name of what differs: a field of an item, a section of the report, a step of a chart."""
    kind, _, number = part.partition(" ")
    if number:
        return wording()["part_of_chart.step"]["message"].format(number=number)
    found = wording().get(f"part_of_chart.{kind}")
    return found["message"] if found else _PARTS.get(part, part)
