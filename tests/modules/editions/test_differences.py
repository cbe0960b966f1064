"""What differs between two editions: which entries, which fields, which words."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.builders import CITY, TODAY, a_city
from tests.builders_comments import VISITOR
from tests.builders_editions import (
    CHART,
    CODES,
    PLASTIC_CODE,
    UNLIT_CODE,
    a_power,
    a_step,
    an_edition,
    duties_of,
    two_editions,
)
from tests.builders_powers import OWN

from qingdan.base.transactions import reading
from qingdan.editions.queries.charts import chart_of
from qingdan.editions.queries.difference import Change, changed_fields, changes_between, fields_of_changes
from qingdan.editions.queries.entries import entries_on
from qingdan.editions.queries.shown import of_kind, shown_editions
from qingdan.rules.review import ListKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-060")]
POWER = a_power()


@pytest.fixture(autouse=True)
def city() -> None:
    a_city()


def between(first: int, second: int, *days: date, unit: str = "") -> tuple[Change, ...]:
    with reading(VISITOR):
        editions = {one.number: one for one in of_kind(shown_editions(CITY), ListKind.POWER)}
        sides = [
            entries_on(editions[number], day, unit=unit)
            for number, day in zip((first, second), days or (TODAY, TODAY), strict=True)
        ]
        return changes_between(*sides)


def test_editions__differ_by_what_is_new_changed_and_abolished() -> None:
    two_editions()

    found = {one.line.code: one.kind.value for one in between(1, 2)}
    assert found == {UNLIT_CODE: "changed", PLASTIC_CODE: "ended", CODES[2]: "added"}
    assert {one.line.code for one in between(1, 2, unit=OWN)} == found.keys()
    assert between(2, 2) == ()


def test_editions__the_other_way_round_say_the_opposite() -> None:
    two_editions()

    found = {one.line.code: one.kind.value for one in between(2, 1)}
    assert found == {UNLIT_CODE: "changed", PLASTIC_CODE: "added", CODES[2]: "ended"}


def test_days__of_one_edition_differ_by_what_was_handed_on_between() -> None:
    until = (TODAY + timedelta(days=5)).isoformat()
    an_edition([a_power(disposition="devolve", transition_until=until)])

    (change,) = between(1, 1, TODAY, TODAY + timedelta(days=5))
    assert change.kind == "ended"


def test_fields__of_changes_are_told_word_by_word() -> None:
    two_editions()

    changes = between(1, 2)
    with reading(VISITOR):
        fields = fields_of_changes(changes)
    (limit,) = fields[UNLIT_CODE]
    assert (limit.field, [one.text for one in limit.pieces]) == ("promised_limit", ["20", "10", "个工作日"])
    assert [one.field for one in fields[PLASTIC_CODE]] == ["disposition", *(f"step {n}" for n in range(1, 5))]


@pytest.mark.parametrize(
    ("after", "fields"),
    [
        (POWER, []),
        (a_power(name="对灯笼的处罚"), ["name"]),
        (a_power(unit_name="市灯火局"), ["unit_name"]),
        (a_power(fee="不收费"), ["fee"]),
        (a_power(bases=[]), ["legal_basis"]),
        (a_power(chart=CHART | {"steps": [a_step(1, "受理", "start"), *CHART["steps"][1:]]}), ["step 1"]),
        (a_power(chart=CHART | {"steps": CHART["steps"][:3]}), ["step 4"]),
        (
            a_power(chart=CHART | {"steps": [*CHART["steps"][:3], a_step(4, "结案", "end", counted=False)]}),
            ["step 4"],
        ),
    ],
)
def test_fields__that_differ(after: dict[str, Any], fields: list[str]) -> None:
    assert [one.field for one in changed_fields(POWER, after)] == fields


def test_fields__of_duties_that_differ() -> None:
    assert [one.field for one in changed_fields(duties_of(POWER), duties_of(POWER, post="科长"))] == [
        "duty 1"
    ]


def test_chart__of_an_entry_is_the_reviewed_one() -> None:
    chart = chart_of(POWER)

    assert chart and [one.name for one in chart.steps] == ["立案", "查看灯笼", "审核", "结案"]
    assert [way.to for way in chart.steps[2].exits] == [4, 2]
    assert chart.promised_limit and chart.promised_limit.days == 20
    assert chart_of(a_power(chart={})) is None
