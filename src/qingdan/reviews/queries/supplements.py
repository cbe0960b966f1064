"""What a unit would sign as a supplement now: the reopened parts that say something else than what stands."""

from dataclasses import dataclass
from typing import Any

from qingdan.filings.models import Filing
from qingdan.filings.queries.content import Content, content_of
from qingdan.filings.queries.parts import chart_part, item_part, standing_content
from qingdan.rules.canonical import digest

SUPPLEMENT_KIND = "supplement"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementDraft:
    """The changed parts: numbers of items, codes of charts; `content` is what is frozen, `digest` of it."""

    items: tuple[str, ...]
    charts: tuple[str, ...]
    content: dict[str, Any]
    digest: str


def supplement_of(filing: Filing) -> SupplementDraft:
    """The supplement as the drafts stand."""
    standing, live = standing_content(filing), content_of(filing.campaign, filing.unit)
    items = [one for one in _changed(standing, live, "items", "number") if item_part(one) in filing.reopened]
    charts = [one for one in _changed(standing, live, "charts", "code") if chart_part(one) in filing.reopened]
    content = {
        "form": 1,
        "filing": filing.reference,
        "items": [one for one in live["items"] if one["number"] in items],
        "charts": [one for one in live["charts"] if one["code"] in charts],
    }
    return SupplementDraft(items=tuple(items), charts=tuple(charts), content=content, digest=digest(content))


def _changed(standing: Content, live: Content, name: str, key: str) -> list[str]:
    before = {one[key]: one for one in standing[name]}
    return [one[key] for one in live[name] if before.get(one[key]) != one]
