"""What goes with the items: signature, flow chart, limits, publication. C26–C29."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.disposition import said
from qingdan.rules.checks.given import Chart, StepKind
from qingdan.rules.checks.sources import LIMITS, PUBLICATION, SELF_CHECK
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import DayKind, Disposition, PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Problem, Severity, Where, row_of
from qingdan.rules.time_limit import exceeds

_NO_NAME = pattern(r"(?:[\s_＿—\-/／（）()：:、.。…×xX]|签字|签名|签章|盖章|待签|无)*")
_PENDING = pattern(r"待(?:绘制|补|编|定|制)|未(?:绘制|编|制)|暂无|正在")
_SECRET = pattern(
    r"(?:涉及|属于?|含有|为|系)(?:国家|工作|商业)?(?:秘密|机密|绝密)|涉密|不(?:宜|对外|得|能|便|予)?公开|秘密级|机密级|绝密级"
    r"|(?:^|[；\n])(?:秘密|机密|绝密)(?=$|[；\n（(])"
)
_NOT_SECRET = pattern(r"(?:不|未|非|无)(?:涉及|属于?|涉|含有|是)?(?:国家|工作|商业)?(?:秘密|密)|非涉密")
_PUBLISHED = pattern(r"公开|公布|公示")
_NOT_PUBLISHED = pattern(r"(?:不|依申请|暂缓|内部|限制)[^，。；]{0,4}(?:公开|公布|公示)|免予公开")


def signed(register: RegisterFacts, context: CheckContext) -> Problems:
    """C26. A register is signed by the unit's principal (主要负责同志), the nil return included.

    Source: the plan's 自查自清 (经主要负责同志签字确认). Reading: a name after 签字 counts, wherever it stands;
    lines, brackets and 待签 are no name.
    """
    if not _NO_NAME.fullmatch(register.signatory.strip()):
        return ()
    sheet, cell = register.signature_cell or (None, None)
    return (
        Problem(
            code="C26",
            key="C26.unsigned" if register.has_signature_block else "C26.no_signature_block",
            severity=Severity.BLOCKER,
            where=Where(
                path=register.path,
                sheet=sheet,
                row=row_of(cell) if cell else None,
                cell=cell,
                field="signature",
            ),
            authority=SELF_CHECK,
        ),
    )


def charted(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C27. A kept item has a flow chart, and the chart is whole.

    Source: the plan's 自查自清 (分权种编制权力运行流程图). Readings: 待绘制 is no chart. With the charts at hand the
    number must be among them, and the chart has one start, an end, two ways out of each decision, an actor and
    an arrow for every step; a chart may lack limits where the law sets none.
    """
    if item.disposition is not Disposition.RETAIN or "flow_chart" not in item.columns:
        return ()
    number = item.flow_chart
    if not said(number) or _PENDING.search(number):
        return (_chart_fault(item, "C27.no_chart"),)
    if context.charts is None:
        return ()
    chart = context.charts.get(number)
    if chart is None:
        return (_chart_fault(item, "C27.chart_not_filed", number=number),)
    return tuple(_chart_fault(item, key, number=number) for key in chart_faults(chart))


@lru_cache(maxsize=1024)
def chart_faults(chart: Chart) -> tuple[str, ...]:
    """What a chart lacks, as wording keys; empty when it is whole."""
    kinds = [step.kind for step in chart.steps]
    leaving = [start for start, _ in chart.arrows]
    touched = {end for arrow in chart.arrows for end in arrow}
    decisions = [step.id for step in chart.steps if step.kind is StepKind.DECISION]
    acting = [step for step in chart.steps if step.kind in {StepKind.ACTION, StepKind.DECISION}]
    faults = {
        "C27.no_start": kinds.count(StepKind.START) != 1,
        "C27.no_end": StepKind.END not in kinds,
        "C27.one_way_decision": any(leaving.count(step) < 2 for step in decisions),
        "C27.no_actor": any(not step.actor for step in acting),
        "C27.loose_step": any(step.id not in touched for step in chart.steps),
    }
    return tuple(key for key, wrong in faults.items() if wrong)


def _chart_fault(item: PowerItemFacts, key: str, **params: Any) -> Problem:
    return found(
        item, key=key, field="flow_chart", severity=Severity.BLOCKER, authority=SELF_CHECK, **params
    )  # fmt: skip


def limits_kept(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C28. The promised limit is not longer than the statutory one, nor the chart's steps than the promised.

    Source: 行政许可法第四十二条, 行政强制法第二十五条 (limits the agency may not exceed). Readings: working and
    natural days are compared so that only what is longer under every calendar is a fault (see `exceeds`). Of a
    chart the longest way through counts, with the steps whose limit is of the promised kind.
    """
    promised = item.promised_limit
    if promised is None:
        return ()
    printed = item.promised_limit_printed
    if item.statutory_limit is not None and exceeds(promised, item.statutory_limit):
        return (
            _too_long(item, "C28.longer_than_law", promised=printed, statutory=item.statutory_limit_printed),
        )
    chart = context.charts.get(item.flow_chart) if context.charts else None
    days = longest_path(chart, promised.kind) if chart else 0
    if chart is None or days <= promised.days:
        return ()
    return (_too_long(item, "C28.steps_too_long", number=chart.number, days=days, promised=printed),)


def _too_long(item: PowerItemFacts, key: str, **params: Any) -> Problem:
    return found(
        item, key=key, field="promised_limit", severity=Severity.BLOCKER, authority=LIMITS, **params
    )  # fmt: skip


def longest_path(chart: Chart, kind: DayKind) -> int:
    """The days of the steps along the longest way through a chart, of one kind.

    A way back (补正, 重新调查) is not walked: arrows to a step that lies on the way walked so far are left out.
    """
    days = {step.id: step.limit.days for step in chart.steps if step.limit and step.limit.kind is kind}
    onward: dict[str, list[str]] = defaultdict(list)
    for start, end in chart.arrows:
        onward[start].append(end)
    longest: dict[str, int] = {}
    for step in _ends_first([step.id for step in chart.steps], onward):
        ahead = [longest[end] for end in onward[step] if end in longest]
        longest[step] = days.get(step, 0) + max(ahead, default=0)
    return max(longest.values(), default=0)


def _ends_first(steps: list[str], onward: Mapping[str, list[str]]) -> list[str]:
    """The steps in an order that has each after those its arrows lead to, ways back aside."""
    done: dict[str, None] = {}
    for root in steps:
        way = [] if root in done else [root]
        while way:
            ahead = next((end for end in onward[way[-1]] if end not in done and end not in way), None)
            if ahead is None:
                done[way.pop()] = None
            else:
                way.append(ahead)
    return list(done)


def secrets_withheld(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C29. What is secret or by law not public is not marked for publication.

    Source: the plan (涉及国家秘密及其他依法不予公开的除外). Reading: the item says so in its remark, its reason or
    the publication cell itself; its name does not (对泄露国家秘密的处罚 is no secret).
    """
    marked = item.publication
    if not marked or not _PUBLISHED.search(_NOT_PUBLISHED.sub("", marked)):
        return ()
    notes = _NOT_SECRET.sub("", f"{item.remark}；{item.reason}；{marked}")
    secret = _SECRET.search(notes)
    if secret is None:
        return ()
    return (
        found(
            item, key="C29.published", field="publication", severity=Severity.BLOCKER, authority=PUBLICATION,
            said=secret.group().strip("；\n"),
        ),
    )  # fmt: skip


CHECKS = (
    Check(code="C26", severity=Severity.BLOCKER, authority=SELF_CHECK, register=signed),
    Check(
        code="C27",
        severity=Severity.BLOCKER,
        authority=SELF_CHECK,
        item=charted,
        needs=frozenset({"flow_chart"}),
    ),
    Check(
        code="C28",
        severity=Severity.BLOCKER,
        authority=LIMITS,
        item=limits_kept,
        needs=frozenset({"promised_limit"}),
    ),
    Check(
        code="C29",
        severity=Severity.BLOCKER,
        authority=PUBLICATION,
        item=secrets_withheld,
        needs=frozenset({"publication"}),
    ),
)
