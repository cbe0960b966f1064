"""Which powers an article of law grants: to whom, of which kind, under what name.

The plan (宜春市"三单一网"实施方案 一, 四(一)) asks that no duty set by law be left out (法定职责必须为). An
article grants a power when it lets or bids an administrative organ do to others what only authority can:
punish, coerce, license, levy, pay, decide disputes, confirm, reward, inspect. Legal language is regular for
penalties (act + 的 + 由 organ + measure) and loose for everything else; so a penalty is a suggestion, a
licence "check this article", the rest uncertain. Never a proof that a list is complete.
"""

import re

from qingdan.rules.grant import Grant, GrantTrust, ParagraphText
from qingdan.rules.grants_other import other_grants
from qingdan.rules.power_item import Category

_BODY = re.compile(
    r"由(?P<body>(?!于|其(?!他)|此|人民法院|用人单位|保险人)[^，。；：]{2,60}?"
    r"(?:部门|机关|机构|政府(?![^，。；：责给处予依按没吊可应]{1,20}(?:部门|机关|机构|局))|委员会|局|厅|监狱))"
    r"(?=[^，。；：]{0,12}?(?:责令|给予|处|予以|没收|吊销|依|按|警告|收缴|暂扣|取消|撤销|降低|可以|应当|对|追缴|视|"
    r"根据|限期|和|或者|、|在|通报|决定|扣|并|宣布|强制|，|进行|作出|单处|会同))"
    r"|的，(?P<direct>(?!由|经|依照|按照)[^，。；：]{2,50}?(?:部门|机关|机构|政府|委员会|局))"
    r"(?=(?:可以|应当|有权|责令|给予|予以|处以|依法|根据|对其|没收|吊销))"
)
_MEASURE = re.compile(
    r"罚款|没收(?:其)?(?:违法|非法|所得|全部|有关|该|财物|走私|物品)|没收|吊销|暂扣(?:或者吊销)?[^，。；]{0,12}[证照]|"
    r"责令(?:其)?(?:停产|停业|停止执业|关闭|停办|停止(?:生产|经营|营业|销售|使用))|警告|拘留|通报批评|降低资质|"
    r"取缔|限制(?:开展|从业)|禁止其?[^，。；]{0,20}从事"
)
_NO_PENALTY = re.compile(
    r"罚款的(?:决定|设定|种类)|(?:设定|规定)[^，。；]{0,10}(?:罚款|处罚)|罚款(?:全部)?上缴|复议|听证"
)
_REFERENCE_ONLY = re.compile(
    r"^(?:[^，。；]*，)?(?:依照|按照|依据)[^。；]*(?:的规定)?(?:予以|给予|进行)?(?:处罚|处理)。?$"
)
_VIOLATION = re.compile(
    r"^(?:[^，。；：]{0,6})?(?:违反|有违反)(?:了)?(?:本|《|国家|前|有关|法律|上述|第)[^，。；：]{0,60}?(?:规定)?(?:的)?(?:，|：)"
)
_ACT_END = re.compile(r"的(?:，|；|：|、(?=由))|(?:之一|情形|行为)的?，|(?:之一|行为)(?=由)|的(?=由)")
_LISTING = re.compile(r"(?:有|具有|存在)?(?:下列|以下)[^，。；：]{0,20}(?:之一)?(?:的)?$")
_ESCALATION = re.compile(
    r"^(?:逾期|拒不|情节(?:特别)?(?:严重|轻微|较重)|造成|构成|有违法所得|没有违法所得|对(?:其)?直接|对单位|并|限期|仍|因此|"
    r"再次|触犯|有前款|前款|有第|给他人|属于|尚不|无法|两年|二年|违法所得|货值)"
)
_LONGEST_SUBJECT = 12
_OFFICIALS = re.compile(
    r"(?:工作人员|国家机关|行政机关|公务员|主管部门|监督管理部门|管理机构|检察|审判|人民政府)[^。；]{0,60}"
    r"(?:滥用职权|玩忽职守|徇私舞弊|处分|不履行(?:法定)?职责)"
)
_CENTRAL_ONLY = re.compile(
    r"^(?:国务院|中国人民银行|国家[^，。；、级]{1,12}(?:局|委员会|总局|部)|海关总署|财政部|全国人)"
)
_NOT_ORGANS = re.compile(
    r"人民法院|人民检察院|所在单位|仲裁|公司|企业|学校|行业协会|公证|保险|用人单位|上级|任免|有管理权限|监察"
)


def read_grants(paragraphs: tuple[ParagraphText, ...]) -> tuple[Grant, ...]:
    """All powers one article grants, paragraph by paragraph, one for each 项 of a list of acts.

    A paragraph that names no organ takes the one named before it in the same article (有前款行为的，处…).
    """
    found: list[Grant] = []
    body = ""
    for paragraph in paragraphs:
        grants, body = _penalties(paragraph, body)
        found += grants or other_grants(paragraph)
    return tuple(found)


def is_central(body: str) -> bool:
    """Whether the organ is one of the State alone, with no counterpart below it."""
    return (
        bool(_CENTRAL_ONLY.match(body)) and "地方" not in body and "县级" not in body and "各级" not in body
    )


def _penalties(paragraph: ParagraphText, inherited: str) -> tuple[list[Grant], str]:
    whole = paragraph.lead + "".join(words for _, words in paragraph.items)
    if not _MEASURE.search(whole) or _NO_PENALTY.search(paragraph.lead) or _OFFICIALS.search(paragraph.lead):
        return [], inherited
    named = _BODY.search(whole)
    body = (named["body"] or named["direct"]) if named else inherited
    if not body or _NOT_ORGANS.search(body):
        return [], inherited
    grants = [_penalty(paragraph, body, act, item, words) for act, item, words in _acts(paragraph)]
    return grants, body


def _penalty(paragraph: ParagraphText, body: str, act: str, item: int | None, words: str) -> Grant:
    return Grant(
        category=Category.PENALTY, body=body, name=f"对{act}的处罚", paragraph=paragraph.number, item=item,
        quoted=words, trust=GrantTrust.SUGGESTED,
    )  # fmt: skip


def _acts(paragraph: ParagraphText) -> list[tuple[str, int | None, str]]:
    """The punished acts: (act, 项, words to quote)."""
    if paragraph.items and _MEASURE.search(paragraph.lead):
        who = _subject(paragraph.lead)
        lead = paragraph.lead.rstrip("：:") + "："
        return [(who + _tidy(words), number, lead + "……" + words) for number, words in paragraph.items]
    acts = [
        (act, None, paragraph.lead)
        for sentence in paragraph.lead.split("。")
        if (act := _act(sentence)) and _MEASURE.search(sentence)
    ]
    by_item = [
        (act, number, words)
        for number, words in paragraph.items
        if _MEASURE.search(words) and (act := _act(words))
    ]
    return acts[:1] + by_item


def _act(sentence: str) -> str:
    words = _VIOLATION.sub("", sentence.strip())
    if _ESCALATION.match(words):
        return ""
    end = _ACT_END.search(words)
    if not end:
        return ""
    return _tidy(words[: end.start()])


def _subject(lead: str) -> str:
    """The subject before 有下列行为之一的: 建设单位, 排污者; "" when there is none."""
    words = _VIOLATION.sub("", lead)
    before = re.split(r"(?:，)?(?:违反[^，]{0,20}规定，?)?(?:有|具有|存在)(?:下列|以下)", words, maxsplit=1)[
        0
    ]
    return before if 0 < len(before) <= _LONGEST_SUBJECT and "，" not in before and before != words else ""


def _tidy(words: str) -> str:
    words = re.sub(r"^[（(]?[一二三四五六七八九十0-9]+[)）、.．]\s*", "", words.strip())
    words = _VIOLATION.sub("", words)
    words = words.rstrip("；;。，,：: ")
    return words.removesuffix("的").removesuffix("的行为").strip("，")
