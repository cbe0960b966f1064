"""Charts for the tests: one by hand (点灯许可 of an invented regulation) and arbitrary ones by hypothesis."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from qingdan.rules.flow_graph import Chart, Exit, Step, StepKind
from qingdan.rules.power_item import DayKind, Limit


def step(number: int, kind: str, name: str, *exits: int | tuple[int, str], **fields: Any) -> Step:
    """A step; an exit is a number or (number, condition). Its post is 灯笼科 where none is given."""
    ways = [way if isinstance(way, tuple) else (way, "") for way in exits]
    fields = {"post": "灯笼科"} | fields
    return Step(
        number=number, kind=StepKind(kind), name=name,
        exits=tuple(Exit(to=to, condition=condition) for to, condition in ways), **fields,
    )  # fmt: skip


def working(days: int) -> Limit:
    return Limit(days=days, kind=DayKind.WORKING)


def natural(days: int) -> Limit:
    return Limit(days=days, kind=DayKind.NATURAL)


LANTERN = Chart(
    title="点灯许可",
    steps=(
        step(1, "start", "申请", 2, post="申请人"),
        step(2, "decision", "收件", (3, "齐全"), (1, "不全"), promised_limit=working(1)),
        step(3, "act", "审查", 4, promised_limit=working(5)),
        step(4, "decision", "决定", (5, "准予"), (6, "不准"), post="局长", promised_limit=working(2)),
        step(5, "document", "发证", 7, document="点灯证", statutory_limit=working(10)),
        step(6, "document", "告知", 7, document="不予点灯决定书", statutory_limit=working(3)),
        step(7, "end", "归档"),
    ),
)


def lantern(**steps: dict[str, Any]) -> Chart:
    """The chart with fields of steps changed: `lantern(s3={"post": ""})`."""
    changes = {int(key[1:]): fields for key, fields in steps.items()}
    changed = (replace(one, **changes.get(one.number, {})) for one in LANTERN.steps)
    return replace(LANTERN, steps=tuple(replace(one, kind=StepKind(one.kind)) for one in changed))


_LIMITS = st.none() | st.builds(Limit, days=st.integers(0, 40), kind=st.sampled_from(DayKind))
_WORDS = st.text("灯笼点亮熄灭申请ab 1<&\"'", max_size=20)


@st.composite
def charts(draw: st.DrawFn, *, most: int = 12, forward: bool = False) -> Chart:
    """Any chart of up to `most` steps numbered from 1, exits anywhere (or only to later steps)."""
    count = draw(st.integers(0, most))
    steps = []
    for number in range(1, count + 1):
        targets = st.integers(number + 1 if forward else 1, count)
        exits = st.lists(targets, max_size=3, unique=True) if number < count or not forward else st.just([])
        steps.append(
            Step(
                number=number,
                kind=draw(st.sampled_from(StepKind)),
                name=draw(_WORDS),
                post=draw(st.sampled_from(["", "申请人", "窗口", "灯笼科", "局长"])),
                content=draw(_WORDS),
                promised_limit=draw(_LIMITS),
                counted=draw(st.booleans()),
                exits=tuple(Exit(to=to, condition=draw(_WORDS)) for to in draw(exits)),
            )
        )
    return Chart(steps=tuple(steps), title=draw(_WORDS))
