"""What keeps a filing back, and how far each category is."""

from collections.abc import Callable, Mapping

import pytest
from tests.builders import NOW, TODAY
from tests.builders_filings import REPORT, a_ready_unit, nil_lines_of
from tests.builders_partners import the_consent
from tests.builders_powers import CAMPAIGN, LIAISON, OTHER, OWN, STRANGER, an_item

from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.campaigns.models import Campaign, Contact
from qingdan.filings.models import CleaningReport
from qingdan.filings.queries.progress import CategoryProgress, Line, Progress, progress_of
from qingdan.filings.services.preparing import save_report, set_nil_line, withdraw_nil_line
from qingdan.flows.models import FlowChart
from qingdan.flows.services import start_own_chart
from qingdan.powers.models import ItemCheck, Justification
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.services.consents import answer_consent
from qingdan.powers.services.law_changes import propose_law_change
from qingdan.powers.services.partners import set_partners
from qingdan.web.desk.filing.lines import shown_line

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-050")]


def _progress() -> Progress:
    return progress_of(Campaign.objects.get(code=CAMPAIGN), Unit.objects.get(code=OWN), on=TODAY)


def _lines() -> dict[str, Line]:
    return {one.key: one for one in _progress().lines}


def _category(key: str) -> CategoryProgress:
    return next(one for one in _progress().categories if one.category == key)


def test_lines__of_a_unit_that_lacks_nothing() -> None:
    a_ready_unit()

    assert [one.key for one in _progress().open_lines] == []
    assert {"filing.texts_there", "filing.report_there", "filing.nil_there"} <= _lines().keys()


def _unknown_law() -> None:
    an_item("对偷灯笼的处罚", bases=(BasisText(instrument="临江市灯油办法", locator="第一条"),))


def _no_basis() -> None:
    an_item("对塑料灯笼的处罚", bases=())


def _half() -> None:
    an_item("对半截灯笼的处罚", office="")


def _unchecked() -> None:
    ItemCheck.objects.all().delete()


def _no_reason() -> None:
    Justification.objects.all().delete()


def _no_chart() -> None:
    FlowChart.objects.all().delete()


def _bad_chart() -> None:
    FlowChart.objects.update(blockers=2)


def _short_report() -> None:
    CleaningReport.objects.update(difficulties=" ")


def _silent() -> None:
    withdraw_nil_line(campaign=CAMPAIGN, unit=OWN, category="levy", by=LIAISON, at=NOW)


def _both() -> None:
    an_item("征收灯油费", category="levy", disposition="abolish")


def _nobody() -> None:
    Contact.objects.filter(kind="deputy").update(until=NOW)


BROKEN: Mapping[str, tuple[Callable[[], None], Mapping[str, object]]] = {
    "filing.no_text": (_unknown_law, {"count": 1}),
    "filing.blockers": (_no_basis, {"items": 1}),
    "filing.incomplete": (_half, {"count": 1}),
    "filing.unchecked": (_unchecked, {"count": 1}),
    "filing.no_chart": (_no_chart, {"count": 1}),
    "filing.chart_blockers": (_bad_chart, {"count": 1}),
    "filing.report": (_short_report, {"count": 1}),
    "filing.silent": (_silent, {"count": 1}),
    "filing.contradicts": (_both, {"count": 1}),
    "filing.contacts": (_nobody, {"count": 1}),
}


@pytest.mark.parametrize("key", BROKEN)
def test_line__for_what_is_missing(key: str) -> None:
    a_ready_unit()
    breaks, params = BROKEN[key]

    breaks()

    line = _lines()[key]
    assert line.keeps_back
    assert params.items() <= line.params.items()


def test_items_with_blockers__are_not_those_that_lack_only_a_text() -> None:
    a_ready_unit()
    _no_basis()
    _unknown_law()

    lines = _lines()

    assert lines["filing.blockers"].params == {"count": 1, "items": 1}
    assert lines["filing.no_text"].params == {"count": 1}


def test_category__counts_what_is_done() -> None:
    a_ready_unit()
    an_item("对旧灯笼的处罚", disposition="abolish", office="")

    one = _category("penalty")

    assert (one.items, one.filled, one.retained, one.charted) == (2, 1, 1, 1)
    assert one.dispositions == (("保留", 1), ("取消", 1))
    assert (one.state, _category("levy").state) == ("blocked", "nil")


def test_chart__of_the_item_itself_will_do() -> None:
    number = an_item()
    start_own_chart(number=number, by=LIAISON, at=NOW)

    assert _category("penalty").charted == 1


def test_nil__whole_unit_covers_every_category() -> None:
    set_nil_line(campaign=CAMPAIGN, unit=OWN, category="", by=LIAISON, at=NOW)

    assert _progress().whole_nil
    assert {one.state for one in _progress().categories} == {"nil"}


def test_nil__beside_items_is_refused() -> None:
    an_item()

    for category in ("penalty", ""):
        with pytest.raises(Refused) as refused:
            set_nil_line(campaign=CAMPAIGN, unit=OWN, category=category, by=LIAISON, at=NOW)
        assert [one.key for one in refused.value.problems] == ["filing.nil_has_items"]


def test_nil__of_a_category_that_is_none() -> None:
    with pytest.raises(Missing):
        set_nil_line(campaign=CAMPAIGN, unit=OWN, category="lanterns", by=LIAISON, at=NOW)


def test_report__of_two_people_loses_nothing() -> None:
    def save(version: int, text: str) -> int:
        sections = {"results": text}
        return save_report(
            campaign=CAMPAIGN, unit=OWN, version=version, sections=sections, by=LIAISON, at=NOW
        )

    assert save(0, "亮了") == 1

    with pytest.raises(Stale) as stale:
        save(0, "更亮了")

    assert (stale.value.theirs, stale.value.version) == ({"results": "亮了"}, 1)
    assert save(0, "亮了") == 1


def test_report__too_long() -> None:
    with pytest.raises(Refused):
        save_report(
            campaign=CAMPAIGN, unit=OWN, version=0, sections=REPORT | {"results": "长" * 8_001}, by=LIAISON,
            at=NOW,
        )  # fmt: skip


def test_queries__are_as_many_for_many_items(django_assert_max_num_queries: Callable[[int], object]) -> None:
    for number in range(12):
        an_item(f"对第{number}种灯笼的处罚")
    nil_lines_of(OWN, LIAISON, without=("penalty",))
    campaign, unit = Campaign.objects.get(code=CAMPAIGN), Unit.objects.get(code=OWN)

    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        progress_of(campaign, unit, on=TODAY)


@pytest.mark.requirement("R-023", "R-024")
def test_needs_of_dispositions__keep_back_and_lead_to_the_first() -> None:
    a_ready_unit()
    first = an_item("对偷灯笼的处罚", reason="", duty="巡查")
    an_item("对撕灯笼的处罚", disposition="devolve", duty="巡查")

    line = _lines()["filing.needs"]

    assert (line.mark, line.params, line.item) == ("bad", {"count": 2}, first)
    assert shown_line(line, OWN).address == f"/desk/register/items/{first}/disposition"


@pytest.mark.parametrize(("answer", "key"), [("", "filing.unanswered"), ("object", "filing.objected")])
def test_answers_of_partners__keep_back(answer: str, key: str) -> None:
    number = a_ready_unit()
    set_partners(number=number, version=1, lead=OWN, partners=[OTHER], by=LIAISON, at=NOW)
    if answer:
        answer_consent(code=the_consent().code, answer=answer, reason="不归我们", by=STRANGER, at=NOW)

    assert _lines()[key].keeps_back and _lines()[key].params == {"count": 1}


@pytest.mark.requirement("R-034")
def test_abolishing_that_waits_for_an_answer__keeps_back_and_leads_to_the_item() -> None:
    a_ready_unit()
    number = an_item("对偷灯笼的处罚", disposition="abolish", reason="多年没有发生", reason_code="unused")
    propose_law_change(
        number=number,
        instrument="临江市灯笼管理条例",
        locator="第三条",
        ground="unused",
        proposal="删去这一条",
        by=LIAISON,
        at=NOW,
    )

    line = _lines()["filing.law_change"]

    assert (line.keeps_back, line.params, line.item) == (True, {"count": 1}, number)
    assert "filing.unanswered" not in _lines()
    assert shown_line(line, OWN).address == f"/desk/register/items/{number}/disposition"
