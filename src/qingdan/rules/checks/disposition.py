"""Does the disposition (清理意见) of an item hold what its standard asks: C19–C22, C24.

Source: the plan's standards for 取消, 下放, 转移. What a standard asks may stand in its own column, in the remark or in
the reason: registers differ in their columns.
"""

import re
from functools import lru_cache
from typing import Any

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.sources import STANDARD
from qingdan.rules.legal_basis import BasisFacts, InstrumentLevel, Verdict
from qingdan.rules.measures import Measure, read_measures
from qingdan.rules.power_item import Category, CheckContext, Disposition, PowerItemFacts
from qingdan.rules.problem import Certainty, Problem, Severity
from qingdan.rules.transition import read_transition

_NOTHING = re.compile(
    r"[\s/／\-—－_×]*(?:(?:暂|均)?无|没有|待[补定填明落][^，。；]{0,4}|待确定|(?:尚?未|另行)(?:定|确定|明确|落实|填)|不涉及|否)?[。.\s]*"
)
_COUNTY = re.compile(r"县级以上|由[^，。；：]{0,30}?(?:县级|县（市、区）|县\(市、区\)|区县|市、县)")
_CITY_ONLY = re.compile(
    r"设区的?市|市级|地级市|省级以上|省、自治区、直辖市人民政府[^，。；]{0,20}?(?:部门|机关)"
)
_HANDED_TO = re.compile(
    r"(?:转移|移交|交由|交给|委托给?|划转)[给至到由]?[^，。；、]{0,24}?(?:协会|学会|商会|联合会|中心|组织|机构|公司|研究会|促进会)"
)
_IN_TRANSITION = re.compile(r"(?:过渡期|培育期)[^，。；]{0,40}")
_AGENCY = re.compile(
    r"由[^，。；：]{0,40}?(?:主管部门|行政部门|管理部门|监督部门|行政机关|人民政府|机关|部门|局)"
)
_PROPOSAL = re.compile(
    r"(?:建议|提请|提出|提交|拟请?|已报|报请|申请|启动)[^。；]{0,40}?(?:修改|修订|废止|修正|清理)"
    r"|(?:修改|修订|修正|废止)[^。；]{0,40}?(?:建议|法律|法规|规章|条例|规定|办法|条款|法》|第[^，。；]{1,8}条)"
)
_BY_STATE_COUNCIL = re.compile(r"国务院[^，。；]{0,20}?(?:决定|取消)|国发[〔\[［]")
_NOT_DONE = (
    r"(?:未|没有|无|不)(?:曾|有|再)?[^，。；]{0,4}?"
    r"(?:发生|实施|行使|办理|开展|使用|管理行为|案件|办件|业务)"
)
_UNUSED = re.compile(
    r"(?:多年|长期|历年|常年|连续[^，。；]{1,4}年|近[^，。；]{0,4}年|[几数三五十]年|20\d\d年(?:以来|起))[^。；]{0,10}?"
    + _NOT_DONE
    + r"|从未[^，。；]{0,4}?(?:发生|实施|行使|办理|开展|使用)"
)
_TIMES = re.compile(r"(?<![第\d])(\d{1,7})(?:件|次|起|宗|例|人次|户)")
_COUNTED = re.compile(
    r"(?:次数|件数|办件量|数量|案件数)[^。；]{0,8}?[\d零]|(?:均|共|都|合计|为|是)[为是]?[0零](?!\d)|零[件次起宗例]"
)
_VALID = frozenset(
    {
        InstrumentLevel.CONSTITUTION, InstrumentLevel.LAW, InstrumentLevel.ADMINISTRATIVE_REGULATION,
        InstrumentLevel.STATE_COUNCIL_DECISION, InstrumentLevel.LOCAL_REGULATION, InstrumentLevel.CITY_REGULATION,
        InstrumentLevel.DEPARTMENT_RULE, InstrumentLevel.PROVINCIAL_RULE, InstrumentLevel.CITY_RULE,
    }
)  # fmt: skip
_NO_BASIS = frozenset({Verdict.ARTICLE_MISSING, Verdict.TEXT_OTHER})
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

    Source: the plan's standard for 下放. Reading: a city department keeps an item whose clause says 县级以上 or has
    a county's agency act, no clause names the city level, and no reason is given; any reason will do here, its worth
    is for the reviewers. A clause that names no level is left alone.
    """
    if item.disposition is not Disposition.RETAIN or said(item.reason) or said(item.remark):
        return ()
    if context.scheme.of_county(item.department):
        return ()
    clauses = [basis.clause for basis in item.bases]
    county = [(basis, level) for basis in item.bases if (level := _county_level(basis.clause))]
    if not county or any(_CITY_ONLY.search(clause) for clause in clauses):
        return ()
    basis, level = county[0]
    return (
        found(
            item, key="C19.kept_at_city", field="disposition", severity=Severity.WARNING, authority=STANDARD,
            level=level, title=_title(basis),
        ),
    )  # fmt: skip


@lru_cache(maxsize=8192)
def _county_level(clause: str) -> str:
    """The words by which a clause names the county level, "" when it does not."""
    named = _COUNTY.search(clause) if "县" in clause else None
    return named.group() if named else ""


def _title(basis: BasisFacts) -> str:
    return basis.full_title or basis.entry.citation.title or "所引条文"


def transfer_complete(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C20. A transfer names who takes over, and a transition lasts one to three years.

    Source: the plan's standard for 转移. Readings: 培育中 is an answer to who takes over (the transition is for that);
    a transfer without transition is right, the period may be set, it need not. Where the form has no column for the
    receiver, that none is named is only likely.
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
    adjudication are never an association's; nor is what a clause has an agency (由…部门) do by such acts or by licence. Where the
    clause only names an agency as acting, the finding is likely.
    """
    if item.disposition is not Disposition.TRANSFER:
        return ()
    if item.category in _RESERVED_KINDS:
        kind = context.scheme.name_of(item.category)
        return (_blocker(item, "C21.reserved_kind", "disposition", kind=kind),)
    acting = [basis for basis in item.bases if basis.level in _VALID and _AGENCY.search(basis.clause)]
    reserved = next((basis for basis in acting if read_measures(basis.clause) & _RESERVED_ACTS), None)
    if reserved:
        return (_blocker(item, "C21.reserved_act", "disposition", title=_title(reserved)),)
    return tuple(
        found(
            item, key="C21.names_agency", field="disposition", severity=Severity.WARNING, authority=STANDARD,
            certainty=Certainty.LIKELY, title=_title(basis),
        )
        for basis in acting[:1]
    )  # fmt: skip


def abolished_by_procedure(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C22. An item with a valid basis is abolished by changing the law, not at once.

    Source: the plan's standard for 取消: without basis 一律取消; with a basis that no longer fits, a proposal to change
    the law by procedure. Readings: valid is a law, regulation or rule in force whose cited article is there; 三定 and
    documents need no law changed. An item the State Council has abolished needs none either.
    """
    if item.disposition is not Disposition.ABOLISH:
        return ()
    basis = next((basis for basis in item.bases if _is_valid(basis)), None)
    words = notes(item)
    if basis is None or said(item.law_change) or _PROPOSAL.search(words) or _BY_STATE_COUNCIL.search(words):
        return ()
    certainty = Certainty.SURE if basis.level_certain else Certainty.LIKELY
    return (_blocker(item, "C22.no_proposal", "disposition", certainty, title=_title(basis)),)


def _is_valid(basis: BasisFacts) -> bool:
    in_force = not basis.repealed and not basis.not_yet_in_force and basis.repealed_on is None
    return basis.level in _VALID and in_force and basis.verdict not in _NO_BASIS


def unused_with_counts(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C24. Who says a power has not been used for years says how often it was used.

    Source: the plan's standard for 取消 (多年不发生管理行为); the form's column 近三年行使次数. A count of 0 is the
    answer sought; counts above 0 contradict the claim.
    """
    if not (item.reason or item.remark or item.disposition is Disposition.ABOLISH):
        return ()
    words = notes(item)
    if not _UNUSED.search(words):
        return ()
    used = times_used(item.use_count)
    if used:
        return (_unused(item, "C24.used", times=used),)
    if said(item.use_count) or _TIMES.search(words) or _COUNTED.search(words):
        return ()
    return (_unused(item, "C24.no_counts"),)


def times_used(printed: str) -> int:
    """How often an item was used, all years together: 2019年4件；2020年3件 → 7; a bare number is itself."""
    plain = "".join(printed.split())[:200]
    if plain.isdecimal():
        return int(plain[:9])
    return sum(map(int, _TIMES.findall(plain)))


def _unused(item: PowerItemFacts, key: str, **params: Any) -> Problem:
    return found(item, key=key, field="use_count", severity=Severity.WARNING, authority=STANDARD, **params)


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
    Check(
        code="C22",
        severity=Severity.BLOCKER,
        authority=STANDARD,
        item=abolished_by_procedure,
        needs=_DISPOSITION,
    ),
    Check(
        code="C24", severity=Severity.WARNING, authority=STANDARD, item=unused_with_counts, needs=_DISPOSITION
    ),
)
