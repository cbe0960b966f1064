"""Does the disposition (清理意见) hold what its standard asks: C19–C24.

Source: 宜春市"三单一网"实施方案, standards for 取消, 下放, 转移, 整合. What a standard asks may stand in its own column,
in the remark or in the reason: registers differ in their columns.
"""

import re
from collections import Counter
from functools import lru_cache

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.sources import STANDARD
from qingdan.rules.legal_basis import BasisFacts, InstrumentLevel, Verdict
from qingdan.rules.measures import Measure, read_measures
from qingdan.rules.power_item import Category, CheckContext, Disposition, PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Certainty, Problem, Severity
from qingdan.rules.transition import Transition, read_transition

_COUNTY = re.compile(
    r"县级以上|县级人民政府|县级[^，。；]{0,12}(?:部门|机关|机构)|县（市、区）|县\(市、区\)|区县|市、县"
)
_CITY_ONLY = re.compile(
    r"设区的?市|市级|地级市|省级以上|省、自治区、直辖市人民政府[^，。；]{0,20}(?:部门|机关)"
)
_NOTHING = frozenset(
    {"", "无", "/", "／", "-", "—", "——", "－", "暂无", "待定", "无。", "不涉及", "否", "待补充"}
)
_HANDED_TO = re.compile(
    r"(?:转移|移交|交由|交给|委托给?|划转)[给至到由]?[^，。；、]{0,24}(?:协会|学会|商会|联合会|中心|组织|机构|公司|研究会|促进会)"
)
_GROWING = re.compile(r"培育")
_IN_TRANSITION = re.compile(r"(?:过渡期|培育期)[^，。；]{0,40}")
_AGENCY = re.compile(
    r"由[^，。；：]{0,40}?(?:主管部门|行政部门|管理部门|监督部门|行政机关|人民政府|机关|部门|局)"
)
_PROPOSAL = re.compile(
    r"(?:建议|提请|提出|提交|拟请?|已报|报请|申请|启动)[^。；]{0,40}(?:修改|修订|废止|修正|清理)"
    r"|(?:修改|修订|修正|废止)[^。；]{0,40}(?:建议|法律|法规|规章|条例|规定|办法|条款|法》|第[^，。；]{1,8}条)"
)
_BY_STATE_COUNCIL = re.compile(r"国务院[^，。；]{0,20}(?:决定|取消)|国发〔|国发\[")
_MANY_YEARS = (
    r"(?:多年|长期|历年|连续[^，。；]{1,4}年|近[^，。；]{0,4}年|[几数三五]年|20\d\d年(?:以来|起))"
    r"[^。；]{0,10}(?:未|没有|无|不曾|从未)"
)
_UNUSED = re.compile(
    _MANY_YEARS + r"(?:曾|有|再)?[^，。；]{0,4}(?:发生|实施|行使|办理|开展|使用|管理行为|案件|办件|业务)"
)
_COUNT = re.compile(r"(\d{1,7})\s*(?:件|次|起|宗|例|项|人次|户)|(零)\s*(?:件|次|起|宗|例)")
_COUNTED = re.compile(r"(?:次数|件数|办件量|数量|案件数)[^。；]{0,8}(?:\d|零)")
_OTHER_ITEM = re.compile(
    r"第\s*\d+\s*[、,，项号条行]|[“”\"「]|序号|与[^，。；]{2,80}(?:整合|合并|归并)|(?:整合|合并|归并|并)[为至到入]"
)
_DEPARTMENT = re.compile(
    r"(?:宜春)?市[一-龥]{1,14}?(?:局|委员会|管委会|办公室|委|办)(?=[、，,。；;（(）)“”的与和及同负实\s]|$)"
)
_CONSENT = re.compile(r"同意|商定|会签|协商一致|达成一致|征求.{0,20}意见|无异议|复函")
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
    return word.strip() not in _NOTHING


def _notes(item: PowerItemFacts) -> str:
    """What the item says in words besides its columns."""
    return "；".join(filter(None, (item.disposition_printed, item.reason, item.remark)))


def devolved_by_default(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C19. What the law does not reserve to the 设区的市 generally goes down to the county.

    Source: the plan's standard for 下放. Reading: a city department keeps an item whose clause names the county
    level and not the city level, and gives no reason; any reason will do here, its worth is for the reviewers.
    A clause that names no level is left alone. Where only another 项 of the same article names the county
    level, the finding is likely.
    """
    if item.disposition is not Disposition.RETAIN or said(item.reason) or said(item.remark):
        return ()
    if context.scheme.of_county(item.department):
        return ()
    for basis in item.bases:
        level = _county_level(basis.clause)
        if level:
            return (_kept(item, basis, level, Certainty.SURE),)
    for basis in item.bases:
        level = _county_level(basis.article_text)
        if level:
            return (_kept(item, basis, level, Certainty.LIKELY),)
    return ()


@lru_cache(maxsize=8192)
def _county_level(clause: str) -> str:
    """The words by which a clause names the county level, "" when it does not or names the city level too."""
    named = _COUNTY.search(clause)
    return named.group() if named and not _CITY_ONLY.search(clause) else ""


def _kept(item: PowerItemFacts, basis: BasisFacts, level: str, certainty: Certainty) -> Problem:
    return found(
        item,
        key="C19.kept_at_city",
        field="disposition",
        severity=Severity.WARNING,
        authority=STANDARD,
        certainty=certainty,
        level=level,
        title=basis.full_title or basis.entry.citation.title or "所引条文",
    )


def transfer_complete(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C20. A transfer names who takes over, and a transition lasts one to three years.

    Source: the plan's standard for 转移. Readings: 培育中 is an answer to who takes over (the transition is for
    that); a transfer without transition is right, the period may be set, it need not.
    """
    if item.disposition is not Disposition.TRANSFER:
        return ()
    problems = []
    notes = _notes(item)
    named = said(item.receiver) or _HANDED_TO.search(notes) or _GROWING.search(notes + item.transition)
    if not named and "receiver" in item.columns:
        problems.append(_blocker(item, "C20.no_receiver", "receiver"))
    stated = _IN_TRANSITION.search(notes)
    period = read_transition(item.transition) or (read_transition(stated.group()) if stated else None)
    if period and (period.too_long or period.too_short):
        field = "transition" if item.transition else "reason"
        problems.append(_outside(item, period, field))
    return problems


def _outside(item: PowerItemFacts, period: Transition, field: str) -> Problem:
    key = "C20.too_long" if period.too_long else "C20.too_short"
    return _blocker(item, key, field, period="".join(period.printed.split()))


def transferable(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C21. What the law has an agency do stays with the agency.

    Source: the plan's standard for 转移 (法定由行政机关承担的除外). Reading: penalties, coercion, levies and
    adjudication are never an association's; nor is what a clause has an agency (由…部门) do by such acts or by
    licence. Where the clause of a law only names an agency as acting, the finding is likely.
    """
    if item.disposition is not Disposition.TRANSFER:
        return ()
    if item.category in _RESERVED_KINDS:
        return (
            _blocker(item, "C21.reserved_kind", "disposition", kind=context.scheme.name_of(item.category)),
        )
    clauses = [basis.clause for basis in item.bases if basis.level in _VALID and _AGENCY.search(basis.clause)]
    if any(read_measures(clause) & _RESERVED_ACTS for clause in clauses):
        return (_blocker(item, "C21.reserved_act", "disposition"),)
    if clauses:
        return (
            found(
                item, key="C21.names_agency", field="disposition", severity=Severity.WARNING, authority=STANDARD,
                certainty=Certainty.LIKELY,
            ),
        )  # fmt: skip
    return ()


def abolished_by_procedure(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C22. An item with a valid basis is abolished by changing the law, not at once.

    Source: the plan's standard for 取消: without basis 一律取消; with a basis that no longer fits, a proposal to
    change the law by procedure. Readings: valid is a law, regulation or rule in force whose cited article is
    there; 三定 and documents need no law changed. An item the State Council has abolished needs none either.
    """
    if item.disposition is not Disposition.ABOLISH:
        return ()
    basis = next((basis for basis in item.bases if _is_valid(basis)), None)
    notes = _notes(item)
    if basis is None or said(item.law_change) or _PROPOSAL.search(notes) or _BY_STATE_COUNCIL.search(notes):
        return ()
    return (
        found(
            item,
            key="C22.no_proposal",
            field="disposition",
            severity=Severity.BLOCKER,
            authority=STANDARD,
            certainty=Certainty.SURE if basis.level_certain else Certainty.LIKELY,
            title=basis.full_title or basis.entry.citation.title or "所引法律",
        ),
    )


def _is_valid(basis: BasisFacts) -> bool:
    in_force = not basis.repealed and not basis.not_yet_in_force and basis.repealed_on is None
    return basis.level in _VALID and in_force and basis.verdict not in _NO_BASIS


def unused_with_counts(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C24. Who says a power has not been used for years says how often it was used.

    Source: the plan's standard for 取消 (多年不发生管理行为); the form's column 近三年行使次数. A count of 0 is the
    answer sought; counts above 0 contradict the claim.
    """
    notes = _notes(item)
    if not _UNUSED.search(notes):
        return ()
    used = _times_used(item.use_count)
    if used:
        return (_unused(item, "C24.used", times=used),)
    if said(item.use_count) or _COUNT.search(notes) or _COUNTED.search(notes):
        return ()
    return (_unused(item, "C24.no_counts"),)


def _times_used(printed: str) -> int:
    """How often the item was used, all years together: 2019年4件；2020年3件 → 7; a bare number is itself."""
    if printed.strip().isdecimal():
        return int(printed.strip()[:9])
    return sum(int(number) for number, _ in _COUNT.findall(printed) if number)


def _unused(item: PowerItemFacts, key: str, **params: int) -> Problem:
    return found(item, key=key, field="use_count", severity=Severity.WARNING, authority=STANDARD, **params)


def consolidations(register: RegisterFacts, context: CheckContext) -> Problems:
    """C23. A consolidation has two sources or more; where one is another department's, that department agrees.

    Source: the plan's standard for 整合. Readings: sources are items of the register that name the same target,
    an item named as target or partner in the reason counts too; 会签, 同意 and the like are consent.
    """
    merged = [item for item in register.items if item.disposition is Disposition.CONSOLIDATE]
    if not merged:
        return ()
    targets = Counter(item.receiver for item in merged if said(item.receiver))
    names = {item.name for item in register.items}
    problems = []
    for item in merged:
        known = targets[item.receiver] >= 2 or (item.receiver in names and item.receiver != item.name)
        if not known and not _OTHER_ITEM.search(_notes(item)):
            problems.append(
                _blocker(item, "C23.one_source", "receiver" if said(item.receiver) else "disposition")
            )
        other = _other_department(item)
        if other and not _CONSENT.search(_notes(item)):
            problems.append(_blocker(item, "C23.no_consent", "disposition", other=other))
    return problems


def _other_department(item: PowerItemFacts) -> str:
    own = item.department.removeprefix("宜春")
    named = _DEPARTMENT.findall(f"{item.receiver}；{_notes(item)}")
    return next((name for name in named if name.removeprefix("宜春") != own), "")


def _blocker(item: PowerItemFacts, key: str, field: str, **params: str) -> Problem:
    return found(item, key=key, field=field, severity=Severity.BLOCKER, authority=STANDARD, **params)


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
        code="C23", severity=Severity.BLOCKER, authority=STANDARD, register=consolidations, needs=_DISPOSITION
    ),
    Check(
        code="C24",
        severity=Severity.WARNING,
        authority=STANDARD,
        item=unused_with_counts,
        needs=frozenset({"disposition", "reason", "remark"}),
    ),
)
