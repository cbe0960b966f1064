"""Who a clause has act: 由县级以上人民政府水行政主管部门责令…, 公安机关办理….

Read from the words alone: the bodies named after 由 or at the beginning of a sentence, as printed. Who acts on a
breach of public order or on a crime besides (构成违反治安管理行为的，由公安机关…) is not the body the clause gives
the power to.
"""

from dataclasses import dataclass
from functools import lru_cache

from qingdan.rules.pattern import pattern

_BODY = "部门|机关|机构|委员会|中心|派出所|监督所|局|人民政府"
_BESIDES = ("治安管理", "犯罪")
_SENTENCE_END = pattern("[。；]")
_RULE_MAKING = (
    r"(?!(?:(?:会同|商)[^，。；]{0,40}?)?(?:另行|统一|共同)?(?:制定|规定|公布|编制|拟订|发布|确定)(?!的))"
)
_AFTER_BY = pattern(rf"由(?<![自理缘]由)((?:[^，。；：:\n由]{{0,60}})(?:{_BODY})){_RULE_MAKING}")
_AT_START = pattern(
    rf"[。；：:\n]\s{{0,4}}([^，。；：:\n由的（(被拒阻碍未经对]{{0,40}}?(?:{_BODY}))"
    r"(?=应当|可以|依法|对|负责|办理|实施|有权|责令|给予|根据|按照|组织|核发|受理|在|会同|发现|接到|自收到|应|须|履行|进行)"
)
_ANYONE = pattern(
    r"(?:其他|其它|有关|相关|行业|各)(?:行政|业务)?(?:主管|监督|管理|监管|执法)*(?:部门|机关|机构)"
    r"|(?:负有|履行|具有|承担|依法行使)[^，。；、]{0,24}(?:职责|职权|职能)的[^，。；、]{0,8}(?:部门|机关|机构)"
    r"|^[国务院县级以上地方各人民政府本所在市区、和或者]*"
    r"(?:行政|业务)?(?:主管|监督管理|管理|执法|处罚)?(?:部门|机关|机构)$"
)
_UPPER_ONLY = pattern(r"^(?:国务院|国家|省级|省、自治区、直辖市|省人民政府|省、)")
_BELOW = pattern(r"县|(?<!直辖)市(?!场)|地方|各级|州|(?<!自治)区")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """The bodies a clause names as acting, as printed.

    `anyone`: it also has some body without a name act. `upper_only`: all are bodies of the centre or the province.
    """

    named: tuple[str, ...] = ()
    anyone: bool = False
    upper_only: bool = False


_NOBODY = Actors()


@lru_cache(maxsize=8192)
def read_actors(clause: str) -> Actors:
    """The acting bodies of a clause, in order; empty where it names none."""
    named = [match[1] for match in _AFTER_BY.finditer(clause) if not _besides(clause, match.start())]
    named += _AT_START.findall("\n" + clause)
    if not named:
        return _NOBODY
    return Actors(
        named=tuple(dict.fromkeys(named)),
        anyone=any(map(_is_anyone, named)),
        upper_only=all(_UPPER_ONLY.match(name) and not _BELOW.search(name) for name in named),
    )


@lru_cache(maxsize=4096)
def _is_anyone(name: str) -> bool:
    return name.endswith("人民政府") or _ANYONE.search(name) is not None


def _besides(clause: str, position: int) -> bool:
    """Whether what stands before 由 in its part of the sentence is a breach of public order or a crime."""
    part = _SENTENCE_END.split(clause[max(position - 60, 0) : position])[-1]
    return any(word in part for word in _BESIDES)
