"""The papers (文书) of a case: which there are, and what each must say before it may leave the house.

Source: 行政许可法 Art. 32 (receipt, correction notice, acceptance, refusal with seal and date), 38 (decisions, reasons,
remedies), 42 (extension), 44 (service), 45 (pause), 46–48 (hearing); 行诉解释 (2018) Art. 64 (a decision that does not
say until when one may sue leaves a year); 国务院令第716号 Art. 10 (electronic is as good as paper).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from qingdan.rules.problem import Problem, beside


class PaperKind(StrEnum):
    """Kinds of papers."""

    RECEIPT = "receipt"  # 申请材料接收凭证
    CORRECTION_NOTICE = "correction_notice"  # 补正材料通知书（一次性告知）
    SUPPLEMENT_RECEIPT = "supplement_receipt"  # 补正材料接收凭证
    ACCEPTANCE = "acceptance"  # 受理通知书
    DEEMED_ACCEPTANCE = "deemed_acceptance"  # 视为受理确认书
    ACCEPTANCE_REFUSED = "acceptance_refused"  # 不予受理决定书
    NOT_REQUIRED = "not_required"  # 不需要许可告知书
    PAUSE_NOTICE = "pause_notice"  # 特别程序告知书
    RESUMPTION_NOTICE = "resumption_notice"  # 恢复计时告知书
    EXTENSION_NOTICE = "extension_notice"  # 延长期限告知书
    HEARING_RIGHTS = "hearing_rights"  # 听证权利告知书
    HEARING_NOTICE = "hearing_notice"  # 听证通知书
    HEARING_RECORD = "hearing_record"  # 听证笔录
    GRANT = "grant"  # 准予行政许可决定书
    REFUSAL = "refusal"  # 不予行政许可决定书
    DEEMED_RENEWAL = "deemed_renewal"  # 视为准予延续确认书
    TERMINATION = "termination"  # 终止通知书
    VOIDING = "voiding"  # 撤销决定书
    SERVICE_RECORD = "service_record"  # 送达回证


COMMON = ("case", "unit_name", "item_name", "applicant", "dated")
"""Every paper says which case, who, what, to whom and when."""

REQUIRED: Mapping[PaperKind, tuple[str, ...]] = {
    PaperKind.RECEIPT: ("materials", "received_at", "reply_until", "guide"),
    PaperKind.CORRECTION_NOTICE: ("defects", "until", "consequence", "contact"),
    PaperKind.SUPPLEMENT_RECEIPT: ("materials", "received_at", "reply_until"),
    PaperKind.ACCEPTANCE: (
        "accepted_on", "statutory", "promised", "decision_until", "promised_until", "fee", "contact", "complaint",
    ),
    PaperKind.DEEMED_ACCEPTANCE: ("accepted_on", "statutory", "decision_until", "ground"),
    PaperKind.ACCEPTANCE_REFUSED: ("reason", "clause", "remedies"),
    PaperKind.NOT_REQUIRED: ("reason",),
    PaperKind.PAUSE_NOTICE: ("matter", "clause", "starts_on", "until", "decision_until", "approver"),
    PaperKind.RESUMPTION_NOTICE: ("matter", "starts_on", "resumes_on", "result", "stopped_days", "decision_until"),
    PaperKind.EXTENSION_NOTICE: ("reason", "days", "decision_until", "approver"),
    PaperKind.HEARING_RIGHTS: ("rights", "until"),
    PaperKind.HEARING_NOTICE: ("time", "place", "presider"),
    PaperKind.HEARING_RECORD: ("record", "presider", "held_on"),
    PaperKind.GRANT: ("clauses", "facts"),
    PaperKind.REFUSAL: ("facts", "reasons", "clauses", "remedies"),
    PaperKind.DEEMED_RENEWAL: ("clauses", "licence", "valid_until"),
    PaperKind.TERMINATION: ("reason", "ground"),
    PaperKind.VOIDING: ("reason", "ground", "remedies"),
    PaperKind.SERVICE_RECORD: ("document", "method", "receiver", "proof", "served_on"),
}  # fmt: skip
"""Parts by kind, beside the common ones. The names are those of the data that a template prints."""


def lacking(kind: PaperKind, content: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Each part that the law demands of a paper and that is empty."""
    empty = (name for name in (*COMMON, *REQUIRED[kind]) if not _said(content.get(name)))
    return tuple(beside("paper.part", name, {"part": name, "kind": kind.value}) for name in empty)


def template_lacks(kind: PaperKind, printed: frozenset[str]) -> tuple[str, ...]:
    """Which demanded parts a template does not print: it cannot be published so."""
    return tuple(name for name in (*COMMON, *REQUIRED[kind]) if name not in printed)


def _said(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)
