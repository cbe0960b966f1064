"""A count over time as a step line with its deadline: SVG, classes only; the page shows the same data as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from zlib import crc32

WIDTH, HEIGHT = 620, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 550.0, 18.0, 226.0
_DATES = 5  # written below the axis, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """What to draw.

    `points`: each day's count at its end, days in order; `whole` the count that is aimed at, with `whole_words` beside
    its line; `deadline` a day with words for it; `marked` the days whose counts are written at the line.
    """

    title: str
    description: str
    points: Sequence[tuple[date, int]]
    whole: int
    whole_words: str
    deadline: date | None = None
    deadline_words: str = ""
    marked: Sequence[date] = ()


def draw_step_line(chart: StepLine) -> str:
    """The SVG element; with fewer than two points there is no line to draw and the text is empty."""
    if len(chart.points) < 2:
        return ""
    inside = "".join(_parts(chart))
    name = f"s{crc32((chart.title + inside).encode()):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{name}-t {name}-d" font-size="13">'
        f'<title id="{name}-t">{escape(chart.title)}</title>'
        f'<desc id="{name}-d">{escape(chart.description)}</desc>{inside}</svg>'
    )


def ticks(most: int) -> range:
    """Round numbers from 0 up to below the whole: at most five, steps of 1, 2, 5 times a power of ten."""
    step = 1
    while most > step * 4:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return range(0, max(most, 1), step)


def _parts(chart: StepLine) -> Iterator[str]:
    scale = _Scale(chart.points[0][0], chart.points[-1][0], max(chart.whole, chart.points[-1][1], 1))
    for tick in ticks(scale.most):
        if scale.most - tick >= scale.most / 12:  # else its number would touch that of the whole
            yield f'<path class="hair" stroke="#bbb" d="M40 {scale.y(tick)}H550"/>'
            yield f'<text class="dim" x="32" y="{scale.y(tick, 4)}" text-anchor="end">{tick}</text>'
    yield f'<path class="hair full" stroke="#999" d="M40 {scale.y(chart.whole)}H550"/>'
    yield f'<text x="556" y="{scale.y(chart.whole, 4)}">{escape(chart.whole_words)}</text>'
    yield from _deadline(chart, scale)
    yield f'<path class="l1" fill="none" stroke="#222" d="{_line(chart, scale)}"/>'
    yield from _marks(chart, scale)
    yield from _dates(chart, scale)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days and counts as places on the picture; coordinates are written with one decimal at most."""

    first: date
    last: date
    most: int

    def x(self, day: date, more: float = 0) -> str:
        return _n(_LEFT + (_RIGHT - _LEFT) * (day - self.first).days / (self.last - self.first).days + more)

    def y(self, count: int, more: float = 0) -> str:
        return _n(_BOTTOM - (_BOTTOM - _TOP) * count / self.most + more)


def _deadline(chart: StepLine, scale: _Scale) -> Iterator[str]:
    if chart.deadline is None or not scale.first <= chart.deadline <= scale.last:
        return
    yield f'<path class="l2" stroke="#b00" d="M{scale.x(chart.deadline)} 10V226"/>'
    left = (chart.deadline - scale.first).days * 2 < (scale.last - scale.first).days
    more, anchor = (7, "start") if left else (-7, "end")
    yield (
        f'<text x="{scale.x(chart.deadline, more)}" y="216" text-anchor="{anchor}" class="late">'
        f"{escape(chart.deadline_words)}</text>"
    )


def _line(chart: StepLine, scale: _Scale) -> str:
    (first, count), *more = chart.points
    steps = [f"M{scale.x(first)} {scale.y(count)}"]
    for day, now in more:
        steps.append(f"H{scale.x(day)}")
        if now != count:
            steps.append(f"V{scale.y(now)}")
        count = now
    return "".join(steps)


def _marks(chart: StepLine, scale: _Scale) -> Iterator[str]:
    counts = dict(chart.points)
    for day in sorted({one for one in chart.marked if one in counts}):
        count, at_end = counts[day], day == scale.last
        yield f'<circle class="c1" cx="{scale.x(day)}" cy="{scale.y(count)}" r="4"/>'
        more, anchor, down = (8, "start", 14) if at_end else (-10, "end", -7)
        yield (
            f'<text x="{scale.x(day, more)}" y="{scale.y(count, down)}" text-anchor="{anchor}" '
            f'font-weight="600">{count}</text>'
        )


def _dates(chart: StepLine, scale: _Scale) -> Iterator[str]:
    days = [day for day, _ in chart.points]
    step = max(1, -(-(len(days) - 1) // (_DATES - 1)))
    for day in days[::step]:
        yield (
            f'<text class="dim" x="{scale.x(day)}" y="248" text-anchor="middle">{day.month}/{day.day}</text>'
        )


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
