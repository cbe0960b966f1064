"""零报告: lines in which a unit says that it has no item of a category.

Source: 宜春市“三单一网”实施方案, 自查自清 (没有权力事项的部门实行零报告). Real lists print it per category with a count
(行政强制 0项 无职权), all in one line, as a sentence, or as 无 on the category's own sheet.
"""

import re
from functools import lru_cache

from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.pattern import pattern

_ZERO = r"(?<![0-9０-９.])[0０零〇○](?![0-9０-９.%])"
_NONE = pattern(rf"{_ZERO}|无|没有|未设|不具有|不涉及|空缺|零报告|为零")
_SOME = pattern(r"[1-9１-９][0-9０-９]*\s*[项个件]")
_CLAUSE = pattern(r"[；;。，,\n]|\s{2,}")
_ONLY_NONE = pattern(
    rf"(?:共|计|合计|[:：]){{0,2}}\s*(?:{_ZERO}\s*(?:项|个|件)?|无|暂无|没有|零报告|不涉及|空)?[。.\s/／—-]*"
)
_NO_POWER = pattern(
    r"(?:^|[本我该此部门单位局委办会厅处站所院])(?:均|暂|也)?(?:无|没有|不具有|不涉及|未设)[^，。；]{0,24}"
    r"(?:职权|权力|事项|此项|此类|该项|该类|本类|行政行为)"
)
_ANY_POWER = pattern(
    r"(?:无|没有)(?:任何|其他)?(?:行政)?(?:权力|职权)(?:事项)?[^一-龥]{0,3}(?:$|[，。；（(])|实行零报告"
)
_BUT = pattern(r"除[^，。；]{2,60}(?:以外|之外|外)")
_IS_NONE = "(?:无|没有|为零|零报告|[0０零]项|不涉及|未设)"
_REST = pattern(rf"(?:其他|其它|其余|另外)[^，。；]{{0,12}}{_IS_NONE}")
# Without 除…外 beside it, 其他 may be a category's name (其他类：0项, 其他行政权力：无).
_REST_ALONE = pattern(
    rf"(?:其余|另外|其[他它](?=各类|各项|类别|类型|种类|[几数]类|(?:权力|职权)?类[别型]|[均都皆]))[^，。；]{{0,16}}?{_IS_NONE}"
)
REST = "其余类别"
_LONGEST = 300


def nil_categories(text: str, scheme: Scheme) -> list[str]:
    """The official names of the categories that a line says the unit has none of.

    行政给付：0项；行政裁决：0项. A clause that counts items says nothing of the kind; categories wait for the clause
    that says 0 or 无. “本部门无行政权力事项” names every category of the scheme,
    “除行政处罚外，其他类别均无” all but one, “其余类别均无” (`REST`) those of which the register holds no item.
    """
    if len(text) > _LONGEST or not _NONE.search(text):
        return []
    but = _BUT.search(text)
    if but and _REST.search(text):
        kept = _named(but[0], scheme)
        if not kept:
            return [REST]
        return [name for category in scheme.listed if (name := scheme.name_of(category)) not in kept]
    names: list[str] = []
    waiting: list[str] = []
    for clause in _CLAUSE.split(text):
        waiting += _named(clause, scheme)
        if _SOME.search(clause):
            waiting = []
        elif _NONE.search(clause):
            names += waiting
            waiting = []
    if _REST_ALONE.search(text):
        return [*dict.fromkeys(names), REST]
    if not names and _ANY_POWER.search(text) and not _named(text, scheme):
        return [scheme.name_of(category) for category in scheme.listed]
    return list(dict.fromkeys(names))


def says_none(text: str) -> bool:
    """Whether a text says 无, 0项 or 本部门无此项职权 and nothing else."""
    return bool(text) and (
        bool(_ONLY_NONE.fullmatch(text)) or (len(text) <= 40 and bool(_NO_POWER.search(text)))
    )


def _named(clause: str, scheme: Scheme) -> list[str]:
    return [name for word in _words(scheme).findall(clause) if (name := _official(word, scheme))]


def _official(word: str, scheme: Scheme) -> str:
    category = scheme.category_of(word.rstrip("：: "))
    return scheme.name_of(category) if category else ""


@lru_cache(maxsize=16)
def _words(scheme: Scheme) -> re.Pattern[str]:
    """Names of categories; short ones (处罚, 其他) only where a colon or a number follows."""
    words = {word for entry in scheme.categories for word in (entry.name, *entry.synonyms)}
    long = sorted((word for word in words if len(word) > 2), key=len, reverse=True)
    short = [word for word in words if len(word) == 2]
    plain = "|".join(map(re.escape, long))
    return pattern(rf"(?:{plain})(?!别)|(?<![一-龥])(?:{'|'.join(map(re.escape, short))})(?=\s*[:：0-9０零])")
