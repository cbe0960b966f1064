"""Legal bases (设定依据): what a register's basis cell says, and what the library knows of it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from qingdan.rules.citation import Citation


class InstrumentLevel(StrEnum):
    """Levels of legal instruments, highest first (立法法 chapters 2–4), and what lies below the law."""

    CONSTITUTION = "constitution"
    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    STATE_COUNCIL_DECISION = "state_council_decision"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    LOCAL_REGULATION = "local_regulation"  # of a province
    CITY_REGULATION = "city_regulation"  # of a 设区的市, autonomous prefecture or autonomous county
    DEPARTMENT_RULE = "department_rule"  # 部门规章
    PROVINCIAL_RULE = "provincial_rule"  # 省级政府规章
    CITY_RULE = "city_rule"  # 设区的市政府规章
    MANDATE = "mandate"  # 三定规定
    NORMATIVE_DOCUMENT = "normative_document"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """The eight answers to a citation that carries quoted words or names an article."""

    TEXT_FOUND = "text_found"
    TEXT_DIFFERS = "text_differs"
    TEXT_ELSEWHERE = "text_elsewhere"
    TEXT_OTHER = "text_other"
    ARTICLE_MISSING = "article_missing"
    ARTICLE_EXISTS = "article_exists"
    VERSION_UNKNOWN = "version_unknown"
    INSTRUMENT_UNKNOWN = "instrument_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisEntry:
    """One citation leaf of a basis cell with the words quoted for it.

    `quoted` is the text as typed (empty when none); `level_tag` a source label as printed (【行政法规】).
    Leaves that share one quotation hold the same `quoted`.
    """

    citation: Citation
    quoted: str = ""
    level_tag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisFacts:
    """A basis entry and what the library knows of it on the day of checking.

    `verdict` is None when there is nothing to judge (a title alone, a bare document number).
    `certain` is False where only clause hashes were at hand and they do not settle the matter.
    `found_at`: labels of articles of the same instrument holding the words ("第五十九条").
    `difference`: pairs (as filed, as in the law); the second is "" where the text is not at hand.
    `clause`: the words the rules on content read: the article's text where it is at hand (narrowed to the
    cited 款/项 with its lead), else the words quoted. `article_text`: the whole article, where it is at hand.
    `level` with `level_certain`; `issuer` as far as title or document number tell ("江西省人民政府").
    `listed_paragraphs`: the 款 of the cited article that have 项, from 1.
    `repealed_on`: the day the instrument ceased; `repeal_dated` is False where that day is estimated from the text
    that ended it. `superseded_edition`: the edition printed in the cell
    (2011年修正) when a later one is in force. `not_yet_in_force`: all versions start after the day.
    """

    entry: BasisEntry
    verdict: Verdict | None = None
    certain: bool = True
    version: date | None = None
    full_title: str | None = None
    found_at: tuple[str, ...] = ()
    difference: tuple[tuple[str, str], ...] = ()
    share: float | None = None
    clause: str = ""
    clause_from_library: bool = False
    article_text: str = ""
    level: InstrumentLevel = InstrumentLevel.UNKNOWN
    level_certain: bool = False
    issuer: str = ""
    paragraph_count: int | None = None
    item_count: int | None = None
    listed_paragraphs: tuple[int, ...] = ()
    repealed_on: date | None = None
    repealed: bool = False
    repeal_dated: bool = True
    not_yet_in_force: bool = False
    superseded_edition: str | None = None
    implements: tuple[str, ...] = field(default=())  # titles of upper laws it says it is made under
