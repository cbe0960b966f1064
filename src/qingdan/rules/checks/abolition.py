"""Does a 取消 hold what its standard asks: C22, C24.

Source: the plan's standard for 取消. The proposal and the counts may stand in their own column, in the remark or in the
reason: registers differ in their columns.
"""

from typing import Any

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.disposition import VALID_LEVELS, notes, said, title_of
from qingdan.rules.checks.sources import STANDARD
from qingdan.rules.legal_basis import BasisFacts, Verdict
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Disposition, PowerItemFacts
from qingdan.rules.problem import Certainty, Problem, Severity

_LAW = r"(?:《[^《》]{2,60}》|第[^，。；]{1,8}条|法律|法规|规章|条例|条文|条款)"
_PROPOSAL = pattern(
    r"(?:建议|提请|提出|提交|拟请?|已报|报请|申请|启动)[^。；]{0,40}?(?:修改|修订|废止|修正|修法|立改废)"
    r"|(?:修改|修订|修正|废止)[^。；]{0,40}?(?:建议|法律|法规|规章|条例|规定|办法|条款|法》|第[^，。；]{1,8}条)"
    rf"|(?:建议|提请|提出|拟请?|报请|申请)[^。；]{{0,20}}?(?:删去|删除|废除|调整|停止执行|停止适用)[^，。；]{{0,20}}?{_LAW}"
    rf"|(?:建议|提请|提出|拟请?|报请|申请)[^。；]{{0,20}}?(?:将|对|把)[^，。；]{{0,20}}?{_LAW}[^，。；]{{0,30}}?"
    r"(?:删去|删除|废除|予以调整|停止执行|停止适用)"
    rf"|(?:删去|删除|废除)[^，。；]{{0,8}}?{_LAW}"
)
_NO_PROPOSAL = pattern(r"(?:未|没有|无需|不需|不)[^，。；]{0,6}?(?:提出|建议|提请|修改|修订)[^，。；]{0,40}")
_BY_STATE_COUNCIL = pattern(r"国务院[^，。；]{0,20}?(?:决定|取消)|国发[〔\[［]")
_NOT_DONE = (
    r"(?:未|没有|无|不)(?:曾|有|再)?[^，。；]{0,4}?"
    r"(?:发生|实施|行使|办理|开展|使用|启用|运用|动用|受理|管理行为|案件|办件|业务)(?!问题|事故|差错|投诉|争议|纠纷)"
)
_UNUSED = pattern(
    r"(?:多年|长期|历年|常年|连续[^，。；]{1,4}年|近[^，。；]{0,4}年|[几数三五十]年|20\d\d年(?:以来|起))来?，?[^，。；]{0,10}?"
    + _NOT_DONE
    + r"|从未[^，。；]{0,4}?(?:发生|实施|行使|办理|开展|使用|启用|运用|受理)"
)
_TIMES = pattern(r"(?<![第\d])(\d{1,7})(?:件|次|起|宗|例|人次|户)")
_COUNTED = pattern(
    r"(?:次数|件数|办件量|数量|案件数)[^。；]{0,8}?[\d零]|(?:均|共|都|合计|为|是)[为是]?[0零](?!\d)|零[件次起宗例]"
)
_NO_BASIS = frozenset({Verdict.ARTICLE_MISSING, Verdict.TEXT_OTHER})


def abolished_by_procedure(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C22. An item with a valid basis is abolished by changing the law, not at once.

    Source: the plan's standard for 取消: without basis 一律取消; with a basis that no longer fits, a proposal to
    change the law by procedure. Readings: valid is a law, regulation or rule in force whose cited article is there;
    三定 and documents need no law changed. An item the State Council has abolished needs none either.
    """
    if item.disposition is not Disposition.ABOLISH:
        return ()
    basis = next((basis for basis in item.bases if _is_valid(basis)), None)
    words = _NO_PROPOSAL.sub("", notes(item))
    if basis is None or said(item.law_change) or _PROPOSAL.search(words) or _BY_STATE_COUNCIL.search(words):
        return ()
    certainty = Certainty.SURE if basis.level_certain else Certainty.LIKELY
    return (
        found(
            item, key="C22.no_proposal", field="disposition", severity=Severity.BLOCKER, authority=STANDARD,
            certainty=certainty, title=title_of(basis),
        ),
    )  # fmt: skip


def _is_valid(basis: BasisFacts) -> bool:
    in_force = not basis.repealed and not basis.not_yet_in_force and basis.repealed_on is None
    return basis.level in VALID_LEVELS and in_force and basis.verdict not in _NO_BASIS


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


_DISPOSITION = frozenset({"disposition"})
CHECKS = (
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
