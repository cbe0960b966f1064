"""Does the item rest on something: a basis, not the unit's own alone, upper law, text. C01, C02, C10, C25."""

import re
from functools import lru_cache

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.sources import SELF_CHECK, STANDARD
from qingdan.rules.citation import Citation
from qingdan.rules.legal_basis import BasisFacts, InstrumentLevel
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Disposition, PowerItemFacts
from qingdan.rules.problem import Certainty, Problem, Severity
from qingdan.rules.text import title_key
from qingdan.rules.vocabulary.bodies import same_body
from qingdan.rules.vocabulary.instrument_level import LevelReading, level_of

UPPER_LAW = "市政府部门职权分解表（样表）填表说明（上位法优先填写）"
_EMPTY = pattern(
    r"[\s/\\／、，,。.;；:：\-－—–_…·*×xX（）()《》]*"
    r"(?:(?:暂|尚|目前)?(?:无|没有|未找到|空|缺)(?:设定|法律|法定|明确|具体|相关|直接)*(?:的)?(?:依据|规定)?"
    r"|(?:依据|法律依据|设定依据)?(?:待|尚待|有待|正在)(?:补充?|填|定|查|核实?|确认|完善|明确|梳理|报)(?:充|写|报|中|后补)?"
    r"|(?:后补|不详|不明|未知|未填|none|null|n/?a))?"
    r"[\s/\\／、，,。.;；:：\-－—–_…·*×xX（）()《》]*",
    re.IGNORECASE,
)
_NAMES_AN_INSTRUMENT = pattern(
    r"[《〈〔]|条例|办法|规定|细则|决定|通知|意见|三定|批复|方案|法(?:律|典)?第|法》|令第?\s*\d|\d\s*号|第[^，。]{1,8}条|文件|宪法|[一-龥]法(?:$|[，、；。\s])|附件|附后"
)
_ELSEWHERE = pattern(r"\s*(?:详见|参见|见|同)\s*(?:附件|附表|附后|后|上|前|备注)\s*\d{0,3}\s*")
_NO_TEXT = pattern(r"未附|没附|没有附|待补|后补|暂缺|缺失?$|未提供|未上传|否$")
_OWN_WORDS = ("本局", "本委", "本办", "本部门", "本单位", "我局", "我委", "我办", "局内", "单位内部")
_ISSUED = pattern(r"关于|印发|转发|[〈《]")
_CITY_NUMBER = pattern(r"^宜(?:春市)?([一-龥]{1,9}?)(?:字|发|办|函|规|通|文)?[〔\[(（【]")
_OF_GOVERNMENT = pattern(
    r"^市?(?:府|政(?!法)|办|党|委|发(?!改)|字|人大|人常|常|编|厅|纪|组|安委)|(?:府|委办|编办)$"
)
_REGULATIONS = frozenset(
    {
        InstrumentLevel.ADMINISTRATIVE_REGULATION,
        InstrumentLevel.LOCAL_REGULATION,
        InstrumentLevel.CITY_REGULATION,
    }
)
_RULES = frozenset(
    {InstrumentLevel.DEPARTMENT_RULE, InstrumentLevel.PROVINCIAL_RULE, InstrumentLevel.CITY_RULE}
)


@lru_cache(maxsize=16384)
def says_nothing(printed: str) -> bool:
    """Whether a basis cell is empty or says only that there is no basis yet: /, 无, 待补充."""
    return not printed or _EMPTY.fullmatch(printed.strip()[:80]) is not None


def has_basis(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C01. An item has a legal basis, else it is to be abolished.

    Source: the plan's standard for 取消 (没有法律、法规、规章、三定规定依据的，一律取消). Readings: /, 无 and
    待补充 are no basis, in a column for titles (《待补充》) either; nor are words that name no instrument (工作需要,
    多年来一直实施). Words that seem to name one but could not be read as a citation are a warning: someone must look.
    """
    if item.disposition is Disposition.ABOLISH or not all(map(_placeholder, item.bases)):
        return ()
    printed = item.basis_printed
    if says_nothing(printed):
        key, severity, certainty = "C01.none", Severity.BLOCKER, Certainty.SURE
    elif not _NAMES_AN_INSTRUMENT.search(printed):
        key, severity, certainty = "C01.no_instrument", Severity.BLOCKER, Certainty.SURE
    else:
        key, severity, certainty = "C01.unread", Severity.WARNING, Certainty.LIKELY
    return (
        found(
            item, key=key, field="legal_basis", severity=severity, authority=STANDARD, certainty=certainty,
            basis=next(iter(item.bases), None), printed=" ".join(printed.split()),
        ),
    )  # fmt: skip


def _placeholder(basis: BasisFacts) -> bool:
    title = basis.entry.citation.title
    return title is not None and (says_nothing(title) or _ELSEWHERE.fullmatch(title) is not None)


def not_only_own_documents(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C02. Documents that the unit issued itself are no basis.

    Source: the plan's standard for 取消 (部门自行发布的文件不得作为行政权力的依据). Readings: a document is the
    unit's own when its title begins with the unit or a unit it came out of, when the unit calls it so, or when no
    issuer is named and the number is the unit's (宜环字 of 生态环境局); 三定 provisions bear the unit's name and are
    the government's. The number of some other department of the city is likely the unit's, from before a reform. An
    item that is to be abolished is right without.
    """
    if not item.bases or item.disposition is Disposition.ABOLISH:
        return ()
    certainty = Certainty.SURE
    for basis in item.bases:
        own = own_document(basis, item.department or item.implementing_body)
        if own is None:
            return ()
        if own is Certainty.LIKELY:
            certainty = own
    first = item.bases[0]
    return (
        found(
            item, key="C02.own_only", field="legal_basis", severity=Severity.BLOCKER, authority=STANDARD,
            certainty=certainty, basis=first, document=name_of(first.entry.citation),
        ),
    )  # fmt: skip


def own_document(basis: BasisFacts, department: str) -> Certainty | None:
    """How sure it is that a basis is a document the department issued itself; None where it is not."""
    reading = level_of(basis)
    if reading.level not in {InstrumentLevel.NORMATIVE_DOCUMENT, InstrumentLevel.UNKNOWN}:
        return None
    citation = basis.entry.citation
    return _own(citation.title or "", citation.document_number or "", department, reading)


@lru_cache(maxsize=8192)
def _own(title: str, number: str, department: str, reading: LevelReading) -> Certainty | None:
    if title.startswith(_OWN_WORDS):
        return Certainty.SURE
    issuer = _ISSUED.split(title, maxsplit=1)[0]
    if issuer and department and any(same_body(one, department) for one in (issuer, *_issuers(issuer))):
        return Certainty.SURE
    if issuer and issuer != title:
        return None
    return _by_number(number, department)


def _issuers(words: str) -> list[str]:
    return re.split("[、和]", words)


def _by_number(number: str, department: str) -> Certainty | None:
    """Whose document it is by its number alone: of a department of the city, and of which."""
    printed = _CITY_NUMBER.match(number)
    if printed is None or _OF_GOVERNMENT.search(printed[1]):
        return None
    return Certainty.SURE if set(printed[1]) <= set(department) else Certainty.LIKELY


def name_of(citation: Citation) -> str:
    """How a cited instrument is named in a finding: 《title》, else its number."""
    return f"《{citation.title}》" if citation.title else (citation.document_number or "所引文件")


def upper_law_listed(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C10. Where a listed instrument implements an upper law, that law is listed too.

    Source: filling notes of the sample form 市政府部门职权分解表 (上位法优先填写，上位法不具体时同时填下位法及条款).
    Readings: rules implement what they are made under; of regulations only those that say so in their title
    (…法实施条例), because 根据…法制定 stands in most of them. A hint, once for each item: many upper laws say nothing
    on the matter.
    """
    for basis in item.bases:
        upper = _implemented(basis) if basis.implements else ""
        if upper:
            listed = {title_key(one.entry.citation.title or "") for one in item.bases}
            if listed.isdisjoint(map(title_key, basis.implements)):
                return (_upper_missing(item, basis, upper),)
    return ()


def _implemented(basis: BasisFacts) -> str:
    """The upper law that a basis implements; "" for what implements none in particular."""
    level = level_of(basis).level
    if level in _RULES or (level in _REGULATIONS and "实施" in (basis.full_title or "")):
        return next((title for title in basis.implements if title_key(title) != "宪法"), "")
    return ""


def _upper_missing(item: PowerItemFacts, basis: BasisFacts, upper: str) -> Problem:
    return found(
        item, key="C10.upper_missing", field="legal_basis", severity=Severity.HINT, authority=UPPER_LAW,
        certainty=Certainty.LIKELY, basis=basis, lower=basis.full_title or "", upper=upper,
    )  # fmt: skip


def text_attached(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C25. The text of the basis is attached.

    Source: the plan's 自查自清 (需同时报送项目依据文本). Reading: only where the form has a column for it, and
    only for items that name a basis; 未附, 待补 and the like are no text.
    """
    if "attachment" not in item.columns or not item.bases:
        return ()
    attached = item.attachment.strip()
    if not says_nothing(attached) and not _NO_TEXT.search(attached):
        return ()
    return (
        found(
            item, key="C25.not_attached", field="attachment", severity=Severity.BLOCKER, authority=SELF_CHECK,
            document=name_of(item.bases[0].entry.citation),
        ),
    )  # fmt: skip


_BASIS = frozenset({"legal_basis"})
CHECKS = (
    Check(code="C01", severity=Severity.BLOCKER, authority=STANDARD, item=has_basis, needs=_BASIS),
    Check(
        code="C02", severity=Severity.BLOCKER, authority=STANDARD, item=not_only_own_documents, needs=_BASIS
    ),
    Check(code="C10", severity=Severity.HINT, authority=UPPER_LAW, item=upper_law_listed, needs=_BASIS),
    Check(
        code="C25",
        severity=Severity.BLOCKER,
        authority=SELF_CHECK,
        item=text_attached,
        needs=frozenset({"attachment"}),
    ),
)
