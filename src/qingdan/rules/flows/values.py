"""A flow chart (运行流程图) as a table of steps.

Source: the plan's 自查自清 (charts by category, R-048) and 完善流程 (R-020, R-025). The table is what is edited;
drawing, checks, comparison and export are made from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from qingdan.rules.power_item import Category, Limit


class StepKind(StrEnum):
    """Kinds of steps: 起点, 办理, 判断, 文书, 终点."""

    START = "start"
    ACT = "act"
    DECISION = "decision"
    DOCUMENT = "document"
    END = "end"


ACTING = frozenset({StepKind.ACT, StepKind.DECISION, StepKind.DOCUMENT})
"""Kinds of steps in which somebody has to act."""


class Procedure(StrEnum):
    """执法程序: the sets of steps that charts follow; several may belong to one category."""

    SIMPLE_PENALTY = "simple_penalty"
    GENERAL_PENALTY = "general_penalty"
    COERCIVE_MEASURE = "coercive_measure"
    COMPULSORY_EXECUTION = "compulsory_execution"
    LICENCE = "licence"
    CONFIRMATION = "confirmation"
    PAYMENT = "payment"
    ADJUDICATION = "adjudication"
    REWARD = "reward"
    LEVY = "levy"
    INSPECTION = "inspection"
    MEDIATION = "mediation"
    FUND_ALLOCATION = "fund_allocation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """A way on: the number of the next step, and on what condition (是, 否, 材料不全); "" where there is none."""

    to: int
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the table.

    `number` is what exits refer to, unique in the chart; the order of the rows is the order of the tuple. `name` is
    the 环节: neighbouring steps of one name are one 环节 with several posts. `statutory_limit` and `promised_limit`
    are of this step alone. `counted` is false where the law leaves the time out (听证, 检验, 鉴定, 专家评审).
    Texts are as typed, stripped; "" means empty.
    """

    number: int
    kind: StepKind
    name: str
    post: str = ""  # 岗位
    office: str = ""  # 科室
    content: str = ""  # 办理内容
    standard: str = ""  # 审查标准
    statutory_limit: Limit | None = None
    promised_limit: Limit | None = None
    counted: bool = True
    document: str = ""  # 文书
    risk_level: str = ""  # 风险等级
    risk: str = ""  # 风险表现
    control: str = ""  # 防控措施
    exits: tuple[Exit, ...] = ()

    @property
    def limit(self) -> Limit | None:
        """The time the step is given: what is promised, else what the law allows."""
        return self.promised_limit or self.statutory_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A flow chart.

    `number` is the 流程图编号 of the register. `statutory_limit` and `promised_limit` are those of the item; their
    clock runs from the beginning of step `clock_from` (受理, 立案) to the end of `clock_until` (决定), both by
    number; None is the beginning or the end of the chart.
    """

    steps: tuple[Step, ...]
    category: Category | None = None
    procedure: Procedure | None = None
    title: str = ""
    number: str = ""
    statutory_limit: Limit | None = None
    promised_limit: Limit | None = None
    clock_from: int | None = None
    clock_until: int | None = None

    def step(self, number: int) -> Step | None:
        """The step of that number, the first of several; None where there is none."""
        return next((step for step in self.steps if step.number == number), None)


def stages(chart: Chart) -> tuple[tuple[Step, ...], ...]:
    """The 环节 in order: steps that stand one below the other under one name are one 环节."""
    return tuple(tuple(steps) for _, steps in groupby(chart.steps, key=lambda step: step.name))


def posts(chart: Chart) -> tuple[str, ...]:
    """The posts in the order of their first step; "" is the post of steps that name none."""
    return tuple(dict.fromkeys(step.post for step in chart.steps))


def renumbered(chart: Chart) -> Chart:
    """The chart with its steps numbered 1, 2, 3 … in their order, exits and clock following.

    Exits to numbers that do not exist, and all but the first of doubled numbers, keep pointing at what they did: an
    exit without a target gets number 0.
    """
    places: dict[int, int] = {}
    for place, step in enumerate(chart.steps, start=1):
        places.setdefault(step.number, place)
    steps = tuple(_moved(step, place, places) for place, step in enumerate(chart.steps, start=1))
    clock_from = places.get(chart.clock_from) if chart.clock_from is not None else None
    clock_until = places.get(chart.clock_until) if chart.clock_until is not None else None
    return replace(chart, steps=steps, clock_from=clock_from, clock_until=clock_until)


def _moved(step: Step, place: int, places: dict[int, int]) -> Step:
    exits = tuple(replace(way, to=places.get(way.to, 0)) for way in step.exits)
    return replace(step, number=place, exits=exits)


def arrows(chart: Chart) -> Iterator[tuple[Step, Exit]]:
    """Every exit with the step it leaves, in order."""
    return ((step, way) for step in chart.steps for way in step.exits)


def print_exits(step: Step) -> str:
    """The exits as the table shows them: 是 → 5；否 → 3, or the bare number where there is no condition."""
    return "；".join(f"{way.condition} → {way.to}" if way.condition else str(way.to) for way in step.exits)
