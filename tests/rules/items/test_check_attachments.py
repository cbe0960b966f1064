from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.items.lantern_items import CONTEXT, item, keys, register

from qingdan.rules.checks.attachments import (
    chart_faults,
    charted,
    limits_kept,
    longest_path,
    secrets_withheld,
    signed,
)
from qingdan.rules.checks.given import Chart, ChartStep, StepKind
from qingdan.rules.power_item import DayKind, Disposition, Limit
from qingdan.rules.time_limit import parse_limit

CHART_COLUMN = frozenset({"flow_chart"})


def _step(name: str, kind: StepKind = StepKind.ACTION, days: int = 0, actor: str = "灯火科") -> ChartStep:
    limit = Limit(days=days, kind=DayKind.WORKING) if days else None
    return ChartStep(id=name, kind=kind, name=name, actor=actor, limit=limit)


def _chart(*steps: ChartStep, arrows: str) -> Chart:
    pairs = tuple((pair[0], pair[1]) for pair in arrows.split())
    return Chart(number="图1", steps=steps, arrows=pairs)


START, END, CHOICE = _step("始", StepKind.START), _step("终", StepKind.END), _step("否", StepKind.DECISION, 2)
WHOLE = _chart(START, _step("甲", days=5), CHOICE, END, arrows="始甲 甲否 否终 否甲")


@pytest.mark.requirement("C26")
@pytest.mark.requirement("R-050")
@pytest.mark.parametrize(
    ("signatory", "block", "expected"),
    [
        ("王灯明", True, []),
        ("无忌", True, []),
        ("", True, ["C26.unsigned"]),
        ("______", True, ["C26.unsigned"]),
        ("（签字）　×××", True, ["C26.unsigned"]),
        ("待签", True, ["C26.unsigned"]),
        ("", False, ["C26.no_signature_block"]),
    ],
)
def test_register__is_signed(signatory: str, block: bool, expected: list[str]) -> None:
    filed = register(item(), signatory=signatory, has_signature_block=block, signature_cell=("登记表", "A12"))
    problems = signed(filed, CONTEXT)

    assert keys(problems) == expected
    assert all((one.where.sheet, one.where.row, one.where.cell) == ("登记表", 12, "A12") for one in problems)


@pytest.mark.requirement("C26")
def test_register__without_signature_block_has_no_place() -> None:
    (problem,) = signed(register(item()), CONTEXT)

    assert (problem.where.sheet, problem.where.row, problem.where.field) == (None, None, "signature")


@pytest.mark.requirement("C27")
@pytest.mark.requirement("R-026")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"flow_chart": "附图1"}, []),
        ({"flow_chart": ""}, ["C27.no_chart"]),
        ({"flow_chart": "/"}, ["C27.no_chart"]),
        ({"flow_chart": "待绘制"}, ["C27.no_chart"]),
        ({"flow_chart": "", "disposition": Disposition.ABOLISH}, []),
        ({"flow_chart": "", "disposition": None}, []),
        ({"flow_chart": "", "columns": frozenset({"name"})}, []),
    ],
)
def test_kept_item__has_a_chart(facts: dict[str, Any], expected: list[str]) -> None:
    assert keys(charted(item(**({"columns": CHART_COLUMN} | facts)), CONTEXT)) == expected


@pytest.mark.requirement("C27")
def test_kept_item__chart_is_among_those_filed() -> None:
    context = replace(CONTEXT, charts={"图1": WHOLE, "图2": _chart(START, arrows="")})

    assert charted(item(columns=CHART_COLUMN, flow_chart="图1"), context) == ()
    assert keys(charted(item(columns=CHART_COLUMN, flow_chart="图3"), context)) == ["C27.chart_not_filed"]
    assert keys(charted(item(columns=CHART_COLUMN, flow_chart="图2"), context)) == [
        "C27.no_end",
        "C27.loose_step",
    ]


@pytest.mark.requirement("C27")
@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        (WHOLE, ()),
        (replace(WHOLE, steps=WHOLE.steps[1:]), ("C27.no_start",)),
        (replace(WHOLE, steps=(*WHOLE.steps, _step("甲", StepKind.START))), ("C27.no_start",)),
        (replace(WHOLE, steps=WHOLE.steps[:-1]), ("C27.no_end",)),
        (replace(WHOLE, arrows=WHOLE.arrows[:-1]), ("C27.one_way_decision",)),
        (replace(WHOLE, steps=(*WHOLE.steps, _step("甲", actor=""))), ("C27.no_actor",)),
        (replace(WHOLE, steps=(*WHOLE.steps, _step("乙"))), ("C27.loose_step",)),
    ],
)
def test_chart__is_whole(chart: Chart, expected: tuple[str, ...]) -> None:
    assert chart_faults(chart) == expected


@pytest.mark.requirement("C28")
@pytest.mark.parametrize(
    ("statutory", "promised", "expected"),
    [
        ("60日", "60日", []),
        ("60日", "90日", ["C28.longer_than_law"]),
        ("90日", "40个工作日", []),
        ("90日", "6个月", ["C28.longer_than_law"]),
        ("20个工作日", "20日", []),
        ("", "90日", []),
        ("60日", "", []),
        ("—", "—", []),
    ],
)
def test_promise__is_not_longer_than_the_law(statutory: str, promised: str, expected: list[str]) -> None:
    limits = {
        "statutory_limit": parse_limit(statutory),
        "statutory_limit_printed": statutory,
        "promised_limit": parse_limit(promised),
        "promised_limit_printed": promised,
    }

    assert keys(limits_kept(item(**limits), CONTEXT)) == expected


@pytest.mark.requirement("C28")
@pytest.mark.parametrize(("days", "expected"), [(7, []), (6, ["C28.steps_too_long"])])
def test_promise__holds_the_longest_way_through_the_chart(days: int, expected: list[str]) -> None:
    context = replace(CONTEXT, charts={"图1": WHOLE})
    promised = Limit(days=days, kind=DayKind.WORKING)
    problems = limits_kept(
        item(promised_limit=promised, promised_limit_printed="几日", flow_chart="图1"), context
    )

    assert keys(problems) == expected
    assert all(one.params["days"] == 7 for one in problems)


@pytest.mark.parametrize(
    ("arrows", "days"),
    [("", 4), ("始甲 甲乙 乙终", 7), ("始甲 始乙 甲终 乙终", 4), ("始甲 甲乙 乙甲 乙终", 7), ("甲甲", 4)],
)
def test_longest_path__ways_back_are_not_walked(arrows: str, days: int) -> None:
    chart = _chart(START, _step("甲", days=3), _step("乙", days=4), END, arrows=arrows)

    assert longest_path(chart, DayKind.WORKING) == days
    assert longest_path(chart, DayKind.NATURAL) == 0


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.data())
def test_longest_path__lies_between_longest_step_and_sum(lengths: list[int], data: st.DataObject) -> None:
    names = "甲乙丙丁戊己庚辛"[: len(lengths)]
    arrows = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=16))
    steps = tuple(_step(name, days=days) for name, days in zip(names, lengths, strict=True))
    longest = longest_path(Chart(number="图", steps=steps, arrows=tuple(arrows)), DayKind.WORKING)

    assert max(lengths) <= longest <= sum(lengths)


@pytest.mark.requirement("C29")
@pytest.mark.requirement("R-019")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"publication": "主动公开"}, []),
        ({"publication": "公开", "remark": "涉及国家秘密"}, ["C29.published"]),
        ({"publication": "向社会公开", "reason": "属于工作秘密，内部掌握"}, ["C29.published"]),
        ({"publication": "公开", "remark": "不宜公开"}, ["C29.published"]),
        ({"publication": "公开", "remark": "不涉及国家秘密"}, []),
        ({"publication": "主动公开\n涉密"}, ["C29.published"]),
        ({"publication": "主动公开\n机密"}, ["C29.published"]),
        ({"publication": "主动公开\n非密"}, []),
        ({"publication": "依申请公开\n涉密"}, []),
        ({"publication": "公开", "remark": "非涉密事项"}, []),
        ({"publication": "不公开", "remark": "涉密"}, []),
        ({"publication": "依申请公开", "remark": "涉密"}, []),
        ({"publication": "", "remark": "涉密"}, []),
        ({"publication": "公开", "name": "对泄露国家秘密的处罚"}, []),
    ],
)
def test_secret__is_not_marked_for_publication(facts: dict[str, Any], expected: list[str]) -> None:
    assert keys(secrets_withheld(item(**facts), CONTEXT)) == expected
