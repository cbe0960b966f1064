"""One legal text as a source gives it: title, dates, level, articles. Read from Markdown or plain text.

Dates of a version. File name and header often differ. The version's date is the newest of the file
name's date and the header's dates of adoption, approval or amendment: the file name follows the
publication of the latest text while the header may lack the last amendment, and now and then the header
knows an amendment that the file name has missed; either way the newest one dates the text.
Dates of coming into force (施行) do not date a version.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from qingdan.library.structure import Article, read_articles, tidy
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.pattern import pattern

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_DATE = pattern(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_FILE_DATE = pattern(r"[(（_\s-]*(\d{4})-?(\d{2})-?(\d{2})[)）]?$")
_HEADER_END = "<!-- INFO END -->"
_HEADING = pattern(r"^#\s+(.*\S)", re.M)
_FIRST_ARTICLE = pattern(r"^[#*\s]*(?:第一条|第一章|一、)", re.M)
_IN_FORCE = pattern(r"自\s*(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日起(?:施行|实施|执行|生效)")
_ON_PUBLICATION = pattern(r"自(?:公布|发布|颁布|通过)之日起(?:施行|实施|执行|生效)")
_SENTENCE_END = pattern(r"[。；\n]")
_LISTED = pattern(r"\s*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．]|《)")
_QUOTED_TITLE = pattern(r"《((?:[^《》]|《[^《》]*》)+)》")
_MADE_UNDER = pattern(r"(?:根据|依据|依照|按照|贯彻|执行|实施)(.{1,300}?)(?:制定|特?作如下)", re.S)
_DECREE = pattern(
    r"([\u4e00-\u9fff]{0,30}?(?:令|公告))[（(\s]*(?:\d{4}年)?\s*第\s*([0-9一二三四五六七八九十百]+)\s*号"
)
_FILE_NUMBER = pattern(r"([\u4e00-\u9fff]{1,8})[〔\[（(【](\d{4})[〕\])）】]\s*(?:第)?(\d+)\s*号")
_LONGEST_DELAY_DAYS = 5 * 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What one source says of one instrument version; nothing here is compared with other sources.

    `dated` is the version's date (None when no source line gives one), `valid_from` the first day in
    force as far as the text tells, `from_estimated` whether that is only the version's date, `first`
    whether this is the instrument's first text.
    `repeals`: titles this text puts out of force, on its own `valid_from`. `ended`: the source says the
    instrument is repealed, without a day; `as_of` is the day up to which such a source speaks. `ended_on`: the source
    gives the day of the repeal.
    """

    title: str
    dated: date | None
    valid_from: date | None
    from_estimated: bool
    first: bool = False
    level: InstrumentLevel
    source: str
    articles: tuple[Article, ...]
    issuer: str = ""
    document_numbers: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    repeals_on: date | None = None
    ended: bool = False
    as_of: date | None = field(default=None)
    ended_on: date | None = None


def read_document(text: str, name: str, level: InstrumentLevel, source: str) -> Document | None:
    """Read one file. `name` is its path in the source; None where it holds no legal text."""
    header, body = _split(text.translate(_FULL_WIDTH) if "０" in text or "２" in text else text)
    stem = PurePosixPath(name).stem
    headings = _HEADING.findall(header)
    title = tidy_title(headings[0] if headings else _FILE_DATE.sub("", stem))
    articles = tuple(read_articles(body))
    if not title or not articles:
        return None
    dated = _version_date(stem, header)
    valid_from, estimated = in_force_from(dated, header, articles)
    return Document(
        title=title,
        dated=dated,
        valid_from=valid_from,
        from_estimated=estimated,
        first=_is_first(dated, header),
        level=level,
        source=source,
        articles=articles,
        issuer=_issuer(header),
        document_numbers=document_numbers(header),
        implements=made_under(articles),
        repeals=repealed_titles(title, articles),
        repeals_on=repealing_day(articles),
    )


def _split(text: str) -> tuple[str, str]:
    header, mark, body = text.partition(_HEADER_END)
    if mark:
        return header, body
    first = _FIRST_ARTICLE.search(text)
    return (text[: first.start()], text[first.start() :]) if first else ("", text)


def tidy_title(text: str) -> str:
    """A title as printed: without surrounding 《》, edition notes in brackets at its end, stray spaces."""
    title = re.sub(r"[\s\u3000]+", "", text).strip("#*")
    title = re.sub(r"[（(]\d{4}.{0,20}[)）]$", "", title)
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]
    return title


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _version_date(stem: str, header: str) -> date | None:
    found = [_day(*match.groups()) for match in _FILE_DATE.finditer(stem)]
    for line in header.split("\n"):
        if not line.rstrip().endswith(("施行", "实施", "生效")):
            found += [_day(*match.groups()) for match in _DATE.finditer(line)]
    return max((one for one in found if one is not None), default=None)


def in_force_from(dated: date | None, header: str, articles: tuple[Article, ...]) -> tuple[date | None, bool]:
    """First day in force, and whether it is estimated.

    A printed day counts only when it lies on or after the version's date: the clause at the end of an
    amended text mostly still gives the day of the first version. Then the version's own date stands in.
    """
    last = articles[-1].text
    printed = [*_printed_days(header), *(_day(*match.groups()) for match in _IN_FORCE.finditer(last))]
    if dated is None:
        days = [one for one in printed if one is not None]
        return (max(days) if days else None), True
    for one in printed:
        if one is not None and 0 <= (one - dated).days <= _LONGEST_DELAY_DAYS:
            return one, False
    return dated, not (_is_first(dated, header) and _ON_PUBLICATION.search(last))


def _printed_days(header: str) -> list[date | None]:
    lines = [line for line in header.split("\n") if line.rstrip().endswith(("施行", "实施", "生效"))]
    return [_day(*match.groups()) for line in lines for match in _DATE.finditer(line)]


def _adoptions(header: str) -> list[str]:
    return [line for line in header.split("\n") if _DATE.search(line) and line.rstrip().endswith("通过")]


def _is_first(dated: date | None, header: str) -> bool:
    """Whether the header knows one adoption, no amendment, and the version's date belongs to it.

    Approval by a higher congress and publication follow adoption by up to half a year.
    """
    adopted = [_day(*match.groups()) for line in _adoptions(header) for match in _DATE.finditer(line)]
    if dated is None or len(adopted) != 1 or adopted[0] is None or re.search("修正|修订|修改", header):
        return False
    return (dated - adopted[0]).days <= 183


def _issuer(header: str) -> str:
    """The body that made the text, from the first line of adoption or decree."""
    match = re.search(
        r"日\s*([\u4e00-\u9fff]{2,12}?)第[一二三四五六七八九十]+届(人民代表大会(?:常务委员会)?)", header
    )
    if match:
        return match[1] + match[2]
    return "国务院" if "国务院令" in header else ""


def document_numbers(header: str) -> tuple[str, ...]:
    """The document numbers a header shows (国务院令第591号), oldest first, without the state's name."""
    decrees = [f"{_office(match[1])}第{match[2]}号" for match in _DECREE.finditer(header)]
    files = [f"{match[1]}〔{match[2]}〕{match[3]}号" for match in _FILE_NUMBER.finditer(header)]
    return tuple(dict.fromkeys(decrees + files))


def _office(text: str) -> str:
    return re.sub(r"^.*?(?:中华人民共和国|根据|依据|经|日)", "", text)


def made_under(articles: tuple[Article, ...]) -> tuple[str, ...]:
    """Titles of the upper laws that article 1 (or 2) names as the ground on which the text was made."""
    for article in articles[:2]:
        match = _MADE_UNDER.search(article.text[:600])
        titles = _QUOTED_TITLE.findall(match[1]) if match else []
        if titles:
            return tuple(dict.fromkeys(tidy_title(title) for title in titles))
    return ()


def repealing_day(articles: tuple[Article, ...]) -> date | None:
    """The day printed in the closing articles on which the text came into force and others ended."""
    days = [_day(*match.groups()) for article in articles[-2:] for match in _IN_FORCE.finditer(article.text)]
    return max((one for one in days if one is not None), default=None)


def repealed_titles(title: str, articles: tuple[Article, ...]) -> tuple[str, ...]:
    """Titles that the closing articles (…同时废止) or a pure decision on repeal (关于废止…的决定) end."""
    if "关于废止" in title and "修改" not in title:
        lines = [line for article in articles for line in article.text.split("\n")]
        ended = [line if _LISTED.match(line) else line.partition("废止")[2] for line in lines]
    else:
        closing = [words for article in articles[-2:] for words in _SENTENCE_END.split(article.text)]
        found = [words[: words.rindex("废止")] for words in closing if "废止" in words]
        ended = [words for words in found if not words.startswith(("根据", "依照", "依据"))]
    return tuple(dict.fromkeys(tidy_title(name) for line in ended for name in _QUOTED_TITLE.findall(line)))


__all__ = [
    "Document",
    "document_numbers",
    "in_force_from",
    "made_under",
    "read_document",
    "tidy",
    "tidy_title",
]
