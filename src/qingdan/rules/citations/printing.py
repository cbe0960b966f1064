"""Citations in words: the label of a place, and the canonical print that reads back to the same citation."""

from qingdan.rules.citations.values import Citation, CitationKind, Relation
from qingdan.rules.numerals import numeral

_WORDS = {
    Relation.THIS_INSTRUMENT: "本法",
    Relation.THIS_ARTICLE: "本条",
    Relation.THIS_PARAGRAPH: "本款",
    Relation.PRECEDING_ARTICLE: "前条",
    Relation.PRECEDING_PARAGRAPH: "前款",
    Relation.PRECEDING_ITEM: "前项",
}


FIELDS = (
    "kind", "title", "edition", "document_number", "relation", "article", "insert", "paragraph", "item", "subitem",
    "annex_item", "start", "end",
)  # fmt: skip


def fields_of(citation: Citation) -> dict[str, str | int | None]:
    """A citation by the names of its fields, as `qingdan cite` and `qingdan check --citations` print it."""
    return {name: getattr(citation, name) for name in FIELDS}


def article_label(article: int, insert: int = 0) -> str:
    """第五十九条, 第十七条之一 (insert 0: none)."""
    return f"第{numeral(article)}条" + (f"之{numeral(insert)}" if insert else "")


def label(citation: Citation) -> str:
    """The place in words: 第十二条第一款第（三）项, 附件第193项; "" for an instrument as a whole."""
    parts = []
    if citation.article is not None:
        parts.append(article_label(citation.article, citation.insert or 0))
    if citation.paragraph is not None:
        parts.append(f"第{numeral(citation.paragraph)}款")
    if citation.item is not None:
        parts.append(f"第（{numeral(citation.item)}）项")
    if citation.subitem is not None:
        parts.append(f"第{numeral(citation.subitem)}目")
    if citation.annex_item is not None:
        parts.append(f"附件第{citation.annex_item}项")
    return "".join(parts)


def print_citation(citation: Citation) -> str:
    """The canonical form: 《title》（number）（edition）place; 本法, 前款 …; a bare 文号.

    Read again it gives the same citation (positions apart). Which word a text uses for itself (本条例) is not
    kept: it prints as 本法.
    """
    return _name(citation) + label(citation)


def _name(citation: Citation) -> str:
    if citation.kind is CitationKind.INTERNAL:
        return _WORDS[citation.relation or Relation.THIS_INSTRUMENT]
    if citation.kind is CitationKind.DOCUMENT_NUMBER:
        return citation.document_number or ""
    notes = [f"（{note}）" for note in (citation.document_number, citation.edition) if note]
    return f"《{citation.title or ''}》{''.join(notes)}"
