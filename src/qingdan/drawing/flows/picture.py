"""A chart as SVG: the parts of the picture, from the ground up.

Colours are the style sheet's, by class; the few attributes here are for a page without it.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from zlib import crc32

from qingdan.data.wording import note_words
from qingdan.drawing.flows.grid import HALF_WIDTH
from qingdan.drawing.flows.sizes import BAND, LABEL_LINE, LABEL_SIZE, Label, Sizes
from qingdan.drawing.flows.text import cut, lines, plain, words_of
from qingdan.rules.flow_graph import Chart, Step, StepKind, posts, print_exits, print_limit, stages
from qingdan.rules.note import Note

_FOLD = 14  # of a document's corner
_NUMBER = re.compile(r"^\d+")
_LINE, _NODE = 'fill="none" stroke="#222"', 'fill="#fff" stroke="#222"'


def picture(sizes: Sizes, *, title: str, description: str, current: frozenset[int]) -> str:
    """The SVG element, self-contained; its ids depend on what it shows, so several may stand on one page."""
    inside = "".join(_parts(sizes, current))
    name = f"f{crc32((title + inside).encode()):08x}"
    across, high = sizes.size
    arrow = (
        f'<defs><marker id="{name}-a" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto"><path class="arrow" d="M0 .6 8 4 0 7.4z"/></marker></defs>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="lanes-{len(sizes.grid.lanes)}" '
        f'viewBox="0 0 {_n(across)} {_n(high)}" role="img" aria-labelledby="{name}-t {name}-d" font-size="14">'
        f'<title id="{name}-t">{_text(title)}</title><desc id="{name}-d">{_text(description)}</desc>'
        f"{arrow}{inside.replace('#arrow', f'#{name}-a')}</svg>"
    )


def _parts(sizes: Sizes, current: frozenset[int]) -> Iterator[str]:
    yield from _ground(sizes)
    yield from _gutter(sizes)
    for route in sizes.routes:
        yield f'<path class="line" {_LINE} d="{_path(sizes.course(route))}" marker-end="url(#arrow)"/>'
    for place, step in enumerate(sizes.grid.chart.steps):
        yield from _node(sizes, place, here=step.number in current)
    for label in filter(None, map(sizes.label, sizes.routes)):
        yield from _label(label)


def _ground(sizes: Sizes) -> Iterator[str]:
    across, high = sizes.size
    yield f'<rect class="band" fill="#eee" x="0" y="0" width="{_n(across)}" height="{_n(BAND)}"/>'
    yield f'<text class="dim" x="10" y="23" font-size="13">{_words("drawing.gutter")}</text>'
    for centre, post in zip(sizes.centres, sizes.grid.lanes, strict=True):
        words = cut(post, 12) or _words("drawing.no_post")
        yield f'<text x="{_n(centre)}" y="23" text-anchor="middle" font-weight="600">{_text(words)}</text>'
    for border in sizes.borders if sizes.grid.lanes else ():
        yield f'<path class="hair" stroke="#bbb" d="M{_n(border)} 0V{_n(high)}"/>'


def _gutter(sizes: Sizes) -> Iterator[str]:
    """Number and name of each 环节, and below them its limits."""
    for places, middle in zip(sizes.grid.rows, sizes.middles, strict=True):
        steps = [sizes.grid.step(place) for place in places]
        number = _span(steps)
        start = 10 + 8 * len(number) + 8
        first, *more = lines(steps[0].name, widest=(112 - start) / 14) or ("",)
        limits = _limits(steps)
        y = middle - 2 - 9 * len(more) - (7 if len(limits) > 1 else 0)
        yield (
            f'<text x="10" y="{_n(y)}"><tspan class="serif" font-size="15">{number}</tspan>'
            f'<tspan dx="8">{_text(first)}</tspan></text>'
        )
        for line in more:
            y += 18
            yield f'<text x="{_n(start)}" y="{_n(y)}">{_text(line)}</text>'
        for limit in limits:
            y += 18 if limit is limits[0] else 15
            yield f'<text class="dim" x="{_n(min(start, 28))}" y="{_n(y)}" font-size="12.5">{_text(limit)}</text>'


def _span(steps: list[Step]) -> str:
    """The numbers of a row: 3, or 3–5; connectors have none."""
    numbers = [step.number for step in steps if not _is_connector(step)]
    if not numbers:
        return ""
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _is_connector(step: Step) -> bool:
    return step.name in {_words("drawing.onward"), _words("drawing.coming")}


def _limits(steps: list[Step]) -> list[str]:
    """At most two different limits of a row, the longest first; what is not counted says so."""
    printed = {
        _NUMBER.sub(r"\g<0> ", print_limit(step.limit)): step.limit.days
        for step in steps
        if step.limit and step.counted
    }
    if any(not step.counted for step in steps):
        printed[_words("drawing.not_counted")] = 0
    return sorted(printed, key=lambda words: -printed[words])[:2]


def _node(sizes: Sizes, place: int, *, here: bool) -> Iterator[str]:
    step = sizes.grid.step(place)
    x, y = sizes.centre(place)
    shape = _shape(step.kind, x, y, sizes.half_height(place))
    yield shape.replace("@", " here" if here else "")
    words = words_of(step)
    size = "13" if step.kind is StepKind.DECISION else "14"
    first = y + 5 - 9 * (len(words) - 1)
    for index, line in enumerate(words):
        yield (
            f'<text x="{_n(x)}" y="{_n(first + 18 * index)}" text-anchor="middle" font-size="{size}">'
            f"{_text(line)}</text>"
        )


def _shape(kind: StepKind, x: float, y: float, half: int) -> str:
    left, right, top, bottom = x - HALF_WIDTH, x + HALF_WIDTH, y - half, y + half
    match kind:
        case StepKind.DECISION:
            path = f"M{_n(x)} {_n(top)}L{_n(right)} {_n(y)}L{_n(x)} {_n(bottom)}L{_n(left)} {_n(y)}z"
            return f'<path class="node ask@" {_NODE} d="{path}"/>'
        case StepKind.DOCUMENT:
            fold = f"M{_n(right - _FOLD)} {_n(top)}v{_FOLD}h{_FOLD}"
            path = f"M{_n(left)} {_n(top)}H{_n(right - _FOLD)}L{_n(right)} {_n(top + _FOLD)}V{_n(bottom)}H{_n(left)}z"
            return f'<path class="node@" {_NODE} d="{path}{fold}"/>'
        case StepKind.ACT:
            corner = ""
        case _:
            corner = f' rx="{half}"'
    name = "node end@" if corner else "node@"
    box = f'x="{_n(left)}" y="{_n(top)}" width="{2 * HALF_WIDTH}" height="{2 * half}"'
    return f'<rect class="{name}" {_NODE} {box}{corner}/>'


def _label(label: Label) -> Iterator[str]:
    yield (
        f'<rect class="halo" fill="#fff" x="{_n(label.x)}" y="{_n(label.y)}" '
        f'width="{_n(label.across)}" height="{_n(label.high)}"/>'
    )
    for index, line in enumerate(label.lines):
        yield (
            f'<text x="{_n(label.x + label.across / 2)}" y="{_n(label.y + LABEL_SIZE + LABEL_LINE * index)}" '
            f'text-anchor="middle" font-size="{_n(LABEL_SIZE)}" font-weight="600">{_text(line)}</text>'
        )


def _path(points: Iterable[tuple[float, float]]) -> str:
    (x, y), *others = points
    path = f"M{_n(x)} {_n(y)}"
    for to_x, to_y in others:
        path += f"H{_n(to_x)}" if to_y == y else f"V{_n(to_y)}"
        x, y = to_x, to_y
    return path


def description(chart: Chart) -> str:
    """What the picture tells, in words: how many 环节 and posts, and each step with who does it and what follows."""
    head = _words("drawing.summary", stages=len(stages(chart)), posts=len(posts(chart)))
    return head + "".join(_sentence(step) for step in chart.steps)


def _sentence(step: Step) -> str:
    does = step.content or step.document
    ways = print_exits(step)
    parts = [f"{step.number} {step.name}"]
    parts += [f"（{step.post}）"] if step.post else []
    parts += [f"：{does}"] if does else []
    parts += [f"，{print_limit(step.limit)}"] if step.limit else []
    parts += [f"，{_words('drawing.next')} {ways}"] if ways else []
    return "".join(parts) + "。"


def _words(key: str, **params: str | int) -> str:
    return note_words(Note(key=key, params=params))


def _text(words: str) -> str:
    return escape(plain(words))


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
