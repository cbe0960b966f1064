"""Which powers an article of law grants: to whom, of which kind, under what name.

The plan (宜春市"三单一网"实施方案 一, 四(一)) asks that no duty set by law be left out (法定职责必须为). An
article grants a power when it lets or bids an administrative organ do to others what only authority can:
punish, coerce, license, levy, pay, decide disputes, confirm, reward, inspect. Legal language is regular for
penalties (act + 的 + 由 organ + measure) and loose for everything else; so a penalty is a suggestion, a
licence "check this article", the rest uncertain. Never a proof that a list is complete.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qingdan.rules.grants.grant import Grant, GrantTrust, ParagraphText
from qingdan.rules.grants.organs import acting_organ, organ_after
from qingdan.rules.grants.others import other_grants
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category

_MEASURE = pattern(
    r"罚款(?!的(?:决定|设定|种类|处罚))|没收(?!的)|吊销(?!的)|暂扣(?:或者吊销)?[^，。；]{0,12}[证照]|取缔|日以[上下][^，。；]{0,12}拘留|处(?:以)?(?:行政)?拘留|予以拘留|通报批评|降低资质|"
    r"(?:给予|处以?|予以|单处|并处|并给予|或者|者|、)警告|警告(?:[，、或并；。和及]|$)|"
    r"责令(?:其)?(?:停产|停业|停止执业|关闭|停办|停止(?:生产|经营|营业|销售|使用|活动))|"
    r"限制(?:开展|从业)|禁止其?[^，。；]{0,20}从事|(?:依照|按照)(?:本条|前款)[^，。；]{0,12}处罚"
)
_NO_PENALTY = pattern(
    r"(?:设定|可以规定|制定)[^，。；]{0,10}(?:罚款|处罚)|罚款(?:全部)?(?:上缴|收缴|收据|票据|[^，。；]{0,4}指标)|"
    r"罚缴分离|当场[^，。；]{0,4}收缴|折抵|同时规定给予|应当给予[^，。；]{0,8}处罚的，|人民法院审理|"
    r"(?:申请|提起)[^，。；]{0,8}(?:复议|诉讼)|听证|人民法院(?:可以|应当|予以)|代履行"
)
_MEASURE_HEAD = pattern(
    r"(?:除[^，]{1,40}外|可以?|并可以?|应当?|依法|予以|给予|责令|处以?(?=[^分理境])|没收|吊销|暂扣|警告|取缔|罚款|单处|按照?|"
    r"根据|视|限期|通报|收缴|追缴|撤销|取消|情节|在[^，]{0,16}内|禁止|降低|依照|由|对[^，]{1,24}(?:处|给予|予以))"
)
_VIOLATION = pattern(
    r"[^，。；：]{0,6}(?:违反|有违反)了?(?:本|《|国家|前|有关|法律|上述|第)[^，：]{0,80}?(?:规定|要求)的?(?:，|：|而)"
)
_VIOLATED = pattern(r"违反[^。；：]{2,60}(?:规定|要求)$")
_STRONG_HEAD = pattern(r"(?:责令|没收|处以?(?=[^分理境])|吊销|给予警告|予以警告)")
_LISTING = pattern(r"(?:有|具有|存在|实施|符合)?(?:上述|下列|以下)[^，。；：]{0,24}(?:之一|行为|情形)的?$")
_ACT_END = pattern(r"(?:的|之一|行为|情形|者|人)$")
_BEFORE_ORGAN = pattern(r"(?:，?(?:可以|应当|必须|依法|并|均|一律|除[^，]{2,60}外|视情节(?:轻重)?))?，?$")
_ESCALATION = pattern(
    r"(?:逾期|仍|拒不(?:改正|停止|执行|缴|补|恢复|纠正|整改|拆|清|履行|接受处理)|情节|造成|构成|有违法所得|没有违法所得|无违法所得|"
    r"对(?:其)?直接|对单位|对个人|对(?:其|前)|并|限期|因此|再次|触犯|有前|有上|有本条|有第|给他人|属于|尚不|无法|[两二一三五]年|"
    r"违法所得|货值|经(?:责令|催|劝|教育|通知|整改|复查|警告)|不改正|未改正|单位(?:有|犯|违反前|实施前)|"
    r"个人(?:有前|违反前)|不足|数额|危害|后果|尚未|自(?:责|收)|其中|当事人(?:逾期|对|拒)|违反(?:前|上)款|受到|被处|"
    r"发现|符合|该|上述|前款|罚款|处罚|特别|严重|同时|国家工作人员|依照|未构成犯罪|[没有]*有(?:营业)?执照|已(?:经|取得)|[^，]{0,12}(?:证件?|执照)被吊销|不听劝阻|被取缔|"
    r"故意隐瞒不报|[^，]{2,16}为(?:个人|单位)$|委托[^，]{2,12}者$)"
)
_GRADE = pattern(r"发生(?:一般|较大|重大|特别重大)[^，]{0,8}事故$")
_NEVER_AN_ACT = pattern(
    r"(?:构成犯罪|构成违反治安|触犯|[没无]?有?违法所得|对?(?:其)?直接(?:负责|责任)|情节(?:特别)?(?:严重|较|轻)|逾期|当事人对|应当给予|"
    r"依法应|给予|受到|被(?:处|吊销|责令)|处以?罚款|作出|给他人造成|(?:违法)?(?:收入|经营额|销售额|货值)|难以|无法(?:计算|确定)|依照[^，]{2,40}处以罚款$|被撤销|"
    r"违反(?:有关)?规定$|违反第[^条款]{1,9}项|有关法律|[^，]{0,20}没有规定$|不能(?:拆除|恢复|改正|按期)|尚可|警告后|违法行为人|被决定|被[^，]{2,8}的人|[^，]{0,30}(?:部门|机关|机构|人民政府)(?:在|依法|处理|对|查处|应当|认定)|"
    r"有(?:前|上|本条|本[法例])[^，]{0,16}(?:行为|情形)$|已经(?:实施|给予)|责令(?:停产|停业|关闭)|不听劝阻$|"
    r"单位违反本[^，]{1,4}，被|国家规定$|[^，]{0,40}(?:拒绝接受罚款处罚|认为应当))"
)
_OFFICIALS = pattern(
    r"(?:工作人员|国家机关|行政机关|公务员|主管部门|监督管理部门|管理机构|检察|审判|人民政府|人民警察|执法人员|本法规定的职责)"
    r"[^。；]{0,60}(?:滥用职权|玩忽职守|徇私舞弊|失职|渎职|不履行(?:法定)?职责)|行政处分|滥用职权|玩忽职守|徇私舞弊|"
    r"^[^，]{0,40}(?:人民政府|主管部门|管理部门|行政部门|征收部门|有关部门|监督部门|行政机关|监察机关)(?:或者[^，]{0,30})?"
    r"(?:(?:及其|和其|的)[^，]{0,12}(?:工作人员|负责人)|未|不|违反|有下列|有以下|在[^，]{2,30}中|违法)"
)
_CRIME_FIRST = pattern(
    r"的?，(?:(?:情节严重，)?构成(?:犯罪|违反治安管理行为)的，[^，；。]{2,30}|情节严重的，[^，；。]{0,24}追究刑事责任)；"
    r"(?:情节轻微，?)?尚?(?:不|未)(?:构成犯罪|够刑事处罚)的，"
)
_CONTINUES = pattern(r"。(?=(?:逾期|拒不|情节|经责令|造成|对直接|并))")
_CONDITION_TAIL = pattern(
    r"，(?=(?:逾期|情节|经责令|经[^，]{0,20}(?:责令|催|教育)|拒不改正|仍不|限期)[^，]*$)"
)
_NUMBER = pattern(r"^[（(]?[一二三四五六七八九十百0-9]{1,4}[)）、.．]\s*")
_SUBJECT = pattern(
    r"(?:对)?(?!具有|存在|实施)(?P<who>[^，。；：违]{1,30}?)(?:，违反[^，]{0,30}规定)?，?(?:有|具有|存在|实施)(?:下列|以下)"
)
_ACT_TAIL = pattern(r"(?:之一|的行为|的){0,3}[；;。，,：:\s]*$")
_ACT_HEAD = pattern(r"^(?:除[^，]{2,60}外，|凡|对于|对(?!外|方|台|冲))")
_ONE_ACT = pattern(r"^有(?!前|本|第|《)([^，]+?)行为$")
_HALF_WIDTH = str.maketrans(",;:()", "，；：（）")


@dataclass(frozen=True, slots=True)
class _Act:
    words: str
    item: int | None
    quoted: str
    organ: str


def read_grants(paragraphs: tuple[ParagraphText, ...], *, organ: str = "") -> tuple[Grant, ...]:
    """All powers one article grants, paragraph by paragraph, one for each 项 of a list of acts.

    A paragraph that names no organ takes the one named before it in the same article, else `organ`, the one
    the instrument leaves its penalties to (`organs.default_organ`). Never raises.
    """
    found: list[Grant] = []
    punished = False
    for paragraph in paragraphs:
        acts = list(_acts(paragraph, organ, given=punished))
        found += [_penalty(paragraph, act) for act in acts] or other_grants(paragraph, organ=organ)
        organ, punished = (acts[-1].organ, True) if acts else (organ, punished)
    return tuple(found)


def _penalty(paragraph: ParagraphText, act: _Act) -> Grant:
    return Grant(
        category=Category.PENALTY, body=act.organ, name=f"对{act.words}的处罚", paragraph=paragraph.number,
        item=act.item, quoted=act.quoted, trust=GrantTrust.SUGGESTED,
    )  # fmt: skip


def _acts(paragraph: ParagraphText, organ: str, *, given: bool) -> Iterator[_Act]:
    """The punished acts of a paragraph, in order; `given`: the article has named an act before."""
    lead = paragraph.lead.translate(_HALF_WIDTH)
    if paragraph.items and _MEASURE.search(lead):
        by_item = list(_listed(paragraph, lead, organ))
        if by_item:
            yield from by_item
            return
    in_lead = list(_in_sentences(paragraph, lead, organ, given=given))
    yield from in_lead
    organ = organ_after(lead)[0] or organ
    for number, words in paragraph.items:
        sentence = _without_number(words.translate(_HALF_WIDTH))
        if _MEASURE.search(sentence):
            act, named = _read(sentence.split("；")[0], organ)
            graded = _ESCALATION.match(act) or (in_lead and _GRADE.match(act))
            if act and named and not graded:
                yield _Act(act, number, _joined(paragraph.lead, words), named)


def _in_sentences(paragraph: ParagraphText, lead: str, organ: str, *, given: bool) -> Iterator[_Act]:
    """Acts in running text. Only the first part before ； may leave its measure to the parts after it."""
    for sentence in _CRIME_FIRST.sub("的，", _CONTINUES.sub("；", lead)).split("。"):
        if not _MEASURE.search(sentence) or _NO_PENALTY.search(sentence):
            continue
        for place, part in enumerate(sentence.split("；")):
            if place and not _MEASURE.search(part):
                continue
            act, organ = _read(part, organ)
            if act and organ and not ((given or place) and _ESCALATION.match(act)):
                given = True
                yield _Act(act, None, paragraph.lead, organ)


def _listed(paragraph: ParagraphText, lead: str, organ: str) -> Iterator[_Act]:
    """The acts of a list whose lead holds organ and measure: one for each 项."""
    organ = _organ_of(lead)[0] or organ
    before = _without_violation(re.split("，?由|[。；]", lead)[0])
    if not organ or _OFFICIALS.search(before) or _NO_PENALTY.search(lead):
        return
    subject = _SUBJECT.match(before)
    for number, words in paragraph.items:
        act = _tidy(_without_number(words.translate(_HALF_WIDTH)))
        elsewhere = _MEASURE.search(act) or _OFFICIALS.search(act) or _ESCALATION.match(act)
        if act and not elsewhere and not _NEVER_AN_ACT.match(act):
            act = _with_subject(subject["who"], act) if subject else act
            yield _Act(act, number, _joined(paragraph.lead, words), organ)


def _read(sentence: str, organ: str) -> tuple[str, str]:
    """The act one sentence punishes ("" when it punishes none), and the organ named by then."""
    named, position = _organ_of(sentence)
    organ = named or organ
    measure = _measure_start(sentence, _STRONG_HEAD if named else _MEASURE_HEAD)
    end = min((one for one in (position, measure) if one > 0), default=0)
    before = _BEFORE_ORGAN.sub("", sentence[:end])
    if not _ACT_END.search(before) and "的，" in before:
        before = before[: before.rindex("的，") + 1]
    act = _BEFORE_ORGAN.sub("", _CONDITION_TAIL.split(before)[0])
    whole = _ACT_END.search(before) or _VIOLATED.search(before) or _VIOLATION.match(before)
    if not whole or _OFFICIALS.search(_without_violation(act)):
        return "", organ
    act = _tidy(act)
    return ("" if not act or _NEVER_AN_ACT.match(act) or _LISTING.search(act) else act), organ


def _organ_of(sentence: str) -> tuple[str, int]:
    """The punishing organ of a sentence and where its clause begins; ("", -1) when it names none."""
    organ, position = acting_organ(sentence)
    return ("公安机关" if organ and "移送公安机关" in sentence else organ), position


def _measure_start(sentence: str, head: re.Pattern[str]) -> int:
    """Where the first clause after the first begins that opens with a measure; 0 when none does."""
    clauses = (comma.end() for comma in re.finditer("，", sentence))
    return next((start for start in clauses if head.match(sentence, start)), 0)


def _with_subject(who: str, act: str) -> str:
    """Subject and act; a 项 that names its own subject keeps it alone."""
    return act if who[-2:] in act[:12] or act[:2] in who else who + act


def _tidy(words: str) -> str:
    """An act as a name holds it: without 违反本法规定，, 对, 的行为 and the marks around it."""
    act = _ACT_TAIL.sub("", _without_violation(words.strip()))
    act = _ACT_HEAD.sub("", act)
    return _ONE_ACT.sub(r"\1", act)


def _without_violation(words: str) -> str:
    """Words without 违反本法第十条规定， before the act; a sentence that names nothing else keeps it."""
    match = _VIOLATION.match(words)
    if not match or len(words) <= match.end() + 2 or "其" in words[match.end() : match.end() + 4]:
        return words
    return words[match.end() :]


def _without_number(words: str) -> str:
    return _NUMBER.sub("", words.strip())


def _joined(lead: str, words: str) -> str:
    """Lead and 项 as a register quotes them."""
    return f"{lead.rstrip('：:')}：……{words}"
