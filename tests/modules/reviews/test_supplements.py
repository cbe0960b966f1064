"""What a unit changes and signs after its return was received: its item, and the chart that is the item's own."""

import pytest
from tests.builders import NOW
from tests.builders_filings import LATER, OFFICE, a_filing_city, a_ready_unit, received
from tests.builders_flows import WHOLE
from tests.builders_powers import CAMPAIGN, LIAISON, OWN
from tests.builders_review_desk import acted, changed, supplemented, the_return
from tests.builders_reviews import GROUP, ONE_POOR, a_reviewer, the_review

from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading
from qingdan.flows.models import FlowChart
from qingdan.flows.services import save_chart, start_own_chart
from qingdan.reviews.models import ChartReview, Review, ReviewOpinion
from qingdan.reviews.queries.answers import answers_of, own_item, supplement_page
from qingdan.reviews.queries.record import record_of
from qingdan.reviews.queries.supplements import supplement_of
from qingdan.reviews.services.groups import assign_group, seat_reviewer
from qingdan.rules.review import ListKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-056", "R-059", "R-096")]
KIND = ListKind.POWER


@pytest.fixture
def own_chart(db: None, law_home: None) -> str:
    """The item of 市灯笼局 under review with a chart of its own; the chart's code."""
    a_filing_city()
    number = a_ready_unit()
    code = start_own_chart(number=number, template="", by=LIAISON, at=NOW).code
    _saved(code, NOW)
    reviewer = a_reviewer()
    received()
    assign_group(campaign=CAMPAIGN, unit=OWN, group=GROUP, by=OFFICE, at=NOW)
    seat = {"campaign": CAMPAIGN, "group": GROUP, "username": reviewer.username, "home_unit": f"{OWN[:6]}003"}
    seat_reviewer(**seat, expert=False, by=OFFICE, at=NOW)
    return code


def _saved(code: str, at: object, **more: str) -> None:
    with reading(LIAISON):
        version = FlowChart.objects.get(code=code).version
    rows = [row | (more if place == 1 else {}) for place, row in enumerate(WHOLE)]
    values = {
        "name": "灯笼处罚",
        "clock_from": "",
        "clock_until": "",
        "before_steps": "9",
        "before_days": "30",
    }
    save_chart(code=code, version=version, values=values, rows=rows, change=None, by=LIAISON, at=at)


def test_an_own_chart__is_reopened_with_its_item(own_chart: str) -> None:
    acted("return")
    acted("amend")
    _saved(own_chart, LATER, name="到街上数灯笼")
    supplemented()

    with reading(LIAISON):
        assert (the_review().state, the_review().chart) == ("group_review", own_chart)
        assert ChartReview.objects.get(code=own_chart).state == "pending"


def test_a_chart_of_the_category__rests_while_an_item_is_amended(item: Review) -> None:
    acted("return")
    acted("amend")

    with pytest.raises(Refused, match="rests"):
        _saved(item.chart, LATER, name="到街上数灯笼")


def test_a_supplement_without_change__is_refused(item: Review) -> None:
    acted("return")
    acted("amend")

    with pytest.raises(Refused, match=r"review\.changed"):
        supplemented()


def test_a_supplement_other_than_read__is_refused(item: Review) -> None:
    acted("return")
    acted("amend")
    changed()
    with reading(LIAISON):
        read = supplement_of(the_return()).digest
    changed(duty="每晚点灯")
    with reading(LIAISON):
        now = supplement_of(the_return()).digest

    assert read != now


def test_the_record__shows_what_a_supplement_changed(item: Review) -> None:
    acted("return")
    acted("amend")
    changed(office="灯火一科")
    supplemented()

    with reading(LIAISON):
        lines = record_of(the_review()).lines
    assert [one.action for one in lines] == ["return", "amend", "sign_supplement"]
    assert [(one.field, one.before, one.after) for one in lines[-1].changes] == [
        ("office", "灯火科", "灯火一科")
    ]


def test_what_is_agreed__stands_in_the_record(item: Review) -> None:
    acted("return")
    acted("agree")

    with reading(LIAISON):
        change = record_of(the_review()).lines[-1].changes[0]
    assert (change.field, change.after) == ("disposition", ONE_POOR.disposition)


def test_the_page_of_a_unit__names_what_is_in_its_hands(item: Review) -> None:
    acted("return")
    acted("amend")
    changed()

    with reading(LIAISON):
        answers = answers_of(LIAISON)
        page = supplement_page(LIAISON, campaign=CAMPAIGN, kind=KIND)
        own = own_item(LIAISON, campaign=CAMPAIGN, kind=KIND, number=item.number, on=LATER.date())
    assert [one.number for one in answers.held] == [item.number] and answers.changed == 1
    assert [one.field for one in page.items[0].fields] == [one.field for one in own.begun] == ["duty"]
    assert own.actions == () and page.waiting == ()


def test_problems_of_an_amended_item__are_counted_anew(item: Review) -> None:
    acted("return")
    acted("amend")
    changed(name="贯彻灯笼政策")
    supplemented()

    assert the_review().problems > item.problems
    with reading(LIAISON):
        assert ReviewOpinion.objects.filter(review=item).count() == 3
