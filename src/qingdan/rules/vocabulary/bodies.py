"""Which administrative body is meant: names of before and after the reforms, and the words laws use for them.

A department is known by its fields. Sources: 国务院机构改革方案 of 2013 and 2018 and the reforms of cities and
counties that followed (2014–2015 and 2019) for what became of which body; the words (…主管部门, …机关) are those
of laws and regulations. Readings: a field that moved belongs to the old body and to the new one; what cities give
now to one body, now to another (规划, 粮食, 价格) belongs to both. So only bodies with no field in common count as
different.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from qingdan.rules.pattern import pattern

# field: words that name it, in laws and in names of bodies. Longer words are looked for first.
_WORDS: dict[str, str] = {
    "police": "公安 交通警察 治安 派出所 出入境管理机关 户籍",
    "traffic_police": "公安机关交通管理 公安交通管理 交通警察 交警",
    "state_security": "国家安全机关 国家安全局",
    "fire": "消防救援 消防机构 公安消防 公安机关消防",
    "natural_resources": (
        "自然资源 国土资源 土地管理 土地行政 土地主管 土地 地质矿产 矿产资源 地矿 测绘 地理信息 海洋 古生物化石 "
        "不动产登记"
    ),
    "planning": "城乡规划 城市规划 规划主管 规划行政 规划部门 规划局 规划管理",
    "forestry": "林业 草原 野生植物 野生动物保护 湿地 绿化 自然保护区 森林",
    "environment": "生态环境 环境保护 环保 核安全 辐射",
    "agriculture": (
        "农业 农村 畜牧 渔业 渔政 兽医 动物卫生监督 农机 农业机械 种子 植物检疫 水产 乡镇企业 生猪 动物防疫 "
        "动物疫病 饲料 农药"
    ),
    "rural_relief": "扶贫 乡村振兴 移民",
    "water": "水行政 水利 水务 水土保持 防汛 河道 水库",
    "weather": "气象",
    "emergency": (
        "应急管理 安全生产监督 安全生产监管 安全监管 安全监督 煤矿安全 防震减灾 地震 减灾 救灾 危险化学品安全监督 "
        "负有安全生产 应急"
    ),
    "market": (
        "市场监督 市场监管 工商行政 工商管理 工商 质量技术监督 质量监督 质监 技术监督 产品质量 标准化 计量 特种设备 "
        "认证认可 企业登记 公司登记 市场主体登记 反垄断"
    ),
    "food_and_drugs": "食品药品 药品监督 食品安全监督 药监 药品管理 化妆品 医疗器械",
    "intellectual_property": "知识产权 专利 商标",
    "prices": "价格 物价",
    "development": "发展改革 发展和改革 发展计划 发改 投资主管 能源 节能 节约能源 招标投标 计划主管 管道保护",
    "grain": "粮食 物资储备",
    "industry": "信息产业 工业 信息化 经济贸易 经贸 中小企业 无线电 电信 通信 墙体材料 民用爆炸物品 电力 国防科技",
    "salt": "盐业 盐务 食盐",
    "tobacco": "烟草",
    "commerce": "商务 商业 流通 对外贸易 外经贸 外贸 拍卖 典当 直销",
    "culture": "文化 文广 文旅 广播电视 广播电影电视 新闻出版 出版 著作权 版权 电影 旅游 文物 演出 互联网上网服务",
    "sport": "体育",
    "transport": (
        "交通运输 交通主管 交通行政 交通局 交通部门 道路运输 公路 航道 港口 港航 海事 水路运输 船舶 运管 铁路 民航 "
        "民用航空 城市公共交通 客运管理 出租汽车"
    ),
    "post": "邮政",
    "construction": (
        "排水 风景名胜区 住房城乡建设 住建 住房和城乡建设 城乡建设 建设行政 建设主管 建设部门 建设局 建筑 房地产 房产 "
        "房屋 住房保障 市政 燃气 供水 供热 人民防空 人防 物业 城建"
    ),
    "housing_fund": "住房公积金",
    "urban_management": "城市管理 城管 市容 环境卫生 综合行政执法 综合执法 园林",
    "labour": "人力资源 人社 社会保障 劳动 人事 社会保险 就业 职业介绍 工伤 公务员",
    "medical_insurance": "医疗保障 医疗保险 医保",
    "civil_affairs": "民政 社会团体登记 社会组织 殡葬 婚姻登记 慈善 老龄 收养登记 地名",
    "veterans": "退役军人 兵役 征兵",
    "health": (
        "卫生健康 卫健 卫生行政 卫生主管 卫生部门 卫生局 卫生计生 卫生和计划生育 计划生育 卫生监督 疾病预防 中医药 "
        "爱国卫生 卫生计划生育 卫生"
    ),
    "education": "教育 语言文字",
    "science": "科学技术 科技",
    "finance": "财政",
    "tax": "税务 国税 地税 税收",
    "audit": "审计",
    "statistics": "统计 调查队",
    "justice": "司法行政 司法局 司法厅 司法部 司法所 法制 律师 公证",
    "religion": "宗教 民族 民宗",
    "foreign_affairs": "外事 侨务 港澳",
    "archives": "档案",
    "secrecy": "保密 密码",
    "cyberspace": "网信 互联网信息",
    "state_assets": "国有资产",
    "banking": "银行 人民银行 银行业 银监 保险监督 证券 金融 外汇",
    "customs": "海关 出入境检验检疫 检验检疫",
    "procurement": "机关事务 公共资源",
    "supply": "供销",
}
# Fields that one body had before a reform and another has after it, or that cities join in one body.
_SAME = (
    {"police", "traffic_police"}, {"police", "fire"}, {"fire", "emergency"}, {"fire", "construction"},
    {"natural_resources", "planning"}, {"planning", "construction"}, {"natural_resources", "forestry"},
    {"natural_resources", "construction"}, {"forestry", "agriculture"}, {"forestry", "urban_management"},
    {"construction", "urban_management"}, {"construction", "housing_fund"}, {"planning", "urban_management"},
    {"market", "food_and_drugs"}, {"market", "intellectual_property"}, {"market", "prices"}, {"market", "salt"},
    {"market", "commerce"}, {"food_and_drugs", "health"}, {"food_and_drugs", "commerce"}, {"market", "agriculture"},
    {"science", "intellectual_property"}, {"development", "prices"}, {"development", "grain"}, {"commerce", "grain"},
    {"development", "industry"}, {"development", "medical_insurance"}, {"development", "commerce"},
    {"development", "emergency"}, {"development", "science"}, {"industry", "commerce"}, {"industry", "salt"},
    {"industry", "emergency"}, {"industry", "science"}, {"culture", "sport"}, {"culture", "education"},
    {"sport", "education"}, {"science", "education"}, {"culture", "industry"}, {"transport", "construction"},
    {"transport", "urban_management"}, {"transport", "agriculture"}, {"labour", "medical_insurance"},
    {"labour", "tax"}, {"labour", "health"}, {"medical_insurance", "tax"}, {"medical_insurance", "health"},
    {"civil_affairs", "veterans"}, {"civil_affairs", "emergency"}, {"civil_affairs", "health"},
    {"civil_affairs", "rural_relief"}, {"civil_affairs", "labour"}, {"water", "agriculture"}, {"water", "emergency"},
    {"water", "natural_resources"}, {"water", "environment"}, {"water", "construction"}, {"water", "urban_management"},
    {"environment", "natural_resources"}, {"environment", "agriculture"}, {"environment", "urban_management"},
    {"agriculture", "rural_relief"}, {"agriculture", "natural_resources"}, {"rural_relief", "water"},
    {"market", "customs"}, {"tobacco", "market"}, {"finance", "tax"}, {"finance", "state_assets"},
    {"finance", "banking"}, {"religion", "foreign_affairs"}, {"secrecy", "archives"},
    {"cyberspace", "culture"}, {"cyberspace", "industry"}, {"cyberspace", "police"}, {"police", "state_security"},
    {"market", "industry"}, {"market", "health"}, {"supply", "commerce"}, {"veterans", "labour"},
    {"emergency", "forestry"}, {"emergency", "natural_resources"}, {"food_and_drugs", "agriculture"},
)  # fmt: skip
# Bodies that by decision of a province take over penalties of others: which ones, their name does not tell.
_MANY_FIELDS = pattern(
    r"综合行政执法|综合执法|城市管理|城管|行政审批|政务服务|管委会|[区园山湖地]管理委员会|人民政府$|政府办|开发区|行政服务"
)
_GOVERNMENT = pattern(r"人民政府|政府|政务")  # they hold 民政 and 市政
_PLACE = pattern(
    r"^([一-龥]{0,3}省(?!直))?([一-龥]{0,3}?市(?!场))?([一-龥]{1,3}[县区](?!域))?(.*)$", re.DOTALL
)
# What parts of a body's name tell nothing of what it is about, and kinds of bodies: 委 is short for 委员会.
_COMMON = pattern(r"监督管理|行政管理|管理|行政|事务|专卖|[和与及]")
_KIND = pattern(r"^(.*?)(委员会|委|办公室|办|局|厅|中心)$", re.DOTALL)
_OF_GOVERNMENT = pattern(r"^(?:人民)?政府(?=.)")

_FIELD_OF = {word: name for name, words in _WORDS.items() for word in words.split()}
_WORD = pattern("|".join(sorted(map(re.escape, _FIELD_OF), key=len, reverse=True)))
_NEAR = {name: frozenset().union({name}, *(pair for pair in _SAME if name in pair)) for name in _WORDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as read: its fields, and whether it may act for bodies of other fields as well."""

    fields: frozenset[str]
    of_many: bool = False


@lru_cache(maxsize=8192)
def read_body(name: str) -> Body:
    """The fields a body's name tells; empty where it tells none we know."""
    bare = "".join(name.split())
    words = _WORD.findall(_GOVERNMENT.sub("", bare))
    fields = frozenset(_FIELD_OF[word] for word in words)
    return Body(fields=fields, of_many=_MANY_FIELDS.search(bare) is not None)


@lru_cache(maxsize=8192)
def may_be_same(one: str, other: str) -> bool:
    """Whether two names can mean one body, before or after a reform; true where either tells no field."""
    if read_body(one).of_many or read_body(other).of_many:
        return True
    return not fields_apart(one, other)


def fields_apart(one: str, other: str) -> bool:
    """Whether two names tell fields of which no reform made one; whom else either acts for does not matter."""
    first, second = read_body(one).fields, read_body(other).fields
    near = frozenset().union(*(_NEAR[name] for name in first))
    return bool(first and second) and near.isdisjoint(second)


@lru_cache(maxsize=8192)
def same_body(one: str, other: str) -> bool:
    """Whether two names are of one body of the same place: the same name, or that of a body it came out of.

    A province's body is not a city's (江西省公安厅 and 宜春市公安局 differ); a name without a place, or with 市
    alone, may be of any city.
    """
    first, second = _read_place("".join(one.split())), _read_place("".join(other.split()))
    if not first.same_place(second):
        return False
    if first.rest == second.rest:
        return True
    fields = read_body(first.rest).fields
    return bool(fields) and fields == read_body(second.rest).fields and first.rest[-1] == second.rest[-1]


@lru_cache(maxsize=8192)
def same_department(one: str, other: str) -> bool:
    """Whether two names are of one department of today: the same name, with or without its common words, or its short.

    Narrower than `same_body`: of bodies of one field (工商局 and 质监局, 农业局 and 农机局), which a later reform made
    one, each files for itself. So a name of before and one of after a reform are taken for two. A short name takes
    letters out of the long one in its order (环保局, 人社局, 质监局); a word that is a field by itself is no short for
    a longer one (卫生局 is not 卫生监督局).
    """
    first, second = _read_place("".join(one.split())), _read_place("".join(other.split()))
    if not first.same_place(second):
        return False
    if first.rest == second.rest:
        return True
    (core, kind), (other_core, other_kind) = _core_and_kind(first.rest), _core_and_kind(second.rest)
    if kind != other_kind or not (core and other_core):
        return False
    if _COMMON.sub("", core) == _COMMON.sub("", other_core):
        return True
    short, long = sorted((core, other_core), key=len)
    return _is_short_for(short, long) and not fields_apart(first.rest, second.rest)


def _core_and_kind(name: str) -> tuple[str, str]:
    """环境保护, 局; 发展和改革, 委: what a body is about and what kind of body it is."""
    found = _KIND.match(_OF_GOVERNMENT.sub("", name))
    return (found[1], found[2][0]) if found else ("", "")


def _is_short_for(short: str, long: str) -> bool:
    if long.startswith(short) and short in _FIELD_OF:
        return False
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A body's name, taken apart into whose body it is and the rest."""

    province: str
    city: str
    county: str
    rest: str

    def same_place(self, other: "_Placed") -> bool:
        cities = {self.city, other.city} - {"", "市"}
        ranks = {(one.of_state(), one.of_province(), one.county) for one in (self, other)}
        return len(ranks) == 1 and len(cities) < 2

    def of_state(self) -> bool:
        return not (self.city or self.county) and self.rest.startswith(("国家", "国务院"))

    def of_province(self) -> bool:
        return self.province != "" and self.city == ""


def _read_place(name: str) -> _Placed:
    parts = _PLACE.match(name)
    assert parts is not None
    return _Placed(parts[1] or "", parts[2] or "", parts[3] or "", parts[4])


@lru_cache(maxsize=256)
def words_for(fields: frozenset[str]) -> tuple[str, ...]:
    """The words that name one of some fields, for a quick look into a text."""
    return tuple(word for word, name in _FIELD_OF.items() if name in fields)
