"""Powers other than penalties that a paragraph of law grants: licences, coercion, levy, inspection and the rest."""

import re
from collections.abc import Iterator

from qingdan.rules.grant import Grant, GrantTrust, ParagraphText
from qingdan.rules.power_item import Category

_BODY = r"(?P<body>[^，。；：、（）]{0,40}?(?:主管部门|部门|机关|管理机构|人民政府|委员会|管理局))"
_CERTIFICATE = re.compile(
    r"(?:取得|领取|申领|核发|颁发|发给|换发|申请)(?:相应的|国家规定的|有关)?"
    r"(?P<what>《?[^，。；：、的并后]{2,24}?(?:许可证|资格证书|资质证书|批准证书|执照|经营证|生产证|合格证))"
)
_ACT_THEN_APPROVAL = re.compile(
    r"(?:^|[，。；])(?P<what>[^，。；：]{4,50}?)(?:的)?，(?:应当|必须|须|要|还应当)(?:依法|事先|先)?[^。；]{0,40}?"
    r"(?:经|向|报|由)" + _BODY + r"[^。；]{0,50}?(?P<measure>批准|许可|审批|核准|审查同意|申请)"
)
_FORBIDDEN_WITHOUT = re.compile(
    r"未经"
    + _BODY
    + r"?(?P<measure>批准|许可|审批|核准|同意|审核)[^，。；]{0,10}，(?:任何(?:单位|组织)(?:和|或者|、)个人)?"
    r"(?:一律)?不得(?:擅自)?(?P<what>[^，。；：]{3,50})"
)
_INTERNAL = re.compile(
    r"规划|标准|预案|目录|方案|办法|计划|任免|编制(?!外)|章程|国务院批准|人大|公布|制定|划定|名录|总体|预算"
)
_PRIVATE = re.compile(
    r"同意的，不得|双方同意|业主|合伙人|股东会|监护人|夫妻|患者|著作权人|专利权人|本人同意|权利人许可"
)
_OFFICIALS = re.compile(r"(?:工作人员|公务员|行政机关)[^。；]{0,60}(?:滥用职权|玩忽职守|徇私舞弊|处分|不得)")
_NOT_ORGANS = re.compile(r"人民法院|人民检察院|仲裁|公司|企业|学校|协会|用人单位|上级|本级|机构的|有关部门")

_LOOSE: tuple[tuple[Category, re.Pattern[str], str], ...] = (
    (
        Category.COMPULSION,
        re.compile(
            _BODY + r"[^。；]{0,60}?(?:可以|有权|应当|予以|：|采取)[^。；]{0,40}?"
            r"(?P<measure>查封|扣押|扣留|冻结|强制拆除|代履行|加处罚款|加收滞纳金)(?P<what>[^，。；：]{0,30})"
        ),
        "对{what}的{measure}",
    ),
    (
        Category.INSPECTION,
        re.compile(
            _BODY + r"[^。；：]{0,30}?对(?P<what>[^，。；：]{2,40}?)(?:依法)?(?:进行|实施|开展|的)?"
            r"(?:定期|不定期)?(?P<measure>监督检查|现场检查|监督抽查|抽查|巡查)"
        ),
        "对{what}的{measure}",
    ),
    (
        Category.LEVY,
        re.compile(
            r"(?:向|由)"
            + _BODY
            + r"[^。；]{0,40}?(?P<measure>征收|缴纳|收取)(?P<what>[^，。；：]{1,18}?(?:费|税|基金))"
        ),
        "{what}的征收",
    ),
    (
        Category.ADJUDICATION,
        re.compile(
            r"(?P<what>[^，。；：]{0,24}(?:争议|纠纷))[^。；]{0,60}?由"
            + _BODY
            + r"[^。；]{0,8}?(?P<measure>裁决|处理|裁定)"
        ),
        "{what}的裁决",
    ),
    (
        Category.CONFIRMATION,
        re.compile(
            r"(?:由|向|经)"
            + _BODY
            + r"[^。；]{0,40}?(?P<measure>认定|鉴定|确认|登记)(?P<what>(?:为)?[^，。；：]{0,20})"
        ),
        "{what}{measure}",
    ),
    (
        Category.REWARD,
        re.compile(
            r"对(?P<what>[^。；：]{4,60}?)(?:的(?:单位|个人|组织)[^，。；]{0,12})?，?(?:由"
            + _BODY
            + r")?[^，。；]{0,16}"
            r"(?:给予|予以)(?P<measure>表彰|奖励)"
        ),
        "对{what}的{measure}",
    ),
    (
        Category.PAYMENT,
        re.compile(
            _BODY + r"[^。；]{0,60}?(?:给予|发给|发放|支付)(?P<what>[^，。；：]{0,16}?)"
            r"(?P<measure>补助|补贴|抚恤金|抚恤|救助|救济|津贴|优待金|生活费)"
        ),
        "{what}{measure}的给付",
    ),
)


def other_grants(paragraph: ParagraphText) -> tuple[Grant, ...]:
    """At most one licence and one grant of each other kind in a paragraph: their wording is too loose for more."""
    lead = paragraph.lead
    if _PRIVATE.search(lead) or _OFFICIALS.search(lead):
        return ()
    licence = _licence(paragraph)
    return ((licence,) if licence else ()) + tuple(_loose(paragraph))


def _licence(paragraph: ParagraphText) -> Grant | None:
    match = _ACT_THEN_APPROVAL.search(paragraph.lead) or _FORBIDDEN_WITHOUT.search(paragraph.lead)
    if not match or _INTERNAL.search(match["what"]) or _NOT_ORGANS.search(match["body"] or ""):
        return None
    certificate = _CERTIFICATE.search(paragraph.lead)
    if match["measure"] == "申请" and not certificate:
        return None
    name = f"{certificate['what'].strip('《')}核发" if certificate else f"{_act(match['what'])}审批"
    return _grant(paragraph, Category.LICENCE, match["body"] or "", name, GrantTrust.CHECK_ARTICLE)


def _loose(paragraph: ParagraphText) -> Iterator[Grant]:
    for category, pattern, form in _LOOSE:
        match = pattern.search(paragraph.lead)
        if match and match["body"] and not _NOT_ORGANS.search(match["body"]):
            name = form.format(what=_act(match["what"]), measure=match["measure"])
            yield _grant(paragraph, category, match["body"], name, GrantTrust.UNCERTAIN)


def _act(words: str) -> str:
    return re.sub(
        r"^(?:任何单位和个人|单位和个人|申请|需要|因[^，]{0,12}需要|确需|凡|其|的)", "", words
    ).removesuffix("的")


def _grant(paragraph: ParagraphText, category: Category, body: str, name: str, trust: GrantTrust) -> Grant:
    return Grant(
        category=category, body=body, name=name, paragraph=paragraph.number, item=None,
        quoted=paragraph.lead, trust=trust,
    )  # fmt: skip
