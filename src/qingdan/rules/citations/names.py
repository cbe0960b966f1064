"""How instruments are named in a text: 《title》, notes in brackets after it, names without 《》.

Source: "Verdicts on citations" §5. A 文号 in the brackets right after a title is that title's; what else the
brackets say of dates and amendments is its edition; 以下简称《…》 names nothing new.
"""

from dataclasses import dataclass

from qingdan.rules.citations.document_numbers import number_in
from qingdan.rules.numerals import NUMERAL
from qingdan.rules.pattern import pattern

TITLE = "(?:[^《》]{1,120}+|《[^《》]{0,80}+》){1,6}+"  # the words between 《》, for patterns
_TITLE = pattern(f"《({TITLE})》")
_ANGLED = pattern(r"[〈＜<]{1,2}([^《》〈〉＜＞<>\n]{2,60}+)[〉＞>]{1,2}")
_KINDS = "法|法典|条例|通则|细则|办法|规定|规则|决定|章程|解释"
_VERSION = r"(?:（[^（）]{1,8}）|\([^()]{1,8}\))?"
_IS_LAW = pattern(rf"(?:{_KINDS}){_VERSION}$")
_ISSUED_BEFORE = pattern(
    r"(?:^|[\n；;。])\s{0,4}+(?:根据|依据|按照|依照|按)?+((?:[\u4e00-\u9fff、]{2,40}?)?关于(?:印发|发布|公布|下发|转发|批转)[\u4e00-\u9fff]{0,20}+)$"
)
_ISSUED_AFTER = pattern(
    r"[\u4e00-\u9fff]{0,12}?的(?:通知|通告|公告|决定|意见|批复|函)(?=第|[^\u4e00-\u9fff]|$)"
)
_PAPERS = pattern(r"(?:证|证书|执照|证明|申请表|申请书|通知书|决定书|告知书|登记表|合同|报告书|报告表|发票)$")

_NOTE = pattern(
    r"\s{0,4}+(?:[（(]((?:[^（）()]{1,300}+|[（(][^（）()]{0,100}+[)）]){1,6}+)[)）]"
    r"|[【〔\[]([^【】〔〕\[\]（）()\n]{1,60}+)[】〕\]])"
)
_SHORT_NAME = pattern(r"\s*(?:以下|下)?(?:简称|统称|称)")
_DATED = pattern(
    r"[12１２][0-9０-９]{3}|修[订正改]|[一二三四五六七八九〇○零]{4}年|第[一二三四五六七八九十]{1,3}次"
)
_LISTED = pattern(rf"\s*(?:第|{NUMERAL}{{1,4}}+\s*$)")
_ISSUE = pattern(r"令|公告|[公发颁]布|施行|通过|批准|修[订正改]")
_ARTICLE_FOLLOWS = pattern(rf"\s?第\s?{NUMERAL}{{1,9}}+\s?条")
_EDGE = " \t\r\n\xa0\u3000，,、；;。.：:"
_LONGEST_REMARK = 12

_STATE = "中华人民共和国"
_LEAD = pattern(
    "依照|依据|根据|按照|遵照|违反|参照|适用|符合|援引|执行|触犯|构成|以及|或者|详见|参见|上述|规定的|的规定"
    rf"|(?:{_KINDS})[和与及或]"
)
_FIRST = pattern("[按依据由和与及或并]|见(?!义)")
_RUN = pattern(
    r"([\u4e00-\u9fff〇]{2,60}+)([》〉＞>”]?)\s{0,3}+(?:[（(][^（）()]{1,120}+[)）]\s{0,3}+){0,2}+$"
)
_NO_NAME = pattern(
    r"[本该此其同各某两]|(?:[依违守执合犯非枉司立用设方做看想说无]法|条例|.?办法|.?规定|细则|.?决定)$"
)
_FULL_NAME = pattern(
    rf"{_STATE}[\u4e00-\u9fff]{{1,40}}?(?:{_KINDS})(?=$|[\s（(，,、；;。：:“\"]|第{NUMERAL}{{1,9}}+条)"
)
_ALONE = rf"(?:[（(]?{NUMERAL}{{1,3}}[)）、.．]{{1,2}}\s?)?([\u4e00-\u9fff]{{2,36}}(?:法|条例|细则|办法){_VERSION})"
_ONLY_NAMES = pattern(rf"\s*(?:{_ALONE}(?:[、，,；;。\s]{{1,4}}+|$)){{1,12}}$")
_NAMES = pattern(_ALONE)
_NO_TITLE = pattern(r"[无按依没尚暂其相有上以现不待未参见属根]|(?:国家|地方)?(?:法律|行政法规|法规|规章)")
_REACH = 200


@dataclass(frozen=True, slots=True)
class Notes:
    """What the brackets after a title tell, and where they end."""

    edition: str | None
    document_number: str | None
    end: int


def title_at(text: str, position: int) -> tuple[str, int] | None:
    """The title in 《》 (or, for the name of a law, in 〈〉) at a position, and where its bracket closes."""
    if text[position] == "《":
        found = _TITLE.match(text, position)
        return (found[1].strip(), found.end()) if found and found[1].strip() else None
    found = _ANGLED.match(text, position)
    return (found[1].strip(), found.end()) if found and _IS_LAW.search(found[1].strip()) else None


def issued_with(text: str, floor: int, start: int, end: int) -> tuple[str, int, int] | None:
    """The document that issues what is named from `start` to `end`: 关于印发〈…〉的通知 without 《》 around it.

    Its name, start and end; None where what is named stands for itself. Only at the start of a line or sentence.
    """
    begin = max(floor, start - _REACH)
    before = _ISSUED_BEFORE.search(text[begin:start])
    after = _ISSUED_AFTER.match(text, end) if before else None
    if before is None or after is None:
        return None
    position = begin + before.start(1)
    return text[position : after.end()], position, after.end()


def names_papers(title: str) -> bool:
    """Whether a title names a certificate or a form rather than an instrument."""
    return bool(_PAPERS.search(title))


def read_notes(text: str, position: int) -> Notes:
    """Read the brackets that follow a title at a position. Brackets that begin the quotation stay."""
    edition = number = None
    while note := _NOTE.match(text, position):
        words = note[1] or note[2]
        printed = number_in(words) if number is None and "号" in words else None
        if printed:
            number = printed.of_title()
            words = words[: printed.start] + words[printed.end :]
        if _DATED.search(words):
            edition = edition or words.strip(_EDGE)
        elif not (printed or (note[1] and _is_remark(words)) or _tells_issue(text, words, note.end())):
            break
        position = note.end()
    return Notes(edition, number, position)


def _tells_issue(text: str, words: str, end: int) -> bool:
    """Whether a bracket between a title and an article tells how it was issued, whatever else it says."""
    return bool(_ISSUE.search(words) and _ARTICLE_FOLLOWS.match(text, end))


def _is_remark(words: str) -> bool:
    return bool(_SHORT_NAME.match(words)) or (len(words) <= _LONGEST_REMARK and not _LISTED.match(words))


def name_before(text: str, floor: int, position: int) -> tuple[str, int, int] | None:
    """A law's name without 《》 that ends at a position, brackets after it not counted: name, start, end.

    Words before the name (依照, 违反 …) are cut off; 本法 and 办法 alone are no names.
    """
    begin = max(floor, position - _REACH)
    found = _RUN.search(text, begin, position)
    if found is None:
        return None
    cut = _begin_of_name(found[1])
    name = found[1][cut:]
    if len(name) < 2 or not _IS_LAW.search(name) or _NO_NAME.match(name):
        return None
    return name, found.start(1) + cut, found.end(2)


def _begin_of_name(words: str) -> int:
    state = words.rfind(_STATE)
    if state >= 0:
        return state
    begin = 0
    for lead in _LEAD.finditer(words):
        if len(words) - lead.end() >= 2 and not _NO_NAME.match(words, lead.end()):
            begin = lead.end()
    while (first := _FIRST.match(words, begin)) and len(words) - first.end() >= 2:
        begin = first.end()
    return begin


def full_name_at(text: str, position: int) -> tuple[str, int] | None:
    """A full name without 《》 (中华人民共和国…法) at a position, and its end."""
    found = _FULL_NAME.match(text, position)
    return (found[0], found.end()) if found else None


def only_names(text: str) -> list[tuple[str, int]]:
    """The names of laws, with their positions, in a text that holds nothing else; [] for any other text."""
    if not _ONLY_NAMES.match(text):
        return []
    found = [(name[1], name.start(1)) for name in _NAMES.finditer(text)]
    doubtful = any(_NO_TITLE.match(name) or _NO_NAME.match(name) for name, _ in found)
    return [] if doubtful else found
