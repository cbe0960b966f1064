"""Batches of last year's approvals as the desk shows them, to the 编办 and to the 法制办."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, refusal
from qingdan.data.chart_labels import DIFFERENCE_NAMES
from qingdan.data.wording import message_of
from qingdan.lists.models import ApprovalBatch, ApprovalItem, BatchState
from qingdan.lists.queries.approval_charts import chart_value, differs, template_on
from qingdan.rules.flow_graph import Chart, Difference, Template
from qingdan.rules.review import ChartState
from qingdan.rules.role import Role

SEEING = frozenset({Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE, Role.LEGAL_AFFAIRS})


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A batch: the document that decided on it, how much it holds. `edition`: the last published from it, or ""."""

    code: str
    title: str
    document_number: str
    decided_on: date
    state: str
    edition: str
    made_at: datetime
    items: int
    faults: int
    pending: int
    returned: int
    approved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultShown:
    """A row that is no item, and what is wrong with it, in words."""

    sheet: str
    row: int
    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """An item of a batch; `like_template`: its chart has nothing otherwise."""

    number: int
    code: str
    name: str
    sub_item: str
    kind: str
    unit_name: str
    chart_state: str
    like_template: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchShown:
    """A batch with its items. `alike`: how many charts that wait are like the template."""

    head: BatchLine
    faults: tuple[FaultShown, ...]
    items: tuple[ItemLine, ...]

    @property
    def alike(self) -> int:
        """How many can be approved together."""
        return sum(one.like_template and one.chart_state == ChartState.PENDING for one in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalShown:
    """An item with its chart beside the template. `differences`: in words, and the value; `steps`: as kept."""

    batch: str
    line: ItemLine
    values: Mapping[str, str]
    bases: Sequence[Mapping[str, str]]
    chart: Chart
    steps: Sequence[Mapping[str, Any]]
    template: Template
    differences: tuple[tuple[str, Difference], ...]
    reason: str
    judged_by_name: str
    judged_at: datetime | None


def batches(actor: Actor) -> tuple[BatchLine, ...]:
    """The batches of the region that are not dropped, the newest first."""
    return tuple(_line(one) for one in _seen(actor).order_by("-pk"))


def batch_shown(actor: Actor, code: str) -> BatchShown:
    """One of them. Raises Missing."""
    batch = _batch(actor, code)
    items = ApprovalItem.objects.filter(batch=batch).select_related("unit").order_by("number")
    return BatchShown(
        head=_line(batch),
        faults=tuple(_fault(one) for one in batch.faults),
        items=tuple(_item(one) for one in items),
    )


def approval_shown(actor: Actor, code: str, number: int, on: date) -> ApprovalShown:
    """An item beside the template of the day's law. Raises Missing."""
    found = (
        ApprovalItem.objects.filter(batch=_batch(actor, code), number=number).select_related("unit").first()
    )
    if found is None:
        raise Missing
    values, template = found.content["values"], template_on(on)
    return ApprovalShown(
        batch=code,
        line=_item(found),
        values=values,
        bases=found.content["bases"],
        chart=chart_value(found.chart, values),
        steps=found.chart["steps"],
        template=template,
        differences=tuple(
            (DIFFERENCE_NAMES[one.kind], one) for one in differs(found.chart, values, template)
        ),
        reason=found.reason,
        judged_by_name=found.judged_by_name,
        judged_at=found.judged_at,
    )


def _seen(actor: Actor) -> Any:
    if not actor.roles & SEEING:
        raise Missing
    found = ApprovalBatch.objects.filter(region=actor.region).exclude(state=BatchState.DROPPED)
    return found.select_related("edition")


def _batch(actor: Actor, code: str) -> ApprovalBatch:
    found: ApprovalBatch | None = _seen(actor).filter(code=code).first()
    if found is None:
        raise Missing
    return found


def _line(batch: ApprovalBatch) -> BatchLine:
    states = Counter(ApprovalItem.objects.filter(batch=batch).values_list("chart_state", flat=True))
    return BatchLine(
        code=batch.code,
        title=batch.title,
        document_number=batch.document_number,
        decided_on=batch.decided_on,
        state=batch.state,
        edition=batch.edition.code if batch.edition else "",
        made_at=batch.made_at,
        items=states.total(),
        faults=len(batch.faults),
        pending=states[ChartState.PENDING],
        returned=states[ChartState.RETURNED],
        approved=states[ChartState.APPROVED],
    )


def _fault(one: Mapping[str, Any]) -> FaultShown:
    words = message_of(refusal(one["key"], **one["facts"]))
    return FaultShown(sheet=one["sheet"], row=one["row"], name=one["name"], words=words)


def _item(one: ApprovalItem) -> ItemLine:
    return ItemLine(
        number=one.number,
        code=one.code,
        name=one.name,
        sub_item=one.sub_item,
        kind=one.kind,
        unit_name=one.unit.name,
        chart_state=one.chart_state,
        like_template=one.like_template,
        version=one.version,
    )
