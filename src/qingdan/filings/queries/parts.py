"""A filing in parts: its items and charts, which review may reopen one by one, and all the rest."""

from collections.abc import Collection, Iterator

from qingdan.base.snapshots.queries import thaw
from qingdan.filings.models import Filing
from qingdan.filings.queries.content import Content

_LISTS = (("items", "item", "number"), ("charts", "chart", "code"), ("referrals", "item", "number"))
"""Where parts stand in the content, and what names them: "item:360900013-00012", "chart:…"."""


def standing_content(filing: Filing) -> Content:
    """What stands of a filing: as signed, with all supplements since."""
    found: Content = thaw(filing.standing_digest or filing.digest)
    return found


def item_part(number: str) -> str:
    """What an item is called among the parts."""
    return f"item:{number}"


def chart_part(code: str) -> str:
    """What a chart is called among the parts."""
    return f"chart:{code}"


def same_but(standing: Content, live: Content, parts: Collection[str]) -> bool:
    """Whether two contents say the same outside of these parts."""
    return without(standing, parts) == without(live, parts)


def without(content: Content, parts: Collection[str]) -> Content:
    """The content without these parts."""
    left = {
        name: [row for row in content.get(name, ()) if f"{kind}:{row[key]}" not in parts]
        for name, kind, key in _LISTS
    }
    return content | left


def replaced(standing: Content, live: Content, parts: Collection[str]) -> Content:
    """The standing content with these parts as they are now."""
    return standing | {
        name: list(
            _chosen(kind, parts, *({row[key]: row for row in one.get(name, ())} for one in (standing, live)))
        )
        for name, kind, key in _LISTS
    }


def _chosen(
    kind: str, parts: Collection[str], before: dict[str, Content], now: dict[str, Content]
) -> Iterator[Content]:
    for code in dict.fromkeys([*before, *now]):
        rows = now if f"{kind}:{code}" in parts else before
        if code in rows:
            yield rows[code]
