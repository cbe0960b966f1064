"""Prints 附件2 行政权力清理登记表, 附件3 提请省级调整登记表 and 零报告.

All three are reconstructed (docs/adr/0014) and say so under their title.
"""

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any

from qingdan.data.labels import long_date
from qingdan.documents.model import NilReturn, ReferralForm, RegisterForm
from qingdan.documents.printable import all_breakable
from qingdan.documents.register_columns import PRINTED_COLUMNS, printed_cells
from qingdan.documents.typesetter import set_pdf
from qingdan.registers.writing.form_rows import REFERRAL_COLUMNS, ReferralRow

_REFERRAL_WIDTH = 253.0  # mm between the margins


def register_form_pdf(form: RegisterForm) -> bytes:
    """附件2, A4 landscape. Raises FontsMissing."""
    return set_pdf(register_data(form), dated=form.filled_on)


def referral_form_pdf(form: ReferralForm) -> bytes:
    """附件3, A4 landscape. Raises FontsMissing."""
    return set_pdf(referral_data(form), dated=form.filled_on)


def nil_return_pdf(form: NilReturn) -> bytes:
    """零报告, one A4 page. Raises FontsMissing."""
    return set_pdf(nil_return_data(form), dated=form.filled_on)


def register_data(form: RegisterForm) -> dict[str, Any]:
    """What the template of 附件2 prints."""
    columns = [{"width": one.width, "group": one.group, "names": one.names} for one in PRINTED_COLUMNS]
    return {"kind": "register", "columns": columns} | printed(
        **heads(form),
        rows=[printed_cells(number, row) for number, row in enumerate(form.items, 1)],
        nil_categories=form.nil_categories,
        summary=_summary(form),
    )


def referral_data(form: ReferralForm) -> dict[str, Any]:
    """What the template of 附件3 prints."""
    share = _REFERRAL_WIDTH / sum(column.width for column in REFERRAL_COLUMNS)
    columns = [{"heading": column.heading, "width": column.width * share} for column in REFERRAL_COLUMNS]
    rows = [_referral_row(number, row) for number, row in enumerate(form.items, 1)]
    return {"kind": "referral", "columns": columns} | printed(**heads(form), rows=rows)


def nil_return_data(form: NilReturn) -> dict[str, Any]:
    """What the template of 零报告 prints."""
    categories = [asdict(one) for one in form.categories]
    return {"kind": "nil_return"} | printed(**heads(form), whole=form.whole, categories=categories)


def heads(form: RegisterForm | ReferralForm | NilReturn) -> dict[str, str]:
    """What stands above each form."""
    return {
        "department": form.department,
        "campaign": form.campaign,
        "filler": form.filler,
        "phone": form.phone,
        "filled_on": day(form.filled_on),
    }


def printed(**values: Any) -> dict[str, Any]:
    """The values with all texts made printable."""
    return {name: all_breakable(value) for name, value in values.items()}


def day(given: date | None) -> str:
    """2015年4月10日, or room to write it by hand."""
    return long_date(given) if given else "　　年　月　日"


def _referral_row(number: int, row: ReferralRow) -> list[str]:
    values = asdict(row) | {"": ""}
    return [str(number), *(values[column.field] for column in REFERRAL_COLUMNS[1:])]


def _summary(form: RegisterForm) -> str:
    counts = Counter(row.values.get("category", "") or "没有写类别" for row in form.items)
    parts = "；".join(f"{category} {count} 项" for category, count in counts.items())
    return f"共 {len(form.items)} 项" + (f"。其中：{parts}" if parts else "")
