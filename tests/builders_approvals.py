"""Last year's approvals of the lantern city: workbooks, batches, editions, all through services."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.builders import NOW, SETTER, TODAY
from tests.builders_files import a_workbook, given
from tests.builders_powers import OTHER, QUOTED
from tests.kept_states import kept

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading
from qingdan.lists.models import ApprovalBatch, ApprovalItem
from qingdan.lists.services.approval_charts import approve_alike, judge_chart
from qingdan.lists.services.approval_publishing import publish_batch
from qingdan.lists.services.approvals import bring_batch
from qingdan.rules.role import Role

OFFICE = replace(
    SETTER, username="batch-office", name="何渡", unit=OTHER, roles=frozenset({Role.ESTABLISHMENT_OFFICE})
)
LAWYER = replace(
    SETTER, username="batch-lawyer", name="法正", unit=OTHER, roles=frozenset({Role.LEGAL_AFFAIRS})
)
HEADING = ("序号", "类别", "名称", "设定依据", "实施主体", "法定时限", "承诺时限", "收费")
GROUND = f"《临江市灯笼管理条例》第三条：{QUOTED}"
LAST_YEAR = TODAY - timedelta(days=300)
LATER = NOW + timedelta(hours=1)


def a_row(
    name: str, kind: str = "行政许可", *, body: str = "市灯笼局", basis: str = GROUND
) -> tuple[str, ...]:
    """A row of the workbook."""
    return ("1", kind, name, basis, body, "20个工作日", "10个工作日", "不收费")


ROWS = (
    a_row("点灯许可"),
    a_row("灯笼经营审批", "非许可审批"),
    a_row("灯笼年检", "年检"),
    a_row("灯笼备案", "备案"),
)


@kept
def brought(*rows: tuple[str, ...], by: Actor = OFFICE, on: date | None = LAST_YEAR) -> str:
    """A batch of these rows; its code."""
    file = given(a_workbook(*(rows or ROWS), header=HEADING), "审批事项.xlsx")
    title, number = "关于公布行政审批事项的决定", "临府发〔2025〕8号"
    return bring_batch(file=file, title=title, number=number, on=on, by=by, at=NOW)


def a_batch_of(unit: str, word: str, by: Actor, at: datetime) -> str:
    """The batch of a region, with an approval of this unit and a row that is none; its code. What is there stays."""
    with reading(by):
        kept = ApprovalBatch.objects.filter(region=by.region).values_list("code", flat=True).first()
        body = Unit.objects.get(code=unit).name
    if kept:
        return kept
    rows = (a_row(f"{word}点灯许可", body=body), a_row(f"{word}灯笼年检", f"{word}不知道", body=body))
    file = given(a_workbook(*rows, header=HEADING), f"审批事项{word}.xlsx")
    words = {"title": f"关于公布{word}审批事项的决定", "number": "临府发〔2025〕8号"}
    return bring_batch(file=file, **words, on=day_of(at) - timedelta(days=300), by=by, at=at)


@kept
def published(*rows: tuple[str, ...], effective_on: date | None = TODAY) -> str:
    """The edition of a batch whose charts are approved; its code."""
    code = brought(*rows)
    approve_alike(batch=code, by=LAWYER, at=LATER)
    return publish_batch(batch=code, effective_on=effective_on, by=OFFICE, at=LATER)


def approval(code: str, number: int = 1) -> ApprovalItem:
    """An item of a batch as it stands."""
    with reading(OFFICE):
        return ApprovalItem.objects.select_related("unit").get(batch__code=code, number=number)


def batch_of(code: str) -> ApprovalBatch:
    """A batch as it stands."""
    with reading(OFFICE):
        return ApprovalBatch.objects.get(code=code)


def judged(code: str, number: int = 1, action: str = "approve", reason: str = "", by: Actor = LAWYER) -> None:
    """A chart approved or returned."""
    version = approval(code, number).version
    judge_chart(batch=code, number=number, version=version, action=action, reason=reason, by=by, at=LATER)
