"""One chart with everything that its page and its form show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import InnerOffice, Post
from qingdan.base.refusal import Missing
from qingdan.data.schemes import category_names
from qingdan.flows.models import FlowChart
from qingdan.flows.queries.covering import covering
from qingdan.flows.queries.findings import ChartFinding, chart_findings
from qingdan.flows.queries.table import table_of
from qingdan.flows.queries.templates import choices, template_of
from qingdan.flows.queries.values import as_charts, procedure_of
from qingdan.powers.models import PowerItem
from qingdan.rules.flow_graph import Chart, ChartFigures, Template, figures
from qingdan.rules.power_item import Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPage:
    """A chart: as the rules see it (`value`), as texts by field of the form (`texts`), what is wrong with it.

    `template`: the one it was begun from, None for a blank beginning; `templates`: those it may be begun anew from.
    `item`: draft number and name where it is one item's alone; `covers`: how many kept items go by it.
    """

    code: str
    version: int
    name: str
    unit: str
    unit_name: str
    campaign: str
    campaign_name: str
    category: str
    category_name: str
    item: str
    item_name: str
    item_deleted: bool
    editable: bool
    value: Chart
    texts: Mapping[str, str]
    figures: ChartFigures
    before_steps: int | None
    before_days: int | None
    findings: tuple[ChartFinding, ...]
    blockers: int
    covers: int
    template: Template | None
    demanded: bool
    templates: tuple[Template, ...]
    offices: tuple[str, ...]
    posts: tuple[str, ...]
    updated_at: datetime

    @property
    def days(self) -> int | None:
        """The days of the longest way, of both kinds; None where no step has a limit."""
        return self.figures.days


def chart_page(actor: Actor, code: str, *, on: date) -> ChartPage:
    """A chart this person may see; `on` is the day of the law. Raises Missing."""
    found = FlowChart.objects.visible_to(actor).filter(code=code)
    row = found.select_related("campaign", "unit", "item").first()
    if row is None:
        raise Missing
    value = as_charts([row])[row.pk]
    law_on = row.campaign.law_on or on
    follows = template_of(row, law_on)
    gone = row.item is not None and row.item.deleted_at is not None
    open_now = row.unit.code in actor.own_units and row.campaign.closed_at is None
    return ChartPage(
        code=row.code,
        version=row.version,
        name=row.name,
        unit=row.unit.code,
        unit_name=row.unit.name,
        campaign=row.campaign.code,
        campaign_name=row.campaign.name,
        category=row.category,
        category_name=category_names().get(row.category, row.category),
        item=row.item.draft_number if row.item else "",
        item_name=row.item.name if row.item else "",
        item_deleted=gone,
        editable=open_now and not gone,
        value=replace(value, title=row.name),
        texts=table_of(row),
        figures=figures(value),
        before_steps=row.before_steps,
        before_days=row.before_days,
        findings=chart_findings(row.problems),
        blockers=row.blockers,
        covers=_covers(row),
        template=follows if procedure_of(row) else None,
        demanded=bool(follows and follows.demands),
        templates=choices(row.category, law_on),
        offices=tuple(InnerOffice.objects.filter(unit=row.unit).values_list("name", flat=True)),
        posts=tuple(Post.objects.filter(unit=row.unit).values_list("name", flat=True)),
        updated_at=row.updated_at,
    )


def _covers(row: FlowChart) -> int:
    kept = PowerItem.objects.kept().filter(
        campaign=row.campaign, unit=row.unit, disposition=Disposition.RETAIN, category=row.category
    )
    found = kept.filter(pk=row.item_id) if row.item_id else kept
    return sum(chart.pk == row.pk for chart in covering(list(found)).values())
