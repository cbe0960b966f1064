"""Charts of more than 14 rows, cut into parts that each fit one page; lines cut through end in a connector."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qingdan.drawing.flows.grid import grid
from qingdan.rules.flow_graph import Chart, Exit, Step, StepKind

MOST_ROWS = 14
_OWN_ROWS = 12  # of a part; one more row each for what comes from and goes to other parts


def parts(chart: Chart, *, onward: str, coming: str) -> tuple[Chart, ...]:
    """The chart itself where it fits, else its parts in order.

    It is cut where the fewest lines are cut, parts being at least half full. In a part, an exit to a step of another
    leads to a connector named `onward` that says number and name of that step; where lines come in, a connector
    named `coming` leads to their step.
    """
    rows = grid(chart).rows
    if len(rows) <= MOST_ROWS:
        return (chart,)
    cuts = _cuts(chart, rows)
    return tuple(
        _part(chart, [place for row in rows[start:end] for place in row], onward=onward, coming=coming)
        for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True)
    )


def _cuts(chart: Chart, rows: Sequence[Sequence[int]]) -> list[int]:
    row_of = {chart.steps[place].number: row for row, places in enumerate(rows) for place in reversed(places)}
    cut_through = [0] * (len(rows) + 1)
    for row, places in enumerate(rows):
        for way in (way for place in places for way in chart.steps[place].exits if way.to in row_of):
            for between in range(min(row, row_of[way.to]) + 1, max(row, row_of[way.to]) + 1):
                cut_through[between] += 1
    cuts: list[int] = []
    start = 0
    while len(rows) - start > _OWN_ROWS:
        possible = range(start + _OWN_ROWS // 2, min(start + _OWN_ROWS, len(rows) - 1) + 1)
        start = min(possible, key=lambda place: (cut_through[place], -place))
        cuts.append(start)
    return cuts


def _part(chart: Chart, places: Sequence[int], *, onward: str, coming: str) -> Chart:
    steps = {step.number: step for step in reversed(chart.steps)}
    own = [chart.steps[place] for place in places]
    inside = {step.number for step in own}
    spare = max(map(abs, steps), default=0) + 1
    outgoing = {target: spare + index for index, target in enumerate(_outgoing(own, inside, steps))}
    spare += len(outgoing)
    incoming = _incoming(chart, inside)
    first = [
        Step(
            number=spare + index, kind=StepKind.START, name=coming, post=steps[target].post,
            content=_joined(sources), exits=(Exit(to=target),),
        )
        for index, (target, sources) in enumerate(incoming.items())
    ]  # fmt: skip
    last = [
        Step(
            number=number, kind=StepKind.END, name=onward, post=steps[target].post,
            content=f"{target} {steps[target].name}",
        )
        for target, number in outgoing.items()
    ]  # fmt: skip
    return replace(chart, steps=(*first, *(_led_to(step, outgoing) for step in own), *last))


def _joined(sources: Sequence[Step]) -> str:
    if len(sources) == 1:
        return f"{sources[0].number} {sources[0].name}"
    return "、".join(str(step.number) for step in sources)


def _outgoing(own: Sequence[Step], inside: set[int], steps: Mapping[int, Step]) -> dict[int, None]:
    return {way.to: None for step in own for way in step.exits if way.to in steps and way.to not in inside}


def _incoming(chart: Chart, inside: set[int]) -> Mapping[int, list[Step]]:
    found: dict[int, list[Step]] = defaultdict(list)
    for step in chart.steps:
        for way in step.exits if step.number not in inside else ():
            if way.to in inside:
                found[way.to].append(step)
    return found


def _led_to(step: Step, outgoing: Mapping[int, int]) -> Step:
    return replace(step, exits=tuple(replace(way, to=outgoing.get(way.to, way.to)) for way in step.exits))
