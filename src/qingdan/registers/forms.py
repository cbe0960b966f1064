"""Writes the plan's attachments: 附件1 列入清理范围的部门名单, 附件2 行政权力清理登记表, 附件3
提请省级调整的行政权力事项登记表, 附件4 行政权力类别解释.

All are reconstructed (see `form_rows`) and carry a line that says so. A department edits them further, so that
choices are offered, heads stay in sight and repeat in print, and what is typed as text stays text.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from qingdan.data.category_notes import category_meanings
from qingdan.data.schemes import load_scheme
from qingdan.registers.writing.form_rows import (
    CATEGORY_COLUMNS,
    DEPARTMENT_COLUMNS,
    REFERRAL_COLUMNS,
    REGISTER_COLUMNS,
    Column,
    FormBasis,
    FormRow,
    ReferralRow,
)
from qingdan.registers.writing.form_sheet import open_form

_A3, _A4 = 8, 9
_FIELDS = {column.field for column in REGISTER_COLUMNS if column.field}
_HEADS = ("填报人：", "联系电话：", "填报日期：")
_FEET = ("主要负责同志签字：", "签字日期：")


def write_register(
    target: Path,
    *,
    department: str,
    rows: Sequence[FormRow],
    nil_categories: Sequence[str] = (),
    note: str = "",
) -> None:
    """Writes 附件2 for one department: a line for each basis of each item, then a line for each nil return.

    `nil_categories` are names of categories of which the department has no item (零报告); `note` is said under the
    title. A field for which the form has no column raises ValueError. Raises FileNotWritten; the file is there whole or
    not at all.
    """
    unknown = {name for row in rows for name in row.values} - _FIELDS
    if unknown:
        raise ValueError(f"no column for {sorted(unknown)}")
    with open_form(target, "登记表", _with_categories(REGISTER_COLUMNS), paper=_A3) as sheet:
        sheet.heads("附件2　行政权力清理登记表", f"填报部门（盖章）：{department}", *_HEADS, note=note)
        for number, row in enumerate(rows, start=1):
            sheet.item(number, row.values, row.bases or (FormBasis(),))
        for category in nil_categories:
            sheet.item("", {"category": category, "name": f"{category}　0项　零报告"}, (FormBasis(),))
        sheet.signatures(*_FEET)


def write_referral_form(target: Path, *, department: str, rows: Sequence[ReferralRow]) -> None:
    """Writes 附件3 for one department or place: powers that the province is asked to change.

    Raises FileNotWritten; the file is there whole or not at all.
    """
    with open_form(target, "提请省级调整", _with_categories(REFERRAL_COLUMNS), paper=_A4) as sheet:
        sheet.heads("附件3　提请省级调整的行政权力事项登记表", f"填报部门（盖章）：{department}", *_HEADS)
        for number, row in enumerate(rows, start=1):
            sheet.item(number, asdict(row))
        sheet.signatures(*_FEET)


def write_department_list(target: Path, *, departments: Sequence[tuple[str, str]]) -> None:
    """Writes 附件1: (name, kind of unit) of each department that takes part, in their order. Raises FileNotWritten."""
    with open_form(target, "部门名单", DEPARTMENT_COLUMNS, paper=_A4) as sheet:
        sheet.heads("附件1　列入清理范围的部门名单", f"共 {len(departments)} 个")
        for number, (name, kind) in enumerate(departments, start=1):
            sheet.item(number, {"name": name, "kind": kind})
        sheet.signatures()


def write_category_notes(target: Path, *, scheme: str) -> None:
    """Writes 附件4: what each category of a scheme means, how its items are named, and its other names.

    Raises FileNotWritten, UnknownScheme.
    """
    found, meanings = load_scheme(scheme), category_meanings()
    with open_form(target, "类别解释", CATEGORY_COLUMNS, paper=_A4) as sheet:
        sheet.heads("附件4　行政权力类别解释", found.source)
        for number, category in enumerate(found.listed, start=1):
            naming = found.naming_of(category)
            entry = next(one for one in found.categories if one.category is category)
            values = {
                "category": entry.name,
                "meaning": meanings[category],
                "naming": naming.form if naming else "",
                "synonyms": "、".join(entry.synonyms),
            }
            sheet.item(number, values)
        sheet.signatures()


def _with_categories(columns: Sequence[Column]) -> tuple[Column, ...]:
    scheme = load_scheme()
    names = tuple(scheme.name_of(category) for category in scheme.listed)
    return tuple(
        replace(column, choices=names) if column.field == "category" else column for column in columns
    )
