from dataclasses import replace

import pytest
from tests.rules.items.lantern_items import CONTEXT, SCHEME, item, keys, register

from qingdan.rules.checks.completeness import (
    duties_complete,
    functions_carried_out,
    material_missing,
    nil_returns_true,
)
from qingdan.rules.checks.given import Chart, ChartStep, Duty, Mandate, StepKind
from qingdan.rules.power_item import Category, Disposition, NilReturn, RegisterFacts
from qingdan.rules.problem import Certainty, Problem, Severity

NAME = item().name
DUTY = Duty(item=NAME + "。", step="立案", duty="审查", post="灯火科", ground="不履职", basis="灯笼法")
CHART = Chart(
    number="图1",
    steps=(
        ChartStep(id="1", kind=StepKind.ACTION, name="立案", actor="灯火科"),
        ChartStep(id="2", kind=StepKind.ACTION, name="送达", actor="灯火科"),
        ChartStep(id="3", kind=StepKind.END, name="归档"),
    ),
    arrows=(),
)


@pytest.mark.requirement("C30")
@pytest.mark.requirement("R-066")
@pytest.mark.parametrize(
    ("duties", "expected"),
    [
        ((DUTY,), []),
        ((), ["C30.no_duty"]),
        ((DUTY, replace(DUTY, post=" ")), ["C30.element_missing"]),
        ((replace(DUTY, duty="", ground="", basis=""),), ["C30.element_missing"] * 3),
        ((DUTY, replace(DUTY, item="对点灯的处罚")), ["C30.no_power"]),
    ],
)
def test_duties__for_each_kept_power(duties: tuple[Duty, ...], expected: list[str]) -> None:
    assert keys(duties_complete(register(item()), replace(CONTEXT, duties=duties))) == expected


@pytest.mark.requirement("C30")
def test_duties__abolished_power_needs_none() -> None:
    gone = register(item(disposition=Disposition.ABOLISH))

    assert not duties_complete(gone, replace(CONTEXT, duties=()))


@pytest.mark.requirement("C30")
def test_duties__for_each_step_of_the_chart() -> None:
    context = replace(CONTEXT, duties=(DUTY,), charts={"图1": CHART})
    problems = duties_complete(register(item(flow_chart="图1")), context)

    assert keys(problems) == ["C30.step_uncovered"]
    assert problems[0].params["step"] == "送达"


@pytest.mark.requirement("C31")
def test_functions__carried_out_by_powers_or_duties() -> None:
    mandates = (
        Mandate(function="管灯", items=(NAME,)),
        Mandate(function="点灯", duties=("巡灯",)),
        Mandate(function="造灯"),
    )
    problems = functions_carried_out(
        register(item(), item(name="对点灯的处罚")), replace(CONTEXT, mandates=mandates)
    )

    assert keys(problems) == ["C31.function_idle", "C31.no_function"]
    assert problems[0].params == {"function": "造灯"}
    assert {one.severity for one in problems} == {Severity.HINT}


def test_material__says_what_was_not_given() -> None:
    assert material_missing(CONTEXT) == {"C30": "no_duties", "C31": "no_mandates"}
    assert material_missing(replace(CONTEXT, duties=(), mandates=())) == {}
    assert not duties_complete(register(item()), CONTEXT)
    assert not functions_carried_out(register(item()), CONTEXT)


def _nil(*categories: Category, sheet: str = "登记表") -> tuple[NilReturn, ...]:
    return tuple(
        NilReturn(category=one, sheet=sheet, row=20 + place, cell=f"A{20 + place}")
        for place, one in enumerate(categories)
    )


REST = tuple(category for category in SCHEME.listed if category is not Category.PENALTY)


def _nil_problems(*filings: RegisterFacts) -> list[Problem]:
    context = replace(CONTEXT, filings=filings)
    return [problem for filing in filings for problem in nil_returns_true(filing, context)]


@pytest.mark.requirement("C32")
@pytest.mark.requirement("R-053")
def test_nil__every_category_answered() -> None:
    assert _nil_problems(register(item(), nil_returns=_nil(*REST))) == []


@pytest.mark.requirement("C32")
def test_nil__silence_on_a_category() -> None:
    (problem,) = _nil_problems(register(item(), nil_returns=_nil(*REST[1:])))

    assert keys([problem]) == ["C32.silent"]
    assert (problem.where.row, problem.where.field, problem.certainty) == (None, "nil_return", Certainty.SURE)
    assert problem.data == {"category": SCHEME.name_of(REST[0])}


@pytest.mark.requirement("C32")
def test_nil__silence_is_likely_where_a_category_cannot_be_read() -> None:
    (problem,) = _nil_problems(register(item(), item(category=None), nil_returns=_nil(*REST[1:])))

    assert problem.certainty is Certainty.LIKELY


@pytest.mark.requirement("C32")
def test_nil__contradicts_an_item() -> None:
    items = item(row=9), item(row=10)
    (problem,) = _nil_problems(register(*items, nil_returns=_nil(Category.PENALTY, *REST)))

    assert keys([problem]) == ["C32.contradicted"]
    assert (problem.where.sheet, problem.where.row, problem.where.cell) == ("登记表", 20, "A20")
    assert problem.params == {"category": "行政处罚", "place": "", "row": 9, "item": NAME}


@pytest.mark.requirement("C32")
def test_nil__kinds_inside_another_category_count_for_it() -> None:
    rest = tuple(category for category in REST if category is not Category.OTHER)
    inspected = item(category=Category.INSPECTION)

    assert _nil_problems(register(item(), inspected, nil_returns=_nil(*rest))) == []
    (problem,) = _nil_problems(register(item(), inspected, nil_returns=_nil(*REST)))
    assert problem.params["category"] == "其他行政权力"


@pytest.mark.requirement("C32")
def test_nil__workbooks_of_one_department_answer_for_each_other() -> None:
    half = len(REST) // 2
    first = register(item(), path="一/处罚.xlsx", nil_returns=_nil(*REST[:half]))
    second = register(path="一/其余.xlsx", department="宜春市灯笼局", nil_returns=_nil(*REST[half:]))
    stranger = register(item(), path="别人.xlsx", department="市风筝局", nil_returns=_nil(*REST))

    assert _nil_problems(first, second, stranger) == []
    assert [one.where.path for one in _nil_problems(first, stranger)] == ["一/处罚.xlsx"] * (len(REST) - half)


@pytest.mark.requirement("C32")
@pytest.mark.parametrize(
    ("one", "other"), [("市工商行政管理局", "市质量技术监督局"), ("市农业局", "市农业机械管理局")]
)
def test_nil__departments_of_one_field_do_not_contradict_each_other(one: str, other: str) -> None:
    first = register(item(), path="一.xlsx", department=one, nil_returns=_nil(*REST))
    nil = _nil(Category.PENALTY, *REST)
    second = register(path="二.xlsx", department=other, nil_returns=nil)

    assert _nil_problems(first, second) == []


@pytest.mark.requirement("C32")
def test_nil__item_in_another_file_or_sheet() -> None:
    first = register(item(row=9, path="一/处罚.xlsx"), path="一/处罚.xlsx", nil_returns=_nil(*REST))
    second = register(path="一/零报告.xlsx", nil_returns=_nil(Category.PENALTY, sheet="零报告"))
    (problem,) = _nil_problems(first, second)

    assert problem.params["place"] == "处罚.xlsx 登记表 "
    assert problem.where.path == "一/零报告.xlsx"


@pytest.mark.requirement("C32")
def test_nil__without_other_filings_the_register_stands_alone() -> None:
    assert len(nil_returns_true(register(item()), CONTEXT)) == len(REST)
