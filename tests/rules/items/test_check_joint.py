from typing import Any

import pytest
from tests.rules.items.lantern_items import CONTEXT, item, keys, register

from qingdan.rules.checks.joint import filed_twice, joint_in_order
from qingdan.rules.power_item import PowerItemFacts
from qingdan.rules.problem import Certainty, Severity

pytestmark = [pytest.mark.requirement("C14"), pytest.mark.requirement("R-054")]
THREE_COLUMNS = frozenset({"joint", "joint_lead", "joint_partners"})
CITED = ("灯笼法|9|||",)


def _joint(**facts: Any) -> PowerItemFacts:
    known: dict[str, Any] = {
        "is_joint": True,
        "columns": THREE_COLUMNS,
        "department": "市公安局",
        "joint_partners": ("市民政局",),
        "cited": CITED,
    }
    return item(**(known | facts))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"joint_lead": "宜春市公安局"}, []),
        ({"joint_lead": "本局"}, []),
        ({"remark": "由我局牵头"}, []),
        ({"joint_lead": ""}, ["C14.no_lead"]),
        ({"joint_lead": "市公安局、市民政局"}, ["C14.several_leads"]),
        ({"joint_lead": "市民政局"}, ["C14.partner_filed"]),
        ({"joint_lead": "市民政局", "department": ""}, []),
        ({"joint_lead": "本局", "joint_partners": ()}, ["C14.no_partners"]),
        ({"joint_lead": "", "joint_partners": ()}, ["C14.no_lead", "C14.no_partners"]),
        ({"columns": frozenset({"joint"}), "joint_partners": ()}, ["C14.nobody_named"]),
        ({"columns": frozenset({"joint"}), "joint_partners": (), "remark": "配合单位：市民政局"}, []),
        (
            {
                "columns": frozenset({"joint"}),
                "joint_partners": (),
                "implementing_body": "市公安局、市民政局",
            },
            [],
        ),
        ({"columns": frozenset({"joint"}), "joint_partners": (), "remark": "由我局牵头"}, []),
        ({"columns": frozenset({"joint"})}, ["C14.no_lead"]),
        ({"columns": frozenset({"joint_partners"})}, []),
        ({"is_joint": False}, []),
    ],
)
def test_joint__one_lead_and_partners(facts: dict[str, Any], expected: list[str]) -> None:
    assert keys(joint_in_order(_joint(**facts), CONTEXT)) == expected


def test_joint__nobody_named_where_the_form_has_no_place_is_a_hint() -> None:
    (problem,) = joint_in_order(_joint(columns=frozenset({"joint"}), joint_partners=()), CONTEXT)

    assert (problem.severity, problem.certainty) == (Severity.HINT, Certainty.LIKELY)


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        ("与市民政局共同承担", ["C14.no_lead"]),
        ("会同市民政局实施", ["C14.no_lead"]),
        ("与市民政局共同实施，由我局牵头", []),
        ("与市民政局共同实施，由市民政局牵头", ["C14.partner_filed"]),
        ("与法律规定一致", []),
        ("", []),
    ],
)
def test_joint__said_in_the_remark_alone(remark: str, expected: list[str]) -> None:
    alone = _joint(is_joint=False, joint_partners=(), columns=frozenset({"remark"}), remark=remark)
    problems = joint_in_order(alone, CONTEXT)

    assert keys(problems) == expected
    assert all(one.certainty is Certainty.LIKELY and one.where.field == "remark" for one in problems)
    assert not joint_in_order(_joint(is_joint=False, remark=remark), CONTEXT)


@pytest.mark.parametrize(
    ("partner", "expected"),
    [
        ({}, ["C14.filed_twice"]),
        ({"cited": ("灯笼法|9||1|2",)}, ["C14.filed_twice"]),
        ({"name": "对擅自熄灭灯笼的处罚。"}, ["C14.filed_twice"]),
        ({"department": "市财政局"}, []),
        ({"department": "市公安局"}, []),
        ({"cited": ("灯笼法|8|||",)}, []),
        ({"cited": ()}, []),
        ({"name": "对擅自点亮灯笼的处罚"}, []),
        ({"joint_lead": "市公安局"}, []),
        ({"joint_lead": "市民政局"}, ["C14.filed_twice"]),
        ({"cited": ("灯笼法|9|1||",)}, []),
    ],
)
def test_joint__partner_files_it_as_well(partner: dict[str, Any], expected: list[str]) -> None:
    known: dict[str, Any] = {"department": "市民政局", "path": "民政局.xlsx", "cited": CITED}
    other = item(**(known | partner))
    problems = filed_twice([register(_joint(joint_lead="市公安局")), register(other)], CONTEXT)

    assert keys(problems) == expected
    assert all(one.where.path == "民政局.xlsx" and one.params["lead"] == "市公安局" for one in problems)
    assert all(one.where.field == "name" for one in problems)


def test_joint__neither_cites_anything() -> None:
    other = item(department="市民政局", path="民政局.xlsx")

    assert keys(filed_twice([register(_joint(cited=())), register(other)], CONTEXT)) == ["C14.filed_twice"]


def test_joint__no_joint_items() -> None:
    assert filed_twice([register(item()), register(item())], CONTEXT) == []
