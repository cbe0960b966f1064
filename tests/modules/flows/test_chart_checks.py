"""What is wrong with a chart, kept beside it; what it means for the items it covers (C27, C28)."""

import pytest
from tests.builders import NOW
from tests.builders_flows import WHOLE, a_kept_chart, a_row, a_started_chart, saved, the_chart
from tests.builders_powers import LIAISON, STRANGER, an_item

from qingdan.base.transactions import reading
from qingdan.flows.queries.covering import chart_of_item
from qingdan.flows.services import delete_chart, start_own_chart
from qingdan.powers.models import ItemCheck
from qingdan.powers.services.items import save_item

pytestmark = [pytest.mark.requirement("R-048"), pytest.mark.usefixtures("city")]
LOOSE = [*WHOLE[:3], a_row("告知", "document"), a_row("结案", "end")]


def _check(number: str) -> ItemCheck:
    with reading(LIAISON):
        return ItemCheck.objects.get(item__draft_number=number)


def _of_charts(number: str) -> list[tuple[str, str]]:
    return [(one["key"], one["severity"]) for one in _check(number).problems if one["code"] in {"C27", "C28"}]


def _keys(code: str) -> set[str]:
    return {one["key"] for one in the_chart(code).problems}


def test_chart__problems_stand_beside_their_cell() -> None:
    code = a_kept_chart("reward", rows=LOOSE)
    found = [(one["key"], one["step"], one["field"]) for one in the_chart(code).problems]

    assert ("C27.dead_end", 4, "exits") in found
    assert the_chart(code).blockers >= 1
    saved(code, WHOLE)
    assert "C27.dead_end" not in _keys(code)


def test_chart__lacks_what_the_law_demands_of_its_template() -> None:
    blank, whole = a_started_chart("licence"), a_started_chart("penalty", template="general_penalty")

    assert "C27.demanded_step_missing" in _keys(blank)
    assert _keys(whole) == set()


def test_template__as_shipped_keeps_nothing_back() -> None:
    number = an_item(promised_limit="60日")
    code = a_started_chart("penalty", template="general_penalty")

    assert (the_chart(code).blockers, _of_charts(number)) == (0, [])


def test_item__is_told_when_its_chart_takes_longer_than_it_promises() -> None:
    number = an_item(promised_limit="7个工作日")
    before = _check(number).blockers
    code = a_kept_chart()

    assert _of_charts(number) == [("C28.steps_too_long", "blocker")]
    assert _check(number).blockers == before + 1
    saved(code, [WHOLE[0], WHOLE[1] | {"promised_limit": "4个工作日"}, *WHOLE[2:]])
    assert _of_charts(number) == []
    assert _check(number).blockers == before


def test_item__promise_is_measured_again_when_it_changes() -> None:
    number = an_item(promised_limit="30个工作日")
    a_kept_chart()
    save_item(number=number, version=1, values={"promised_limit": "2个工作日"}, by=LIAISON, at=NOW)
    assert _of_charts(number) == [("C28.steps_too_long", "blocker")]
    save_item(number=number, version=2, values={"disposition": "abolish"}, by=LIAISON, at=NOW)

    assert _of_charts(number) == []


def test_item__steps_outside_the_clock_do_not_count() -> None:
    number = an_item(promised_limit="3个工作日")
    code = a_kept_chart()
    saved(code, WHOLE, clock_from="3", clock_until="4")

    assert _of_charts(number) == []


def test_item__only_hints_at_what_is_wrong_with_its_chart() -> None:
    number = an_item()
    before = _check(number).blockers
    code = a_kept_chart(rows=[*WHOLE[:4], a_row("结案")])

    assert _of_charts(number) == [("C27.no_end", "hint")]
    assert (_check(number).blockers, the_chart(code).blockers > 0) == (before, True)
    delete_chart(code=code, version=2, by=LIAISON, at=NOW)
    assert _of_charts(number) == []


def test_item__with_a_chart_of_its_own_does_not_go_by_the_categorys() -> None:
    number, other = an_item(promised_limit="7个工作日"), an_item("灯笼另一项", promised_limit="7个工作日")
    a_kept_chart()
    own = start_own_chart(number=number, by=LIAISON, at=NOW).code
    assert _of_charts(number) == [("C28.steps_too_long", "blocker")]
    saved(own, [row | {"promised_limit": ""} for row in WHOLE])

    assert (_of_charts(number), len(_of_charts(other))) == ([], 1)
    with reading(LIAISON):
        mine, shared = chart_of_item(LIAISON, number), chart_of_item(LIAISON, other)
    assert mine is not None and shared is not None
    assert (mine.code, mine.own, shared.own) == (own, True, False)
    with reading(STRANGER):
        assert chart_of_item(STRANGER, number) is None


def test_own_chart__is_judged_by_the_limits_and_category_of_its_item() -> None:
    number = an_item(promised_limit="30个工作日", category="reward")
    own = start_own_chart(number=number, by=LIAISON, at=NOW).code
    saved(own, WHOLE)
    assert "C28.way_longer_than_promised" not in _keys(own)
    changed = {"promised_limit": "3个工作日", "category": "licence"}
    save_item(number=number, version=1, values=changed, by=LIAISON, at=NOW)

    assert "C28.way_longer_than_promised" in _keys(own)
    assert the_chart(own).category == "licence"


def test_judged__the_same_whichever_came_first() -> None:
    a_kept_chart()
    later = an_item(promised_limit="7个工作日")

    assert _of_charts(later) == [("C28.steps_too_long", "blocker")]
