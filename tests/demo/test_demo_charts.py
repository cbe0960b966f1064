"""Charts of the demonstration's units."""

from dataclasses import replace

import pytest
from tests.builders import NOW
from tests.builders_powers import CAMPAIGN, LIAISON, OWN, a_register_city, an_item

from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.demo.charts import draw_charts
from qingdan.demo.generate import Progress
from qingdan.flows.models import FlowChart
from qingdan.flows.queries.values import as_charts
from qingdan.rules.flow_graph import figures

pytestmark = [pytest.mark.requirement("R-025"), pytest.mark.django_db]
CATEGORIES = ("penalty", "licence", "levy", "reward", "inspection", "confirmation")


def _drawn(progress: Progress) -> list[str]:
    by = replace(LIAISON, unit=OWN)
    with writing(by):
        campaign, unit = Campaign.objects.get(code=CAMPAIGN), Unit.objects.get(code=OWN)
        draw_charts(progress, campaign, unit, by, NOW)
    with reading(by):
        assert not FlowChart.objects.filter(before_steps=None).exists()
        return sorted(FlowChart.objects.values_list("category", flat=True))


def test_charts__follow_how_far_a_unit_is() -> None:
    a_register_city()
    for category in CATEGORIES:
        an_item(f"灯笼{category}", category=category)
    assert _drawn(Progress.NOT_BEGUN) == []
    some = _drawn(Progress.DRAFTING)
    assert 0 < len(some) < len(CATEGORIES)
    assert _drawn(Progress.DRAFTING) == some
    assert _drawn(Progress.DRAFTED) == sorted(CATEGORIES)


def test_charts__say_days_before_only_where_days_are_known_now() -> None:
    a_register_city()
    for category in CATEGORIES:
        an_item(f"灯笼{category}", category=category)
    _drawn(Progress.DRAFTED)
    with reading(replace(LIAISON, unit=OWN)):
        charts = list(FlowChart.objects.select_related("item"))
        values = as_charts(charts)
    said = {(figures(values[one.pk]).days is None, one.before_days is None) for one in charts}

    assert said == {(True, True), (False, False)}
