"""Who a clause has act: 由县级以上人民政府水行政主管部门责令…, 公安机关办理….

Read from the words alone: the bodies named after 由 or at the beginning of a sentence, as printed. Who acts on a
breach of public order or on a crime besides (构成违反治安管理行为的，由公安机关…) is not the body the clause gives
the power to.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_BODY = "部门|机关|机构|委员会|中心|派出所|监督所|局|人民政府"
_BESIDES = re.compile(
    r"(?:构成(?:违反)?(?:治安|犯罪)|违反治安管理|涉嫌犯罪|触犯)[^。；\n]{0,120}"
    r"|给予(?:治安管理处罚|处分)|由[^，。；]{0,20}(?:任免机关|监察机关|上级机关|上级主管|所在单位|其主管)[^。；\n]{0,60}"
)
_RULE_MAKING = (
    r"(?!(?:(?:会同|商)[^，。；]{0,40}?)?(?:另行|统一|共同)?(?:制定|规定|公布|编制|拟订|发布|确定)(?!的))"
)
_AFTER_BY = re.compile(rf"(?<![自理缘])由((?:[^，。；：:\n由]{{0,60}})(?:{_BODY})){_RULE_MAKING}")
_AT_START = re.compile(
    rf"(?:^|[。；：:\n])\s*([^，。；：:\n由的（(被拒阻碍未经对]{{0,40}}?(?:{_BODY}))"
    r"(?=应当|可以|依法|对|负责|办理|实施|有权|责令|给予|根据|按照|组织|核发|受理|在|会同|发现|接到|自收到|应|须|履行|进行)"
)
_ANYONE = re.compile(
    r"(?:其他|其它|有关|相关|行业|各)(?:行政|业务)?(?:主管|监督|管理|监管|执法)*(?:部门|机关|机构)"
    r"|(?:负有|履行|具有|承担|依法行使)[^，。；、]{0,24}(?:职责|职权|职能)的[^，。；、]{0,8}(?:部门|机关|机构)"
    r"|^(?:国务院|县级|以上|地方|各级|人民政府|本级|同级|上级|所在地|市|县|级|区|、|和|或者)*"
    r"(?:行政|业务)?(?:主管|监督管理|管理|执法|处罚)?(?:部门|机关|机构)$"
)
_UPPER_ONLY = re.compile(r"^(?:国务院|国家|省级|省、自治区、直辖市|省人民政府|省、)")
_BELOW = re.compile(r"县|市(?!场)|地方|各级|州|区(?!、直)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """The bodies a clause names as acting, as printed; `anyone` when it also has some body without a name act."""

    named: tuple[str, ...] = ()
    anyone: bool = False

    @property
    def upper_only(self) -> bool:
        """Whether all are bodies of the centre or the province."""
        return bool(self.named) and all(
            _UPPER_ONLY.match(name) and not _BELOW.search(name.replace("直辖市", "")) for name in self.named
        )


@lru_cache(maxsize=8192)
def read_actors(clause: str) -> Actors:
    """The acting bodies of a clause, in order; empty where it names none."""
    plain = _BESIDES.sub("", clause)
    named = [*_AFTER_BY.findall(plain), *_AT_START.findall(plain)]
    anyone = any(_ANYONE.search(name) or name.endswith("人民政府") for name in named)
    return Actors(named=tuple(dict.fromkeys(named)), anyone=anyone)
