"""Two versions of a filing, field by field."""

import pytest
from tests.builders_filings import LATER, a_ready_unit, sent
from tests.builders_powers import CAMPAIGN, LIAISON, OWN, an_item

from qingdan.base.snapshots.queries import thaw
from qingdan.filings.queries.comparison import ChangedField, Comparison, compare
from qingdan.filings.queries.content import content_of
from qingdan.filings.services.preparing import save_report, withdraw_nil_line
from qingdan.flows.models import ChartStep, FlowChart
from qingdan.powers.services.items import delete_item, save_item

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-051")]


def _since(digest: str) -> Comparison:
    chart = FlowChart.objects.select_related("campaign", "unit").first()
    assert chart is not None
    return compare(thaw(digest), content_of(chart.campaign, chart.unit))


def test_compare__items_added_removed_changed() -> None:
    number, gone = a_ready_unit(), an_item("对旧灯笼的处罚", disposition="abolish")
    delete_item(number=gone, by=LIAISON, at=LATER)
    digest = sent().digest
    added = an_item("对新灯笼的处罚")
    save_item(number=number, version=1, values={"office": "灯油科"}, by=LIAISON, at=LATER)

    found = _since(digest)

    assert {one.number: one.kind for one in found.items} == {number: "changed", added: "added"}
    changed = next(one for one in found.items if one.kind == "changed")
    assert changed.fields == (ChangedField(field="office", before="灯火科", after="灯油科"),)
    delete_item(number=number, by=LIAISON, at=LATER)
    assert _since(digest).of_kind("removed") == 1


def test_compare__report_nil_lines_and_charts() -> None:
    a_ready_unit()
    digest = sent().digest
    save_report(campaign=CAMPAIGN, unit=OWN, version=1, sections={"results": "亮了"}, by=LIAISON, at=LATER)
    withdraw_nil_line(campaign=CAMPAIGN, unit=OWN, category="levy", by=LIAISON, at=LATER)
    ChartStep.objects.filter(number=1).update(content="点灯")

    found = _since(digest)

    assert [one.field for one in found.report] == ["results"]
    assert found.nil is not None and "levy" in found.nil[0] and "levy" not in found.nil[1]
    assert [(one.kind, one.fields[0].field) for one in found.charts] == [("changed", "step 1")]


def test_compare__with_itself() -> None:
    a_ready_unit()

    found = _since(sent().digest)

    assert found.is_empty
    assert found.unchanged == 1
