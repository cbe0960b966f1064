"""Powers other than penalties that a paragraph of law grants: licences, coercion, levy, inspection and the rest.

Licences follow two forms (…，应当经…批准; 未经…批准，不得…); the other kinds have no form of their own, so
each pattern asks for organ, verb and object in one sentence and leaves what it cannot name.
"""

import re
from collections.abc import Callable, Iterator

from qingdan.rules.grants.grant import Grant, GrantTrust, ParagraphText
from qingdan.rules.grants.organs import acting_organ, organ_after, organ_at_head
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category

_Found = tuple[str, str]  # organ, name

_CERTIFICATE = pattern(
    r"(?:取得|领取|申领|核发|颁发|发放|发给|换发|办理|申请)(?:取得|领取|办理|相应的|国家规定的|有关)*"
    r"(?P<what>《?[^，。；：、的并后发取]{2,24}?(?:许可证|资格证书|资质证书|批准证书|执照|经营证|生产证|合格证|准运证|通行证))"
)
_MUST_ASK = pattern(
    r"(?:的)?，(?:还)?(?:应当|必须|须|要|由)[^。；]{0,60}?(?:批准|许可|审批|核准|审查同意|同意|申请)"
)
_ASKED = pattern(r"(?:经|向|报经|报请|报送|报|由)(?!过)(?P<words>[^，。；：]{2,80})")
_APPROVES = pattern(r"批准|许可|审批|核准|审查同意|审核同意|同意|提出申请|申请")
_FORBIDDEN = pattern(
    r"未经(?P<who>[^，。；：]{0,50}?)(?:依法)?(?:批准|许可|审批|核准|同意|审核)[^，。；]{0,10}，"
    r"(?:任何(?:单位|组织|机构|个人)?(?:和|或者|、|及)?(?:个人|组织|单位)?)?(?:一律|均)?不得(?:擅自|从事)?(?P<what>[^，。；：]{3,60})"
)
_EXCEPTION = pattern(r"(?:因[^，；]{0,24}?)?(?:确需|确有必要|确实需要)(?P<deed>[^，；]{0,30})$")
_GENERALLY_FORBIDDEN = pattern(r"(?:禁止|不得)(?:擅自|任意|随意)?(?P<what>[^，。；：]{3,60})$")
_BARE_DEEDS = ("", "进行", "从事", "实施", "开展")
_NO_LICENCE = pattern(
    r"规划|标准|预案|目录|方案|办法|计划|任免|编制(?!外)|章程|人大|公布|制定|划定|名录|预算|决算|撤销|负责人|案件|逮捕|"
    r"检察|人民法院|投诉|采取[^，]{0,12}措施|查封|扣押|本部门|期限|延期|延长|征求|礼品|地名|档案移交|证据|拘留|侦查|财产审|下列情形|合同|登记事项"
)
_PRIVATE = pattern(
    r"同意的，不得|双方同意|业主|合伙人|股东会|监护人|夫妻|患者|著作权人|专利权人|注册人|品种权人|权利人|本人同意|他人专利|"
    r"当事人同意|所有权人同意|用户同意|被收购"
)
_OFFICIALS = pattern(
    r"(?:工作人员|公务员|行政机关|执法人员|人民警察)[^。；]{0,60}(?:滥用职权|玩忽职守|徇私舞弊|处分|不得|应当)"
)
_TRANSITION = pattern(r"(?:施行|实施|公布)(?:之日)?(?:以)?[前起后]|届满|有效期")
_PENAL = pattern(r"罚款|没收|吊销|处分|追究|责令|违反")
_PROCEDURE = pattern(
    r"清单|决定书|期限|笔录|解除|费用由|到场|工作人员|执法人员|保管|被查封|被扣押|不得|负责人批准|人民法院|侦查|刑事|犯罪嫌疑|"
    r"通知书|依照法律|应当依照|邀请|罚没"
)
_COERCES = pattern(
    r"(?:可以|有权|应当|予以|并|采取|依法|，)[^，。；]{0,16}?"
    r"(?P<measure>(?:先行登记保存|查封|扣押|扣留|冻结|封存|强制拆除|代履行|代为(?:履行|治理|处置|清除|补种)|加处罚款)"
    r"(?:(?:、|或者|和)(?:查封|扣押|扣留|冻结|封存))*)(?P<what>[^，。；：]{0,40})"
)
_COERCED_END = pattern(r"至违法|并|予以|直至|，|或者(?:查封|扣押|扣留)")
_NOT_COERCED = pattern(r"措施|结果|处理|查询|作出|处罚|履行|记录")
_OBJECT = pattern(
    r"对(?!外)(?P<what>[^，。；：]{2,60}?)(?:的)?(?:，|可以|有权|应当|予以|依法|进行|采取|实施)"
)
_INSPECTS = pattern(
    r"对(?!外)(?P<what>[^，。；：]{2,50}?)(?:应当|依法|加强|建立|组织|实施|进行|开展|的|定期|不定期|日常|随机|统一){1,5}"
    r"(?P<measure>监督检查|现场检查|监督抽查|执法检查|抽查|巡查|检查)"
)
_INSIDE = pattern(
    r"人民代表|建议|预算|所属部门|下级|工作人员|本级|责任制|本条例|本法|规划|制度|监察|审计|政府工作|检查工作"
)
_LEVIES = pattern(
    r"(?P<verb>征收(?!机构|部门)|缴纳|收取)(?P<what>[^，。；：、]{1,18}?(?:费|税|基金))(?![用制务率种收款金])"
)
_DISPUTE = pattern(
    r"(?P<what>[^，。；：]{2,40}(?:争议|纠纷))(?:的)?，[^。]{0,80}?(?P<organ>由[^，。；]{2,60}?)(?:依法|作出|予以)*(?:行政)?(?:裁决|处理|裁定)"
)
_CONFIRMS = pattern(
    r"(?P<what>[^，。；：]{2,50}?)(?:的)?，?(?:应当|可以|依法)?(?P<organ>由[^，。；]{2,60}?)(?:依法|负责|组织|予以|进行|审核)*"
    r"(?P<measure>认定|鉴定|确认|评定)(?!的|书|标准|办法|机构)"
)
_REGISTERS = pattern(
    r"(?P<who>[^，。；：]{2,40}?)(?:，)?(?:应当|必须|须|可以)[^。；]{0,60}?(?:向|到)(?P<organ>[^，。；：]{2,50}?)"
    r"(?:提出)?(?:申请办理|申请|办理)(?P<what>[^，。；：、的]{0,16})登记"
)
_SUBJECT_END = pattern(r"有下列|因|由于|需要|变更|登记事项|存续|决议|发生|的，|跨|当事人|申请人|前款")
_REWARDS = pattern(
    r"对(?P<what>[^。；：]{4,70}?)(?:，|，?(?P<organ>由[^，。；]{2,40}?))(?:按照[^，]{2,20})?(?:应当)?(?:给予|予以)?"
    r"[^，。；]{0,8}?(?:给予|予以)(?P<measure>表彰、奖励|表彰和奖励|表彰或者奖励|表彰奖励|表彰|奖励)"
)
_PAYS = pattern(
    r"(?:给予|发给|发放|支付)(?P<what>[^，。；：]{0,16}?(?:补助|补贴|抚恤金|抚恤|救助|救济|津贴|优待金|生活费|护理费|丧葬费)金?)"
)
_VAGUE = pattern(r"^(?:适当|一定|相应|必要)?(?:的)?(?:补助|补贴|救助|抚恤|救济|资金补助)$")


def other_grants(paragraph: ParagraphText, *, organ: str = "") -> tuple[Grant, ...]:
    """At most one licence (or one a 项) and one grant of each other kind in a paragraph: looser than penalties.

    `organ`: whom the instrument puts in charge, where the sentence names nobody.
    """
    lead = paragraph.lead
    if _PRIVATE.search(lead) or _OFFICIALS.search(lead):
        return ()
    found: list[Grant] = []
    for sentence in lead.split("。"):
        if not any(grant.category is Category.LICENCE for grant in found):
            found += _licences(paragraph, sentence, organ)
    for category, words, reader in _READERS:
        if any(word in lead for word in words):
            read = next(filter(None, (reader(sentence, organ) for sentence in lead.split("。"))), None)
            if read:
                found.append(_grant(paragraph, category, read, GrantTrust.UNCERTAIN))
    return tuple(found)


def _licences(paragraph: ParagraphText, sentence: str, organ: str) -> Iterator[Grant]:
    read = _licence(sentence, organ)
    if not read:
        return
    who, name = read
    listed = re.search(r"(?P<where>.{2,40}?)(?:从事|进行|实施)?(?:下列|以下)(?:活动|行为|事项|作业)", name)
    if listed and paragraph.items:
        for number, words in paragraph.items:
            act = re.sub(r"^[（(][^）)]{1,4}[）)]\s*", "", words.strip()).rstrip("；;。，,的")
            if len(act) > 2 and not act.startswith(("其他", "法律", "国家规定", "符合")):
                yield _grant(
                    paragraph,
                    Category.LICENCE,
                    (who, f"{listed['where']}{act}审批"),
                    GrantTrust.CHECK_ARTICLE,
                    number,
                )
    elif not listed:
        yield _grant(paragraph, Category.LICENCE, read, GrantTrust.CHECK_ARTICLE)


def _licence(sentence: str, organ: str) -> _Found | None:
    if _PENAL.search(sentence) or _TRANSITION.search(sentence):
        return None
    forbidden = _FORBIDDEN.search(sentence)
    if forbidden:
        who, act = (
            organ_at_head(forbidden["who"], after=True) or ("" if forbidden["who"] else organ),
            forbidden["what"],
        )
    else:
        asks = _MUST_ASK.search(sentence)
        if not asks:
            return None
        act, who = sentence[: asks.start()], _approver(sentence[asks.start() :])
    certificate = _CERTIFICATE.search(sentence)
    if certificate and (who or organ):
        return who or organ, f"{certificate['what'].strip('《').removeprefix('办理')}核发"
    act = _asked_act(act)
    if (
        not who
        or not 3 < len(act) <= 60
        or _NO_LICENCE.search(act + who)
        or ("申请" in sentence and "批准" not in sentence)
    ):
        return None
    return who, f"{act}审批"


def _asked_act(words: str) -> str:
    """The act that needs a licence: the last clause, or what it excepts from (不得采砂；确需进行的); "" for neither."""
    before, _, clause = words.rpartition("；")
    exception = _EXCEPTION.match(clause)
    if not exception:
        return _act(clause)
    forbidden = _GENERALLY_FORBIDDEN.search(before)
    deed = exception["deed"]
    if forbidden and (deed in _BARE_DEEDS or deed in forbidden["what"]):
        return _act(forbidden["what"])
    return "" if deed in _BARE_DEEDS else _act(clause)


def _approver(words: str) -> str:
    """The organ that approves: the last one before the approving word."""
    for match in _ASKED.finditer(words):
        approves = _APPROVES.search(match["words"])
        if approves:
            organ = organ_at_head(match["words"][: approves.start()], after=True)
            if organ:
                return organ
    return ""


def _compulsion(sentence: str, organ: str) -> _Found | None:
    match = _COERCES.search(sentence)
    if not match or _PROCEDURE.search(sentence):
        return None
    who = acting_organ(sentence[: match.start("measure")])[0] or ("" if "违反" in sentence else organ)
    what = _COERCED_END.split(match["what"], maxsplit=1)[0]
    what = re.sub(r"^(?:的|有关的|相关的)|等?(?:行政)?强制措施$|等措施$", "", what).strip("、")
    before = _OBJECT.search(sentence[: match.start("measure")])
    if before and not 1 < len(what) < 40:
        what = before["what"]
    named = len(what) > 1 and not _NOT_COERCED.search(what)
    return (who, f"对{_act(what)}的{match['measure']}") if who and named else None


def _inspection(sentence: str, organ: str) -> _Found | None:
    match = _INSPECTS.search(sentence)
    who = acting_organ(sentence)[0]
    if not match or not who or _INSIDE.search(match["what"] + who) or _PENAL.search(sentence[: match.end()]):
        return None
    what = _act(match["what"])
    return (who, f"对{what}的{match['measure']}") if len(what) > 1 and "下列" not in what else None


def _levy(sentence: str, organ: str) -> _Found | None:
    match = _LEVIES.search(sentence)
    if not match or _PENAL.search(sentence) or "不得" in sentence[: match.start()][-12:]:
        return None
    asked = re.search(
        r"向(?P<words>[^，。；：]{2,50}?)(?:按时|依法|申报|足额|一次性)*(?:缴纳|征收)", sentence
    )
    who = (
        organ_after(sentence)[0]
        or (organ_at_head(asked["words"], after=True) if asked else "")
        or acting_organ(sentence)[0]
    )
    return (who, f"{_act(match['what'])}的征收") if who else None


def _adjudication(sentence: str, organ: str) -> _Found | None:
    match = _DISPUTE.search(sentence)
    who = organ_after(match["organ"])[0] if match else ""
    return (who, f"{_act(match['what'])}的裁决") if match and who else None


def _confirmation(sentence: str, organ: str) -> _Found | None:
    if _PENAL.search(sentence):
        return None
    match = _CONFIRMS.search(sentence)
    if match and (who := organ_after(match["organ"])[0]):
        return who, f"{_act(match['what'])}{match['measure']}"
    match = _REGISTERS.search(sentence)
    who = organ_at_head(match["organ"], after=True) if match else ""
    if not match or not who:
        return None
    what, subject = match["what"], _SUBJECT_END.split(_act(match["who"]), maxsplit=1)[0]
    return (who, f"{subject}{what}登记") if len(what) > 2 or len(subject) > 1 else None


def _reward(sentence: str, organ: str) -> _Found | None:
    match = _REWARDS.search(sentence)
    if not match:
        return None
    who = organ_after(match["organ"])[0] if match["organ"] else acting_organ(sentence)[0] or organ
    return (
        (who, f"对{match['what'].rstrip('，')}的{match['measure']}")
        if who and not re.search("下列|有权|应当|给予|举报电话", match["what"])
        else None
    )


def _payment(sentence: str, organ: str) -> _Found | None:
    match = _PAYS.search(sentence)
    who = acting_organ(sentence)[0] if match else ""
    if not match or not who or re.search(r"停止|不得|经济补偿|用人单位|取消", sentence):
        return None
    what = match["what"]
    if _VAGUE.match(what):
        target = _OBJECT.search(sentence)
        what = f"对{_act(target['what'])}的{what}" if target else ""
    return (who, f"{what}的给付") if what else None


# Each kind with the words without one of which there is nothing to read.
_READERS: tuple[tuple[Category, tuple[str, ...], Callable[[str, str], _Found | None]], ...] = (
    (Category.COMPULSION, ("查封", "扣", "冻结", "封存", "拆除", "代", "先行登记"), _compulsion),
    (Category.INSPECTION, ("检查", "抽查", "巡查"), _inspection),
    (Category.LEVY, ("费", "税", "基金"), _levy),
    (Category.ADJUDICATION, ("争议", "纠纷"), _adjudication),
    (Category.CONFIRMATION, ("认定", "鉴定", "确认", "评定", "登记"), _confirmation),
    (Category.REWARD, ("表彰", "奖励"), _reward),
    (Category.PAYMENT, ("补助", "补贴", "抚恤", "救", "津贴", "优待", "费"), _payment),
)


def _act(words: str) -> str:
    bare = re.sub(
        r"^(?:但是?|因[^，]{0,20}(?:需要|原因)，?|任何单位和个人|单位和个人|申请(?!人)|需要|确需|凡|其中，|其|的|或者|以及|并|和|、|和|依法|擅自)+",
        "",
        words.strip("， 、"),
    )
    return bare.removesuffix("的").removesuffix("时")


def _grant(
    paragraph: ParagraphText, category: Category, read: _Found, trust: GrantTrust, item: int | None = None
) -> Grant:
    words = dict(paragraph.items).get(item or 0, "")
    return Grant(
        category=category, body=read[0], name=read[1], paragraph=paragraph.number, item=item,
        quoted=f"{paragraph.lead.rstrip('：:')}：……{words}" if item else paragraph.lead, trust=trust,
    )  # fmt: skip
