"""Whatever stands in the cells, a check ends in findings that can be put into words."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.linter.lanterns import WriteRegister

from qingdan.linter.check import check_registers
from qingdan.linter.rows import Terms
from qingdan.reports import html, json_report, text

pytestmark = pytest.mark.requirement("I-check")
WORDS = (
    "《临江市灯笼管理条例》", "第三条", "第一款", "第（二）项", "：", "……", "行政处罚", "行政强制", "保留",
    "取消", "下放", "转移", "整合", "提请上级调整", "对", "的处罚", "罚款", "查封", "30日", "15个工作日",
    "2022年1月至2026年12月", "无", "/", "0项", "共3项", "合计", "小计", "注：", "主要负责同志签字：",
    "市灯火局", "、", "（", "）", "\n", "\t", "　", "=1+1", "<script>", "\x00", "#REF!", "\u202e", "条",
    "款", "《", "》", "〔2014〕12号", "国务院令第900号", "前款", "本法", "县级以上",
)  # fmt: skip
CELLS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=8).map("".join), st.text(max_size=12))
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=ROWS, closing=st.lists(CELLS, max_size=3))
def test_check__any_cells(
    terms: Terms, write_register: WriteRegister, rows: list[list[str]], closing: list[str]
) -> None:
    result = check_registers([write_register(*rows, closing=closing)], terms, citations=True)

    found = json.loads(json_report.render(result))
    assert found["items"] == result.items
    assert len(found["problems"]) == len(result.problems)
    assert text.render(result)
    assert "<script>" not in html.render(result)
