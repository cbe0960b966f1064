"""What was planned and what was done, as bars over the days: SVG, classes only; the page shows the same as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from zlib import crc32

WIDTH = 760
_LABEL, _LEFT, _RIGHT = 210, 222.0, 748.0
_HEAD, _ROW = 30, 30
_MARKS = 6  # dates above the bars, at most
_LONGEST = 15  # letters of a label


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """A row: `planned` from the one day up to the other, `real` what was done, each up to its last day."""

    label: str
    planned: tuple[date, date] | None = None
    real: Sequence[tuple[date, date]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBars:
    """What to draw. A row without any days heads those below it; `today` is a line from top to bottom."""

    title: str
    description: str
    first: date
    last: date
    today: date
    today_words: str
    rows: Sequence[TimeRow]


def draw_time_bars(chart: TimeBars) -> str:
    """The SVG element; without rows, or with days in the wrong order, the text is empty."""
    if not chart.rows or chart.last <= chart.first:
        return ""
    scale = _Scale(chart.first, chart.last)
    height = _HEAD + _ROW * len(chart.rows) + 8
    inside = "".join((*_days(chart, scale, height), *_rows(chart, scale), *_today(chart, scale, height)))
    name = f"t{crc32((chart.title + inside).encode()):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{name}-t {name}-d" font-size="13">'
        f'<title id="{name}-t">{escape(chart.title)}</title>'
        f'<desc id="{name}-d">{escape(chart.description)}</desc>{inside}</svg>'
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day begins; days beyond the ends stand at them."""
        part = (day - self.first).days / ((self.last - self.first).days + 1)
        return _LEFT + (_RIGHT - _LEFT) * min(1.0, max(0.0, part))

    def bar(self, first: date, last: date) -> str:
        """Place and width of the days from first to last, both whole."""
        left, wide = self.x(first), (_RIGHT - _LEFT) / ((self.last - self.first).days + 1)
        right = min(_RIGHT, self.x(last) + wide)
        return f'x="{left:.1f}" width="{max(right - left, 2):.1f}"'


def _days(chart: TimeBars, scale: _Scale, height: int) -> Iterator[str]:
    whole = (chart.last - chart.first).days
    step = max(1, -(-whole // _MARKS))
    for ordinal in range(chart.first.toordinal(), chart.last.toordinal() + 1, step):
        day = date.fromordinal(ordinal)
        x = scale.x(day)
        yield f'<path class="hair" stroke="#bbb" d="M{x:.1f} {_HEAD - 8}V{height - 4}"/>'
        yield f'<text class="dim" x="{x:.1f}" y="16" text-anchor="middle">{day.month}/{day.day}</text>'


def _rows(chart: TimeBars, scale: _Scale) -> Iterator[str]:
    for number, row in enumerate(chart.rows):
        top = _HEAD + _ROW * number
        heads = row.planned is None and not row.real
        place = 'class="serif" x="2"' if heads else f'x="{_LABEL}" text-anchor="end"'
        yield f'<text {place} y="{top + 15}">{escape(row.label if heads else _short(row.label))}</text>'
        if row.planned:
            yield f'<rect class="c3" {scale.bar(*row.planned)} y="{top + 3}" height="6"/>'
        for first, last in row.real:
            yield f'<rect class="c1" {scale.bar(first, last)} y="{top + 11}" height="9"/>'


def _today(chart: TimeBars, scale: _Scale, height: int) -> Iterator[str]:
    if chart.first <= chart.today <= chart.last:
        x = scale.x(chart.today)
        anchor, more = ("end", -4) if x > (_LEFT + _RIGHT) / 2 else ("start", 4)
        yield f'<path class="l2" stroke="#b00" d="M{x:.1f} {_HEAD - 8}V{height - 4}"/>'
        yield (
            f'<text class="late" x="{x + more:.1f}" y="{height - 6}" text-anchor="{anchor}">'
            f"{escape(chart.today_words)}</text>"
        )


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
