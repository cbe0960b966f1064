"""Document numbers (文号): 国务院令第676号, 国发〔2010〕21号, 国家卫生健康委令2018年第1号, 民政部29号令.

Kept as printed, only the brackets around the year become 〔〕 (reading: "Verdicts on citations" §5).
"""

from dataclasses import dataclass

from qingdan.rules.numerals import NUMERAL
from qingdan.rules.pattern import pattern

_SPACE = r"[ \t\xa0\u3000]{0,3}+"
_OPEN, _CLOSE = r"〔\[（(【［﹝{", r"〕\]）)】］﹞}"
_YEAR = rf"[{_OPEN}]{_SPACE}[12１２][0-9０-９]{{3}}{_SPACE}年?{_SPACE}[{_CLOSE}]"
_DECREE = rf"第{_SPACE}{NUMERAL}{{1,7}}+{_SPACE}号"
_SESSION = rf"[{_OPEN}]?第?{NUMERAL}{{1,3}}+届[{_CLOSE}]?"  # of the people's congress that issued it
_CORE = pattern(
    rf"(?:令|公告)?{_SPACE}{_YEAR}{_SPACE}第?{_SPACE}[0-9０-９]{{1,5}}+{_SPACE}号"
    rf"|(?:令|公告|通告){_SPACE}"
    rf"(?:(?:(?:[12][0-9]{{3}}{_SPACE}年?|{_SESSION}){_SPACE})?{_DECREE}|[（(\[［【]{_DECREE}[)）\]］】])"
    rf"|第?{_SPACE}{NUMERAL}{{1,5}}+{_SPACE}号(?:令|公告)"
)
_NUMBER_BEFORE = pattern(rf"{NUMERAL}\s{{0,2}}$")
_ISSUER = pattern(r"[\u4e00-\u9fffA-Za-z](?:[\u4e00-\u9fffA-Za-z、 ]{0,40}[\u4e00-\u9fffA-Za-z])?$")
_LEAD = pattern(
    r".*(?:依照|依据|根据|按照|遵照|违反|参照|适用|符合|执行|以及|或者|公布|发布|颁布|印发|修订|修正|修改|通过|施行"
    r"|[的见按]|日(?=中华|第|国务院|全国))[和与及或]?|[和与及或]"
)
_BODY = pattern(r"[部委局院会署厅办室府行军处联社台]$")
_BETWEEN_BODIES = pattern("[、 ]")
_PLACE = pattern(rf".*第{NUMERAL}{{1,9}}+[条款项目]")  # of the citation before
_JOINING = pattern("^[和与及或 ]+")
_BRACKETS = str.maketrans(dict.fromkeys("〔[（(【［﹝{", "〔") | dict.fromkeys("〕]）)】］﹞}", "〕"))
_YEARS = pattern(_YEAR)
_STATE = "中华人民共和国"
_ISSUED = pattern(rf"{_STATE}[\u4e00-\u9fff、]+(?:令|公告|通告)")
_REACH = 60  # a number with its issuer is no longer


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A document number, its brackets made 〔〕, and where it stands in the text."""

    number: str
    start: int
    end: int

    def of_title(self) -> str:
        """The number as a title's own: the state's name before the issuer is left out."""
        return self.number.removeprefix(_STATE) if _ISSUED.match(self.number) else self.number


def number_ending_at(text: str, floor: int, position: int) -> PrintedNumber | None:
    """The number whose 号 stands at a position, begun after `floor`, with the body that issued it.

    None where 号 ends no document number, or nobody is named before it.
    """
    begin = max(floor, position - _REACH)
    if not _NUMBER_BEFORE.search(text, max(begin, position - 3), position):
        return None
    for core in _CORE.finditer(text, begin, position + 3):
        if core.start() <= position < core.end():
            issuer = _issuer(text[begin : core.start()])
            return _printed(text, core.start() - len(issuer), core.end()) if issuer else None
    return None


def number_in(words: str) -> PrintedNumber | None:
    """The first number among the words of a note."""
    core = _CORE.search(words)
    if core is None:
        return None
    issuer = _issuer(words[: core.start()][-_REACH:])
    return _printed(words, core.start() - len(issuer), core.end())


def _printed(text: str, start: int, end: int) -> PrintedNumber:
    number = _YEARS.sub(lambda year: year[0].translate(_BRACKETS), text[start:end])
    return PrintedNumber(number, start, end)


def _issuer(before: str) -> str:
    """The name of the issuing body at the end of the words before a number.

    Several bodies stand with 、 between them; what stands before them and is no body is not part of it.
    """
    run = _ISSUER.search(before)
    if run is None:
        return ""
    words = _PLACE.sub("", run[0])
    if lead := _LEAD.match(words):
        words = words[lead.end() :]
    elif run.start() and before[run.start() - 1].isdigit():
        words = words.removeprefix("日")
    begin = max(
        (mark.end() for mark in _BETWEEN_BODIES.finditer(words) if not _BODY.search(words, 0, mark.start())),
        default=0,
    )
    return _JOINING.sub("", words[begin:])
