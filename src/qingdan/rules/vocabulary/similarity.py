"""How alike the names of two power items are, whatever their punctuation, order of words and usual synonyms.

Source: the plan's standard for 整合 (内容相同或者相近的事项). A name is first brought to its `core`: the letters that
say who does what, without the form (对…的处罚), with usual synonyms (不按、未依照; 从事、开展) made one.
"""

import re
from collections import Counter
from functools import lru_cache
from unicodedata import normalize

from qingdan.rules.pattern import pattern

_NO_LETTERS = pattern(r"[\W_]+")
_RULE = r"(?:《[^《》]{1,60}》|(?:有关|相关|国家|本)?(?:法律|法规|规章|条例|法|办法|规定)?)"
_RULE_BROKEN = pattern(rf"违反{_RULE}的?(?:有关|相关)?规定的?")
_HEAD = pattern(r"(?:对于|对|关于)+")
_TAIL = pattern(
    r"等?的?(?:违法|违规)?(?:行为)?的?(?:进行|给予|予以|实施)?(?:行政处罚|处罚|查处)$|等?的?(?:违法|违规)?行为$|的$"
)
_LONGEST_TAIL = len("等的违法行为的进行行政处罚")
# Words that departments exchange freely, by the one that stands for them all; fillers are dropped.
_SYNONYMS = {
    "未按": "未按照 未依照 未依据 未遵照 不按照 不依照 不依据 没有按照 没有依照 没按照 不按 未依 不依 没按 没依",
    "未": (
        "未依法取得 未取得 未获得 未领取 未获 没有取得 没有获得 没有经过 没有 没 未经过 未经 未得到 而未 "
        "不曾 未曾 尚未 无"
    ),
    "如实": "真实 据实",
    "不符": "不符合 未达到 达不到 没有达到 未符合",
    "拒绝": "拒不",
    "阻碍": "妨碍",
    "生产": "制造",
    "销售": "出售 售卖",
    "报送": "上报 呈报",
    "": "擅自 私自 自行 应当 应该 有关 相关 或者 以及 并且 从事 开展 进行 应 须 或 及 和 与 并 的 其 等",
}
_NUMERAL = pattern("[0-9一二三四五六七八九十百千万]")
# To have another do it, or to let him, is another deed; so is to go beyond a licence instead of having none.
_THROUGH_OTHERS = pattern("明示|暗示|指使|强令|授意|唆使|教唆|胁迫|诱骗|引诱|容留|纵容|包庇|默许|放任")
_PERMIT = "(?:证|照|许可|批准|资质|资格)"
_WITHOUT_PERMIT = pattern(rf"未(?!按)[^未]{{0,12}}?{_PERMIT}")
_BEYOND_PERMIT = pattern(rf"(?:未按|超[出越])[^未]{{0,12}}?{_PERMIT}")
_ONE_WORD = {word: kept for kept, words in _SYNONYMS.items() for word in words.split()}
_SYNONYM = pattern("|".join(sorted(_ONE_WORD, key=len, reverse=True)))


@lru_cache(maxsize=65536)
def core(name: str) -> str:
    """The letters of a name that tell it from others; "" when there are none.

    对未取得甲证，擅自从事乙活动的处罚 and 无甲证开展乙活动行为的查处 have one core. Other acts than a penalty stay:
    …的查封 and …的监督检查 are no penalty of the same deed.
    """
    text = normalize("NFKC", name)
    if "违反" in text:
        text = _RULE_BROKEN.sub("", text)
    text = _NO_LETTERS.sub("", text)
    head = _HEAD.match(text)
    text = text[head.end() :] if head else text
    tail = _TAIL.search(text, max(0, len(text) - _LONGEST_TAIL))
    return _SYNONYM.sub(_one_word, text[: tail.start()] if tail else text)


def _one_word(match: re.Match[str]) -> str:
    return _ONE_WORD[match[0]]


def alike(one: str, other: str) -> float:
    """The share of letters two cores have in common, in any order: 1 for the same letters, 0 for none."""
    if one == other:
        return 1.0
    return 2 * letters_in_common(one, other) / (len(one) + len(other))


def letters_in_common(one: str, other: str) -> int:
    """How many letters two cores have in common, in any order."""
    return sum([min(one.count(letter), other.count(letter)) for letter in set(one)])


def most_in_common(one: str, other: str) -> int:
    """A quick upper bound of `letters_in_common`: one letter less for each that the other core lacks."""
    return min(
        len(one) - len(_letters(one) - _letters(other)), len(other) - len(_letters(other) - _letters(one))
    )


@lru_cache(maxsize=65536)
def _letters(text: str) -> frozenset[str]:
    return frozenset(text)


def contained(one: str, other: str) -> float:
    """How much of the shorter core stands in the longer in the same order, between 0 and 1."""
    short, long = sorted((one, other), key=len)
    return longest_common(short, long) / len(short) if short else 0.0


def numerals_differ(one: str, other: str) -> bool:
    """Whether each of two cores has a numeral that the other lacks: 第一类 and 第二类 are two things."""
    some, others = Counter(_NUMERAL.findall(one)), Counter(_NUMERAL.findall(other))
    return not (some <= others or others <= some)


@lru_cache(maxsize=65536)
def _turns(core: str) -> tuple[bool, bool | None]:
    """Whether a deed is done through others; whether beyond a permit (True), without one (False), neither or both."""
    beyond, without = bool(_BEYOND_PERMIT.search(core)), bool(_WITHOUT_PERMIT.search(core))
    return bool(_THROUGH_OTHERS.search(core)), beyond if beyond != without else None


def deeds_differ(one: str, other: str) -> bool:
    """Whether two cores of nearly the same letters are of two deeds: 暗示他人点灯 and 点灯, 无证 and 未按照证."""
    (through, beyond), (other_through, other_beyond) = _turns(one), _turns(other)
    return through is not other_through or {beyond, other_beyond} == {True, False}


def longest_common(one: str, other: str) -> int:
    """The length of the longest common subsequence, in time linear in `other` (a bit for each letter of `one`)."""
    places: dict[str, int] = {}
    for place, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << place
    everything = (1 << len(one)) - 1
    row = everything
    for letter in other:
        matched = row & places.get(letter, 0)
        row = (row + matched | row - matched) & everything
    return len(one) - row.bit_count()
