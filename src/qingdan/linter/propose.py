"""The draft register that the law library suggests for a department: each power-granting article as an item.

Source: 宜春市"三单一网"实施方案 四(一): every power is listed (不漏项), on law, regulation or rule. What a program
reads out of articles is a beginning for the department, never proof that nothing is missing; whoever shows it
says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from qingdan.library.library import Library
from qingdan.library.lookup import InForce
from qingdan.library.store import Instrument, Version
from qingdan.library.structure import Article, paragraphs
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.citation import Citation, CitationKind, label
from qingdan.rules.grants.departments import Department, reaches, read_department
from qingdan.rules.grants.grant import Grant, GrantTrust, ParagraphText
from qingdan.rules.grants.organs import OrganLevel, default_organ, levels_of
from qingdan.rules.grants.reader import read_grants
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category
from qingdan.rules.text import title_key

_NATIONAL = {
    InstrumentLevel.LAW: 0,
    InstrumentLevel.ADMINISTRATIVE_REGULATION: 1,
    InstrumentLevel.STATE_COUNCIL_DECISION: 2,
    InstrumentLevel.DEPARTMENT_RULE: 4,
}
_OF_PROVINCE = {InstrumentLevel.LOCAL_REGULATION: 3, InstrumentLevel.PROVINCIAL_RULE: 5}
_OF_CITY = {InstrumentLevel.CITY_REGULATION: 3, InstrumentLevel.CITY_RULE: 6}
_ORDER = _NATIONAL | _OF_PROVINCE | _OF_CITY
_NO_GRANTS = pattern(
    r"刑法|诉讼法|立法法|行政处罚法$|行政强制法$|行政许可法$|行政复议|国家赔偿|监察法|程序规定|程序$|拘留所|看守所|监狱|公务员|组织法|选举法|代表法|军|国防|驻"
)
_ITSELF = pattern(r"(?<![基根资日版文])本(?:实施)?(?:法|条例|办法|规定|细则|决定)(?![规定]{0,1}律)")
_PRECEDING = pattern(r"前(?P<many>[两二三])?款(?:规定)?的?")
_BARE_ARTICLE = pattern(
    r"(?<![》法例定则])(?P<before>违反|按照|依照)(?=第[一二三四五六七八九十百零〇]{1,6}条)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One proposed item: what is granted, by which words of which instrument, to whom, and how far to trust it.

    `citation` as a register should print it: 款 only where the article has several. `granted_to` is the organ as
    the article names it; `levels` the levels it reaches, empty where the article names none. `also`: further
    articles of the instrument that speak of the same licence, confirmation, …
    """

    category: Category
    name: str
    citation: Citation
    paragraph: int
    quoted: str
    granted_to: str
    levels: frozenset[OrganLevel]
    trust: GrantTrust
    instrument_level: InstrumentLevel
    document_number: str
    version: date | None
    also: tuple[Citation, ...] = ()

    @property
    def title(self) -> str:
        """The full title of the instrument."""
        return self.citation.title or ""

    @property
    def locator(self) -> str:
        """第十二条第一款第（三）项."""
        return label(self.citation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft register: `items` by category, then instrument, highest level first.

    `instruments`: how many were in force on the day, bind the department's city and could be read.
    """

    department: str
    on: date
    instruments: int
    items: tuple[Proposal, ...]


class NoTexts(Exception):
    """Only the text-free index is at hand: articles cannot be read."""


def propose(library: Library, *, body: str, on: date, scheme: Scheme) -> Draft:
    """The powers that national law and that of the scheme's province and city grant a department on a day.

    Raises `NoTexts` and `LibraryDamaged`.
    """
    if not library.has_texts():
        raise NoTexts
    department, county = read_department(body), scheme.of_county(body)
    read = 0
    found: list[Proposal] = []
    for instrument, version in _binding(library, on, scheme):
        read += 1
        granted = _of_instrument(instrument, version, library.articles(version), department, county=county)
        found += _each_once(granted)
    found.sort(
        key=lambda one: (_place(scheme, one.category), _ORDER[one.instrument_level], title_key(one.title))
    )
    return Draft(department=body, on=on, instruments=read, items=tuple(found))


def _binding(library: Library, on: date, scheme: Scheme) -> Iterator[tuple[Instrument, Version]]:
    """Instruments in force that bind the scheme's city and whose text of that day is here."""
    for instrument, version in library.in_force(on):
        if not _binds(instrument, scheme) or _NO_GRANTS.search(instrument.title):
            continue
        answer = library.answer(instrument.title, on)
        if isinstance(answer, InForce) and answer.version.has_text:
            yield instrument, version


def _binds(instrument: Instrument, scheme: Scheme) -> bool:
    """Regulations of other provinces and cities are no basis here, however much they grant."""
    if any(word in instrument.title for word in scheme.out_of_reach):
        return False
    if instrument.level in _NATIONAL:
        return True
    place = scheme.province if instrument.level in _OF_PROVINCE else scheme.region
    from_here = instrument.title.startswith(place) or instrument.issuer.startswith(place)
    return bool(place) and instrument.level in _ORDER and from_here


def _of_instrument(
    instrument: Instrument, version: Version, articles: list[Article], department: Department, *, county: bool
) -> Iterator[Proposal]:
    """What one instrument grants a department, in the order of its articles."""
    if not any(department.named_in(article.text) for article in articles):
        return
    in_charge = default_organ(article.text for article in articles)
    everywhere = department.is_meant(in_charge)
    for article in articles:
        if article.number and (everywhere or department.named_in(article.text)):
            parts = _parts(article)
            for grant in read_grants(parts, organ=in_charge):
                if department.is_meant(grant.body, in_charge) and reaches(grant.body, county=county):
                    yield _proposal(instrument, version, article, grant, several=len(parts) > 1)


def _each_once(proposals: Iterable[Proposal]) -> list[Proposal]:
    """One item a power: articles say a licence over and over, each of them under the same name.

    Penalties stay as they are: the same words in another article are another act.
    """
    found: dict[tuple[object, ...], Proposal] = {}
    for one in proposals:
        key = (one.citation,) if one.category is Category.PENALTY else (one.category, one.name)
        known = found.get(key)
        if known and one.category is not Category.PENALTY:
            found[key] = replace(known, also=(*known.also, one.citation))
        else:
            found[(*key, len(found)) if known else key] = one
    return list(found.values())


def _parts(article: Article) -> tuple[ParagraphText, ...]:
    return tuple(
        ParagraphText(number=number, lead=part.lead, items=part.items)
        for number, part in enumerate(paragraphs(article.text), start=1)
    )


def _proposal(
    instrument: Instrument, version: Version, article: Article, grant: Grant, *, several: bool
) -> Proposal:
    citation = Citation(
        kind=CitationKind.INSTRUMENT, title=instrument.title, article=article.number, insert=article.insert or None,
        paragraph=grant.paragraph if several else None, item=grant.item,
    )  # fmt: skip
    return Proposal(
        category=grant.category,
        name=_standing_alone(grant.name, citation, grant.paragraph),
        citation=citation,
        paragraph=grant.paragraph,
        quoted=grant.quoted,
        granted_to=grant.body,
        levels=levels_of(grant.body),
        trust=grant.trust,
        instrument_level=instrument.level,
        document_number=version.document_numbers[-1] if version.document_numbers else "",
        version=version.dated,
    )


def _standing_alone(name: str, citation: Citation, paragraph: int) -> str:
    """A name that is understood without its article: 本条例 and 前款 are spelt out."""
    title = f"《{citation.title}》"
    preceding = _PRECEDING.search(name) if paragraph > 1 else None
    if preceding:
        many = preceding["many"]
        place = replace(citation, paragraph=None if many else paragraph - 1, item=None)
        words = f"{title}{label(place)}{f'前{many}款' if many else ''}"
        name = name[: preceding.start()] + words + _joint(name[preceding.end() :]) + name[preceding.end() :]
    return _BARE_ARTICLE.sub(rf"\g<before>{title}", _ITSELF.sub(title, name))


def _joint(after: str) -> str:
    """What stands between a place and the words after it: 第二款规定的行为, but 第二款第三项."""
    return "规定" if after.startswith(("的处罚", "以外")) else "" if after.startswith("第") else "规定的"


def _place(scheme: Scheme, category: Category) -> int:
    """Penalties first, licences next, then the rest in the scheme's order."""
    first = [Category.PENALTY, Category.LICENCE]
    order = [*first, *(entry.category for entry in scheme.categories if entry.category not in first)]
    return order.index(category)
