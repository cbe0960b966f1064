"""Editing charts: saved whole, rows moved, two editors, what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given as example
from hypothesis import strategies as some
from tests.builders import NOW
from tests.builders_files import given
from tests.builders_flows import (
    WHOLE,
    a_bpmn_file,
    a_kept_chart,
    a_row,
    a_started_chart,
    rows_of,
    saved,
    the_chart,
    the_value,
)
from tests.builders_powers import CAMPAIGN, LIAISON, OTHER, OWN, STRANGER, an_item

from qingdan.base.events.queries import history_of
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.flows.models import FlowChart
from qingdan.flows.services import (
    delete_chart,
    import_bpmn,
    start_chart,
    start_missing_charts,
    start_own_chart,
    use_template,
)
from qingdan.powers.services.items import delete_item
from qingdan.rules.flow_graph import Exit, Step, StepKind, parse_exits, print_exits
from qingdan.rules.role import Role

pytestmark = [pytest.mark.requirement("R-048"), pytest.mark.usefixtures("city")]
REVIEWER = replace(LIAISON, username="reviewer", roles=frozenset({Role.REVIEWER}), unit=f"{OWN[:6]}002")


def _names(code: str) -> list[str]:
    return [row["name"] for row in rows_of(code)]


def _exits(code: str) -> list[str]:
    return [row["exits"] for row in rows_of(code)]


def test_save__keeps_the_whole_table_and_one_event() -> None:
    code = a_started_chart("penalty")
    version = saved(code, WHOLE, before_steps="9", before_days="40", clock_from="1", clock_until="4")
    chart = the_chart(code)

    assert (version, chart.before_steps, chart.before_days, chart.clock_until) == (2, 9, 40, 4)
    assert rows_of(code) == [dict(row) | {"counted": "yes"} for row in WHOLE]
    assert [one.kind for one in history_of(f"flow_chart:{code}")] == ["ChartSaved", "ChartStarted"]


def test_save__unchanged_counts_no_version() -> None:
    code = a_kept_chart()

    assert saved(code, rows_of(code)) == saved(code, rows_of(code)) == 2


@pytest.mark.parametrize(
    ("change", "names", "exits"),
    [
        (
            "add 2",
            ["立案", "查看灯笼", "", "审核", "告知", "结案"],
            ["2", "4", "", "通过 → 5；退回 → 2", "6", ""],
        ),
        (
            "add 0",
            ["", "立案", "查看灯笼", "审核", "告知", "结案"],
            ["", "3", "4", "通过 → 5；退回 → 3", "6", ""],
        ),
        ("drop 2", ["立案", "审核", "告知", "结案"], ["0", "通过 → 3；退回 → 0", "4", ""]),
        ("up 3", ["立案", "审核", "查看灯笼", "告知", "结案"], ["3", "通过 → 4；退回 → 3", "2", "5", ""]),
        ("down 1", ["查看灯笼", "立案", "审核", "告知", "结案"], ["3", "1", "通过 → 4；退回 → 1", "5", ""]),
        ("up 1", ["立案", "查看灯笼", "审核", "告知", "结案"], ["2", "3", "通过 → 4；退回 → 2", "5", ""]),
        ("down 5", ["立案", "查看灯笼", "审核", "告知", "结案"], ["2", "3", "通过 → 4；退回 → 2", "5", ""]),
    ],
)
def test_rows__exits_follow_their_steps(change: str, names: list[str], exits: list[str]) -> None:
    code = a_kept_chart()
    saved(code, WHOLE, change)

    assert (_names(code), _exits(code)) == (names, exits)


def test_rows__clock_follows_its_steps() -> None:
    code = a_kept_chart()
    saved(code, WHOLE, "add 1", clock_from="2", clock_until="4")
    kept = the_chart(code)
    saved(code, rows_of(code), "drop 3", clock_from="3", clock_until="5")

    assert (kept.clock_from, kept.clock_until) == (3, 5)
    assert (the_chart(code).clock_from, the_chart(code).clock_until) == (None, 4)


def test_exits__to_steps_that_are_not_there_are_kept_and_told() -> None:
    code = a_kept_chart(rows=[*WHOLE[:4], a_row("结案", exits="9")])

    assert _exits(code)[-1] == "9"
    assert "C27.exit_nowhere" in {one["key"] for one in the_chart(code).problems}


@example(
    some.lists(
        some.builds(
            Exit,
            to=some.integers(0, 999),
            condition=some.text("是否通过材料 不齐（）A5:-，、", max_size=12).map(str.strip),
        ),
        max_size=8,
    )
)
@pytest.mark.usefixtures("city")
def test_exits__are_read_as_they_are_printed(exits: list[Exit]) -> None:
    step = Step(number=1, kind=StepKind.DECISION, name="审核", exits=tuple(exits))

    assert parse_exits(print_exits(step)) == tuple(exits)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("是->5; 否=>3", [("是", 5), ("否", 3)]),
        ("是：第5步\n否：第 3 步", [("是", 5), ("否", 3)]),
        ("５", [("", 5)]),
        ("", []),
        ("下一步", None),
        ("是 → 五", None),
        ("；".join(["1"] * 13), None),
        ("长" * 41 + " → 3", None),
    ],
)
def test_exits__may_be_written_in_several_ways(typed: str, read: list[tuple[str, int]] | None) -> None:
    found = parse_exits(typed)

    assert (None if found is None else [(way.condition, way.to) for way in found]) == read


def test_save__of_a_stale_page_shows_what_stands_and_writes_nothing() -> None:
    code = a_kept_chart()
    saved(code, [a_row("抓阄", "start", exits="2"), *WHOLE[1:]])
    with pytest.raises(Stale) as refused:
        saved(code, WHOLE, "drop 2", version=2)

    assert refused.value.theirs["row-1-name"] == "抓阄"
    assert refused.value.version == 3
    assert _names(code)[0] == "抓阄"


@pytest.mark.parametrize(
    ("cell", "typed", "key"),
    [
        ("promised_limit", "尽快", "flows.limit"),
        ("statutory_limit", "5日内，最长10日", "flows.limit"),
        ("exits", "是 → 下一步", "flows.exits"),
        ("kind", "lantern", "flows.kind"),
        ("name", "灯" * 61, "flows.too_long"),
        ("content", "灯" * 601, "flows.too_long"),
    ],
)
def test_save__refuses_cells_it_cannot_keep(cell: str, typed: str, key: str) -> None:
    code = a_kept_chart()
    with pytest.raises(Refused) as refused:
        saved(code, [*WHOLE[:1], WHOLE[1] | {cell: typed}, *WHOLE[2:]])

    assert [(one.key, one.where.field) for one in refused.value.problems] == [(key, f"row-2-{cell}")]
    assert the_chart(code).version == 2


def test_save__tells_every_fault_at_once() -> None:
    code = a_kept_chart()
    rows = [row | {"exits": "哪里都行"} for row in WHOLE]
    with pytest.raises(Refused) as refused:
        saved(code, rows, name=" ", before_days="很多", clock_from="99999")

    assert [one.where.field for one in refused.value.problems][:3] == ["name", "clock_from", "before_days"]
    assert len(refused.value.problems) == 3 + len(WHOLE)


def test_steps__sixty_and_no_more() -> None:
    rows = [a_row("一步", exits=str(n + 1)) for n in range(1, 61)]
    code = a_kept_chart(rows=rows)
    for more, change in (([a_row("多的")], ""), ([], "add 3")):
        with pytest.raises(Refused) as refused:
            saved(code, [*rows, *more], change)
        assert [one.key for one in refused.value.problems] == ["flows.many_steps"]

    assert len(the_value(code).steps) == 60


def test_start__twice_begins_one_and_another_template_is_refused() -> None:
    code = a_started_chart("penalty", template="general_penalty")

    assert a_started_chart("penalty", template="general_penalty") == code
    with pytest.raises(Refused) as refused:
        a_started_chart("penalty", template="simple_penalty")
    assert [one.key for one in refused.value.problems] == ["flows.there_is_one"]


@pytest.mark.parametrize(
    ("category", "template"), [("penalty", "licence"), ("灯笼", ""), ("penalty", "灯笼")]
)
def test_start__refuses_what_is_no_choice(category: str, template: str) -> None:
    with pytest.raises(Refused):
        a_started_chart(category, template=template)


def test_own_chart__begins_as_a_copy_of_the_categorys() -> None:
    shared, item = a_kept_chart(), an_item()
    own = start_own_chart(number=item, by=LIAISON, at=NOW).code

    assert own != shared
    assert [step.name for step in the_value(own).steps] == [step.name for step in the_value(shared).steps]
    assert start_own_chart(number=item, by=LIAISON, at=NOW).code == own


def test_own_chart__of_a_deleted_item_rests() -> None:
    item = an_item()
    code = start_own_chart(number=item, by=LIAISON, at=NOW).code
    delete_item(number=item, by=LIAISON, at=NOW)

    with pytest.raises(Refused) as refused:
        saved(code, WHOLE)
    assert [one.key for one in refused.value.problems] == ["flows.item_deleted"]
    with pytest.raises(Refused):
        start_own_chart(number=item, by=LIAISON, at=NOW)


def test_template__replaces_the_steps_of_the_version_read() -> None:
    code = a_kept_chart()
    use_template(code=code, version=2, template="simple_penalty", by=LIAISON, at=NOW)

    assert the_chart(code).template == "simple_penalty"
    assert len(the_value(code).steps) != len(WHOLE)
    with pytest.raises(Stale):
        use_template(code=code, version=2, template="general_penalty", by=LIAISON, at=NOW)


def test_missing__begins_one_for_each_kept_category_that_has_a_template() -> None:
    for category in ("penalty", "licence", "non_licence_approval", ""):
        an_item(f"灯笼{category}", category=category)
    an_item("不留的", category="reward", disposition="abolish")
    first = start_missing_charts(campaign=CAMPAIGN, unit=OWN, by=LIAISON, at=NOW)
    again = start_missing_charts(campaign=CAMPAIGN, unit=OWN, by=LIAISON, at=NOW)

    assert (first, again) == (2, 0)
    with writing(LIAISON):
        found = sorted(FlowChart.objects.values_list("category", "template"))
    assert found == [("licence", "licence"), ("penalty", "general_penalty")]


def test_import__takes_the_steps_of_a_bpmn_file() -> None:
    code = a_kept_chart()
    import_bpmn(code=code, version=2, file=a_bpmn_file(), by=LIAISON, at=NOW)

    assert _names(code) == ["申请", "验灯", "办结"]
    assert history_of(f"flow_chart:{code}")[0].kind == "ChartSaved"


def test_import__conditions_lose_the_marks_of_a_cell() -> None:
    ask = Step(
        number=1,
        kind=StepKind.DECISION,
        name="审核",
        post="法制员",
        exits=(Exit(to=2, condition="齐；合 → 法"), Exit(to=1, condition="否")),
    )
    code = a_kept_chart()
    end = Step(number=2, kind=StepKind.END, name="办结")
    import_bpmn(code=code, version=2, file=a_bpmn_file(ask, end), by=LIAISON, at=NOW)

    assert parse_exits(_exits(code)[0]) is not None
    assert "齐，合 — 法" in _exits(code)[0]


_BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "灯"><!ENTITY b "&a;&a;&a;">]><definitions>&b;</definitions>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (_BOMB.encode(), "DOCTYPE"),
        (b"<definitions", "XML"),
        ("灯笼".encode(), "XML"),
        ("<灯笼/>".encode(), "BPMN"),
    ],
)
def test_import__refuses_other_files_and_keeps_the_chart(content: bytes, words: str) -> None:
    code = a_kept_chart()
    with pytest.raises(Refused) as refused:
        import_bpmn(code=code, version=2, file=given(content, "灯笼.bpmn"), by=LIAISON, at=NOW)

    assert {one.where.field for one in refused.value.problems} == {"file"}
    assert words in str(refused.value.problems[0].params)
    assert the_chart(code).version == 2


def test_import__refuses_more_than_sixty_steps() -> None:
    steps = [Step(number=n, kind=StepKind.ACT, name="一步", exits=(Exit(to=n + 1),)) for n in range(1, 61)]
    end = Step(number=61, kind=StepKind.END, name="办结")
    code = a_kept_chart()
    with pytest.raises(Refused) as refused:
        import_bpmn(code=code, version=2, file=a_bpmn_file(*steps, end), by=LIAISON, at=NOW)

    assert "flows.many_steps" in {one.key for one in refused.value.problems}


@pytest.mark.parametrize("by", [STRANGER, REVIEWER])
def test_charts__only_their_own_unit_writes(by: object) -> None:
    code = a_kept_chart()
    for act in (
        lambda: saved(code, WHOLE, by=by, version=2),  # type: ignore[arg-type]
        lambda: delete_chart(code=code, version=2, by=by, at=NOW),  # type: ignore[arg-type]
        lambda: use_template(code=code, version=2, template="simple_penalty", by=by, at=NOW),  # type: ignore[arg-type]
        lambda: start_chart(campaign=CAMPAIGN, unit=OWN, category="levy", by=by, at=NOW),  # type: ignore[arg-type]
    ):
        with pytest.raises(Missing):
            act()


def test_delete__takes_the_version_read_and_leaves_its_history() -> None:
    code = a_kept_chart()
    with pytest.raises(Stale):
        delete_chart(code=code, version=1, by=LIAISON, at=NOW)
    delete_chart(code=code, version=2, by=LIAISON, at=NOW)

    with writing(LIAISON):
        assert not FlowChart.objects.filter(code=code).exists()
    assert history_of(f"flow_chart:{code}")[0].kind == "ChartDeleted"


def test_closed_campaign__refuses_every_act() -> None:
    code = a_kept_chart()
    with writing(LIAISON):
        Campaign.objects.update(closed_at=NOW)
    for act in (
        lambda: saved(code, WHOLE[:2]),
        lambda: delete_chart(code=code, version=2, by=LIAISON, at=NOW),
        lambda: a_started_chart("levy"),
    ):
        with pytest.raises(Refused):
            act()


def test_units__other_units_charts_do_not_mix() -> None:
    mine, theirs = a_kept_chart(), a_kept_chart(by=STRANGER)

    assert the_chart(mine).unit.code == OWN
    assert the_chart(theirs, STRANGER).unit.code == OTHER
