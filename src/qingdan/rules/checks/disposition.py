"""Does a 保留, 下放 or 转移 hold what its standard asks: C19–C21.

Source: the plan's standards for 下放 and 转移. What a standard asks may stand in its own column, in the remark or in
the reason: registers differ in their columns.
"""

from enum import IntEnum
from functools import lru_cache
from typing import Any

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.sources import STANDARD
from qingdan.rules.legal_basis import BasisFacts, InstrumentLevel
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category, Disposition, PowerItemFacts
from qingdan.rules.problem import Certainty, Problem, Severity
from qingdan.rules.vocabulary.measures import Measure, read_measures
from qingdan.rules.vocabulary.transition import read_transition

_NOTHING = pattern(
    r"[\s/／\-—－_×]*(?:(?:暂|均|尚|目前)?[无没](?:有)?(?:合适的?)?(?:承接)?(?:单位|主体|部门|组织|机构|对象)?|待(?:[补定填明落查]|完善|确定|核[实定]|研究|商[定议])[^，。；]{0,4}|(?:尚?未|另行)(?:定|确定|明确|落实|填)|不涉及|否)?[。.\s]*"
)
_COUNTY_ACTS = pattern(r"(县级以上)|由[^，。；：]{0,30}?(县级(?!以上)|县（市、区）|县\(市、区\)|区县|市、县)")
_COUNTY_NAMED = pattern(r"(县级人民政府|县级[^，。；]{0,12}?(?:部门|机关|机构))")
_PARAGRAPH = pattern(r"[^\n]+(?:\n\s{0,8}[（(][一二三四五六七八九十百]{1,4}[）)][^\n]*)*")
_CITY = pattern(r"设区的?市|市级|地级市")
_PROVINCE = pattern(r"省级以上|省、自治区、直辖市人民政府[^，。；]{0,20}?(?:部门|机关)")
_HANDED_TO = pattern(
    r"(?:转移|移交|交由|交给|委托给?|划转)[给至到由]?[^，。；、]{0,24}?(?:协会|学会|商会|联合会|中心|组织|机构|公司|研究会|促进会)"
)
_IN_TRANSITION = pattern(r"(?:过渡期|培育期)[^，。；]{0,40}")
_AGENCY = pattern(
    r"由[^，。；：]{0,40}?(?:主管部门|行政部门|管理部门|监督部门|行政机关|人民政府|机关|部门|局)"
)
VALID_LEVELS = frozenset(
    {
        InstrumentLevel.CONSTITUTION, InstrumentLevel.LAW, InstrumentLevel.ADMINISTRATIVE_REGULATION,
        InstrumentLevel.STATE_COUNCIL_DECISION, InstrumentLevel.LOCAL_REGULATION, InstrumentLevel.CITY_REGULATION,
        InstrumentLevel.DEPARTMENT_RULE, InstrumentLevel.PROVINCIAL_RULE, InstrumentLevel.CITY_RULE,
    }
)  # fmt: skip
_RESERVED_KINDS = frozenset({Category.PENALTY, Category.COMPULSION, Category.LEVY, Category.ADJUDICATION})
_RESERVED_ACTS = frozenset(
    {
        Measure.PENALTY, Measure.COMPULSION_MEASURE, Measure.COMPULSORY_EXECUTION, Measure.LEVY,
        Measure.ADJUDICATION, Measure.LICENCE,
    }
)  # fmt: skip


def said(word: str) -> bool:
    """Whether a cell says something: 无, / and 待定 do not."""
    return bool(word) and not _NOTHING.fullmatch(word[:40])


def notes(item: PowerItemFacts) -> str:
    """What the item says in words besides its columns, without blanks."""
    return "".join("；".join((item.disposition_printed, item.reason, item.remark)).split())


def devolved_by_default(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C19. What the law does not reserve to the 设区的市 generally goes down to the county.

    Source: the plan's standard for 下放. Reading: a city department keeps an item whose clause says 县级以上 or has a
    county's agency act, names no city level, and gives no reason; any reason will do here, its worth is for the
    reviewers. Where the clause mentions a county's agency in another role, or only another 项 of its 款 does (then the
    county handles the matter already), the finding is likely, as where a province acts besides (吊销); where only
    another 款 of the article does, a hint. A text that names no level is left alone.
    """
    if item.disposition is not Disposition.RETAIN or said(item.reason) or said(item.remark):
        return ()
    if context.scheme.of_county(item.department):
        return ()
    named = [(*where, basis) for basis in item.bases if (where := _county_named(basis))]
    if not named or any(_reserved(basis.clause) for basis in item.bases):
        return ()
    distance, level, basis = min(named, key=lambda one: one[0])
    sure = distance is _Distance.ACTS and not _PROVINCE.search(basis.clause)
    return (
        found(
            item, key="C19.kept_at_city", field="disposition", authority=STANDARD,
            severity=Severity.HINT if distance is _Distance.ARTICLE else Severity.WARNING,
            certainty=Certainty.SURE if sure else Certainty.LIKELY,
            level=level, title=title_of(basis),
        ),
    )  # fmt: skip


class _Distance(IntEnum):
    """How near to the cited clause the county level is named."""

    ACTS, CLAUSE, PARAGRAPH, ARTICLE = range(4)


def _county_named(basis: BasisFacts) -> tuple[_Distance, str] | None:
    """Where a basis names the county level, and by which words; the nearest place counts."""
    if level := _county_level(basis.clause):
        return (_Distance.ACTS if _COUNTY_ACTS.search(basis.clause) else _Distance.CLAUSE), level
    level = _county_level(basis.article_text)
    if not level:
        return None
    nearer = _county_level(_paragraph(basis.clause, basis.article_text))
    return (_Distance.PARAGRAPH, nearer) if nearer else (_Distance.ARTICLE, level)


def _paragraph(clause: str, article: str) -> str:
    """The 款 of an article that a clause stands in, with all its 项; "" where it is not found."""
    first = clause.partition("\n")[0]
    return next((one for one in _PARAGRAPH.findall(article) if first and first in one), "")


@lru_cache(maxsize=8192)
def _county_level(text: str) -> str:
    """The words by which a text names the county level, "" when it does not or names the city level as well."""
    if "县" not in text or _reserved(text):
        return ""
    named = _COUNTY_ACTS.search(text) or _COUNTY_NAMED.search(text)
    return named[named.lastindex or 0] if named else ""


def _reserved(text: str) -> bool:
    """Whether a text names the city's level, or the province's and no county's agency that acts."""
    if _CITY.search(text):
        return True
    return _PROVINCE.search(text) is not None and not _COUNTY_ACTS.search(text)


def title_of(basis: BasisFacts) -> str:
    """《》 with the instrument's title as the library has it, else as the register does."""
    title = basis.full_title or basis.entry.citation.title
    return f"《{title}》" if title else "所引条文"


def transfer_complete(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C20. A transfer names who takes over, and a transition lasts one to three years.

    Source: the plan's standard for 转移. Readings: 培育中 is an answer to who takes over (the transition is for
    that); a transfer without transition is right, the period may be set, it need not. Where the form has no column
    for the receiver, that none is named is only likely.
    """
    if item.disposition is not Disposition.TRANSFER:
        return ()
    problems = []
    words = notes(item)
    if not (said(item.receiver) or _HANDED_TO.search(words) or "培育" in words + item.transition):
        certainty = Certainty.SURE if "receiver" in item.columns else Certainty.LIKELY
        problems.append(_blocker(item, "C20.no_receiver", "receiver", certainty))
    stated = _IN_TRANSITION.search(words)
    period = read_transition(item.transition) or (read_transition(stated.group()) if stated else None)
    if period and (period.too_long or period.too_short):
        key = "C20.too_long" if period.too_long else "C20.too_short"
        field = "transition" if said(item.transition) else "reason"
        problems.append(_blocker(item, key, field, period="".join(period.printed.split())))
    return problems


def transferable(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C21. What the law has an agency do stays with the agency.

    Source: the plan's standard for 转移 (法定由行政机关承担的除外). Reading: penalties, compulsion, levies and
    adjudication are never an association's; nor is what a clause has an agency (由…部门) do by such acts or by
    licence. Where the clause only names an agency as acting, the finding is likely.
    """
    if item.disposition is not Disposition.TRANSFER:
        return ()
    if item.category in _RESERVED_KINDS:
        kind = context.scheme.name_of(item.category)
        return (_blocker(item, "C21.reserved_kind", "disposition", kind=kind),)
    acting = [basis for basis in item.bases if basis.level in VALID_LEVELS and _AGENCY.search(basis.clause)]
    reserved = next((basis for basis in acting if read_measures(basis.clause) & _RESERVED_ACTS), None)
    if reserved:
        return (_blocker(item, "C21.reserved_act", "disposition", title=title_of(reserved)),)
    return tuple(
        found(
            item, key="C21.names_agency", field="disposition", severity=Severity.WARNING, authority=STANDARD,
            certainty=Certainty.LIKELY, title=title_of(basis),
        )
        for basis in acting[:1]
    )  # fmt: skip


def _blocker(
    item: PowerItemFacts, key: str, field: str, certainty: Certainty = Certainty.SURE, **params: Any
) -> Problem:
    return found(
        item,
        key=key,
        field=field,
        severity=Severity.BLOCKER,
        authority=STANDARD,
        certainty=certainty,
        **params,
    )


_DISPOSITION = frozenset({"disposition"})
CHECKS = (
    Check(
        code="C19",
        severity=Severity.WARNING,
        authority=STANDARD,
        item=devolved_by_default,
        needs=_DISPOSITION,
    ),
    Check(
        code="C20", severity=Severity.BLOCKER, authority=STANDARD, item=transfer_complete, needs=_DISPOSITION
    ),
    Check(code="C21", severity=Severity.BLOCKER, authority=STANDARD, item=transferable, needs=_DISPOSITION),
)
