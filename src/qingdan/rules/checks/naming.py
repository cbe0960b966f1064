"""Is the item in the right category, does it belong in this clean-up, is it named as its kind is named: C16–C18."""

import re
from functools import lru_cache
from typing import Any

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.sources import KINDS, NAMES, SCOPE
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category, PowerItemFacts
from qingdan.rules.problem import Certainty, Problem, Severity
from qingdan.rules.vocabulary.measures import (
    CATEGORY_OF,
    Measure,
    names_performance_on_behalf,
    read_measures,
)

_ACTS = {
    Category.COMPULSION: (
        "查封", "扣押", "扣留", "冻结", "封存", "强制执行", "强制拆除", "代履行", "加处罚款", "加处的罚款", "登记保存",
        "代为履行", "划拨", "强制措施", "强制清除", "强制检测", "强制隔离戒毒", "强制征收",
    ),
    Category.PENALTY: ("处罚", "罚款", "没收违法所得", "吊销许可证"),
    Category.INSPECTION: ("检查", "抽查", "巡查"),
    Category.REWARD: ("奖励", "表彰"),
    Category.ADJUDICATION: ("裁决",),
    Category.LEVY: ("征收", "征缴"),
    Category.PAYMENT: ("给付", "的救助", "补助金发放"),
}  # fmt: skip
_ACT = {words: category for category, words in _ACTS.items()}
_TAIL = pattern(r"(?:[（(][^（）()]{0,60}[）)]|[。；;.、，,])+$")
_ONLY_A_RULE = pattern(
    r"对?违反(?:了)?《[^《》]{2,60}》(?:第[^，。《》]{1,16}[条款项])?(?:的?(?:有关|相关)?规定)?的?(?:违法)?(?:行为)?的?(?:行政)?处罚"
)
_SANCTIONS = frozenset({Category.PENALTY, Category.COMPULSION})


@lru_cache(maxsize=16384)
def bare_name(name: str) -> str:
    """A name without blanks, and without brackets and punctuation at its end."""
    return _TAIL.sub("", "".join(name.split()))


@lru_cache(maxsize=16384)
def act_named(name: str) -> Category | None:
    """The kind of act an item's name ends in (…的处罚, …的查封、扣押); None when it names none we know."""
    bare = bare_name(name)
    if names_performance_on_behalf(bare):
        return Category.COMPULSION
    return next((category for words, category in _ACT.items() if bare.endswith(words)), None)


def category_fits(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C16. An item stands in the category whose acts its clause gives.

    Source: definitions of the categories, 行政处罚法第二条、第九条, 行政强制法第二条、第九条、第十二条. Reading: only
    clear cases. The name ends in an act of another category, and the clause gives that act and none of the category
    filed; …的处罚 is a penalty even so. Likely only: the name tells no act and all the clause's acts are penalties
    where compulsion is filed (or the reverse); the name tells another act and there are no words to read. Not
    chosen: weighing every act a clause mentions, because 登记, 检查, 批准 stand in clauses of every kind.
    """
    filed = item.category
    if filed is None:
        return ()
    named = act_named(item.name)
    if named is filed:
        return ()
    misfiled = _misfiled(context.scheme.filed_as(filed), named, item, context)
    if misfiled is None:
        return ()
    certainty, belongs = misfiled
    return (
        found(
            item, key="C16.other_category", field="category", severity=Severity.WARNING, authority=KINDS,
            certainty=certainty, filed=context.scheme.name_of(filed), belongs=context.scheme.name_of(belongs),
        ),
    )  # fmt: skip


def _misfiled(
    filed: Category, named: Category | None, item: PowerItemFacts, context: CheckContext
) -> tuple[Certainty, Category] | None:
    """Where the item belongs and how sure that is; None when it may stay."""
    if named is None and filed not in _SANCTIONS:
        return None
    if named is not None and context.scheme.filed_as(named) is filed:
        return None
    given = _given(item, filed)
    if named is None:
        (only,) = given if len(given) == 1 else (filed,)
        return (Certainty.LIKELY, only) if only is not filed and only in _SANCTIONS else None
    if named in given and (filed not in given or named is Category.PENALTY):
        return Certainty.SURE, named
    if named in given and filed not in _given(item, named):  # 收缴, 制止 in the clause: perhaps compulsion
        return Certainty.LIKELY, named
    unread = not given and (named is Category.PENALTY or filed in _SANCTIONS)
    return (Certainty.LIKELY, named) if unread else None


def _given(item: PowerItemFacts, filed: Category) -> frozenset[Category]:
    """The categories the clauses give; words that may mean compulsion count for compulsion as filed only."""
    measures = frozenset().union(*(read_measures(basis.clause) for basis in item.bases if basis.clause))
    if filed is not Category.COMPULSION:
        measures -= {Measure.POSSIBLE_COMPULSION}
    return frozenset(CATEGORY_OF[measure] for measure in measures)


def in_this_cleanup(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C17. 行政许可, 非行政许可审批, 年检, 备案 and 初审 were cleaned up the year before and are left out.

    Source: the plan's scope of the power list. Reading: an item is of such a kind when it is filed as one or its name
    ends in one (…许可证核发, …备案). Penalties and compulsion are none, whatever licence or filing their names are
    about. 登记 and 核准 alone decide nothing: some are licences, some confirmations; 核准 is hinted at.
    """
    scheme, filed = context.scheme, item.category
    kind = scheme.excluded_category(filed) if filed else None
    if kind:
        return (_left_out(item, kind.name, field="category"),)
    if filed in _SANCTIONS:
        return ()
    bare = bare_name(item.sub_item or item.name)
    kind = scheme.excluded_ending(bare)
    if kind:
        return (_left_out(item, kind.name, field="name"),)
    if bare.endswith("核准"):
        return (
            found(
                item, key="C17.maybe_licence", field="name", severity=Severity.HINT, authority=SCOPE,
                certainty=Certainty.LIKELY,
            ),
        )  # fmt: skip
    return ()


def _left_out(item: PowerItemFacts, kind: str, *, field: str) -> Problem:
    return found(item, key="C17.left_out", field=field, severity=Severity.BLOCKER, authority=SCOPE, kind=kind)


def well_named(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C18. Items are named as their kind is named: 对…的处罚, 对…的查封; no slogans. Length does not matter.

    Source: naming rules of the category definitions (高台指南 2015), adopted by the scheme. Readings: where a main item
    heads sub-items, one of the two names keeping the form is enough; brackets at the end are free. The guide's words
    are at hand for penalties only, so for other categories the form is a hint. 加强…检查 is named for the act it ends
    in and no slogan. 对违反《…》第…条规定行为的处罚 keeps the form, but tells no deed: a hint.
    """
    bare = bare_name(item.name)
    if not bare:
        return ()
    if bare.startswith(context.scheme.slogans) and act_named(item.name) is None:
        return (_misnamed(item, "C18.slogan", Severity.WARNING),)
    if _ONLY_A_RULE.fullmatch(bare) and not item.sub_item:
        return (_misnamed(item, "C18.only_a_rule", Severity.HINT),)
    rule = context.scheme.naming_of(item.category) if item.category else None
    if rule is None or _keeps(bare, rule.pattern) or _keeps(bare_name(item.sub_item), rule.pattern):
        return ()
    severity = Severity.WARNING if rule.category is Category.PENALTY else Severity.HINT
    category = context.scheme.name_of(rule.category)
    return (_misnamed(item, "C18.form", severity, form=rule.form, category=category),)


def _keeps(bare: str, pattern: str) -> bool:
    return re.fullmatch(pattern, bare) is not None


def _misnamed(item: PowerItemFacts, key: str, severity: Severity, **params: Any) -> Problem:
    return found(item, key=key, field="name", severity=severity, authority=NAMES, **params)


CHECKS = (
    Check(code="C16", severity=Severity.WARNING, authority=KINDS, item=category_fits),
    Check(code="C17", severity=Severity.BLOCKER, authority=SCOPE, item=in_this_cleanup),
    Check(code="C18", severity=Severity.WARNING, authority=NAMES, item=well_named),
)
