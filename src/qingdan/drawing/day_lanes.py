"""Lanes on one scale of working days, a lane for each who works at once: SVG, classes only; the page says the same in
words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from zlib import crc32

WIDTH = 1000
_LEFT, _RIGHT, _HEAD, _ROW, _BAR = 190, 990, 46, 40, 22
_NARROWEST = 0.3  # of a day: what ended on the day it began is still seen
_LETTER, _SHORTEST_SCALE, _MOST_TICKS = 13, 10, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a kind of bar is drawn: class, opacity, whether its words stand on dark ground; `words`: what it says."""

    words: str
    style: str
    tint: str = "1"
    dark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBar:
    """From after the working day `first` up to the end of the day `last`, both counted from the first day 0."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLane:
    """A lane: its name, what stands below it, its bars in order."""

    name: str
    note: str
    bars: Sequence[DayBar]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLanes:
    """What to draw. `looks`: kind → look; `marks`: a day and the words at it, drawn as a line through all lanes."""

    title: str
    description: str
    looks: dict[str, Look]
    lanes: Sequence[DayLane]
    marks: Sequence[tuple[int, str]] = ()


def draw_day_lanes(chart: DayLanes) -> str:
    """The SVG element; without lanes the text is empty."""
    if not chart.lanes:
        return ""
    days = max([_SHORTEST_SCALE, *_ends(chart)])
    bottom = _HEAD + _ROW * len(chart.lanes)
    parts = (*_scale(days, bottom), *_lanes(chart, days), *_marks(chart, days, bottom))
    inside = "".join((*parts, *_key(chart, bottom)))
    name = f"d{crc32((chart.title + inside).encode()):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 44}" role="img" '
        f'aria-labelledby="{name}-t {name}-d" font-size="{_LETTER}">'
        f'<title id="{name}-t">{escape(chart.title)}</title>'
        f'<desc id="{name}-d">{escape(chart.description)}</desc>{inside}</svg>'
    )


def _ends(chart: DayLanes) -> Iterator[int]:
    yield from (bar.last for lane in chart.lanes for bar in lane.bars)
    yield from (day for day, _ in chart.marks)


def _x(day: float, days: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * day / days


def _scale(days: int, bottom: int) -> Iterator[str]:
    step = next(one for one in (1, 5, 10, 20, 50, 100, 500, 5_000, days) if days / one <= _MOST_TICKS)
    for day in range(0, days + 1, step):
        x = _x(day, days)
        yield f'<path class="hair" d="M{x:.1f} {_HEAD - 6}V{bottom}"/>'
        yield f'<text class="dim" x="{x:.1f}" y="{_HEAD - 11}" text-anchor="middle" font-size="11">{day}</text>'


def _lanes(chart: DayLanes, days: int) -> Iterator[str]:
    for number, lane in enumerate(chart.lanes):
        top = _HEAD + _ROW * number
        yield f'<path class="hair" d="M0 {top + _ROW}H{_RIGHT}"/>'
        yield f'<text x="0" y="{top + 17}">{escape(_cut(lane.name))}</text>'
        yield f'<text class="dim" x="0" y="{top + 33}" font-size="11">{escape(_cut(lane.note))}</text>'
        for bar in lane.bars:
            yield from _bar(chart.looks[bar.kind], bar, top + (_ROW - _BAR) // 2, days)


def _bar(look: Look, bar: DayBar, top: int, days: int) -> Iterator[str]:
    x, wide = _x(bar.first, days), _x(max(bar.last, bar.first + _NARROWEST), days) - _x(bar.first, days)
    yield (
        f'<rect class="{look.style}" fill-opacity="{look.tint}" x="{x:.1f}" y="{top}" '
        f'width="{max(wide - 1, 1):.1f}" height="{_BAR}"/>'
    )
    words = f"{look.words} {bar.last - bar.first}"
    if wide > _LETTER * (len(look.words) + 2):
        style = ' class="on-dark"' if look.dark else ""
        yield f'<text{style} x="{x + 5:.1f}" y="{top + 16}" font-size="12">{escape(words)}</text>'


def _marks(chart: DayLanes, days: int, bottom: int) -> Iterator[str]:
    """Words that would stand on each other are set one above the other."""
    before = -1_000.0
    for day, words in sorted(chart.marks):
        x = _x(day, days)
        y = 11 if x - before > _LETTER * 8 else 25
        before = x if y == 11 else before
        anchor = "end" if x > _RIGHT - 60 else "start" if x < _LEFT + 60 else "middle"
        yield f'<path class="l2" d="M{x:.1f} {_HEAD - 6}V{bottom}"/>'
        yield f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" font-size="12">{escape(words)}</text>'


def _key(chart: DayLanes, bottom: int) -> Iterator[str]:
    used = dict.fromkeys(bar.kind for lane in chart.lanes for bar in lane.bars)
    x = _LEFT
    for look in (chart.looks[kind] for kind in used):
        yield (
            f'<rect class="{look.style}" fill-opacity="{look.tint}" x="{x}" y="{bottom + 18}" width="14" height="14"/>'
        )
        yield f'<text x="{x + 20}" y="{bottom + 30}" font-size="12">{escape(look.words)}</text>'
        x += 44 + _LETTER * len(look.words)


def _cut(words: str) -> str:
    return words if len(words) <= 14 else f"{words[:13]}…"
