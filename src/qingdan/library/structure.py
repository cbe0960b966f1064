"""The inner order of a legal text: articles (条), their paragraphs (款) and items (项)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qingdan.rules.numerals import number_of
from qingdan.rules.pattern import pattern

_NUMBER = "[一二三四五六七八九十百千零〇两0-9]{1,9}"
_INSERT = "(?:之([一二三四五六七八九十]{1,3}))?"
_ARTICLE = pattern(rf"(^|(?<=[。；] ))[#*\s]*第({_NUMBER})条{_INSERT}(\**[ \t\u3000：:]+|\**$|)", re.M)
_CROSS_REFERENCE = pattern(r"[第规之、和至或及以与的所，,（(]")
_ITEM = pattern(r"\s*[（(]([一二三四五六七八九十百]{1,4})[）)]")
_SUBITEM = pattern(r"\s*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])")
_SENTENCE_END = tuple("。；;：:！？!?”’』」）)…》.、")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. `number` 条, `insert` 之 (0 when none); number 0 holds a text without articles.

    `text` has one paragraph or item a line, without the article's number.
    """

    number: int
    insert: int = 0
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One 款: its lead and its items (项) in order, each with its number; 目 stay inside their item."""

    lead: str
    items: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Start:
    number: int
    insert: int
    begin: int
    after: int


def read_articles(body: str) -> list[Article]:
    """Cut the body of an instrument into its articles, in order; text before the first is dropped.

    A line that opens with 第…条 may be a cross-reference broken off its sentence. It is taken for one
    when its number goes back, or runs ahead while the next number still follows later.
    A body without articles comes back as one article with number 0.
    """
    starts = list(_accepted(list(_candidates(body))))
    if not starts:
        whole = tidy("\n".join(line for line in body.split("\n") if not line.startswith("#")))
        return [Article(number=0, text=whole)] if whole else []
    ends = [*(start.begin for start in starts[1:]), len(body)]
    return [
        Article(number=start.number, insert=start.insert, text=tidy(body[start.after : end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def _candidates(body: str) -> Iterator[_Start]:
    for match in _ARTICLE.finditer(body):
        separated, at_line_start = bool(match[4]), match[1] == "" and _opens_line(body, match.start())
        if not separated and (not at_line_start or _CROSS_REFERENCE.match(body, match.end())):
            continue
        number = number_of(match[2])
        if number:
            yield _Start(number, number_of(match[3] or ""), match.start(), match.end())


def _opens_line(body: str, position: int) -> bool:
    return position == 0 or body[position - 1] == "\n"


def _accepted(candidates: list[_Start]) -> Iterator[_Start]:
    last_place: dict[int, int] = {start.number: place for place, start in enumerate(candidates)}
    last = (0, 0)
    for place, start in enumerate(candidates):
        if (start.number, start.insert) <= last:
            continue
        runs_ahead = start.number > last[0] + 1 and last_place.get(last[0] + 1, -1) > place
        if not runs_ahead:
            last = (start.number, start.insert)
            yield start


def tidy(text: str) -> str:
    """Lines of an article: headings, comments and blank lines go; a line broken in mid-sentence is joined."""
    lines: list[str] = []
    for raw in text.split("\n"):
        line = raw.strip().strip("\u3000")
        if line.startswith("#") or (line.startswith("附件") and lines):
            break
        if not line or line.startswith("<!--"):
            continue
        if lines and not lines[-1].endswith(_SENTENCE_END) and not _opens_unit(line) and len(lines[-1]) > 12:
            lines[-1] += line
        else:
            lines.append(line)
    return "\n".join(lines)


def _opens_unit(line: str) -> bool:
    return bool(_ITEM.match(line) or _SUBITEM.match(line))


@lru_cache(maxsize=4096)
def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The 款 of an article's text, in order."""
    found: list[tuple[str, list[tuple[int, str]]]] = []
    for line in text.split("\n"):
        if item := _ITEM.match(line):
            if not found:
                found.append(("", []))
            found[-1][1].append((number_of(item[1]), line))
        elif _SUBITEM.match(line) and found:
            _append(found[-1], line)
        else:
            found.append((line, []))
    return tuple(Paragraph(lead=lead, items=tuple(items)) for lead, items in found)


def _append(paragraph: tuple[str, list[tuple[int, str]]], line: str) -> None:
    items = paragraph[1]
    if items:
        items[-1] = (items[-1][0], items[-1][1] + "\n" + line)


def shape(text: str) -> tuple[int, ...]:
    """For each 款 of an article the number of its last 项 (0 without items)."""
    return tuple(max((number for number, _ in part.items), default=0) for part in paragraphs(text))


def narrowed(text: str, paragraph: int | None, item: int | None) -> str:
    """The words of the cited 款 or 项 with its lead; the whole article where they are not found."""
    if paragraph is None and item is None:
        return text
    parts = paragraphs(text)
    if paragraph is not None:
        if not 1 <= paragraph <= len(parts):
            return text
        parts = parts[paragraph - 1 : paragraph]
    if item is None:
        return "\n".join([parts[0].lead, *(words for _, words in parts[0].items)])
    for part in parts:
        for number, words in part.items:
            if number == item:
                return f"{part.lead}\n{words}"
    return text
