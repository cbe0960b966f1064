"""What a citation is: a value of its own, so that reader and printer can both stand on it."""

from dataclasses import dataclass
from enum import StrEnum


class CitationKind(StrEnum):
    """What a citation points with: an instrument's title, a word inside the text (本法), a bare 文号."""

    INSTRUMENT = "instrument"
    INTERNAL = "internal"
    DOCUMENT_NUMBER = "document_number"


class Relation(StrEnum):
    """What an internal citation refers to: 本法, 本条, 本款, 前条, 前款, 前项."""

    THIS_INSTRUMENT = "this_instrument"
    THIS_ARTICLE = "this_article"
    THIS_PARAGRAPH = "this_paragraph"
    PRECEDING_ARTICLE = "preceding_article"
    PRECEDING_PARAGRAPH = "preceding_paragraph"
    PRECEDING_ITEM = "preceding_item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One leaf of a citation: lists and ranges are expanded before.

    `title` as printed without 《》; `edition` the note on dates and amendments as printed;
    `document_number` as printed with its brackets made 〔〕. `article` 条, `insert` 之, `paragraph` 款,
    `item` 项, `subitem` 目, `annex_item` 附件第…项: all integers from 1. `start`/`end` are the character
    positions of its own part in the input: the first leaf begins where its title does, each further leaf
    where its 条, 款 or 项 does; leaves of a range share the part that names its end.
    """

    kind: CitationKind
    title: str | None = None
    edition: str | None = None
    document_number: str | None = None
    relation: Relation | None = None
    article: int | None = None
    insert: int | None = None
    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None
    annex_item: int | None = None
    start: int = 0
    end: int = 0
