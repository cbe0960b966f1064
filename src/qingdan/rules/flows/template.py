"""A template of a chart: the steps of a procedure as the law has them, and which of them it demands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from qingdan.rules.flows.values import Chart, Procedure, Step
from qingdan.rules.power_item import Category

_REFUSED = "不予"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A step that the law demands of a procedure, with its article.

    A chart has it when one of `words` stands in the name, the content or the document of a step. With `before`,
    no way may lead to a step that these words tell without passing it.
    """

    name: str
    words: tuple[str, ...]
    law: str
    article: str
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The steps of a procedure under the law in force from `since` to the day before `until` (None: open).

    `name` is its Chinese name. `source` says where the limit of the whole comes from, `sources` for a step's number
    where the limit of that step does (law and article).
    """

    procedure: Procedure
    name: str
    category: Category
    chart: Chart
    demands: tuple[Demand, ...] = ()
    source: str = ""
    sources: Mapping[int, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None

    def valid(self, on: date) -> bool:
        """Whether the law it follows was in force on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


def tells(step: Step, words: tuple[str, ...]) -> bool:
    """Whether a step says one of the words."""
    return any(word in text for word in words for text in _texts(step))


def grants(step: Step, words: tuple[str, ...]) -> bool:
    """Whether a step says one of the words and not that it is refused (不予处罚决定书 is no 处罚决定书)."""
    return any(word in text and _REFUSED not in text for word in words for text in _texts(step))


def _texts(step: Step) -> tuple[str, ...]:
    return step.name, step.content, step.document
