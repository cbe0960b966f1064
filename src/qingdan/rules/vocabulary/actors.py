"""Who a clause has act: 由县级以上人民政府水行政主管部门责令…, 公安机关办理….

Read from the words alone: the bodies named after 由 or at the beginning of a sentence, as printed. Not the body the
clause gives the power to: who acts besides on a breach of public order, a crime or a breach of other laws
(构成违反治安管理行为的，由公安机关…), who makes the rules for it (办法由…制定) and who disciplines staff (由…给予处分).
"""

from dataclasses import dataclass
from functools import lru_cache

from qingdan.rules.pattern import pattern

_BODY = "部门|机关|机构|委员会|中心|派出所|监督所|局|人民政府"
_BESIDES = pattern(
    r"(?P<negated>[不未]构成(?:违反)?)?(?:治安管理|犯罪|违反(?:其他|其它)(?:有关|相关)?(?:法律|行政法规|法规))"
)
_GRAVER = pattern("情节(?:特别)?(?:严重|恶劣)|造成|后果|拒不|逾期|屡教不改|(?:并|可以)由$")
_SENTENCE_END = pattern("[。；]")
_OTHER_BUSINESS = (
    r"(?:(?:另行|统一|共同)?(?:制定|规定|公布|编制|拟[订定]|发布|确定)(?!的)"
    r"|(?:依法)?(?:给予|予以)(?:行政|政务|纪律)?处分)"
)
# The bodies of a list may be left out one by one from the end: what the last one does, all do.
_IN_A_LIST = rf"(?:(?:[、和与及]|或者?|以及)[^，。；由]{{0,60}}?(?:{_BODY})|(?:会同|商)[^，。；]{{0,40}}?)?"
_AFTER_BY = pattern(
    rf"由(?<![自理缘]由)((?:[^，。；：:\n由]{{0,60}})(?:{_BODY}))(?!{_IN_A_LIST}{_OTHER_BUSINESS})"
)
# 由教育行政部门建议有关部门给予…: the name ends where the act begins.
_NAME = pattern(
    rf"^.{{0,60}}?(?:{_BODY})(?=责令|建议|给予|予以|处以|没收|吊销|通知|提请|移送|移交|取消|撤销|暂停|通报|警告)"
)
_AT_START = pattern(
    rf"[。；：:\n]\s{{0,4}}([^，。；：:\n由的（(被拒阻碍未经对]{{0,40}}?(?:{_BODY}))"
    r"(?=应当|可以|依法|对|负责|办理|实施|有权|责令|给予|根据|按照|组织|核发|受理|在|会同|发现|接到|自收到|应|须|履行|进行)"
)
_ANYONE = pattern(
    r"(?:其他|其它|有关|相关|行业|各)(?:行政|业务)?(?:主管|监督|管理|监管|执法)*(?:部门|机关|机构)"
    r"|(?:负有|履行|具有|承担|依法行使)[^，。；、]{0,24}(?:职责|职权|职能)的[^，。；、]{0,8}(?:部门|机关|机构)"
    r"|^(?:国务院|[省市县乡上下同本各]级|人民政府|政府|以[上下]|地方|当地|所在地|本地|自治区|直辖市|设区的市"
    r"|[省市县区州乡镇各本其的、和]|或者?|以及){0,20}"
    r"(?:行政|业务)?(?:主管|监督管理|管理|执法|处罚)?(?:部门|机关|机构)$"
)
_UPPER_ONLY = pattern(r"^(?:国务院|国家|省级|省、自治区、直辖市|省人民政府|省、)")
_BELOW = pattern(r"县|(?<!直辖)市(?!场)|地方|各级|州|(?<!自治)区")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """The bodies a clause names as acting, as printed.

    `anyone`: it also has some body without a name act, or a government. Not where these come after another body: a
    government in any case (情节严重的，由人民政府…), for that body carries it out, 有关部门 where they act on
    the graver case only or besides (并可以由). `upper_only`: all are of the centre or the province.
    """

    named: tuple[str, ...] = ()
    anyone: bool = False
    upper_only: bool = False


_NOBODY = Actors()


@lru_cache(maxsize=8192)
def read_actors(clause: str) -> Actors:
    """The acting bodies of a clause, in order; empty where it names none."""
    found = [
        (match.start(1), _name(match[1]))
        for match in _AFTER_BY.finditer(clause)
        if not _besides(clause, match.start())
    ]
    found += [(match.start(1) - 1, match[1]) for match in _AT_START.finditer("\n" + clause)]
    if not found:
        return _NOBODY
    (_, first), *later = sorted(found)
    named = tuple(dict.fromkeys((first, *(name for _, name in later))))
    return Actors(
        named=named,
        anyone=first.endswith("人民政府") or _is_anyone(first)
        or any(_is_anyone(name) and not _GRAVER.search(_part(clause, place)) for place, name in later),
        upper_only=all(map(_is_upper, named)),
    )  # fmt: skip


def _is_anyone(name: str) -> bool:
    return _ANYONE.search(name) is not None and not (name.startswith("国务院") and _is_upper(name))


def _is_upper(name: str) -> bool:
    return _UPPER_ONLY.match(name) is not None and not _BELOW.search(name)


def _name(words: str) -> str:
    shorter = _NAME.match(words)
    return shorter[0] if shorter else words


def _besides(clause: str, position: int) -> bool:
    """Whether what stands last before 由 in its part of the sentence is a breach of order, a crime or of other laws.

    尚不构成犯罪的 is the opposite: the power is for what is no crime.
    """
    mentions = list(_BESIDES.finditer(_part(clause, position)))
    return bool(mentions) and not mentions[-1]["negated"]


def _part(clause: str, position: int) -> str:
    """What stands before a position in its part of the sentence."""
    return _SENTENCE_END.split(clause[max(position - 60, 0) : position])[-1]
