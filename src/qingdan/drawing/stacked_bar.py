"""Shares as stacked bars, one bar a row, each 100 %: SVG, classes only; the page shows the same data as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from zlib import crc32

WIDTH = 620
_LABEL, _FROM, _UNTIL = 46, 56.0, 565.0
_HEAD, _ROW, _BAR = 34, 30, 20
_TINT = (
    ("c1", "1"),
    ("c4", "0.9"),
    ("c1", "0.5"),
    ("c2", "1"),
    ("c2", "0.5"),
    ("c3", "1"),
    ("c4", "0.4"),
)
"""Class and opacity of each series: accent, ink and greys; neighbours differ in lightness too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBar:
    """What to draw: names of the series (at most seven), and for each row its name with a count for each series."""

    title: str
    description: str
    series: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]


def draw_stacked_bar(chart: StackedBar) -> str:
    """The SVG element; rows that add up to nothing are left out, and without any the text is empty."""
    rows = [(name, counts) for name, counts in chart.rows if sum(counts)]
    if not rows:
        return ""
    inside = "".join((*_key(chart.series), *_bars(rows)))
    name = f"b{crc32((chart.title + inside).encode()):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_HEAD + _ROW * len(rows)}" role="img" '
        f'aria-labelledby="{name}-t {name}-d" font-size="13">'
        f'<title id="{name}-t">{escape(chart.title)}</title>'
        f'<desc id="{name}-d">{escape(chart.description)}</desc>{inside}</svg>'
    )


def _key(series: Sequence[str]) -> Iterator[str]:
    x = 56
    for name, (color, tint) in zip(series, _TINT, strict=False):
        yield f'<rect class="{color}" fill-opacity="{tint}" x="{x}" y="4" width="12" height="12"/>'
        yield f'<text x="{x + 17}" y="15">{escape(name)}</text>'
        x += 36 + 13 * len(name)


def _bars(rows: Sequence[tuple[str, Sequence[int]]]) -> Iterator[str]:
    for number, (name, counts) in enumerate(rows):
        top = _HEAD + _ROW * number
        yield f'<text x="{_LABEL}" y="{top + 15}" text-anchor="end">{escape(name)}</text>'
        whole, x = sum(counts), _FROM
        for count, (color, tint) in zip(counts, _TINT, strict=False):
            if not count:
                continue
            wide = (_UNTIL - _FROM) * count / whole
            yield (
                f'<rect class="{color}" fill-opacity="{tint}" x="{x:.1f}" y="{top}" '
                f'width="{max(wide - 1, 0.6):.1f}" height="{_BAR}"/>'
            )
            x += wide
        yield f'<text class="dim" x="616" y="{top + 15}" text-anchor="end">{whole:,}</text>'.replace(
            ",", "\u202f"
        )
