from typing import Any

import pytest
from tests.rules.items.lantern_items import CONTEXT, item, keys, register

from qingdan.rules.checks.consolidation import consolidations
from qingdan.rules.power_item import Disposition, PowerItemFacts

pytestmark = [pytest.mark.requirement("C23"), pytest.mark.requirement("R-041")]
OTHER = item(name="对点灯的处罚")


def _merged(**facts: Any) -> PowerItemFacts:
    return item(disposition=Disposition.CONSOLIDATE, **facts)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ["C23.one_source"]),
        ({"reason": "内容相近"}, ["C23.one_source"]),
        ({"reason": "整合为“对灯笼的处罚”"}, ["C23.one_source"]),
        ({"receiver": "对灯笼的处罚"}, ["C23.one_source"]),
        ({"receiver": "对擅自熄灭灯笼的处罚"}, ["C23.one_source"]),  # itself
        ({"receiver": "对点灯的处罚"}, []),
        ({"receiver": "整合为“对点灯的处罚”"}, []),
        ({"reason": "并入“对点灯的处罚”"}, []),
        ({"reason": "与“对点灯的处罚”内容相近，予以整合"}, []),
        ({"reason": "与第 5 项整合"}, []),
        ({"remark": "序号3"}, []),
        ({"disposition_printed": "与第七项合并"}, []),
    ],
)
def test_consolidation__needs_two_sources(facts: dict[str, Any], expected: list[str]) -> None:
    assert keys(consolidations(register(_merged(**facts), OTHER), CONTEXT)) == expected


def test_consolidation__two_items_with_one_target() -> None:
    both = [_merged(name=f"对{deed}的处罚", receiver="对灯笼的处罚") for deed in ("甲", "乙")]

    assert consolidations(register(*both), CONTEXT) == []
    assert keys(consolidations(register(both[0]), CONTEXT)) == ["C23.one_source"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"reason": "与市公安局第3项整合"}, ["C23.no_consent"]),
        ({"reason": "与市公安局第3项整合，市公安局已同意"}, []),
        ({"reason": "与市公安局第3项整合", "remark": "已会签"}, []),
        ({"reason": "与本局第3项整合"}, []),
        ({"reason": "与宜春市民政局第3项整合"}, []),
        ({"receiver": "市公安局"}, ["C23.one_source", "C23.no_consent"]),
        ({"reason": "与市公安局第3项整合", "department": ""}, []),
    ],
)
def test_consolidation__with_another_department_needs_consent(
    facts: dict[str, Any], expected: list[str]
) -> None:
    problems = consolidations(register(_merged(**({"department": "市民政局"} | facts))), CONTEXT)

    assert keys(problems) == expected
    assert all(one.params["other"] == "市公安局" for one in problems if one.key == "C23.no_consent")


def test_consolidation__others_are_not_looked_at() -> None:
    assert consolidations(register(OTHER), CONTEXT) == []
