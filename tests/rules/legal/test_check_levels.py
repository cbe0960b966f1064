"""C03–C05: may an instrument of this level set this kind of power."""

from datetime import date

import pytest

from qingdan.rules.checks.levels import (
    execution_by_law,
    level_permitted,
    levels_labelled,
    measure_by_regulation,
)
from qingdan.rules.legal_basis import InstrumentLevel as L
from qingdan.rules.power_item import Category, Disposition

DOCUMENT = ("江西省人民政府办公厅关于灯笼的意见", "赣府厅发〔2016〕33号")
OWN = ("宜春市灯笼管理局关于灯笼的通知", None)


@pytest.mark.requirement("C03", "R-014")
@pytest.mark.parametrize(
    ("category", "name", "title", "number", "found"),
    [
        (Category.PENALTY, "对私挂的处罚", *DOCUMENT, ["C03.forbidden blocker"]),
        (Category.PENALTY, "对私挂的处罚", "宜春市灯笼局职能配置规定", None, ["C03.forbidden blocker"]),
        (Category.PENALTY, "对私挂的处罚", "灯笼办法", "灯笼部令第3号", []),
        (Category.PENALTY, "对私挂的处罚", "灯笼条例", "国务院令第3号", []),
        (Category.PENALTY, "对私挂的行政拘留", "灯笼条例", "国务院令第3号", ["C03.forbidden blocker"]),
        (Category.PENALTY, "对非法拘留的处罚", "灯笼条例", "国务院令第3号", []),
        (Category.PENALTY, "对私挂的处罚", "国务院关于灯笼的决定", "国发〔2010〕21号", ["C03.forbidden hint"]),
        (Category.LEVY, "灯笼管理费的征收", "袁州区人民政府关于灯笼费的通知", None, ["C03.forbidden blocker"]),
        (Category.LEVY, "灯笼管理费的征收", "江西省财政厅关于灯笼费的通知", None, ["C03.tolerated warning"]),
        (Category.LEVY, "灯笼管理费的征收", "财政部关于灯笼费的通知", None, []),
        (Category.LEVY, "灯笼的征收", "袁州区人民政府关于灯笼的通知", None, []),
        (Category.PAYMENT, "灯笼补助", *DOCUMENT, ["C03.tolerated warning"]),
        (Category.OTHER, "灯笼评定", *DOCUMENT, ["C03.tolerated warning"]),
        (Category.OTHER, "灯笼推广", "宜春市灯笼局职能配置规定", None, []),
        (Category.LICENCE, "挂灯许可", "灯笼办法", "灯笼部令第3号", ["C03.specify warning"]),
        (Category.COMPULSION, "对灯笼的冻结", "江西省灯笼条例", None, ["C03.forbidden blocker"]),
        (Category.COMPULSION, "对灯笼的查封、扣押", "江西省灯笼条例", None, []),
        (Category.PENALTY, "对私挂的处罚", "灯笼", None, []),
        (None, "对私挂的处罚", *DOCUMENT, []),
    ],
)  # fmt: skip
def test_level__too_low_or_enough(
    *, make_item, make_basis, run, category, name, title, number, found
) -> None:
    item = make_item(make_basis(title, document_number=number), category=category, name=name)

    assert run(level_permitted, item) == found


@pytest.mark.requirement("C03")
def test_level__strongest_basis_decides(make_item, make_basis, run) -> None:
    document, law = make_basis(DOCUMENT[0]), make_basis()

    assert not run(level_permitted, make_item(document, law))
    assert not run(level_permitted, make_item(law, document))
    assert run(level_permitted, make_item(document, document)) == ["C03.forbidden blocker"]
    assert not run(level_permitted, make_item(document, disposition=Disposition.ABOLISH))
    assert not run(level_permitted, make_item())


@pytest.mark.requirement("C03")
def test_level__other_findings_are_left_to_their_rules(make_item, make_basis, run) -> None:
    rule = make_basis("灯笼办法", document_number="灯笼部令第3号")
    measure = make_item(rule, category=Category.COMPULSION, name="对灯笼的查封")
    execution = make_item(rule, category=Category.COMPULSION, name="对灯笼的强制拆除")

    assert not run(level_permitted, make_item(make_basis(OWN[0])))
    assert not run(level_permitted, measure)
    assert not run(level_permitted, execution)


@pytest.mark.requirement("C03")
@pytest.mark.parametrize(
    ("tag", "title", "number", "found"),
    [
        ("【行政法规】", *DOCUMENT, ["C03.label blocker"]),
        ("【部门规章】", "灯笼条例", "国务院令第3号", ["C03.label warning"]),
        ("【规范性文件】", "国务院对灯笼的决定", "国务院令第412号", []),
        ("【行政法规】", "国务院对灯笼的决定", "国务院令第412号", []),
        ("【法规】", "灯笼条例", "国务院令第3号", []),
        ("【规章】", "江西省灯笼办法", "江西省人民政府令第3号", []),
        ("【法律】", "灯笼管理条例", None, ["C03.label hint"]),
        ("【法律】", "灯笼", None, []),
        ("【地方 性法规】", "江西省灯笼条例", None, []),
        ("【依据】", *DOCUMENT, []),
        (None, *DOCUMENT, []),
    ],
)
def test_label__true_or_not(*, make_item, make_basis, run, tag, title, number, found) -> None:
    labelled = make_basis(title, document_number=number, level_tag=tag)

    assert run(level_permitted, make_item(labelled, make_basis())) == found


@pytest.mark.requirement("C03")
def test_label__words_it_stands_for() -> None:
    assert levels_labelled("【1.地方性法规】") == {L.LOCAL_REGULATION, L.CITY_REGULATION}
    assert levels_labelled("（政府规章）") == {L.PROVINCIAL_RULE, L.CITY_RULE}
    assert levels_labelled("依据一") is None


@pytest.mark.requirement("C04")
@pytest.mark.parametrize(
    ("title", "number", "found"),
    [
        ("江西省灯笼条例", "江西省人民代表大会常务委员会公告", ["C04.no_law blocker"]),
        ("灯笼条例", "国务院令第3号", ["C04.no_law blocker"]),
        ("灯笼办法", "灯笼部令第3号", ["C04.no_law blocker"]),
        ("灯笼办法", None, ["C04.no_law hint"]),
        ("灯笼", None, ["C04.no_law hint"]),
        ("中华人民共和国灯笼法", None, []),
    ],
)
def test_execution__without_a_law(*, make_item, make_basis, run, title, number, found) -> None:
    basis = make_basis(title, document_number=number)
    item = make_item(basis, category=Category.COMPULSION, name="对逾期不拆灯笼的强制拆除")

    assert run(execution_by_law, item) == found


@pytest.mark.requirement("C04")
def test_execution__only_execution_kept_under_the_law_of_the_day(make_item, make_basis, run) -> None:
    regulation = make_basis("灯笼条例", document_number="国务院令第3号")
    name = "对灯笼的代履行"

    def item(*bases, name: str = name, category: Category = Category.COMPULSION, **given):
        return make_item(*bases, name=name, category=category, **given)

    assert run(execution_by_law, item(regulation))
    assert not run(execution_by_law, item(regulation, make_basis()))
    assert not run(execution_by_law, item(regulation), date(2011, 12, 31))
    assert not run(execution_by_law, item(regulation, name="对灯笼的查封"))
    assert not run(execution_by_law, item(regulation, category=Category.PENALTY))
    assert not run(execution_by_law, item(regulation, disposition=Disposition.ABOLISH))
    assert not run(execution_by_law, item())


@pytest.mark.requirement("C05")
@pytest.mark.parametrize(
    ("title", "number", "found"),
    [
        ("灯笼办法", "灯笼部令第3号", ["C05.rule_or_lower blocker"]),
        ("江西省灯笼办法", "江西省人民政府令第3号", ["C05.rule_or_lower blocker"]),
        (*DOCUMENT, ["C05.rule_or_lower blocker"]),
        ("灯笼办法", None, ["C05.rule_or_lower hint"]),
        ("江西省灯笼条例", None, []),
        ("灯笼条例", "国务院令第3号", []),
        ("灯笼", None, []),
        (*OWN, []),
    ],
)
def test_measure__on_a_rule_or_lower(*, make_item, make_basis, run, title, number, found) -> None:
    basis = make_basis(title, document_number=number)
    item = make_item(basis, category=Category.COMPULSION, name="对灯笼的查封、扣押")

    assert run(measure_by_regulation, item) == found


@pytest.mark.requirement("C05")
def test_measure__only_measures_kept_under_the_law_of_the_day(make_item, make_basis, run) -> None:
    rule = make_basis("灯笼办法", document_number="灯笼部令第3号")

    def item(*bases, name: str = "对灯笼的查封", category: Category = Category.COMPULSION, **given):
        return make_item(*bases, name=name, category=category, **given)

    assert run(measure_by_regulation, item(rule, rule))
    assert not run(measure_by_regulation, item(rule, make_basis()))
    assert not run(measure_by_regulation, item(rule), date(2011, 12, 31))
    assert not run(measure_by_regulation, item(rule, name="对灯笼的强制拆除"))
    assert not run(measure_by_regulation, item(rule, category=Category.PENALTY))
    assert not run(measure_by_regulation, item(rule, disposition=Disposition.ABOLISH))
    assert not run(measure_by_regulation, item())


@pytest.mark.requirement("C03")
def test_level__finding_names_document_level_and_article(make_item, make_basis, context) -> None:
    penalty = make_item(make_basis("宜春市灯笼局职能配置规定"), make_basis(DOCUMENT[0]))
    fee = make_item(make_basis(DOCUMENT[0]), category=Category.LEVY, name="灯笼管理费的征收")
    unsourced = make_item(make_basis(DOCUMENT[0]), category=Category.PAYMENT)

    [problem] = level_permitted(penalty, context)
    assert problem.params == {
        "document": "《宜春市灯笼局职能配置规定》",
        "level": "三定规定",
        "category": "行政处罚",
        "source": "行政处罚法（2021年修订）第十六条",
    }
    assert problem.authority == problem.params["source"]
    assert problem.data["level"] == "mandate"
    assert "财综" in level_permitted(fee, context)[0].authority
    assert "实施方案" in level_permitted(unsourced, context)[0].authority


@pytest.mark.requirement("C03")
def test_level__city_regulation_before_the_city_had_the_power(make_item, make_basis, run) -> None:
    item = make_item(make_basis("宜春市灯笼条例"))

    assert run(level_permitted, item, date(2015, 3, 14)) == ["C03.forbidden blocker"]
    assert not run(level_permitted, item, date(2022, 1, 1))


@pytest.mark.requirement("C04", "C05")
def test_compulsion__finding_names_the_highest_basis(make_item, make_basis, context) -> None:
    rule = make_basis("灯笼办法", document_number="灯笼部令第3号")
    regulation = make_basis("灯笼条例", document_number="国务院令第3号")
    given = {"category": Category.COMPULSION, "name": "对灯笼的强制拆除"}

    [problem] = execution_by_law(make_item(rule, regulation, **given), context)

    assert problem.params == {"document": "《灯笼条例》", "level": "行政法规", "act": "强制拆除"}
    assert problem.data["level"] == "administrative_regulation"
    assert problem.authority == "行政强制法第十三条"


@pytest.mark.requirement("C03")
def test_label__finding_names_label_and_level(make_item, make_basis, context) -> None:
    labelled = make_basis(DOCUMENT[0], level_tag="【行政法规】")

    [problem] = level_permitted(make_item(labelled, make_basis()), context)

    assert problem.params == {
        "document": f"《{DOCUMENT[0]}》",
        "label": "【行政法规】",
        "level": "规范性文件",
    }
