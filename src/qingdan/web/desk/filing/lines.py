"""Where each open line of a filing is repaired."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from qingdan.data.wording import note_words, wording
from qingdan.documents.model import REPORT_HEADINGS
from qingdan.filings.queries.content import SECTIONS
from qingdan.filings.queries.progress import Line
from qingdan.rules.note import Note

_HEADINGS = dict(zip(SECTIONS, REPORT_HEADINGS, strict=True))
_PLACES: Mapping[str, tuple[str, str]] = {
    "filing.blockers": ("desk:register", "problem=blocker"),
    "filing.no_text": ("desk:register", "problem=C25"),
    "filing.unchecked": ("desk:register", ""),
    "filing.incomplete": ("desk:register", "problem=incomplete"),
    "filing.warnings": ("desk:register", "problem=warning"),
    "filing.no_chart": ("desk:charts", ""),
    "filing.chart_blockers": ("desk:charts", ""),
    "filing.report": ("desk:report", ""),
    "filing.silent": ("desk:nil", ""),
    "filing.contradicts": ("desk:nil", ""),
    "filing.referral_gaps": ("desk:referrals", ""),
    "filing.objected": ("desk:consents", ""),
    "filing.unanswered": ("desk:consents", ""),
    "filing.law_change": ("desk:item-disposition", ""),
    "filing.needs": ("desk:item-disposition", ""),
    "filing.contacts": ("desk:tasks", ""),
    "filing.texts_there": ("desk:register", ""),
    "filing.report_there": ("desk:report", ""),
    "filing.nil_there": ("desk:nil", ""),
    "filing.referrals_there": ("desk:referrals", ""),
    "filing.duties_none": ("desk:duties", ""),
    "filing.duties_empty": ("desk:duties", ""),
    "filing.duties_lacking": ("desk:duties", ""),
    "filing.duties_stale": ("desk:duties", ""),
    "filing.duties_there": ("desk:duties", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line in words, with the page on which it is repaired ("" where that part of the desk is not there)."""

    mark: str
    words: str
    detail: str
    action: str
    address: str


def shown_line(line: Line, unit: str) -> ShownLine:
    """An open line as the page shows it."""
    words = wording()[line.key]
    short = words.get("short", words["message"]).format_map(line.params)
    return ShownLine(
        mark=line.mark,
        words=short,
        detail=_detail(line, words.get("detail", "")),
        action=words["action"],
        address=_address(line, unit),
    )


def said_in_words(key: str, **params: str | int) -> str:
    """A sentence of the wording table."""
    return note_words(Note(key=key, params=params))


def _detail(line: Line, sentence: str) -> str:
    if not line.parts:
        return sentence.format_map(line.params)
    named = [(_name(part), count) for part, count in line.parts]
    if line.key == "filing.no_chart":
        return "，".join(f"{name} {count}" for name, count in named)
    return "、".join(name for name, _ in named)


def _name(part: str) -> str:
    if part in _HEADINGS:
        return _HEADINGS[part]
    return wording().get(f"contact.{part}", {"message": part})["message"]


def _address(line: Line, unit: str) -> str:
    name, query = _PLACES[line.key]
    if line.item:
        return reverse(name, args=[line.item])
    for wanted in (name, "desk:register"):
        try:
            address = reverse(wanted)
        except NoReverseMatch:  # a part of the desk that is not built yet
            continue
        return f"{address}?unit={unit}" + (f"&{query}" if query else "")
    return ""
