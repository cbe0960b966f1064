"""What stands around the table: which unit files the register, who signs it, who filled it in."""

from collections.abc import Iterable
from typing import NamedTuple

from qingdan.registers.reading.table import Row
from qingdan.rules.pattern import pattern

_BRACKET = r"(?:[（(【\[][^（）()【】\[\]]{0,14}[）)】\]])?"
_ALONE = r"(?<![一-龥])"
_KINDS = {
    "other": r"审核人|复核人|(?:分管|科室|填表|部门分管)(?:领导|负责人|负责同志)|监督电话|单位地址|传真|邮箱",
    "department": (
        r"填报部门|填报单位|填表单位|填表部门|填报机关|报送单位|报送部门|申报单位|申报部门|编制单位|制表单位|单位名称|部门名称"
        r"|机构名称|清理单位|清理部门|单位全称"
        rf"|{_ALONE}(?:部门|单位|机关)(?=\s{{0,4}}[（(]\s{{0,4}}(?:盖章|公章|章))|{_ALONE}(?:部门|单位)(?=\s{{0,4}}[：:])"
    ),
    "signature": (
        r"(?:本?单位|部门)?(?:主要)?(?:负责同志|负责人|领导)(?:签字|签名|签章|签署|姓名)?"
        r"|(?:局长|主任|法定代表人|法人代表|一把手)(?:签字|签名|签章)?(?=\s{0,4}[：:（(])|(?:签字|签名)人?(?=\s{0,4}[：:])"
    ),
    "filler": r"填报人员?|填表人员?|制表人|经办人|联系人|联络员",
    "phone": r"联系电话|办公电话|联系方式|电话|手机",
    "date": rf"填报日期|填报时间|填表日期|填表时间|报送日期|报送时间|制表日期|制表时间|签字日期|{_ALONE}日期",
}
_LABEL = pattern("|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items()))
_AFTER = pattern(rf"\s{{0,20}}{_BRACKET}\s{{0,20}}(?:[：:]|$)")
_FILL = " \t\r\n\u3000_＿—-、，,。；;:：/"
_SIGNED = pattern(r"[（(【\[]?(?:签字|签名|签章|盖章|公章|手签)[）)】\]]?$")
_SEAL = r"[（(]?\s{0,9}(?:单位|部门)?\s{0,9}(?:公章|盖章)\s{0,9}[）)]?"
_DIGITS = r"[\d\s_＿〇○一二三四五六七八九十xX×]"
_MONTH = rf"{_DIGITS}{{0,8}}月(?:{_DIGITS}{{0,8}}[日号])?"
_ISO = r"(?:19|20)\d\d\s?[-./]\s?\d{1,2}(?:\s?[-./]\s?\d{1,2})?"
_SEAL_OR_DATE = pattern(rf"{_SEAL}|{_DIGITS}{{0,12}}年{_MONTH}|{_ISO}")
_YEAR = r"(?:20\d\d|二[〇○零0][〇○零一二三四五六七八九]{2}|[\s_＿]{0,12})\s{0,4}年"  # 张三 ends in a numeral
_DATED = pattern(rf"[（(]?(?:{_YEAR}{_MONTH}|{_ISO})[）)]?$")
_UNIT = pattern(
    r"(?:局|委|委员会|办|办公室|厅|处|中心|院|会|队|站|公司|政府|馆|所|社|署|行|部|校|集团|街道|镇|乡)$"
)
_TITLE_WORDS = pattern(
    r"行政|权力|职权|权责|责任清单|登记|清理|汇总|统计|目录|清单|事项|公开|自查|零报告|提请|[（(【]|的|报编办|\d{4}年"
    r"|上报|报送|附表|附件|[_—-]"
)
_BEFORE = pattern(
    r"^(?:附件|附表)\s{0,5}[\d一二三四五六七八九十]{0,3}\s{0,5}[：:、.．]?\s{0,5}|^\d{4}年(?:度)?|^关于|^[\d.、\s_-]{1,8}"
)
_WITH_ADMINISTRATION = pattern(r".{0,12}行政(?:审批|执法|管理|服务)[^权职登清]{0,10}?(?:局|中心|委员会)")


class Label(NamedTuple):
    """A labelled entry: department, signature, filler, phone, date or other; the value may be empty."""

    kind: str
    value: str
    column: int


def read_labels(row: Row) -> list[Label]:
    """The labelled entries of a row, in one cell or several; a value may stand in the next cell."""
    labels: list[Label] = []
    for column, text in enumerate(row):
        if not text:
            continue
        found = _in_cell(text, column)
        if not found and labels and not labels[-1].value:
            labels[-1] = labels[-1]._replace(value=_value(labels[-1].kind, text))
        labels += found
    return labels


def starts_with_label(text: str) -> bool:
    """Whether a cell begins with such a label."""
    match = _LABEL.match(text)
    return bool(match and _AFTER.match(text, match.end()))


def is_seal_or_date(text: str) -> bool:
    """Whether a cell holds nothing but a place for the seal, or a date."""
    return bool(_SEAL_OR_DATE.fullmatch(text))


def unit_named(title: str) -> str:
    """The unit that a title or a file's name begins with (宜春市灯火局权力清单 → 宜春市灯火局), else empty."""
    text = _BEFORE.sub("", "".join(title.split()), count=1)
    cut = _TITLE_WORDS.search(text)
    # 行政审批局, 行政执法局: the word is part of the unit's name.
    name = _WITH_ADMINISTRATION.match(text)
    unit = name[0] if name else text[: cut.start()] if cut else text
    return unit if 3 <= len(unit) <= 40 and _UNIT.search(unit) else ""


def first_value(labels: Iterable[Label], kind: str) -> str:
    """The first value that is not empty of a kind."""
    return next((label.value for label in labels if label.kind == kind and label.value), "")


def _in_cell(text: str, column: int) -> list[Label]:
    if len(text) > 400:
        return []
    starts = []
    for match in _LABEL.finditer(text):
        after = _AFTER.match(text, match.end())
        if after and match.lastgroup:
            starts.append((match.lastgroup, match.start(), after.end()))
    ends = [*(start for _, start, _ in starts[1:]), len(text)]
    return [
        Label(kind, _value(kind, text[begin:end]), column)
        for (kind, _, begin), end in zip(starts, ends, strict=False)
    ]


def _value(kind: str, text: str) -> str:
    """What stands behind a label; a date behind a name says when it was signed and is no name."""
    value = text.strip(_FILL)
    if kind not in {"date", "phone"}:
        value = "" if is_seal_or_date(value) else _DATED.sub("", value).strip(_FILL)
    return _SIGNED.sub("", value).strip(_FILL)
