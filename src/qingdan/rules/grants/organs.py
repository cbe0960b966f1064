"""Organs as articles of law name them: finding the phrase, and which levels of government it reaches.

Legal language puts the organ after 由 (由县级以上人民政府水行政主管部门责令…) or at the head of a clause
(公安机关可以处…). A phrase ends where its verb begins; several organs joined by 、 or 或者 stay one phrase.
"""

from collections.abc import Iterable
from enum import StrEnum
from itertools import islice

from qingdan.rules.pattern import pattern


class OrganLevel(StrEnum):
    """Levels of government, highest first. 县 stands for all units below the city."""

    STATE = "state"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


_TAIL_END = pattern(
    r"(?:部门|机关|机构|政府|委员会|管理局|公安局|总局|街道办事处|行政处|分局|支队|大队|监狱|中国人民银行|海关|监督站|检疫站)"
    r"(?:及其[^，]{0,20}|等|共同|联合|分别|都|均|各自|负责)?$"
)
_AFTER = pattern(r"(?<![自理缘事])由(?!于|此|其(?!他))(?P<words>[^，。；：]{2,80})")
_VERB = pattern(
    r"责令|给予|予以|处以|处(?=[一二三四五六七八九十百千万两0-9０-９警拘罚])|单处|并处|没收|吊销|暂扣|警告|"
    r"收缴|追缴|依法(?!设)|依照|按照|按(?=[^、]{1,8}(?:处|罚))|依据(?=职)|根据|可以|应当|有权|应(?=[责给当予])|可(?=[处给])|"
    r"对(?!外)|视(?=情)|限期|通报|决定|裁决|强制|取缔|批评|在(?=职|各自)|宣布|取消|撤销|降低|扣留|扣押|查封|实施|"
    r"负责(?=[^，。；：]{0,40}(?:工作|管理)$)|进行|会同|作出|另处|罚款|处罚|核发|颁发|发给|批准|审批|审核|登记|"
    r"认定|确认|征收|收取|组织|报|代为|制定|公布|规定"
)
_NOT_HEAD = pattern(
    r"[（(]?(?:(?:作出|实施|采取)[^，]{1,16}(?:决定|措施)?的|未|擅自|拒|违反|向|经|对|在|接受|被|不|以|为|将|从|与|因|凡|或者|妨碍|阻碍|冒充|给|有|并|且)"
)
_NOT_ORGANS = pattern(
    r"有下列|有以下|违反|人民法院|人民检察院|所在单位|仲裁|公司|企业|学校|协会|公证|保险人|用人单位|上级|任免|"
    r"有管理权限|(?:鉴定|检验|检测|评估|服务|中介|医疗|医疗卫生|认证|代理)机构(?:负责)?$|本级人民政府|监察机关|监察委员会|纪律检查|同级"
)
_LEADING = pattern(r"^(?:可以|应当|必须|须|并|经|由|提请|报请|报|原|其|再)+")
_TRAILING = pattern(r"(?:负责|分别|都|均|各自|共同|联合)$")
_STATE = pattern(
    r"国务院|中国人民银行|国家[^，。；、级或]{1,12}(?:局|委员会|总局|部门?)|海关总署|财政部|全国人|中央军委|外汇管理|"
    r"中国证|证券监督管理|保险监督管理|银行业监督管理|反洗钱"
)
_BELOW_STATE = pattern(r"地方|县级|各级|省|市|县|区(?!域)|授权的(?!部门|机构)")
_PROVINCE = pattern(
    r"省级(?:以上)?|省、自治区(?:、直辖市)?(?:以上)?|省(?=人民政府|[^，、]{0,12}(?:厅|部门|机构))|自治区(?=人民政府)|直辖市"
)
_LEVEL_WORDS = (
    (
        pattern(r"县级以上|各级|市[、和或者及]{1,2}(?:县|区|所属)|县[、和或者及]{1,2}市"),
        {OrganLevel.CITY, OrganLevel.COUNTY},
    ),
    (
        pattern(
            r"设区的?市|(?<![城辖])市(?:级|人民政府)|(?:^|所在地|[、和者])市(?=[^场政容])|地级市|自治州|城市人民政府|城市、县"
        ),
        {OrganLevel.CITY},
    ),
    (pattern(r"县(?!级以上|城)|(?<![地市治景园])区(?:级|人民政府)"), {OrganLevel.COUNTY}),
    (pattern(r"乡(?:级|镇|、|（|人民政府)|民族乡|(?<!城)镇人民政府|街道"), {OrganLevel.TOWNSHIP}),
)
_DECIDES = pattern(
    r"(?:本(?:法|条例|办法|规定|细则)(?:规定|设定)?的?|治安管理)(?:行政)?处罚，?(?:除[^。；]{0,60}外，)?"
    r"(?P<words>由[^，。；：]{2,80}?)(?:决定|实施|执行|裁决|作出)"
)
_SUPERVISES = pattern(
    r"(?:^|[。，；\n])(?P<words>(?:县级以上|地方|市(?!场)|各级|设区)[^，。；：\n]{2,60}?(?:部门|机关|机构|局))"
    r"[^。；\n]{0,30}?(?:负责|主管|对)[^。；\n]{0,60}?(?:管理|工作|监督)"
)
_GENERAL_ARTICLES = 20
_LONGEST_PHRASE = 100


def organ_after(words: str) -> tuple[str, int]:
    """The first organ named after 由 in some words and where 由 stands; ("", -1) when none is."""
    for match in _AFTER.finditer(words):
        organ = organ_at_head(match["words"], after=True)
        if organ:
            return organ, match.start()
    return "", -1


def organ_at_head(words: str, *, after: bool = False) -> str:
    """The organ that some words begin with, up to its verb; "" when they begin otherwise.

    `after`: the words stand after 由, so nothing else can open them, and they may have no verb.
    A verb may stand inside the phrase itself (审批该项目的主管部门): it ends the phrase where a name of an
    organ stands before it.
    """
    if not after and _NOT_HEAD.match(words):
        return ""
    for verb in _VERB.finditer(words):
        if organ := _ends_in_organ(words[: verb.start()].rstrip("，")):
            return organ
    return _ends_in_organ(words) if after else ""


def acting_organ(sentence: str) -> tuple[str, int]:
    """The organ that acts in a sentence and where its clause begins: after 由, else at the head of a clause."""
    found = organ_after(sentence)
    if found[0]:
        return found
    start = 0
    for clause in sentence.split("，"):
        if organ := organ_at_head(sentence[start : start + _LONGEST_PHRASE]):
            return organ, start
        start += len(clause) + 1
    return "", -1


def _ends_in_organ(phrase: str) -> str:
    if "，" in phrase or not _TAIL_END.search(phrase) or _NOT_ORGANS.search(phrase):
        return ""
    return _TRAILING.sub("", _LEADING.sub("", phrase))


def is_central(organ: str) -> bool:
    """Whether the organ is one of the State alone, with no counterpart below it."""
    return bool(_STATE.search(organ)) and not _BELOW_STATE.search(organ)


def levels_of(organ: str) -> frozenset[OrganLevel]:
    """The levels a phrase reaches; empty where it names none (公安机关): then any level may act."""
    found: set[OrganLevel] = set()
    below = _PROVINCE.sub("，", organ)
    for words, levels in _LEVEL_WORDS:
        if words.search(below):
            found |= levels
    if below != organ:
        found.add(OrganLevel.PROVINCE)
    if is_central(organ):
        found.add(OrganLevel.STATE)
    return frozenset(found)


def default_organ(articles: Iterable[str]) -> str:
    """The organ an instrument leaves its penalties to where an article names none; "" when it does not say.

    Reading: a clause 本法规定的行政处罚，由…决定 goes before the clause among the first articles by which a
    local organ supervises the field (县级以上地方人民政府…部门负责…监督管理工作).
    """
    texts = list(articles)
    for text in texts:
        decides = _DECIDES.search(text)
        if decides and (organ := organ_after(decides["words"])[0]):
            return organ
    for text in islice(texts, _GENERAL_ARTICLES):
        supervises = _SUPERVISES.search(text)
        if supervises and not _NOT_ORGANS.search(supervises["words"]):
            return supervises["words"]
    return ""
