"""How many citations a second are read, beside one bare regular expression over the same texts."""

import re
from collections.abc import Iterator

from bench.measure import Measure, best_of
from qingdan.rules.citation import read_citations

COUNT = 20_000
_BARE = re.compile(r"《[^》]+》第[一二三四五六七八九十百千]+条")


def bench_citations() -> Iterator[Measure]:
    """Distinct inputs, so that no cache answers."""
    texts = [f"《临江市灯笼管理条例（{year}年修正）》{place}" for year, place in _places()]
    spent = best_of(lambda: [read_citations(text) for text in texts], times=1)
    bare = best_of(lambda: [_BARE.findall(text) for text in texts])
    read = sum(len(read_citations(text)) for text in texts)
    yield Measure(
        name="citations",
        value=read / spent,
        unit="citations/s",
        baseline=read / bare,
        ratio=spent / bare,
    )


def _places() -> Iterator[tuple[int, str]]:
    numerals = "一二三四五六七八九"
    for count in range(COUNT):
        tens, ones = numerals[count // 9 % 9], numerals[count % 9]
        yield 1900 + count // 81, f"第{tens}十{ones}条第{ones}款第（{tens}）、（{ones}）项"
