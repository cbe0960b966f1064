"""Registers, items and their history as pages get them: what is seen, by whom, in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import CITY, NOW, TODAY
from tests.builders_powers import (
    CAMPAIGN,
    LIAISON,
    MISPLACED,
    OTHER,
    OWN,
    STRANGER,
    UNLIT,
    WHOLE,
    an_item,
)

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading
from qingdan.powers.queries.history import history_of_item, values_at
from qingdan.powers.queries.items import get_item_for, item_page
from qingdan.powers.queries.register import Chosen, RegisterPage, register_of
from qingdan.powers.queries.rows import short_bases
from qingdan.powers.services.drafting import drafting, new_item, open_campaign
from qingdan.powers.services.fields import read_typed
from qingdan.powers.services.items import delete_item, move_item, restore_item, save_item
from qingdan.powers.services.justifications import justify
from qingdan.rules.role import Role

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022")]
LATER = NOW + timedelta(hours=1)
REVIEWER = Actor(
    username="office",
    name="编办",
    roles=frozenset({Role.REVIEWER}),
    region=CITY,
    regions=(CITY,),
    unit=f"{CITY}002",
)


def _register(actor: Actor = LIAISON, unit: str = "", **chosen: object) -> RegisterPage:
    with reading(actor):
        return register_of(actor, unit=unit, chosen=Chosen(**chosen))  # type: ignore[arg-type]


def _names(**chosen: object) -> list[str]:
    return [row.name for row in _register(**chosen).rows]


def test_tabs__count_what_is_there() -> None:
    an_item(), an_item("对偷灯笼的处罚"), an_item("灯笼登记", category="other"), an_item("没选", category="")
    delete_item(number=an_item("误填"), by=LIAISON, at=LATER)
    page = _register()

    assert [(tab.name, tab.count) for tab in page.tabs] == [
        ("行政处罚", 2),
        ("其他行政权力", 1),
        ("没选类别", 1),
        ("已删除", 1),
    ]
    assert [row.place for row in _register(tab="other").rows] == ["3"]
    assert _names(tab="deleted") == ["误填"]


def test_tabs__of_a_filter_count_what_it_finds() -> None:
    an_item(), an_item("灯笼登记", category="other"), an_item("灯笼登记二", category="other")

    page = _register(words="登记")

    assert [(tab.name, tab.count, tab.here) for tab in page.tabs] == [("其他行政权力", 2, True)]
    assert len(page.rows) == 2
    assert [(tab.count, tab.here) for tab in _register(tab="penalty", words="登记").tabs] == [
        (0, True),
        (2, False),
    ]


def test_register__of_nobody_yet_has_one_tab() -> None:
    page = _register()

    assert [(tab.name, tab.count, tab.here) for tab in page.tabs] == [("行政处罚", 0, True)]
    assert (page.rows, page.pages, page.editable) == ((), 1, True)


def test_row__tells_what_is_open_and_what_is_missing() -> None:
    an_item(bases=(MISPLACED,)), an_item("对偷灯笼的处罚", office="")
    wrong, blank = _register().rows

    assert (wrong.codes, wrong.warnings, wrong.severity) == (("C08",), 1, "warn")
    assert (blank.missing, blank.bases) == (("office",), "临江市灯笼管理条例第三条")


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"words": "偷 灯"}, ["对偷灯笼的处罚"]),
        ({"words": "第四条"}, ["对不点灯的处罚"]),
        ({"words": "%"}, []),
        ({"problem": "warning"}, ["对不点灯的处罚", "对偷灯笼的处罚"]),
        ({"problem": "C08"}, ["对不点灯的处罚"]),
        ({"problem": "incomplete"}, ["对偷灯笼的处罚"]),
        ({"problem": "none"}, ["对夜间不点亮沿街灯笼的处罚"]),
        ({"problem": "C99' OR 1=1"}, []),
        ({"disposition": "abolish"}, ["对偷灯笼的处罚"]),
        ({"disposition": "none"}, []),
        ({"page": 99, "words": "对"}, ["对夜间不点亮沿街灯笼的处罚", "对不点灯的处罚", "对偷灯笼的处罚"]),
    ],
)
def test_filters__narrow_the_rows(chosen: dict[str, object], found: list[str]) -> None:
    an_item(), an_item("对不点灯的处罚", bases=(MISPLACED,))
    an_item("对偷灯笼的处罚", disposition="abolish", office="", bases=(), reason="多年未发生")

    assert _names(**chosen) == found


@pytest.mark.requirement("G-access")
def test_register__is_seen_by_its_unit_and_the_reviewers() -> None:
    number = an_item()

    assert _register(REVIEWER, OWN).editable is False
    for actor, unit in ((STRANGER, OWN), (LIAISON, OTHER), (REVIEWER, ""), (LIAISON, "999999999")):
        if actor is REVIEWER:
            assert _register(actor, unit).count == 0
            continue
        with pytest.raises(Missing):
            _register(actor, unit)
    with reading(STRANGER), pytest.raises(Missing):
        get_item_for(STRANGER, number)
    with reading(REVIEWER):
        assert item_page(REVIEWER, number, on=TODAY).editable is False


def test_item__has_its_neighbours_in_the_category() -> None:
    first, other, second = an_item(), an_item("灯笼登记", category="other"), an_item("对偷灯笼的处罚")
    third = an_item("对不点灯的处罚", bases=(MISPLACED,))
    with reading(LIAISON):
        page = item_page(LIAISON, second, on=TODAY)
        begin = item_page(LIAISON, first, on=TODAY).neighbours

    around = page.neighbours
    assert (around.previous, around.next, around.next_problem, page.place) == (first, third, third, 3)
    assert (begin.previous, begin.next, begin.after_next) == ("", second, third)
    assert other not in (around.previous, around.next)


def test_reason_given__settles_the_warning_in_the_table() -> None:
    first, number = an_item(), an_item("对不点灯的处罚", bases=(MISPLACED,))
    justify(number=number, key="C08.text_elsewhere", reason="原文如此", by=LIAISON, at=LATER)
    with reading(LIAISON):
        around = item_page(LIAISON, first, on=TODAY).neighbours

    assert _names(problem="warning") == []
    assert _register().rows[1].severity == "ok"
    assert (around.next, around.next_problem) == (number, "")


def test_history__says_who_changed_what() -> None:
    number = an_item()
    an_item("对偷灯笼的处罚")
    save_item(
        number=number, version=1, values={"name": "对熄灯的处罚"}, bases=(MISPLACED,), by=LIAISON, at=LATER
    )
    move_item(number=number, before="", by=LIAISON, at=LATER)
    delete_item(number=number, by=LIAISON, at=LATER)
    restore_item(number=number, by=LIAISON, at=LATER)
    with reading(LIAISON):
        changes = history_of_item(LIAISON, number)
        before = values_at(LIAISON, number, 1)

    assert [one.kind for one in changes] == ["restored", "deleted", "saved", "added"]
    assert changes[2].fields == (
        ("name", "对夜间不点亮沿街灯笼的处罚", "对熄灯的处罚"),
        ("legal_basis", UNLIT.printed, MISPLACED.printed),
    )
    assert (before["name"], before["legal_basis"]) == ("对夜间不点亮沿街灯笼的处罚", UNLIT.printed)
    with reading(LIAISON):
        assert values_at(LIAISON, number, 99) == {}


def test_short_bases__name_two_and_count_the_rest() -> None:
    lines = [f"《中华人民共和国灯笼法》第{n}条：条文" for n in "一二三"]

    assert short_bases("\n".join(lines)) == "灯笼法第一条、灯笼法第二条 等 3 条"
    assert (
        short_bases("没有书名号的一条依据，写得很长很长很长很长")
        == "没有书名号的一条依据，写得很长很长很长很长"[:20]
    )
    assert short_bases("") == ""


@pytest.mark.requirement("G-budget")
def test_queries__do_not_grow_with_the_rows() -> None:
    counts = []
    for rows in (2, 10):
        for n in range(rows):
            number = an_item(f"对第{rows}批第{n}种灯笼的处罚", bases=(UNLIT, MISPLACED))
        with CaptureQueriesContext(connection) as of_register:
            _register()
        with CaptureQueriesContext(connection) as of_item, reading(LIAISON):
            item_page(LIAISON, number, on=TODAY)
        counts.append((len(of_register), len(of_item)))

    assert counts[0] == counts[1]
    assert counts[0][0] <= 20
    assert counts[0][1] <= 16


@pytest.mark.requirement("G-budget")
def test_register__two_hundred_rows_a_page_and_the_page_of_an_item() -> None:
    with drafting(OWN, LIAISON) as unit:
        campaign = open_campaign(CAMPAIGN, LIAISON)
        for n in range(1, 204):
            typed, _ = read_typed(WHOLE | {"name": f"对第{n}种灯笼的处罚"}, (UNLIT,))
            new_item(campaign=campaign, unit=unit, typed=typed, origin="typed", by=LIAISON, at=NOW)
    with CaptureQueriesContext(connection) as queries:
        first = _register()
    second = _register(page=2)

    assert (first.count, first.pages, len(first.rows), len(queries) <= 20) == (203, 2, 200, True)
    assert [row.place for row in second.rows] == ["201", "202", "203"]
    assert _register(around=f"{OWN}-00202").chosen.page == 2
    assert _register(around=f"{OWN}-99999", page=2).chosen.page == 2
