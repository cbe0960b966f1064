from typing import Any

import pytest
from tests.rules.items.lantern_items import CONTEXT, basis, item, keys

from qingdan.rules.checks.naming import act_named, bare_name, category_fits, in_this_cleanup, well_named
from qingdan.rules.power_item import Category
from qingdan.rules.problem import Certainty, Severity

FINE = "熄灭灯笼的，由灯火主管部门处一百元罚款。"
SEIZE = "灯火主管部门可以查封、扣押灯笼。"
BOTH = "可以扣押灯笼，并处一百元罚款。"
INSPECT = "灯火主管部门应当进行监督检查。"
ON_BEHALF = "逾期不清灯油的，灯火主管部门可以指定他人代为治理。"
PLAIN = "灯笼应当点亮。"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        (" 对灯笼\n的处罚 ", "对灯笼的处罚"),
        ("对灯笼的处罚（市级）。", "对灯笼的处罚"),
        ("对（大型）灯笼的处罚", "对（大型）灯笼的处罚"),
        ("", ""),
    ],
)
def test_bare_name__without_blanks_and_tail(name: str, bare: str) -> None:
    assert bare_name(name) == bare


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("对灯笼的处罚", Category.PENALTY),
        ("对灯笼的罚款", Category.PENALTY),
        ("对逾期不缴的加处罚款", Category.COMPULSION),
        ("对灯笼的查封、扣押（先行）", Category.COMPULSION),
        ("对灯笼的强制征收", Category.COMPULSION),
        ("对逾期不清灯油的代为治理", Category.COMPULSION),
        ("对漏油灯笼的代为组织处置（市级）", Category.COMPULSION),
        ("代为点灯", None),
        ("灯笼费征收", Category.LEVY),
        ("对灯笼的监督检查", Category.INSPECTION),
        ("对护灯有功者的奖励", Category.REWARD),
        ("灯笼争议裁决", Category.ADJUDICATION),
        ("灯笼补助金发放", Category.PAYMENT),
        ("灯笼登记", None),
    ],
)
def test_act__named_at_the_end(name: str, act: Category | None) -> None:
    assert act_named(name) is act


@pytest.mark.requirement("C16")
@pytest.mark.parametrize(
    ("category", "name", "clause", "expected"),
    [
        (Category.PENALTY, "对熄灭灯笼的处罚", FINE, None),
        (Category.COMPULSION, "对熄灭灯笼的处罚", FINE, Certainty.SURE),
        (Category.COMPULSION, "对熄灭灯笼的处罚", BOTH, Certainty.SURE),
        (Category.COMPULSION, "对熄灭灯笼的处罚", "", Certainty.LIKELY),
        (Category.COMPULSION, "对灯笼的查封", SEIZE, None),
        (Category.PENALTY, "对灯笼的查封", SEIZE, Certainty.SURE),
        (Category.COMPULSION, "对逾期不清灯油的代为治理", FINE + ON_BEHALF, None),
        (Category.COMPULSION, "对逾期不清灯油的代为治理", FINE, None),
        (Category.PENALTY, "对逾期不清灯油的代为治理", ON_BEHALF, Certainty.SURE),
        (Category.PENALTY, "对灯笼的查封", BOTH, None),
        (Category.COMPULSION, "熄灭灯笼", FINE, Certainty.LIKELY),
        (Category.COMPULSION, "熄灭灯笼", BOTH, None),
        (Category.COMPULSION, "收缴灯笼", "由主管部门收缴灯笼，处一百元罚款。", None),
        (Category.PENALTY, "熄灭灯笼", SEIZE, Certainty.LIKELY),
        (Category.PENALTY, "熄灭灯笼", "由主管部门收缴灯笼。", None),
        (Category.COMPULSION, "对灯笼的监督检查", INSPECT, Certainty.SURE),
        (Category.COMPULSION, "对灯笼的监督检查", INSPECT + "制止乱挂灯笼。", Certainty.LIKELY),
        (Category.COMPULSION, "对灯笼的监督检查", INSPECT + "可以扣押灯笼。", None),
        (Category.OTHER, "对灯笼的监督检查", INSPECT, None),
        (Category.INSPECTION, "对灯笼的监督检查", INSPECT, None),
        (Category.OTHER, "灯笼登记", FINE, None),
        (Category.REWARD, "灯笼费征收", PLAIN, None),
        (Category.OTHER, "对熄灭灯笼的处罚", PLAIN, Certainty.LIKELY),
        (None, "对熄灭灯笼的处罚", FINE, None),
    ],
)
def test_category__fits_the_clause(
    category: Category | None, name: str, clause: str, expected: Certainty | None
) -> None:
    bases = (basis(clause),) if clause else ()
    problems = category_fits(item(category=category, name=name, bases=bases), CONTEXT)

    assert keys(problems) == (["C16.other_category"] if expected else [])
    assert [one.certainty for one in problems] == [expected] * bool(expected)


@pytest.mark.requirement("C16")
def test_category__says_where_the_item_belongs() -> None:
    (problem,) = category_fits(item(category=Category.COMPULSION, bases=(basis(FINE),)), CONTEXT)

    assert problem.params == {"filed": "行政强制", "belongs": "行政处罚"}
    assert problem.where.field == "category"


@pytest.mark.requirement("C17")
@pytest.mark.requirement("R-031")
@pytest.mark.parametrize(
    ("category", "name", "kind", "field"),
    [
        (Category.LICENCE, "灯笼登记", "行政许可", "category"),
        (Category.NON_LICENCE_APPROVAL, "灯笼登记", "非行政许可审批", "category"),
        (Category.OTHER, "灯笼经营许可证核发", "行政许可", "name"),
        (Category.OTHER, "灯笼展览审批", "行政许可", "name"),
        (Category.CONFIRMATION, "灯笼年检", "年检", "name"),
        (Category.CONFIRMATION, "灯笼证年度核验", "年检", "name"),
        (Category.OTHER, "灯谜备案（新办）", "备案", "name"),
        (None, "灯笼补助初审", "初审", "name"),
    ],
)
def test_cleanup__leaves_out_kinds_of_the_year_before(
    category: Category | None, name: str, kind: str, field: str
) -> None:
    (problem,) = in_this_cleanup(item(category=category, name=name), CONTEXT)

    assert (*keys([problem]), problem.params["kind"], problem.where.field) == ("C17.left_out", kind, field)
    assert problem.severity is Severity.BLOCKER


@pytest.mark.requirement("C17")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"name": "对未办理备案的处罚"}, []),
        ({"name": "出借灯笼许可证"}, []),
        ({"category": Category.COMPULSION, "name": "扣留许可证"}, []),
        ({"category": Category.OTHER, "name": "对灯笼年检情况的监督检查"}, []),
        ({"category": Category.OTHER, "name": "灯笼登记"}, []),
        ({"category": Category.OTHER, "name": "灯笼展览核准"}, ["C17.maybe_licence"]),
        ({"category": Category.OTHER, "name": "灯笼管理", "sub_item": "灯笼备案"}, ["C17.left_out"]),
        ({"category": Category.OTHER, "name": "灯笼备案", "sub_item": "灯笼登记"}, []),
    ],
)
def test_cleanup__takes_the_rest(facts: dict[str, Any], expected: list[str]) -> None:
    assert keys(in_this_cleanup(item(**facts), CONTEXT)) == expected


@pytest.mark.requirement("C18")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"name": "对熄灭灯笼的处罚"}, []),
        ({"name": "对熄灭灯笼的行政处罚"}, []),
        ({"name": "对熄灭灯笼的处罚（市级）"}, []),
        ({"name": "对" + "非常" * 90 + "熄灭灯笼的处罚"}, []),
        ({"name": "熄灭灯笼"}, ["C18.form"]),
        ({"name": "熄灭灯笼的处罚"}, ["C18.form"]),
        ({"name": "对的处罚"}, ["C18.form"]),
        ({"name": "熄灭灯笼", "sub_item": "对熄灭灯笼的处罚"}, []),
        ({"name": "扣押灯笼", "category": Category.COMPULSION}, ["C18.form"]),
        ({"name": "灯笼登记", "category": Category.CONFIRMATION}, []),
        ({"name": "对违反《灯笼法》第九条第二款规定行为的处罚"}, ["C18.only_a_rule"]),
        ({"name": "对违反《灯笼法》有关规定的处罚"}, ["C18.only_a_rule"]),
        ({"name": "对违反《灯笼法》规定熄灭灯笼的处罚"}, []),
        ({"name": "对违反《灯笼法》规定的处罚", "sub_item": "对熄灭灯笼的处罚"}, []),
        ({"name": "加强灯笼管理", "category": Category.OTHER}, ["C18.slogan"]),
        ({"name": "加强灯笼管理的监督检查", "category": Category.OTHER}, []),
        ({"name": "规范性文件审查", "category": Category.OTHER}, []),
        ({"name": "灯笼", "category": None}, []),
        ({"name": ""}, []),
    ],
)
def test_name__keeps_the_form_of_its_kind(facts: dict[str, Any], expected: list[str]) -> None:
    assert keys(well_named(item(**facts), CONTEXT)) == expected


@pytest.mark.requirement("C18")
@pytest.mark.parametrize(
    ("category", "severity"), [(Category.PENALTY, Severity.WARNING), (Category.COMPULSION, Severity.HINT)]
)
def test_name__form_binds_penalties(category: Category, severity: Severity) -> None:
    (problem,) = well_named(item(name="灯笼", category=category), CONTEXT)

    assert problem.severity is severity
    assert (problem.where.cell, problem.where.field) == ("B5", "name")


@pytest.mark.requirement("C18")
def test_name__slogan_is_a_warning_and_doubt_about_a_licence_a_hint() -> None:
    (slogan,) = well_named(item(name="加强灯笼管理", category=Category.OTHER), CONTEXT)
    (doubt,) = in_this_cleanup(item(name="灯笼展览核准", category=Category.OTHER), CONTEXT)

    assert slogan.severity is Severity.WARNING
    assert (doubt.severity, doubt.certainty, doubt.where.field) == (Severity.HINT, Certainty.LIKELY, "name")
