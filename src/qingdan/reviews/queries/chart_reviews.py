"""The flow charts before the legal office: which wait, and one of them beside its template (R-059)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw, thaw_many
from qingdan.data.chart_labels import DIFFERENCE_NAMES
from qingdan.data.chart_templates import template_for
from qingdan.filings.queries.charts import chart_of
from qingdan.filings.queries.comparison import ChangedField, chart_texts
from qingdan.reviews.models import ChartOpinion, ChartReview, Review
from qingdan.reviews.queries.facts import facts_of_chart
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.rules.flow_graph import Chart, Difference, Procedure, Template, difference
from qingdan.rules.problem import Problem
from qingdan.rules.review import ChartState, ListKind, Thing
from qingdan.rules.review_guards import Step, open_actions, take_step


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLine:
    """A chart in the list. `items`: how many items it shows."""

    code: str
    name: str
    category: str
    unit: str
    unit_name: str
    state: str
    due_on: date | None
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartQueue:
    """All charts of a campaign: those that wait first, then by day and unit."""

    campaign: str
    campaign_name: str
    lines: tuple[ChartLine, ...]

    @property
    def waiting(self) -> tuple[ChartLine, ...]:
        """Those that wait for the legal office."""
        return tuple(one for one in self.lines if one.state == ChartState.PENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSaid:
    """One recorded act on a chart, and what of the chart was said otherwise after it."""

    action: str
    text: str
    by_name: str
    at: datetime
    changes: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartUnderReview:
    """A chart as it is under review. `differences`: against its template, each with its name in words; `items`:
    numbers and names of the items it shows; `actions`, `blocked`: as for items.
    """

    campaign: str
    campaign_name: str
    code: str
    name: str
    category: str
    unit_name: str
    filer: str
    state: str
    since: datetime
    due_on: date | None
    version: int
    digest: str
    value: Chart
    template: Template | None
    differences: tuple[tuple[str, Difference], ...]
    items: tuple[tuple[str, str], ...]
    record: tuple[ChartSaid, ...]
    actions: tuple[str, ...]
    blocked: tuple[Problem, ...]


def chart_queue(actor: Actor, campaign: str = "") -> ChartQueue:
    """The charts of a campaign that the actor may see. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    shown = Counter(
        Review.objects.filter(campaign=found, list_kind=ListKind.POWER).values_list("chart", flat=True)
    )
    rows = ChartReview.objects.visible_to(actor).filter(campaign=found).select_related("unit")
    lines = [_line(one, shown[one.code]) for one in rows.order_by("unit__order", "unit__code", "category")]
    lines.sort(key=lambda one: (one.state != ChartState.PENDING, one.due_on or date.max))
    return ChartQueue(campaign=found.code, campaign_name=found.name, lines=tuple(lines))


def chart_under_review(actor: Actor, *, campaign: str, code: str, on: date) -> ChartUnderReview:
    """One chart with its template of the day's law, and what this person can do with it. Raises Missing."""
    rows = ChartReview.objects.visible_to(actor).filter(campaign__code=campaign, code=code)
    chart = rows.select_related("campaign", "unit", "filing", "filing__unit").first()
    if chart is None:
        raise Missing
    content: dict[str, Any] = thaw(chart.digest)
    value = chart_of(content)
    template = _template(content, on)
    found = difference(value, template.chart) if template else ()
    facts = facts_of_chart(chart, actor, on=on)
    actions = open_actions(Thing.CHART, ListKind.POWER, chart.state, facts)
    refused = take_step(Thing.CHART, ListKind.POWER, chart.state, "approve", facts)
    waits = chart.state == ChartState.PENDING and not actions
    return ChartUnderReview(
        campaign=chart.campaign.code,
        campaign_name=chart.campaign.name,
        code=chart.code,
        name=chart.name,
        category=chart.category,
        unit_name=chart.unit.name,
        filer=chart.filing.unit.code,
        state=chart.state,
        since=chart.since,
        due_on=chart.due_on,
        version=chart.version,
        digest=chart.digest,
        value=value,
        template=template,
        differences=tuple((DIFFERENCE_NAMES[one.kind], one) for one in found),
        items=_items(chart),
        record=_record(chart),
        actions=actions,
        blocked=refused if waits and not isinstance(refused, Step) else (),
    )


def _line(chart: ChartReview, items: int) -> ChartLine:
    return ChartLine(
        code=chart.code,
        name=chart.name,
        category=chart.category,
        unit=chart.unit.code,
        unit_name=chart.unit.name,
        state=chart.state,
        due_on=chart.due_on,
        items=items,
    )


def _template(content: dict[str, Any], on: date) -> Template | None:
    known = content["template"] in set(Procedure)
    return template_for(Procedure(content["template"]), on) if known else None


def _items(chart: ChartReview) -> tuple[tuple[str, str], ...]:
    rows: QuerySet[Review] = Review.objects.filter(campaign=chart.campaign_id, chart=chart.code)
    return tuple(rows.order_by("unit", "order").values_list("number", "name"))


def _record(chart: ChartReview) -> tuple[ChartSaid, ...]:
    rows = list(ChartOpinion.objects.filter(review=chart).order_by("pk"))
    values = thaw_many([one.digest for one in rows])
    before = [None, *(one.digest for one in rows)]
    return tuple(
        ChartSaid(
            action=one.action,
            text=one.text,
            by_name=one.by_name,
            at=one.at,
            changes=_changes(values[old], values[one.digest]) if old and old != one.digest else (),
        )
        for one, old in zip(rows, before, strict=False)
    )


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[ChangedField, ...]:
    old, new = chart_texts(before), chart_texts(after)
    return tuple(
        ChangedField(field=name, before=old.get(name, ""), after=new.get(name, ""))
        for name in dict.fromkeys((*old, *new))
        if old.get(name, "") != new.get(name, "")
    )
