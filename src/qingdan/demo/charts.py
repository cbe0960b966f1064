"""The flow charts of the demonstration's units: begun from templates, with how it ran before (R-025)."""

from dataclasses import replace
from datetime import datetime
from random import Random

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.campaigns.models import Campaign
from qingdan.demo.generate import Progress
from qingdan.flows.models import FlowChart
from qingdan.flows.queries.pages import chart_page
from qingdan.flows.queries.table import rows_in
from qingdan.flows.services import save_chart, start_missing_charts
from qingdan.flows.services.starting import kept_categories


def draw_charts(progress: Progress, campaign: Campaign, body: Unit, by: Actor, at: datetime) -> None:
    """Charts for all categories in which a body keeps items, of one still drafting for about half of them."""
    if progress is Progress.NOT_BEGUN:
        return
    drawer, random = replace(by, unit=body.code), Random(f"charts:{body.code}")
    kept = kept_categories(campaign, body)
    chosen = [one for one in kept if progress is not Progress.DRAFTING or random.random() < 0.5]
    place = {"campaign": campaign.code, "unit": body.code}
    start_missing_charts(**place, categories=chosen, by=drawer, at=at)
    begun = FlowChart.objects.filter(campaign=campaign, unit=body, before_steps=None).order_by("category")
    for code in begun.values_list("code", flat=True):
        _say_before(code, random, drawer, at)


def _say_before(code: str, random: Random, by: Actor, at: datetime) -> None:
    """A few steps and days more than now; no days where no step has a limit."""
    chart = chart_page(by, code, on=day_of(at))
    before = {"before_steps": str(chart.figures.stages + random.randrange(1, 5))}
    if chart.days is not None:
        before["before_days"] = str(chart.days + random.randrange(3, 16))
    values = {**chart.texts, **before}
    save_chart(code=code, version=chart.version, values=values, rows=rows_in(chart.texts), by=by, at=at)
