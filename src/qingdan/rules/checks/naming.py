"""Is the item in the right category, does it belong in this clean-up, is it named as its kind is named: C16–C18."""

import re
from functools import lru_cache

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.checks.sources import KINDS, NAMES, SCOPE
from qingdan.rules.measures import CATEGORY_OF, Measure, read_measures
from qingdan.rules.power_item import Category, CheckContext, PowerItemFacts
from qingdan.rules.problem import Certainty, Problem, Severity

_ACTS = (
    (Category.COMPULSION, ("查封", "扣押", "扣留", "冻结", "封存", "强制执行", "强制拆除", "代履行", "加处罚款",
                           "先行登记保存", "划拨", "强制措施", "强制清除", "强制检测", "强制隔离戒毒")),
    (Category.PENALTY, ("处罚", "处罚款")),
    (Category.INSPECTION, ("检查", "抽查", "巡查")),
    (Category.REWARD, ("奖励", "表彰")),
    (Category.ADJUDICATION, ("裁决",)),
    (Category.LEVY, ("征收", "征缴")),
    (Category.PAYMENT, ("给付", "的救助", "补助金发放")),
)  # fmt: skip
_TAIL = re.compile(r"(?:[（(][^（）()]{0,60}[）)]|[。；;.、，,\s])+$")
_SANCTIONS = frozenset({Category.PENALTY, Category.COMPULSION})
_BREACH = re.compile(r"未|不|擅自|违反|拒|逾期|非法|违法|无证|伪造|骗取")


@lru_cache(maxsize=16384)
def bare_name(name: str) -> str:
    """A name without blanks, and without brackets and punctuation at its end."""
    return _TAIL.sub("", "".join(name.split()))


@lru_cache(maxsize=16384)
def act_named(name: str) -> Category | None:
    """The kind of act an item's name ends in (…的处罚, …的查封、扣押); None when it names none we know."""
    bare = bare_name(name)
    return next((category for category, words in _ACTS if bare.endswith(words)), None)


def category_fits(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C16. An item stands in the category whose acts its clause gives.

    Source: definitions of the categories, 行政处罚法第二条、第九条, 行政强制法第二条、第九条、第十二条.
    Reading: only clear cases. The name ends in an act of another category, and the clause gives that act and
    none of the category filed; or the name says nothing and the clause's only acts are penalties (compulsion)
    while compulsion (penalty) is filed. A name …的处罚 outside 行政处罚 with no words to read is likely wrong.
    Not chosen: weighing every act a clause mentions, because 登记, 检查, 批准 stand in clauses of every kind.
    """
    filed = item.category
    if filed is None:
        return ()
    named = act_named(item.name)
    if named is filed:
        return ()
    misfiled = _misfiled(context.scheme.filed_as(filed), named, _given(item, filed), context.scheme)
    if misfiled is None:
        return ()
    certainty, belongs = misfiled
    return (
        found(
            item,
            key="C16.other_category",
            field="category",
            severity=Severity.WARNING,
            authority=KINDS,
            certainty=certainty,
            filed=context.scheme.name_of(filed),
            belongs=context.scheme.name_of(belongs),
        ),
    )


def _given(item: PowerItemFacts, filed: Category) -> frozenset[Category]:
    """The categories the clauses give; words that may mean compulsion count for compulsion as filed only."""
    measures: frozenset[Measure] = frozenset()
    for basis in item.bases:
        if basis.clause:
            measures |= read_measures(basis.clause)
    if filed is not Category.COMPULSION:
        measures -= {Measure.POSSIBLE_COMPULSION}
    return frozenset(CATEGORY_OF[measure] for measure in measures)


def _misfiled(
    filed: Category, named: Category | None, given: frozenset[Category], scheme: Scheme
) -> tuple[Certainty, Category] | None:
    """Where the item belongs and how sure that is; None when it may stay."""
    if named is None:
        only = next(iter(given)) if len(given) == 1 else filed
        return (Certainty.SURE, only) if filed is not only and {filed, only} <= _SANCTIONS else None
    if scheme.filed_as(named) is filed:
        return None
    if named in given and (filed not in given or named is Category.PENALTY):
        return Certainty.SURE, named
    unread = not given and (named is Category.PENALTY or filed in _SANCTIONS)
    return (Certainty.LIKELY, named) if unread else None


def in_this_cleanup(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C17. 行政许可, 非行政许可审批, 年检, 备案 and 初审 were cleaned up the year before and are left out.

    Source: 宜春市"三单一网"实施方案, scope of the power list. Reading: an item is of such a kind when it is
    filed as one or its name ends in one (…许可证核发, …备案). A penalty for lacking a licence or a filing is a
    penalty. 登记 and 核准 alone decide nothing: some are licences, some confirmations; 核准 is hinted at.
    """
    scheme, filed = context.scheme, item.category
    kind = scheme.excluded_category(filed) if filed else None
    if kind:
        return (_left_out(item, kind.name, field="category"),)
    if filed in _SANCTIONS and _BREACH.search(item.name):
        return ()
    bare = bare_name(item.sub_item or item.name)
    kind = scheme.excluded_ending(bare)
    if kind:
        return (_left_out(item, kind.name, field="name"),)
    if bare.endswith("核准") and filed not in _SANCTIONS:
        return (
            found(
                item,
                key="C17.maybe_licence",
                field="name",
                severity=Severity.HINT,
                authority=SCOPE,
                certainty=Certainty.LIKELY,
            ),
        )
    return ()


def _left_out(item: PowerItemFacts, kind: str, *, field: str) -> Problem:
    return found(item, key="C17.left_out", field=field, severity=Severity.BLOCKER, authority=SCOPE, kind=kind)


def well_named(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C18. Items are named as their kind is named: 对…的处罚, 对…的查封; no slogans. Length does not matter.

    Source: naming rules of the category definitions (高台指南 2015), adopted by the scheme. Reading: where a
    main item heads sub-items, one of the two names keeping the form is enough; brackets at the end are free.
    """
    bare = bare_name(item.name)
    if not bare:
        return ()
    if bare.startswith(context.scheme.slogans):
        return (_misnamed(item, key="C18.slogan"),)
    rule = context.scheme.naming_of(item.category) if item.category else None
    if rule is None or _keeps(bare, rule.pattern) or _keeps(bare_name(item.sub_item), rule.pattern):
        return ()
    return (_misnamed(item, key="C18.form", form=rule.form, category=context.scheme.name_of(rule.category)),)


def _keeps(bare: str, pattern: str) -> bool:
    return re.fullmatch(pattern, bare) is not None


def _misnamed(item: PowerItemFacts, *, key: str, **params: str) -> Problem:
    return found(item, key=key, field="name", severity=Severity.WARNING, authority=NAMES, **params)


CHECKS = (
    Check(code="C16", severity=Severity.WARNING, authority=KINDS, item=category_fits),
    Check(code="C17", severity=Severity.BLOCKER, authority=SCOPE, item=in_this_cleanup),
    Check(code="C18", severity=Severity.WARNING, authority=NAMES, item=well_named),
)
