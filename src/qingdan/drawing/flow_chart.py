"""Flow charts as SVG (screens.md §8): rows are 环节, columns are posts; laid out by itself, nothing to drag.

The picture is one of two forms of the same steps; the page shows them as a table too.
"""

from collections.abc import Collection
from functools import lru_cache

from qingdan.data.wording import note_words
from qingdan.drawing.flows.order import arrange
from qingdan.drawing.flows.parts import parts
from qingdan.drawing.flows.picture import description, picture
from qingdan.drawing.flows.sizes import Sizes
from qingdan.rules.flow_graph import Chart
from qingdan.rules.note import Note


def draw(chart: Chart, current: Collection[int] = ()) -> list[str]:
    """The chart as SVG elements for a page: one, or several where it has more than 14 rows; none without steps.

    `current` are the numbers of the steps to be marked as those in hand. Only classes, no styles and no script;
    texts are escaped and cut to what fits. Exits to steps that do not exist are not drawn. Equal charts give equal
    text.
    """
    return list(_drawn(chart, frozenset(current)))


@lru_cache(maxsize=256)
def _drawn(chart: Chart, current: frozenset[int]) -> tuple[str, ...]:
    if not chart.steps:
        return ()
    whole = parts(chart, onward=_words("drawing.onward"), coming=_words("drawing.coming"))
    return tuple(
        _one(part, _title(chart, number, len(whole)), current) for number, part in enumerate(whole, start=1)
    )


def _one(part: Chart, title: str, current: frozenset[int]) -> str:
    grid, routes = arrange(part)
    sizes = Sizes(grid=grid, routes=routes)
    return picture(sizes, title=title, description=description(part), current=current)


def _title(chart: Chart, number: int, count: int) -> str:
    key = "drawing.title" if count == 1 else "drawing.part_title"
    return _words(key, title=chart.title, number=number, count=count)


def _words(key: str, **params: str | int) -> str:
    return note_words(Note(key=key, params=params))
