"""What level an instrument has, told from its title and document number alone.

Sources: 立法法 chapters 2–4 (who passes what, and under which name), 行政法规制定程序条例第五条 (行政法规 are
named 条例, 规定, 办法), 规章制定程序条例第七条 (规章 may not be named 条例), 国务院令第412号 (a decision of the
State Council although it bears a 国务院令 number). Readings: the document number says more than the title; a title
alone is certain only where its kind leaves no choice (…法, 条例, …的通知). 办法 and 规定 without a number may be
anything.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from qingdan.rules.legal_basis import BasisFacts, InstrumentLevel
from qingdan.rules.pattern import pattern
from qingdan.rules.text import title_key

_L = InstrumentLevel
_STATE = "中华人民共和国"
_MUNICIPALITY = "北京市|天津市|上海市|重庆市"
_PLACE = pattern(
    rf"(?P<province>{_MUNICIPALITY}|[一-龥]{{2,3}}省|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区)?"
    r"(?P<below>(?!城市|中华|国家|全国)[一-龥]{2,12}?(?:市(?!场)|自治州|自治县|县|区(?=人民政府|政府)|盟|经济特区))?"
)
_MANDATE = pattern(r"职能配置|三定(?:规定|方案|$)|主要职责[^，。]{0,12}(?:机构|编制)|机构编制规定|编制规定$")
_DOCUMENT = pattern(
    r"(?:通知|意见|批复|函|通告|公告|方案|通报|纪要|目录|指南|要点|会议精神|标准)(?:\([^()]{0,12}\))?$"
)
_YEAR_NUMBER = pattern(r"[〔\[［【(（]\s*(?:19|20)\d\d\s*[〕\]］】)）]\s*第?\s*\d{1,5}\s*号?")
_CONGRESS = pattern(r"人民代表大会|人大常委会|人大常务委员会|人大公告")
_MINISTRY_ORDER = pattern(r"[部委局署行会院][^第，。]{0,6}令(?:第|[〔\[（(]?(?:19|20)\d\d|\d|$)")
_GOVERNMENT_ORDER = pattern(r"(?:省|自治区|市|州)(?:人民)?政府令|省令")
_STATUTE = pattern(r"(?<![办方书])法(?:典|通则)?(?:\([^()]{0,12}\))?$")
_REGULATION = pattern(r"条例(?:实施(?:细则|办法))?(?:\([^()]{0,12}\))?$")
_LESS_CLEAR = pattern(r"(?:办法|规定|细则|规则|规程|决定|规范)(?:\([^()]{0,12}\))?$")
_LOCAL_IMPLEMENTING = pattern(r"实施.{0,40}法.{0,2}办法$")


_CENTRAL = pattern(r"^(?:国务院|国家|全国|中共中央|中央|财政部|[一-龥]{2,12}部(?:关于|办公厅|、))")
_CENTRAL_NUMBER = pattern(
    r"^(?:国|中|财|发改|计价|劳社?部|人社部|建[城房法标]|环[发办函]|教|公通|民发|卫|农|交)"
)
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔贵滇云藏陕甘青宁新"


class Issuer(StrEnum):
    """How high the body stands that issued an instrument: centre, province, or city and below."""

    CENTRAL = "central"
    PROVINCE = "province"
    LOCAL = "local"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelReading:
    """A level with whether the words leave no doubt, the place at the start of the title ("江西省"), the issuer."""

    level: InstrumentLevel
    certain: bool
    place: str = ""
    issuer: Issuer = Issuer.UNKNOWN


_UNREAD = (_L.UNKNOWN, False)


@lru_cache(maxsize=8192)
def read_level(title: str, document_number: str = "") -> LevelReading:
    """The level that a title (without 《》) and a document number tell; either may be empty."""
    name = title_key(title)
    number = "".join(document_number.split())
    place = _PLACE.match(name)
    assert place is not None
    if _MANDATE.search(name):
        level = _L.MANDATE, True
    else:
        level = _by_number(number, name, place) or _by_title(name, place, national=_STATE in title) or _UNREAD
    issuer = _issuer(place, name, number)
    return LevelReading(level=level[0], certain=level[1], place=place.group(), issuer=issuer)


def _issuer(place: re.Match[str], name: str, number: str) -> Issuer:
    """The title tells by the place it names; else the first character of the number (赣府发, 国办发) does."""
    if place["below"]:
        return Issuer.LOCAL
    if place["province"]:
        return Issuer.PROVINCE
    if _CENTRAL.match(name) or _CENTRAL_NUMBER.match(number):
        return Issuer.CENTRAL
    return Issuer.PROVINCE if number and number[0] in _PROVINCES else Issuer.UNKNOWN


def _by_number(number: str, name: str, place: re.Match[str]) -> tuple[InstrumentLevel, bool] | None:
    """What the number tells: whose order or announcement it is, or that it is a mere document (…发〔2012〕55号)."""
    if not number:
        return None
    if number.startswith(("主席令", "中华人民共和国主席令")):
        return _L.LAW, True
    if "国务院令" in number:
        decision = name.startswith("国务院") and name.endswith("决定")
        return (
            _L.STATE_COUNCIL_DECISION if decision or "第412号" in number else _L.ADMINISTRATIVE_REGULATION
        ), True
    if _CONGRESS.search(number):
        return _of_congress(number, place), True
    if "法释" in number:
        return _L.JUDICIAL_INTERPRETATION, True
    if _GOVERNMENT_ORDER.search(number):
        provincial = (
            "省" in number or "自治区" in number or number.startswith(tuple(_MUNICIPALITY.split("|")))
        )
        return (_L.PROVINCIAL_RULE if provincial else _L.CITY_RULE), True
    if _MINISTRY_ORDER.search(number):
        return _L.DEPARTMENT_RULE, True
    if _YEAR_NUMBER.search(number):
        return _document(name)
    return None


def _of_congress(number: str, place: re.Match[str]) -> InstrumentLevel:
    if "全国" in number:
        return _L.LAW
    issuer = _PLACE.match(number)
    below = place["below"] or (issuer["below"] if issuer else None)
    return _L.CITY_REGULATION if below else _L.LOCAL_REGULATION


def _document(name: str) -> tuple[InstrumentLevel, bool]:
    """A document of the State Council that decides (国务院关于…的决定) is a decision, though not beyond doubt."""
    if name.startswith("国务院") and name.endswith("决定"):
        return _L.STATE_COUNCIL_DECISION, False
    return _L.NORMATIVE_DOCUMENT, True


def _by_title(name: str, place: re.Match[str], *, national: bool) -> tuple[InstrumentLevel, bool] | None:
    if _DOCUMENT.search(name):
        return _L.NORMATIVE_DOCUMENT, True
    if name.startswith("国务院") and name.endswith("决定"):
        return _L.STATE_COUNCIL_DECISION, False
    if name.startswith(("全国人民代表大会", "全国人大")):
        return _L.LAW, False
    if name == "宪法":
        return _L.CONSTITUTION, True
    if _LOCAL_IMPLEMENTING.search(name) and place.group():
        return (_L.CITY_REGULATION if place["below"] else _L.LOCAL_REGULATION), False
    if _STATUTE.search(name) and not place.group():
        return _L.LAW, True
    if _REGULATION.search(name):
        return _regulation(place), name.endswith("条例") and bool(national or place.group())
    if _LESS_CLEAR.search(name):
        return _unclear(place), False
    return None


def _regulation(place: re.Match[str]) -> InstrumentLevel:
    if place["below"]:
        return _L.CITY_REGULATION
    return _L.LOCAL_REGULATION if place["province"] else _L.ADMINISTRATIVE_REGULATION


def _unclear(place: re.Match[str]) -> InstrumentLevel:
    """办法, 规定, 细则 without a number: most likely a rule of the place; a city's, a mere document."""
    if place["below"]:
        return _L.NORMATIVE_DOCUMENT
    return _L.PROVINCIAL_RULE if place["province"] else _L.DEPARTMENT_RULE


def level_of(basis: BasisFacts) -> LevelReading:
    """The level of a basis: as the library has it, else as its title and number tell."""
    citation = basis.entry.citation
    if basis.level is not _L.UNKNOWN:
        return _known(basis.level, basis.level_certain, citation.title or "")
    return read_level(citation.title or "", citation.document_number or citation.edition or "")


@lru_cache(maxsize=8192)
def _known(level: InstrumentLevel, certain: bool, title: str) -> LevelReading:
    read = read_level(title)
    return LevelReading(level=level, certain=certain, place=read.place, issuer=read.issuer)
