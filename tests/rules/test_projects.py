"""Investment projects: what a stage table may not say, the plan of a random table, how matters stand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders_projects import lantern_table, shipped_social

from qingdan.data.projects import project_names, shipped_stages
from qingdan.data.wording import message_of
from qingdan.projects.queries.tables import kept_table, stage_table
from qingdan.rules.project import (
    Attempt,
    Matter,
    MatterState,
    ProjectClass,
    Stage,
    StageTable,
    matter_of,
    plan_of,
    planned_durations,
    real_durations,
    standings,
    table_problems,
)

pytestmark = pytest.mark.requirement("RQ-A8", "R-083", "R-084")
DAY = timedelta(days=1)
MONDAY = date(2026, 6, 1)


def of_days(first: date, last: date) -> int:
    """Every day counts: enough to compare."""
    return (last - first).days + 1


@st.composite
def tables(draw: st.DrawFn) -> StageTable:
    """A table without a circle: a matter needs some of those before it."""
    count = draw(st.integers(1, 12))
    matters = []
    for number in range(count):
        needs = draw(st.sets(st.integers(0, number - 1))) if number else set()
        matters.append(
            Matter(
                name=f"事项{number}",
                department="灯笼部门",
                days=draw(st.integers(1, 30)),
                items=(f"许可{number}",),
                needs=tuple(f"事项{one}" for one in sorted(needs)),
            )
        )
    cut = draw(st.integers(1, count))
    parts = [matters[:cut], matters[cut:]]
    stages = [
        Stage(name=f"阶段{place}", lead="灯笼部门", days=30, matters=tuple(some))
        for place, some in enumerate(parts)
        if some
    ]
    return StageTable(model="four_stage", most_days=0, stages=tuple(stages))


@given(table=tables())
def test_plan__of_a_random_table_begins_when_all_it_needs_is_done(table: StageTable) -> None:
    plan, durations = plan_of(table), planned_durations(table)

    assert table_problems(table) == ()
    for one in table.matters:
        span = plan[one.name]
        assert span.start == max((plan[need].end for need in one.needs), default=0)
        assert span.end - span.start == one.days
    assert max(one.days for one in table.matters) <= durations.parallel <= durations.serial
    assert stage_table(kept_table(table)) == table


@pytest.mark.soak
@settings(max_examples=10_000, deadline=None)
@given(table=tables())
def test_plans__of_ten_thousand_tables_are_never_shorter_than_their_longest_chain(table: StageTable) -> None:
    longest: dict[str, int] = {}
    for one in table.matters:
        longest[one.name] = one.days + max((longest[need] for need in one.needs), default=0)

    assert planned_durations(table).parallel == max(longest.values())
    assert stage_table(kept_table(table)) == table


@given(table=tables(), done=st.sets(st.integers(0, 11)), running=st.sets(st.integers(0, 11)))
def test_standings__open_only_what_nothing_keeps_back(
    table: StageTable, done: set[int], running: set[int]
) -> None:
    attempts = {f"事项{one}": [Attempt(granted=True, open=False)] for one in done}
    for one in running:
        attempts.setdefault(f"事项{one}", []).append(Attempt(granted=False, open=True))
    by_name = {one.name: one for one in standings(table, attempts)}

    assert len(by_name) == len(table.matters)
    for matter in table.matters:
        standing, number = by_name[matter.name], int(matter.name.removeprefix("事项"))
        lacking = [one for one in matter.needs if int(one.removeprefix("事项")) not in done]
        if number in running:
            assert standing.state is MatterState.RUNNING
        elif number in done:
            assert standing.state is MatterState.DONE
        else:
            assert standing.state is (MatterState.BLOCKED if lacking else MatterState.OPEN)
            assert standing.waits_for == tuple(lacking)


@given(
    runs=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40), st.booleans()), max_size=10),
)
def test_real_days__are_counted_once_however_many_run_at_once(runs: list[tuple[int, int, bool]]) -> None:
    today = MONDAY + 120 * DAY
    attempts = [
        Attempt(
            granted=ended, open=not ended, since=MONDAY + start * DAY,
            until=MONDAY + (start + length) * DAY if ended else None,
        )
        for start, length, ended in runs
    ]  # fmt: skip
    found = real_durations(attempts, today=today, count=of_days)
    days = {
        one.since + number * DAY
        for one in attempts
        if one.since
        for number in range(of_days(one.since, one.until or today))
    }

    assert found.parallel == len(days)
    assert found.serial == sum(of_days(one.since, one.until or today) for one in attempts if one.since)


def test_standings__of_what_was_refused_cited_or_granted_in_parts() -> None:
    table = lantern_table()
    refused = {"点灯": [Attempt(granted=False, open=False)]}
    parts = {"验灯": [Attempt(granted=True, open=False), Attempt(granted=False, open=True)]}

    assert [one.state for one in standings(table, refused)] == ["open", "open", "blocked"]
    cited = standings(table, refused, frozenset({"点灯", "挂灯"}))
    assert [(one.state, one.cited) for one in cited] == [("done", True), ("done", True), ("open", False)]
    assert standings(table, parts)[2].state is MatterState.RUNNING
    assert standings(table, parts)[2].granted == 1


def test_matter__is_found_by_name_or_code_of_its_item() -> None:
    table = lantern_table()

    assert matter_of(table, item_code="", item_name="点灯许可") == "点灯"
    assert matter_of(table, item_code="挂灯许可", item_name="别的") == "挂灯"
    assert matter_of(table, item_code="x", item_name="别的") == ""


def _with(**more: object) -> Callable[[StageTable], StageTable]:
    """The first matter changed."""

    def change(table: StageTable) -> StageTable:
        first = table.stages[0]
        matters = (replace(first.matters[0], **more), *first.matters[1:])  # type: ignore[arg-type]
        return replace(table, stages=(replace(first, matters=matters), *table.stages[1:]))

    return change


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda table: replace(table, stages=()), "no_stages"),
        (lambda table: replace(table, most_days=29), "beyond_all"),
        (lambda table: replace(table, stages=(table.stages[0], table.stages[0])), "stage_twice"),
        (lambda table: replace(table, stages=(replace(table.stages[0], matters=()),)), "stage_empty"),
        (lambda table: replace(table, stages=(replace(table.stages[0], lead=" "),)), "stage_words"),
        (lambda table: replace(table, stages=(replace(table.stages[0], days=1_000),)), "days"),
        (_with(name="挂灯"), "matter_twice"),
        (_with(department=""), "matter_words"),
        (_with(days=0), "days"),
        (_with(days=21), "matter_beyond_stage"),
        (_with(needs=("放灯",)), "need_unknown"),
        (_with(needs=("验灯",)), "circle"),
        (_with(items=("挂灯许可",)), "item_twice"),
    ],
)
def test_table__that_cannot_be_used_says_why(change: Callable[[StageTable], StageTable], key: str) -> None:
    found = table_problems(change(lantern_table()))

    assert f"project.{key}" in [one.key for one in found]
    assert all(message_of(one) for one in found)


@pytest.mark.parametrize("kind", list(ProjectClass))
@pytest.mark.parametrize("model", ["four_stage", "chain_2015"])
def test_shipped_tables__can_be_used_and_parallel_is_shorter(model: str, kind: str) -> None:
    table = stage_table(shipped_stages(model, kind))
    durations = planned_durations(table)

    assert table_problems(table) == ()
    assert durations.parallel <= durations.serial - (kind != "small")  # a small one is a chain
    assert sum(one.days for one in table.stages) <= (table.most_days or 999)
    assert kind in project_names("classes") and model in project_names("models")


def test_shipped_table__of_small_projects_leaves_out_what_they_need_not() -> None:
    small = stage_table(shipped_stages("four_stage", "small"))
    names = [one.name for one in small.matters]
    needs = {one.name: one.needs for one in small.matters}

    assert "设计方案审查" not in names and "设计方案审查" in [one.name for one in shipped_social().matters]
    assert needs["建设工程规划许可"] == ("建设用地规划许可",)
    assert needs["建筑工程施工许可"] == ("建设工程规划许可",)
