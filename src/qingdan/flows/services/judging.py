"""What is wrong with charts, kept beside them; and what that means for the items they cover (C27, C28).

Readings. A missing chart is said once for its category, where the filing is made up, not on each of its items. What is
wrong with a chart keeps the filing back once, as the chart's; on its items it is a hint. That the steps take longer
than an item promises (C28) is the item's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from qingdan.data.set_power import load_set_power
from qingdan.flows.models import FlowChart
from qingdan.flows.queries.covering import covering
from qingdan.flows.queries.findings import kept_finding
from qingdan.flows.queries.templates import template_of
from qingdan.flows.queries.values import as_charts, category_of, limit_in
from qingdan.powers.models import PowerItem
from qingdan.powers.services.beside import recheck_beside
from qingdan.powers.services.judging import law_day, scheme_of
from qingdan.rules.checks import given
from qingdan.rules.checks.attachments import charted, limits_kept
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.flow_graph import Chart, chart_problems, for_checks
from qingdan.rules.power_item import Disposition, PowerItemFacts
from qingdan.rules.problem import Problem, Severity


def judge_charts(rows: Sequence[FlowChart], at: datetime) -> None:
    """Judges charts as they stand and keeps what is found; what is as before is not written."""
    values = as_charts(rows)
    for row in rows:
        found = [kept_finding(one) for one in _problems(row, values[row.pk], law_day(row.campaign, at))]
        blockers = sum(one["severity"] == Severity.BLOCKER for one in found)
        if (row.problems, row.blockers) != (found, blockers):
            row.problems, row.blockers = found, blockers
            row.save(update_fields=["problems", "blockers"])


def recheck_covered(chart: FlowChart) -> None:
    """Judges anew the items that a chart covers, or has just ceased to cover."""
    items = PowerItem.objects.kept().filter(campaign=chart.campaign_id, unit=chart.unit_id)
    mine = items.filter(pk=chart.item_id) if chart.item_id else items.filter(category=chart.category)
    recheck_beside(list(mine.select_related("campaign")))


def judge_items(items: Sequence[PowerItem]) -> Mapping[int, list[Problem]]:
    """What the charts of kept items mean for them; items of one unit. By primary key."""
    kept = [one for one in items if one.disposition == Disposition.RETAIN]
    charts = covering(kept)
    rows = list({chart.pk: chart for chart in charts.values()}.values())
    values = {pk: for_checks(chart) for pk, chart in as_charts(rows).items()}
    found = {}
    for item in kept:
        if chart := charts.get(item.pk):
            found[item.pk] = _on_item(item, values[chart.pk], scheme_of(item.campaign))
    return found


def _problems(row: FlowChart, chart: Chart, on: date) -> tuple[Problem, ...]:
    template = template_of(row, on)
    if template is None:
        return chart_problems(chart)
    if row.item is None:
        chart = replace(chart, statutory_limit=template.chart.statutory_limit)
    return chart_problems(chart, template.demands)


def _on_item(item: PowerItem, chart: given.Chart, scheme: Scheme) -> list[Problem]:
    facts = PowerItemFacts(
        category=category_of(item.category),
        name=item.name,
        disposition=Disposition.RETAIN,
        promised_limit=limit_in(item.promised_limit),
        promised_limit_printed=item.promised_limit,
        flow_chart=chart.number,
        columns=frozenset({"flow_chart"}),
    )
    context = CheckContext(
        on=date.min, scheme=scheme, set_power=load_set_power(), charts={chart.number: chart}
    )
    of_chart = [replace(one, severity=Severity.HINT) for one in charted(facts, context)]
    return [*of_chart, *limits_kept(facts, context)]
