"""Invented forms of a department of lanterns."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.documents.samples import DIGEST, FILLED, HEAD, SVG, power_item

from qingdan.documents.model import (
    REPORT_HEADINGS,
    BasisText,
    CategoryCount,
    ChartLine,
    ChartSet,
    CleaningReport,
    FilingBundle,
    NilCategory,
    NilReturn,
    PrintedChart,
    Receipt,
    ReferralForm,
    RegisterForm,
    ReportSection,
)
from qingdan.registers.writing.form_rows import ReferralRow


@pytest.fixture
def register() -> RegisterForm:
    """附件2 with three items and one category without any."""
    items = tuple(power_item(number, disposition="保留") for number in (1, 2, 3))
    return RegisterForm(**HEAD, **FILLED, items=items, nil_categories=("行政征收",))


@pytest.fixture
def referral() -> ReferralForm:
    """附件3 with one item."""
    item = ReferralRow(
        category="行政处罚",
        name="对擅自改变灯笼样式的处罚",
        holder="省级　省灯笼管理局",
        legal_basis="《临江省灯笼条例》第九条：改变灯笼样式的，由省灯笼主管部门处罚。",
        change="下放市级",
        receiver="市灯笼管理局",
        reason="多数事项发生在市区。",
        proposed_by="市灯笼管理局",
    )
    return ReferralForm(**HEAD, **FILLED, items=(item,))


@pytest.fixture
def nil_return() -> NilReturn:
    """零报告 for two categories."""
    categories = (NilCategory(category="行政征收", remark="没有收费职能"), NilCategory(category="行政给付"))
    return NilReturn(**HEAD, **FILLED, categories=categories)


@pytest.fixture
def charts() -> ChartSet:
    """Two charts, the second broader than high and without steps."""
    lines = (
        ChartLine(number="1", name="巡查", post="巡查员", content="入夜后巡查", limit="1 日", next_steps="2"),
        ChartLine(number="2", name="决定", post="局长", document="决定书", next_steps="是 → 3；否 → 5"),
    )
    upright = PrintedChart(
        number="02-1",
        title="处罚流程图",
        scope="行政处罚",
        drawings=(SVG,),
        facts=(("监督电话", "0000-0000002"),),
        lines=lines,
    )
    broad = replace(
        upright, number="06-1", title="确认流程图", drawings=(SVG.replace("400 600", "900 300"),), lines=()
    )
    return ChartSet(**HEAD, filled_on=date(2015, 4, 10), charts=(upright, broad))


@pytest.fixture
def report() -> CleaningReport:
    """The five sections, two paragraphs each, and counts of two categories."""
    return CleaningReport(
        **HEAD,
        addressee="市编办",
        filled_on=date(2015, 4, 10),
        sections=tuple(
            ReportSection(heading=heading, text=f"{heading}第一段。\n\n{heading}第二段。")
            for heading in REPORT_HEADINGS
        ),
        counts=(
            CategoryCount(category="行政处罚", retain=12, devolve=3),
            CategoryCount(category="行政确认", retain=2, abolish=1),
        ),
    )


@pytest.fixture
def bundle(
    register: RegisterForm,
    referral: ReferralForm,
    nil_return: NilReturn,
    charts: ChartSet,
    report: CleaningReport,
) -> FilingBundle:
    """A filing with every part, not yet signed."""
    return FilingBundle(
        **HEAD,
        digest=DIGEST,
        filled_on=date(2015, 4, 10),
        register=register,
        referral=referral,
        nil_return=nil_return,
        charts=charts,
        report=report,
        bases=(BasisText(title="临江市灯笼管理条例", file_name="依据1.pdf", digest="77aa" * 16),),
    )


@pytest.fixture
def receipt() -> Receipt:
    """A receipt; half past four in the afternoon there is half past eight in UTC."""
    return Receipt(
        **HEAD,
        receipt_number="2015-0037",
        filed_at=datetime(2015, 4, 15, 8, 30, tzinfo=UTC),
        digest=DIGEST,
        receiver="市编办",
        deadline=date(2015, 4, 15),
        contents=(("登记表", "3 项"),),
    )
