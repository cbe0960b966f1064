"""The acceptance report as a workbook: every cell a text or a number, never a formula."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from qingdan.cases.queries.acceptance import Figure, Report, UnitUsage, Verdict
from qingdan.cases.queries.trial import Scope

VERDICTS = {
    Verdict.MET: "达到",
    Verdict.UNMET: "没有达到",
    Verdict.NO_ROWS: "这段时间没有可以算的",
    Verdict.FIGURE: "只报数",
    Verdict.MISSING: "缺数据",
}
SCOPES = {Scope.ALL: "全部数据", Scope.FORMAL: "不含试运行", Scope.TRIAL: "只算试运行"}
_HEADS = ("要求", "验收项", "怎么算", "达到", "总数", "比例", "结论")
_UNIT_HEADS = (
    "单位", "应入网事项", "已入网事项", "窗口收件", "网上收件", "办结决定", "法定期限内", "其中试运行收件",
)  # fmt: skip


def acceptance_workbook(report: Report, *, since: date, until: date, scope: Scope) -> bytes:
    """Two sheets: criteria, use by unit."""
    target = BytesIO()
    title = f"网上审批系统验收报告　{since} 至 {until}　{SCOPES[scope]}"
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, heads, rows in (
            ("验收项", _HEADS, [_figure(one) for one in report.figures]),
            ("各单位", _UNIT_HEADS, [_unit(one) for one in report.units]),
        ):
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, title)
            for place, head in enumerate(heads):
                sheet.write_string(1, place, head, bold)
            _write(sheet, rows)
            sheet.freeze_panes(2, 0)
            sheet.set_column(0, len(heads) - 1, 18)
    return target.getvalue()


def _write(sheet: Worksheet, rows: Sequence[Sequence[str | int]]) -> None:
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row):
            sheet.write(number, place, value)


def _figure(one: Figure) -> tuple[str | int, ...]:
    shown = one.criterion
    known = one.verdict is not Verdict.MISSING
    return (
        shown.requirement,
        shown.title,
        shown.reading,
        one.met if known else "",
        one.total if known else "",
        one.share,
        VERDICTS[one.verdict],
    )


def _unit(one: UnitUsage) -> tuple[str | int, ...]:
    return (
        one.name,
        one.items,
        one.items_online,
        one.window,
        one.online,
        one.decided,
        one.in_law,
        one.trial,
    )
