"""Several legal bases in the cells of one row: which lines of each cell belong together."""

from qingdan.rules.pattern import pattern

Entry = tuple[str, str, str, str, str]  # title, document number, locator, quoted, level

_LAW = pattern(r"[法典][》〉]?(?:\s{0,3}[（(][^（）()]{1,30}[）)])?(?:第[^》]{1,40})?$")
_LIST_NUMBER = pattern(
    r"^\s{0,5}(?:[（(]?\d{1,2}[）)]|\d{1,2}[.、．]|[①-⑳]|[一二三四五六七八九十]{1,3}、)\s{0,5}"
)
_NO_POINT = pattern(r"(?!\s{0,5}[（(][一二三四五六七八九十]{1,3}[）)])")
_ARTICLE_FIRST = pattern(r"\s{0,5}[“\"（(]?第[一二三四五六七八九十百零〇\d]{1,7}条")


def dealt_out(entry: Entry) -> list[Entry]:
    """Several bases in one row, line by line in each of its cells; empty where the lines do not tell them apart.

    Titles stand for a basis each where there are as many locators (words that cannot be dealt out are then those of
    the first), or where each, or each quotation, names its article and there are as
    many quotations; one title with several articles
    where there are as many quotations.
    """
    title, _, locator, quoted, _ = entry
    lists = [_lines(text) for text in entry]
    titles, locators = lists[0], lists[2]
    count = max(len(titles), len(locators))
    if count == 1 or {len(titles), len(locators)} - {1, count}:
        return []
    quotations = _in_parts(quoted, count)
    if len(titles) != len(locators):
        named = len(titles) == 1 or "《" not in title or _each(titles, "《")
        placed = _each(locators if locator else titles, "条") or all(map(_ARTICLE_FIRST.match, quotations))
        if not (quoted and quotations and named and placed):
            return []
    lists[1] = _numbers_of(titles, lists[1])
    lists[3] = quotations or [quoted] + [""] * (count - 1)
    spread = [one if len(one) == count else [one[0] if len(one) == 1 else ""] * count for one in lists]
    return list(zip(*spread, strict=True))


def _numbers_of(titles: list[str], numbers: list[str]) -> list[str]:
    """Document numbers by title; laws go without one where that makes the numbers come out even."""
    laws = [_LAW.search(title) is not None for title in titles]
    if len(titles) == len(numbers) or not numbers[0] or laws.count(False) != len(numbers):
        return numbers
    left = iter(numbers)
    return ["" if law else next(left) for law in laws]


def _each(lines: list[str], letter: str) -> bool:
    return all(letter in line for line in lines)


def _in_parts(text: str, count: int) -> list[str]:
    """A text in as many parts: its lines with their 项, or what begins at each list or article number; else empty."""
    if not text:
        return [""] * count
    printed = [line for line in text.split("\n") if line.strip()]
    for begins in (_NO_POINT, _LIST_NUMBER, _ARTICLE_FIRST):
        starts = [place for place, line in enumerate(printed) if begins.match(line)]
        if len(starts) == count and starts[0] == 0:
            ends = [*starts[1:], len(printed)]
            return ["\n".join(_lines("\n".join(printed[a:b]))) for a, b in zip(starts, ends, strict=True)]
    return []


def _lines(text: str) -> list[str]:
    lines = [_LIST_NUMBER.sub("", line).strip() for line in text.split("\n") if line.strip()]
    return lines or [""]
