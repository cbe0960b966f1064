"""Is the citation precise: 条, 款 and 项 named, full title and 文号 given. C06, C07."""

from dataclasses import replace
from functools import lru_cache

from qingdan.rules.checks.base import Check, Problems, found, graded
from qingdan.rules.checks.basis import name_of
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.citation import Citation, CitationKind, label
from qingdan.rules.legal_basis import BasisFacts, InstrumentLevel, Verdict
from qingdan.rules.numerals import numeral
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import PowerItemFacts
from qingdan.rules.problem import Certainty, Problem, Severity
from qingdan.rules.text import letters, title_key
from qingdan.rules.vocabulary.instrument_level import level_of

CLAUSE = "市政府部门职权分解表（样表）“具体条款”栏，成安县权责清单条款号、条款内容栏"
FULL_NAME = "行政审批项目登记表（2008年）填表说明（依据填全称和文号并引条文）"

_L = InstrumentLevel
_STATE = "中华人民共和国"
_WITH_ARTICLES = frozenset(
    {
        _L.LAW, _L.ADMINISTRATIVE_REGULATION, _L.LOCAL_REGULATION, _L.CITY_REGULATION, _L.DEPARTMENT_RULE,
        _L.PROVINCIAL_RULE, _L.CITY_RULE,
    }
)  # fmt: skip
_THERE = frozenset(
    {Verdict.TEXT_FOUND, Verdict.TEXT_DIFFERS, Verdict.ARTICLE_EXISTS}
)  # elsewhere the number itself is wrong
_SHORT_LAW = pattern(r"(?<![办方书司])法(?:典)?(?:[（(].{0,12}[）)])?$")
_SHORT_REGULATION = pattern("[一-龥]{1,3}条例?")
_NUMBER_INSIDE = pattern(r"[令第〔\[]\s*\d|号")
_GOOD_PART = 16
_ITEM_MARK = pattern(r"[（(][一二三四五六七八九十]{1,3}[）)]")


def cited_precisely(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C06. A basis names its article, in an article of several paragraphs the 款, in a list the 项.

    Source: the columns 具体条款 and 条款号 of real forms. Readings: an article of one paragraph needs no 款. A
    title without article beside a precise citation of the same instrument is a mention. Documents may have no
    articles. A 项 of an article of several paragraphs needs its 款 (the other reading: where one 款 alone has 项 it is
    clear which is meant; not chosen, as reviewers ask for the 款, but the message then names it). A list cited as a
    whole is only hinted at, so is the whole of an article of which several paragraphs are quoted. Where the quoted
    words stand elsewhere the number is wrong first (C08).
    """
    problems = []
    seen: set[tuple[str | None, int | None, int | None]] = set()
    for basis in item.bases:
        citation = basis.entry.citation
        place = (citation.title, citation.article, citation.paragraph)
        if citation.kind is not CitationKind.INSTRUMENT or place in seen:
            continue
        seen.add(place)
        problem = _imprecise(item, basis)
        if problem is not None:
            problems.append(problem)
    return problems


def _imprecise(item: PowerItemFacts, basis: BasisFacts) -> Problem | None:
    citation = basis.entry.citation
    if citation.article is None:
        return _without_article(item, basis)
    if basis.verdict not in _THERE:
        return None
    if citation.paragraph is None and (basis.paragraph_count or 1) > 1:
        return _without_paragraph(item, basis)
    if citation.item is None and (basis.item_count or 0) > 1 and not _sibling(item, citation):
        return _without_item(item, basis)
    return None


def _without_article(item: PowerItemFacts, basis: BasisFacts) -> Problem | None:
    citation = basis.entry.citation
    if citation.annex_item is not None or _mentioned_precisely(item, citation):
        return None
    reading = level_of(basis)
    if reading.level not in _WITH_ARTICLES:
        return None
    severity, certainty = graded(Severity.WARNING, reading.certain or basis.full_title is not None)
    return found(
        item, key="C06.no_article", field="legal_basis", severity=severity, authority=CLAUSE, certainty=certainty,
        basis=basis,
        document=name_of(citation),
    )  # fmt: skip


def _mentioned_precisely(item: PowerItemFacts, citation: Citation) -> bool:
    key = title_key(citation.title or "")
    return any(
        other.entry.citation.article is not None and title_key(other.entry.citation.title or "") == key
        for other in item.bases
    )


def _sibling(item: PowerItemFacts, citation: Citation) -> bool:
    """Whether another leaf of the item cites a 项 of the same article."""
    return any(
        other.entry.citation.item is not None
        and other.entry.citation.article == citation.article
        and other.entry.citation.title == citation.title
        for other in item.bases
    )


def _without_paragraph(item: PowerItemFacts, basis: BasisFacts) -> Problem | None:
    citation = basis.entry.citation
    quoted = _quoted_paragraphs(basis.entry.quoted, basis.article_text)
    meant = quoted
    if citation.item is not None and len(basis.listed_paragraphs) == 1:
        meant = basis.listed_paragraphs
    key, suggestion = "C06.no_paragraph", ""
    if len(meant) == 1:
        key = "C06.which_paragraph" if citation.item is None else "C06.item_paragraph"
        suggestion = f"第{numeral(meant[0])}款"
    severity, certainty = graded(Severity.WARNING, citation.item is not None or len(quoted) <= 1)
    return found(
        item, key=key, field="legal_basis", severity=severity, authority=CLAUSE, certainty=certainty, basis=basis,
        document=name_of(citation), place=label(citation), count=basis.paragraph_count or 0, suggestion=suggestion,
        full=label(replace(citation, paragraph=meant[0])) if suggestion else "",
    )  # fmt: skip


def _without_item(item: PowerItemFacts, basis: BasisFacts) -> Problem | None:
    citation = basis.entry.citation
    marks = dict.fromkeys(_ITEM_MARK.findall(basis.entry.quoted))
    single = next(iter(marks)) if len(marks) == 1 else ""
    severity, certainty = graded(Severity.WARNING, bool(single))
    return found(
        item, key="C06.which_item" if single else "C06.no_item", field="legal_basis",
        severity=severity, authority=CLAUSE, certainty=certainty, basis=basis, document=name_of(citation),
        place=label(citation), count=basis.item_count or 0, suggestion=f"第{single}项" if single else "",
    )  # fmt: skip


@lru_cache(maxsize=2048)
def _paragraphs(article: str) -> tuple[str, ...]:
    """Letters of each paragraph of an article's text, its list items joined to it."""
    found_lines: list[str] = []
    for line in article.split("\n"):
        if found_lines and _ITEM_MARK.match(line.strip()):
            found_lines[-1] += letters(line)
        else:
            found_lines.append(letters(line))
    return tuple(line for line in found_lines if line)


@lru_cache(maxsize=4096)
def _quoted_paragraphs(quoted: str, article: str) -> tuple[int, ...]:
    """The 款 a quotation is from: it holds a good part of the beginning of each, or stands wholly in it.

    A good part is 16 letters, or as many as tell the paragraph from the others of the article.
    """
    words, lines = letters(quoted), _paragraphs(article)
    if not words:
        return ()
    return tuple(
        number
        for number, line in enumerate(lines, 1)
        if line[: max(_GOOD_PART, _alike(line, lines) + 1)] in words or words in line
    )


def _alike(line: str, lines: tuple[str, ...]) -> int:
    """How many letters at its beginning a paragraph shares with another one of the article."""
    return max((_shared(line, other) for other in lines if other != line), default=0)


def _shared(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (here, there) in pairs if here != there), min(len(one), len(other)))


def named_in_full(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C07. An instrument is cited by its full title, and a regulation with its 文号 where the form has a column for it.

    Source: filling note of a form of 2008 (依据填全称和文号并引条文). Readings: what the library has as
    中华人民共和国… is printed so; many regulations have no 中华人民共和国 in their title. Every law but a few has,
    so …法 without it is a short title, also one that the library does not know (环评法); a 条例 that it does not know,
    of three letters at most before 条例 or 条 (危化条例), is likely one. Numbers are not compared: 令 of several
    editions are cited.
    """
    problems: list[Problem] = []
    seen: set[str] = set()
    for basis in item.bases:
        title = basis.entry.citation.title
        if title and title not in seen:
            seen.add(title)
            if short_title(title, basis.full_title or ""):
                problems.append(_short(item, basis, title))
            elif not basis.full_title and _SHORT_REGULATION.fullmatch("".join(title.split())):
                problems.append(_abbreviated(item, basis, title))
            elif "document_number" in item.columns and _lacks_number(basis):
                problems.append(_numberless(item, basis))
    return problems


@lru_cache(maxsize=8192)
def short_title(title: str, full_title: str) -> bool:
    """Whether a title is printed without the 中华人民共和国 it has, or is the by-name of a law."""
    bare = "".join(title.split())
    if bare.startswith(_STATE) or bare == "反分裂国家法":
        return False
    if full_title:
        return full_title.startswith(_STATE) and _STATE not in bare
    return _SHORT_LAW.search(bare) is not None and len(bare) < 20


def _short(item: PowerItemFacts, basis: BasisFacts, title: str) -> Problem:
    known = basis.full_title
    return found(
        item, key="C07.short_title" if known else "C07.by_name", field="legal_basis", severity=Severity.WARNING,
        authority=FULL_NAME, basis=basis, title=title, full=known or "",
    )  # fmt: skip


def _abbreviated(item: PowerItemFacts, basis: BasisFacts, title: str) -> Problem:
    return found(
        item, key="C07.abbreviated", field="legal_basis", severity=Severity.WARNING, authority=FULL_NAME,
        certainty=Certainty.LIKELY, basis=basis, title=title,
    )  # fmt: skip


def _lacks_number(basis: BasisFacts) -> bool:
    citation = basis.entry.citation
    if citation.document_number or (citation.edition and _NUMBER_INSIDE.search(citation.edition)):
        return False
    return level_of(basis).level is _L.ADMINISTRATIVE_REGULATION


def _numberless(item: PowerItemFacts, basis: BasisFacts) -> Problem:
    severity, certainty = graded(Severity.WARNING, level_of(basis).certain)
    return found(
        item, key="C07.no_number", field="legal_basis", severity=severity, authority=FULL_NAME, certainty=certainty,
        basis=basis, document=name_of(basis.entry.citation),
    )  # fmt: skip


_BASIS = frozenset({"legal_basis"})
CHECKS = (
    Check(code="C06", severity=Severity.WARNING, authority=CLAUSE, item=cited_precisely, needs=_BASIS),
    Check(code="C07", severity=Severity.WARNING, authority=FULL_NAME, item=named_in_full, needs=_BASIS),
)
