"""All checks together: every code once, words for each, and how items and registers are put through them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.schemes import load_scheme
from qingdan.data.set_power import load_set_power
from qingdan.data.wording import not_checked_words, render, rule_words
from qingdan.rules.checks.catalogue import CHECKS, not_checked, run_batch, run_item, run_register
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.citation import Citation, CitationKind
from qingdan.rules.legal_basis import BasisEntry, BasisFacts, InstrumentLevel, Verdict
from qingdan.rules.power_item import Category, Disposition, PowerItemFacts, RegisterFacts

ALL = [f"C{number:02}" for number in range(1, 33)]
CONTEXT = CheckContext(on=date(2022, 1, 1), scheme=load_scheme(), set_power=load_set_power())


def test_catalogue__every_code_once_with_its_words() -> None:
    assert [check.code for check in CHECKS] == ALL
    for check in CHECKS:
        words = rule_words(check.code)
        assert words.title and words.demand and words.source
        assert check.authority
        assert check.item or check.register or check.batch


@pytest.mark.requirement("C01")
def test_run_item__findings_come_by_code() -> None:
    item = PowerItemFacts(row=5, name="加强灯笼管理", category=Category.PENALTY, cells={"name": "B5"})

    codes = [problem.code for problem in run_item(item, CONTEXT)]

    assert codes == sorted(codes)
    assert {"C01", "C18"} <= set(codes)


def test_run_item__empty_item_is_judged() -> None:
    assert run_item(PowerItemFacts(disposition=Disposition.ABOLISH), CONTEXT) == []


def test_run_register_and_batch__nothing_filed() -> None:
    register = RegisterFacts(path="空表.xlsx", department="宜春市灯笼管理局", items=())

    assert {problem.code for problem in run_register(register, CONTEXT)} == {"C26", "C32"}
    assert run_batch([register, register], CONTEXT) == []


def test_not_checked__names_what_is_missing() -> None:
    nothing = not_checked(frozenset({"name"}), CONTEXT)
    whole = not_checked(frozenset({"legal_basis", "attachment", "implementing_body", "flow_chart"}), CONTEXT)

    assert nothing["C08"] == nothing["C25"] == "no_column"
    assert nothing["C30"] == "no_duties"
    assert not {"C08", "C25", "C12", "C27"} & whole.keys()
    assert all(not_checked_words(reason) for reason in {*nothing.values(), *whole.values()})


_BASES = st.builds(
    BasisFacts,
    entry=st.builds(
        BasisEntry,
        citation=st.builds(
            Citation,
            kind=st.sampled_from(CitationKind),
            title=st.none() | st.sampled_from(["灯笼法", "灯笼办法", "宜春市灯笼局关于灯笼的通知", "《", ""]),
            article=st.none() | st.integers(1, 99),
            paragraph=st.none() | st.integers(1, 9),
            item=st.none() | st.integers(1, 9),
            document_number=st.none() | st.sampled_from(["国务院令第3号", "宜灯字〔2013〕1号"]),
        ),
        quoted=st.text(alphabet="由灯笼部门处罚款（一）；。\n", max_size=30),
        level_tag=st.none() | st.sampled_from(["【法律】", "【规章】"]),
    ),
    verdict=st.none() | st.sampled_from(Verdict),
    level=st.sampled_from(InstrumentLevel),
    level_certain=st.booleans(),
    clause=st.text(alphabet="由灯笼部门公安机关处罚款。县级以上", max_size=30),
    paragraph_count=st.none() | st.integers(1, 4),
    item_count=st.none() | st.integers(0, 4),
    repealed=st.booleans(),
    superseded_edition=st.none() | st.just("2009年修正"),
    implements=st.just(()) | st.just(("灯笼法",)),
)


@given(
    st.lists(_BASES, max_size=3),
    st.none() | st.sampled_from(Category),
    st.none() | st.sampled_from(Disposition),
    st.sampled_from(["", "宜春市公安局", "宜春市灯笼局法规科", "宜春市灯笼中心"]),
)
def test_run_item__any_facts_are_judged_and_put_into_words(bases, category, disposition, body) -> None:
    item = PowerItemFacts(
        row=5, name="对灯笼的强制拆除", bases=tuple(bases), category=category, disposition=disposition,
        implementing_body=body, department="宜春市灯笼局", columns=frozenset({"document_number", "attachment"}),
        cells={"name": "B5"},
    )  # fmt: skip

    for problem in run_item(item, CONTEXT):
        assert render(problem).message
        assert problem.where.cell
        assert problem.where.row == 5
