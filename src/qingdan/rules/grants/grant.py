"""A power that an article of law grants, as a value."""

from dataclasses import dataclass
from enum import StrEnum

from qingdan.rules.power_item import Category


class GrantTrust(StrEnum):
    """How far a proposed item may be trusted: 建议, 请核对条文, 不确定."""

    SUGGESTED = "suggested"
    CHECK_ARTICLE = "check_article"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphText:
    """One 款: its number from 1, its lead words and its items as (number of the 项, words)."""

    number: int
    lead: str
    items: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One power an article grants. `body` as printed there ("" when it names none); `item` the 项."""

    category: Category
    body: str
    name: str
    paragraph: int
    item: int | None
    quoted: str
    trust: GrantTrust
