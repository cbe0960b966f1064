"""Which mentions in a text are its citations: `read_citations`, and `read_cited` for basis cells.

Source: "Verdicts on citations" §2 and §5. A citation that opens a line or a sentence and is followed by words
quotes law text; what that text itself names (依照《…》第…条, 本条例, 前款) belongs to the quotation and is no
citation of the cell. The next citation that opens a line or a sentence ends the quotation; so does one with a
source label or a list number, and one that follows the closing mark of a quotation in marks.

Reading chosen: without any mark (…的《乙法》第四条过渡的…) a citation begins where words of its own follow. Law
text that points to another law governs it (依照, 有, 违反 …) or goes on with 规定, 的, 所 …; of the 760 places in
national law that name an article of another law none lacks both.

Reading chosen: in running prose (违反《甲法》第三条的，依照《乙法》第四条处罚) nothing is quoted and every
citation counts. Prose is what has words before its first citation, or goes on with 规定的.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qingdan.rules.citations.mentions import Mention, names_alone, next_mention
from qingdan.rules.citations.places import Place
from qingdan.rules.citations.values import Citation, CitationKind
from qingdan.rules.numerals import NUMERAL
from qingdan.rules.pattern import pattern

LEVELS = (
    "法律法规|法律|行政法规|地方性法规|地方法规|(?:部门|地方政府|省政府|市政府|政府|部委)?规章|国务院决定"
    "|国务院文件|(?:部门|省级|市级)?规范性文件|司法解释|三定规定|其他|法规|政策文件|宪法|党内法规"
)
_PURPOSES = (
    "法律|法规|政策|法定|设定|职权|职责|权力|行使|执法|处罚|强制|许可|审批|征收|收费|给付|检查|确认|奖励|裁决|裁量"
    "|实施|处理|管理|违法|定性|义务|禁止|追责"
)
_LABEL = (
    rf"(?P<label>[【\[［〔（(](?:{LEVELS})[)）】\]］〕])[：:]?"
    rf"|(?P<word>{LEVELS})[：:]|(?:{LEVELS})|(?:{_PURPOSES})?依据[：:]?|(?:违则|罚则)[：:]"
)
# Not the 一 of 之一、 and 第（一）、.
_NUMBERING = (
    rf"(?<![之第])(?<![之第][（(]|[之第]{NUMERAL})[（(]?{NUMERAL}{{1,3}}+[)）、.．:：]{{1,2}}|[①-⑳●■◆·*—-]"
)
_MARKS = rf"(?:[\s“\"']|[（(](?=[《〈])|{_NUMBERING}){{0,16}}+"
_INTRODUCTION = pattern(
    r"(?:(?<=[”」』])(?P<tail>[、，,；;和与及]{1,3}))?"
    rf"(?:(?<=[\s、，,。；;：:]){_NUMBERING}|^{_NUMBERING})?{_MARKS}(?:{_LABEL})?{_MARKS}$"
)
_LEAD = pattern(r"[^。；;：:！？…\n\r]*$")
_INTRODUCES = pattern(r"(?:依据|根据|按照|依照|见|执行)$")
_GOES_ON = pattern(
    r"\s?(?:的规定|之规定|规定的|另有规定|有关规定|的(?!规定)|所(?![有在属])|中(?!规定[：:])(?=[的规所关第列，,“\"])"
    r"|(?:以及|或者|[和与及或、])(?:本|其他|有关))(?![：:])"
)
_OPENS_QUOTE = pattern(r"\s{0,3}(?:规定)?[：:]|\s{0,3}规定[，,“]")
_JOINS = pattern(r"(?:[\s、，,；;。.和与及或并等]|以及|或者|(?:有关|相关)?的?规定|附件)*+$")
_JOINS_CLOSELY = pattern(r"[、，,；;和与及或以者并\s]*+(?<=[、，,；;和与及或者])\s?$")
_BREAK = pattern(r"(?:[。；;！？…”』」/／|\n\r\u3000]|\s\s)(?:另见|参见|详见|另有|同时|以及)?$")
_SENTENCE = pattern(r"[。\n\r]")
_SPACED = pattern(r"[\n\r\u3000]|\s\s")
_LISTED = pattern(rf"(?:{_NUMBERING})[\s（(“\"]{{0,8}}$")
_EMBEDS = pattern(r"(?:[有依按照违反据合对用和与或为在由及从行于除将守见经即括属受凭犯取]|[》条款项]、)$")
_GOVERNS = pattern(r"(?:依照|按照|根据|依据|违反|符合|适用|参照|遵照)$")
_REFERS = pattern(r"\s?(?:[的所中和与及或至到之、，,等)）]|以及|规定|情形|关于|有关|相关)")
_OPENS_WORDS = pattern(r"\s{0,3}(?:的?规定)?[：:]|\s{0,3}(?:规定)?[“\"「『]")
_MARKED = pattern(r"[\s：:]{0,3}(?:的?规定)?[\s：:，,]{0,3}[“「『]")
_REACH = 80
_NEAR = 8  # before a list number
_MOST_HEADINGS = 24  # under one title that are compared for repetition


@dataclass(frozen=True, slots=True)
class Cited:
    """A mention that is a citation of the text. `quotes`: the words after it are its quotation.

    `begins` is where its introduction (list number, source label) begins; `label` the source label as
    printed in its brackets, or before a colon.
    """

    mention: Mention
    quotes: bool
    begins: int
    label: str | None = None


def read_citations(text: str) -> tuple[Citation, ...]:
    """The citations of a text in order, one entry for each leaf. Any text will do; linear time."""
    cited = (one.mention for one in read_cited(text))
    return tuple(leaf for mention in cited if not mention.repeats for leaf in leaves_of(mention))


def leaves_of(mention: Mention) -> list[Citation]:
    """A citation for each place; one of the instrument alone where no place is named."""
    places = mention.places or (Place(start=mention.start, end=mention.end),)
    return [
        Citation(
            kind=mention.kind,
            title=mention.title,
            edition=mention.edition,
            document_number=mention.document_number,
            relation=mention.relation,
            article=place.article,
            insert=place.insert,
            paragraph=place.paragraph,
            item=place.item,
            subitem=place.subitem,
            annex_item=place.annex_item,
            start=place.start,
            end=place.end,
        )
        for place in places
    ]


def read_cited(text: str) -> Iterator[Cited]:
    """The mentions that are citations of the text itself, in order."""
    last: Cited | None = None
    group: list[Mention] = []
    floor = 0
    while mention := next_mention(text, floor, group):
        floor = mention.end
        cited = _cited(text, mention, last)
        if cited is None:
            continue
        if mention.kind is not CitationKind.INTERNAL:
            group = [*group[:_MOST_HEADINGS], mention] if mention.heading else [mention]
        last = cited
        yield cited
    if last is None:
        yield from (Cited(mention, False, mention.start) for mention in names_alone(text))


def _cited(text: str, mention: Mention, last: Cited | None) -> Cited | None:
    since = last.mention.end if last else 0
    window = max(since, mention.start - _REACH)
    introduction = _INTRODUCTION.search(text, window, mention.start)
    begins = introduction.start() if introduction else mention.start
    before = text[window:begins]
    if last is not None and _apart(before, mention):
        if last.quotes and _nested(text, mention, last, introduction, before):
            return None
        quotes = _quotes(text, mention, "" if last.quotes else before)
    elif last is not None:
        anew = last.quotes or bool(_SENTENCE.search(text, since, mention.start))
        quotes = anew and not _GOES_ON.match(text, mention.end)
    else:
        quotes = _quotes(text, mention, before)
    return Cited(mention, quotes, begins, _label(introduction))


def _label(introduction: re.Match[str] | None) -> str | None:
    return introduction["label"] or introduction["word"] if introduction else None


def _apart(before: str, mention: Mention) -> bool:
    """Whether more stands between two mentions than joins citations. 本法 may also open a quotation."""
    joins = _JOINS_CLOSELY if mention.kind is CitationKind.INTERNAL else _JOINS
    return joins.match(before) is None


def _nested(
    text: str, mention: Mention, last: Cited, introduction: re.Match[str] | None, before: str
) -> bool:
    """Whether a mention stands inside the law text that the last citation quotes."""
    if mention.heading or _label(introduction):
        return False
    if mention.kind is CitationKind.INTERNAL or _GOES_ON.match(text, mention.end):
        return True
    words = introduction[0] if introduction else ""
    if mention.places and text[mention.start] == "《" and _LISTED.search(before[-_NEAR:] + words):
        return False
    if _GOVERNS.search(before):
        return True
    if introduction and introduction["tail"]:
        return not _MARKED.match(text, last.mention.end)
    if _BREAK.search(before) or _SPACED.search(words):
        return False
    return not (mention.places and _has_words(text, mention, before, words[:1].isspace()))


def _has_words(text: str, mention: Mention, before: str, spaced: bool) -> bool:
    """Whether a mention that no mark sets off, or but a space, is followed by words of its own."""
    if _OPENS_WORDS.match(text, mention.end):
        return spaced or not _EMBEDS.search(before)
    if _EMBEDS.search(before) or (before.endswith(("、", "，", ",")) and not spaced):
        return False
    return text.startswith("《", mention.start) and not _REFERS.match(text, mention.end)


def _quotes(text: str, mention: Mention, before: str) -> bool:
    if mention.heading:
        return True
    if mention.kind is CitationKind.INTERNAL or _GOES_ON.match(text, mention.end):
        return False
    lead = _LEAD.search(before)
    if lead is None or not any(map(str.isalnum, lead[0])):
        return True
    return bool(_INTRODUCES.search(lead[0])) and bool(_OPENS_QUOTE.match(text, mention.end))
