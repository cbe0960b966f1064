"""Dispositions (清理意见) as departments write them.

Source: 宜春市"三单一网"实施方案 四(一): each item gets one of 保留, 取消, 下放, 转移, 整合, 提请上级调整.
Departments write 拟保留, 建议取消, 下放县级, 提请省级调整; a cell that names two of them settles nothing.
"""

from functools import lru_cache

from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Disposition

_WORDS = {
    "提请": Disposition.REFER_UP,
    "报请": Disposition.REFER_UP,
    "上级调整": Disposition.REFER_UP,
    "省级调整": Disposition.REFER_UP,
    "保留": Disposition.RETAIN,
    "取消": Disposition.ABOLISH,
    "废止": Disposition.ABOLISH,
    "下放": Disposition.DEVOLVE,
    "转移": Disposition.TRANSFER,
    "整合": Disposition.CONSOLIDATE,
    "合并": Disposition.CONSOLIDATE,
}
_WORD = pattern("|".join(_WORDS))
_DENIED = pattern(r"(?:不|无需|不予|不再|未)(?:宜|能|作|予)?(?:" + "|".join(_WORDS) + ")")


@lru_cache(maxsize=4096)
def read_disposition(printed: str) -> Disposition | None:
    """The disposition a cell names; None when it is empty, unknown or names several.

    提请省级取消 is a referral: what the upper level is asked to do does not count as the unit's own act.
    不宜下放 and 不再保留 name no disposition.
    """
    named = {_WORDS[word] for word in _WORD.findall(_DENIED.sub("", printed))}
    if Disposition.REFER_UP in named:
        return Disposition.REFER_UP
    return named.pop() if len(named) == 1 else None
