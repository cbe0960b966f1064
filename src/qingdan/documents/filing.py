"""Prints a whole filing (报送件) for signature, and the receipt for it.

Source: plan, R-050 and R-051. The digest of the frozen content stands in the foot of every page, so that no page can be
exchanged, and with a code on the first, so that paper and system can be compared.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from qingdan.data.labels import long_date
from qingdan.documents.charts import chart_set_data
from qingdan.documents.forms import day, nil_return_data, printed, referral_data, register_data
from qingdan.documents.model import FilingBundle, Receipt
from qingdan.documents.report import report_data
from qingdan.documents.typesetter import set_pdf
from qingdan.documents.verification_code import verification_code

_HERE = ZoneInfo("Asia/Shanghai")
Part = tuple[str, str, dict[str, Any]]  # name, quantity, data of its template


def bundle_pdf(bundle: FilingBundle) -> bytes:
    """The filing: first page to be signed, then all its parts. Raises FontsMissing, NotAChart."""
    parts = list(_parts(bundle))
    data = printed(
        department=bundle.department,
        campaign=bundle.campaign,
        digest=bundle.digest,
        signatory=bundle.signatory,
        signed_at=_moment(bundle.signed_at),
        receipt_number=bundle.receipt_number,
        filed_at=_moment(bundle.filed_at),
        filled_on=day(bundle.filled_on),
        contents=[(name, quantity) for name, quantity, _ in parts],
    )
    code = {"code": verification_code(bundle.verification or bundle.digest)}
    return set_pdf(
        {"kind": "bundle", "parts": [part for _, _, part in parts]} | code | data, dated=bundle.filled_on
    )


def receipt_pdf(receipt: Receipt) -> bytes:
    """The receipt for a filing, one A4 page. Raises FontsMissing."""
    filed = receipt.filed_at.astimezone(_HERE).date()
    data = printed(
        department=receipt.department,
        campaign=receipt.campaign,
        receipt_number=receipt.receipt_number,
        filed_at=_moment(receipt.filed_at),
        deadline=long_date(receipt.deadline) if receipt.deadline else "",
        late=receipt.late,
        signatory=receipt.signatory,
        receiver=receipt.receiver,
        received_on=long_date(filed),
        digest=receipt.digest,
        contents=receipt.contents,
    )
    code = {"code": verification_code(receipt.verification or f"{receipt.receipt_number} {receipt.digest}")}
    return set_pdf({"kind": "receipt"} | code | data, dated=filed)


def _parts(bundle: FilingBundle) -> Iterator[Part]:
    if bundle.register:
        yield "附件2　行政权力清理登记表", f"{len(bundle.register.items)} 项", register_data(bundle.register)
    if bundle.nil_return:
        quantity = f"{len(bundle.nil_return.categories)} 类" if bundle.nil_return.categories else "1 份"
        yield "零报告", quantity, nil_return_data(bundle.nil_return)
    if bundle.referral:
        quantity = f"{len(bundle.referral.items)} 项"
        yield "附件3　提请省级调整的行政权力事项登记表", quantity, referral_data(bundle.referral)
    if bundle.charts:
        yield "行政权力运行流程图", f"{len(bundle.charts.charts)} 幅", chart_set_data(bundle.charts)
    if bundle.report:
        yield "行政权力清理工作报告", "1 份", report_data(bundle.report)
    if bundle.bases:
        yield "依据文本目录", f"{len(bundle.bases)} 件", _bases_data(bundle)


def _bases_data(bundle: FilingBundle) -> dict[str, Any]:
    rows = [(one.title, one.file_name, one.digest) for one in bundle.bases]
    return {"kind": "bases"} | printed(campaign=bundle.campaign, department=bundle.department, rows=rows)


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone(_HERE)
    return f"{long_date(local.date())} {local:%H:%M:%S}"
