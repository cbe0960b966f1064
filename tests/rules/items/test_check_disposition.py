from dataclasses import replace
from typing import Any

import pytest
from tests.rules.items.lantern_items import CONTEXT, LAW, basis, item, keys

from qingdan.rules.checks.disposition import (
    devolved_by_default,
    said,
    title_of,
    transfer_complete,
    transferable,
)
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.power_item import Category, Disposition
from qingdan.rules.problem import Certainty, Severity

COUNTY = "熄灭灯笼的，由县级以上灯火主管部门罚款。"
CITY = "熄灭灯笼的，由设区的市级以上灯火主管部门罚款。"
PROVINCE = "情节严重的，由省、自治区、直辖市人民政府灯火主管部门吊销灯笼证。"
TO_COUNTY = "灯笼数目未报县级人民政府灯火主管部门的，由灯火主管机关罚款。"
NO_LEVEL = "熄灭灯笼的，由灯火主管部门罚款。"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *[
            (word, False)
            for word in (
                "",
                " ",
                "无",
                "无。",
                "/",
                "——",
                "暂无",
                "待定",
                "待补充",
                "待完善",
                "待核实",
                "另行确定",
            )
        ],
        *[(word, True) for word in ("法定职责", "无证不得挂灯", "培育中", "0", "待遇审核", "无线电协会")],
    ],
)
def test_cell__says_something(word: str, expected: bool) -> None:
    assert said(word) is expected


@pytest.mark.requirement("C19")
@pytest.mark.requirement("R-035")
@pytest.mark.parametrize(
    ("clause", "facts", "expected"),
    [
        (COUNTY, {}, ["C19.kept_at_city"]),
        (COUNTY, {"reason": "无"}, ["C19.kept_at_city"]),
        (COUNTY, {"reason": "跨县河道，需统一点灯"}, []),
        (COUNTY, {"remark": "跨县河道"}, []),
        (COUNTY, {"disposition": Disposition.DEVOLVE}, []),
        (COUNTY, {"disposition": None}, []),
        (COUNTY, {"department": "丰城市灯笼局"}, []),
        (COUNTY, {"department": "宜春市灯笼局"}, ["C19.kept_at_city"]),
        (CITY, {}, []),
        (NO_LEVEL, {}, []),
        ("", {}, []),
    ],
)
def test_devolve__is_the_default(clause: str, facts: dict[str, Any], expected: list[str]) -> None:
    problems = devolved_by_default(item(bases=(basis(clause),), **facts), CONTEXT)

    assert keys(problems) == expected
    assert all(one.params == {"level": "县级以上", "title": f"《{LAW}》"} for one in problems)


SURE, LIKELY = (Severity.WARNING, Certainty.SURE), (Severity.WARNING, Certainty.LIKELY)
HINT = (Severity.HINT, Certainty.LIKELY)
ITEM = "（一）不点灯的；"
LEAD = "有下列行为之一的，处一百元罚款："


@pytest.mark.requirement("C19")
@pytest.mark.parametrize(
    ("clauses", "article", "expected"),
    [
        ((NO_LEVEL, COUNTY), "", SURE),
        ((TO_COUNTY, COUNTY), "", SURE),
        ((COUNTY, CITY), "", None),
        ((COUNTY + PROVINCE,), "", LIKELY),
        ((PROVINCE,), "", None),
        ((TO_COUNTY + PROVINCE,), "", None),
        ((TO_COUNTY,), "", LIKELY),
        ((NO_LEVEL,), NO_LEVEL + TO_COUNTY, LIKELY),
        ((f"{LEAD}\n{ITEM}",), f"{LEAD}\n{ITEM}\n（二）未{TO_COUNTY}", LIKELY),
        ((f"{LEAD}\n{ITEM}",), f"{LEAD}\n{ITEM}\n（二）不挂灯的。\n{COUNTY}", HINT),
        ((NO_LEVEL,), f"{COUNTY}\n{NO_LEVEL}", HINT),
        (("登记表上的另一段话。",), f"{COUNTY}\n{NO_LEVEL}", HINT),
        ((NO_LEVEL,), f"{NO_LEVEL}\n{COUNTY}\n{CITY}", None),
        ((NO_LEVEL,), NO_LEVEL + COUNTY + CITY, None),
    ],
)
def test_devolve__as_certain_as_the_county_level_is_near(
    clauses: tuple[str, ...], article: str, expected: tuple[Severity, Certainty] | None
) -> None:
    bases = tuple(basis(clause, article_text=article) for clause in clauses)
    problems = devolved_by_default(item(bases=bases), CONTEXT)

    assert [(one.severity, one.certainty) for one in problems] == ([expected] if expected else [])


@pytest.mark.requirement("C19")
@pytest.mark.parametrize(
    ("clause", "level"),
    [
        ("由县（市、区）灯火主管部门罚款。", "县（市、区）"),
        ("由县级灯火主管部门罚款。", "县级"),
        ("报县级人民政府备案。", "县级人民政府"),
        ("报县级灯火主管部门备案。", "县级灯火主管部门"),
    ],
)
def test_devolve__says_which_level_the_clause_names(clause: str, level: str) -> None:
    (problem,) = devolved_by_default(item(bases=(basis(clause),)), CONTEXT)

    assert problem.params["level"] == level


def test_title__as_known_else_as_printed_else_none() -> None:
    untitled = replace(basis().entry, citation=replace(basis().entry.citation, title=None))

    assert title_of(basis(full_title="灯法")) == "《灯法》"
    assert title_of(basis(full_title=None)) == f"《{LAW}》"
    assert title_of(replace(basis(full_title=None), entry=untitled)) == "所引条文"


@pytest.mark.requirement("C20")
@pytest.mark.requirement("R-040")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"receiver": "市灯笼协会", "transition": "2022年1月至2023年12月"}, []),
        ({"receiver": "市灯笼协会"}, []),
        ({"receiver": ""}, ["C20.no_receiver"]),
        ({"receiver": "待定", "transition": "2年"}, ["C20.no_receiver"]),
        ({"receiver": "培育中"}, []),
        ({"reason": "交由市灯笼协会承担"}, []),
        ({"disposition_printed": "转移给市灯笼学会"}, []),
        ({"transition": "培育期2年"}, []),
        ({"receiver": "市灯笼协会", "transition": "5年"}, ["C20.too_long"]),
        ({"receiver": "市灯笼协会", "transition": "半年"}, ["C20.too_short"]),
        ({"receiver": "市灯笼协会", "remark": "过渡期 5年"}, ["C20.too_long"]),
        ({"receiver": "市灯笼协会", "reason": "5年来一直由协会承担"}, []),
        ({"transition": "4年"}, ["C20.no_receiver", "C20.too_long"]),
        ({"disposition": Disposition.RETAIN, "transition": "5年"}, []),
    ],
)
def test_transfer__names_receiver_and_a_fit_transition(facts: dict[str, Any], expected: list[str]) -> None:
    known: dict[str, Any] = {"disposition": Disposition.TRANSFER, "columns": frozenset({"receiver"})}

    assert keys(transfer_complete(item(**(known | facts)), CONTEXT)) == expected


@pytest.mark.requirement("C20")
def test_transfer__places_and_certainty() -> None:
    bare = item(disposition=Disposition.TRANSFER, transition="5年", cells={"name": "B5", "transition": "L5"})
    nobody, long = transfer_complete(bare, CONTEXT)
    (unnamed,) = transfer_complete(
        item(disposition=Disposition.TRANSFER, columns=frozenset({"receiver"}), cells={"receiver": "K5"}),
        CONTEXT,
    )
    (in_words,) = transfer_complete(
        item(
            disposition=Disposition.TRANSFER,
            receiver="市灯笼协会",
            reason="过渡期6个月",
            cells={"reason": "J5"},
        ),
        CONTEXT,
    )

    assert nobody.certainty is Certainty.LIKELY
    assert (unnamed.certainty, unnamed.where.cell) == (Certainty.SURE, "K5")
    assert (long.where.cell, long.params["period"]) == ("L5", "5年")
    assert (in_words.where.cell, in_words.params["period"]) == ("J5", "过渡期6个月")


@pytest.mark.requirement("C21")
@pytest.mark.requirement("R-037")
@pytest.mark.parametrize(
    ("category", "clause", "level", "expected"),
    [
        (Category.PENALTY, "", InstrumentLevel.LAW, ["C21.reserved_kind"]),
        (Category.LEVY, "", InstrumentLevel.LAW, ["C21.reserved_kind"]),
        (Category.OTHER, "由灯火主管部门处一百元罚款。", InstrumentLevel.LAW, ["C21.reserved_act"]),
        (Category.OTHER, "由灯火主管部门批准。", InstrumentLevel.DEPARTMENT_RULE, ["C21.reserved_act"]),
        (Category.OTHER, "由灯火主管部门负责统计。", InstrumentLevel.LAW, ["C21.names_agency"]),
        (Category.OTHER, "由灯火主管部门负责统计。", InstrumentLevel.MANDATE, []),
        (Category.OTHER, "由灯笼协会负责统计。", InstrumentLevel.LAW, []),
        (Category.CONFIRMATION, "", InstrumentLevel.LAW, []),
    ],
)
def test_transfer__of_what_the_law_leaves_to_the_agency(
    category: Category, clause: str, level: InstrumentLevel, expected: list[str]
) -> None:
    moved = item(category=category, disposition=Disposition.TRANSFER, bases=(basis(clause, level=level),))
    problems = transferable(moved, CONTEXT)

    assert keys(problems) == expected
    assert all((one.severity is Severity.BLOCKER) == (one.key != "C21.names_agency") for one in problems)


@pytest.mark.requirement("C21")
def test_transfer__an_agency_named_twice_is_one_likely_finding() -> None:
    clause = basis("由灯火主管部门负责统计。")
    (problem,) = transferable(
        item(category=Category.OTHER, disposition=Disposition.TRANSFER, bases=(clause, clause)), CONTEXT
    )

    assert (problem.certainty, problem.where.field) == (Certainty.LIKELY, "disposition")


@pytest.mark.requirement("C21")
def test_transfer__kept_items_are_not_looked_at() -> None:
    assert transferable(item(), CONTEXT) == ()
