"""What some checks need and a register does not hold: flow charts, duties, the department's 三定 functions.

They come from other filings of the same department; a check whose material is not given is "not checked".
"""

from dataclasses import dataclass
from enum import StrEnum

from qingdan.rules.power_item import Limit


class StepKind(StrEnum):
    """Kinds of nodes of a flow chart."""

    START = "start"
    END = "end"
    ACTION = "action"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartStep:
    """One node: `actor` is the post or office that acts; `limit` its own time limit, where it has one."""

    id: str
    kind: StepKind
    name: str = ""
    actor: str = ""
    limit: Limit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A flow chart: its number, its nodes and its arrows as (from, to) ids."""

    number: str
    steps: tuple[ChartStep, ...]
    arrows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty of the responsibility list, for a power (by name) and a step of its chart (by name)."""

    item: str
    step: str = ""
    duty: str = ""
    post: str = ""
    ground: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One function from the department's 三定 provisions; `items` and `duties` name what carries it out."""

    function: str
    items: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
