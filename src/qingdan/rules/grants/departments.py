"""Whether a power is granted to a department: names compared as the fields they tell, or word by word.

A department is asked for by its name (宜春市生态环境局) or its field (生态环境). An article names organs in its own
words (地方人民政府环境保护主管部门), or only points to one (主管部门, 发证机关): that is the one the instrument
puts in charge. Readings: a power of several organs is granted to each; a body has the parts that carry
another name in law (公安机关交通管理部门 is 公安); organs of the State's own line (民航, 铁路) have no city below them.
"""

import re
from dataclasses import dataclass

from qingdan.rules.grants.organs import OrganLevel, levels_of
from qingdan.rules.pattern import pattern
from qingdan.rules.vocabulary.bodies import read_body, words_for

_PARTS = {"police": {"traffic_police"}, "market": {"food_and_drugs"}}
_BELOW_NOTHING = pattern(
    r"民用航空|民航|铁路监|铁路公安|铁路行业|电信管理|流域管理机构|海警|海关|中国海事局|海洋环境监督管理权"
)
_POINTS = pattern(
    r"^(?:(?:有关|相关|其|该|原|所在地|当地|上述|前款|规定的?|县级以上|地方|各级|人民政府|政府|设区的市级?|以上|或者|依法|作出|处罚|决定的?|负有|负责|"
    r"[^，、]{0,12}职责的?|(?:依照|按照)本[^，]{1,12})*)"
    r"(?:行政|监督|管理|检查|主管|执法|登记|发证|颁证|审批|许可|批准|核准|原|的)*(?:部门|机关|机构)(?:或者(?:机构|部门|机关))?$"
)
_PLACE = pattern(
    r"^(?:[一-龥]{2,3}省)?(?:(?!市)[一-龥]{2,4}市(?![场政容监])|市(?![场政容监]))?(?:[一-龥]{1,3}[县区](?!域))?"
)
_ENDING = pattern(r"(?:人民政府)?(?:行政)?(?:主管)?(?:局|委员会|委|厅|办公室|办|部门|机关|机构|处)$")
_GOVERNMENT = "人民政府"  # which holds 民政
_MANAGEMENT = pattern(r"(?:行政|监督)*管理$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department as asked for: its name, the bare word of its field, the fields known by it and their words."""

    name: str
    core: str
    fields: frozenset[str]
    words: tuple[str, ...] = ()

    def named_in(self, text: str) -> bool:
        """Whether a text holds a word for the department: a quick look before it is read."""
        bare = text.replace(_GOVERNMENT, "")
        return self.core in bare or any(word in bare for word in self.words)

    def is_meant(self, organ: str, in_charge: str = "") -> bool:
        """Whether an organ of an article is this department.

        `in_charge`: the organ the instrument puts in charge, for an article that only points (主管部门).
        """
        if _BELOW_NOTHING.search(organ) and self.core not in organ:
            return False
        fields = read_body(organ).fields
        if self.core in organ.replace(_GOVERNMENT, "") or not fields.isdisjoint(self.fields):
            return True
        return bool(_POINTS.search(organ)) and in_charge != organ and self.is_meant(in_charge)


def read_department(name: str) -> Department:
    """A department by its name, with or without place and ending: 宜春市生态环境局, 市环保局, 生态环境."""
    bare = "".join(name.split())
    office = _PLACE.sub("", bare)
    core = _ENDING.sub("", office) or office
    fields = _fields(core)
    if not fields:  # laws name a field the table does not know with other endings (灯火管理局, 灯火主管部门)
        core = _MANAGEMENT.sub("", core) or core
    parts = frozenset().union(*(_PARTS.get(field, set()) for field in fields))
    return Department(name=bare, core=core, fields=fields | parts, words=words_for(fields | parts))


def _fields(core: str) -> frozenset[str]:
    """The fields a name tells. Two letters inside of another word tell none: 外星人事务 is not 人事."""
    name = core.replace(_GOVERNMENT, "")
    ends = {len(name), len(_MANAGEMENT.sub("", name))}
    words = sorted(words_for(read_body(name).fields), key=len, reverse=True)
    if not words:
        return frozenset()
    runs = re.finditer(f"(?:{'|'.join(map(re.escape, words))}|[和与及、])+", name)
    whole = [run[0] for run in runs if len(run[0]) > 2 or run.start() == 0 or run.end() in ends]
    return read_body("，".join(whole)).fields


def reaches(organ: str, *, county: bool) -> bool:
    """Whether an organ's phrase reaches a city's department (`county`: a county's).

    Reading: a phrase without level (公安机关) reaches every level; 县级以上 reaches city and county; what names the
    State or the province alone is not proposed to those below. A city's department sees what is left to the counties
    only where the phrase names it together with the city.
    """
    levels = levels_of(organ)
    return not levels or (OrganLevel.COUNTY if county else OrganLevel.CITY) in levels
