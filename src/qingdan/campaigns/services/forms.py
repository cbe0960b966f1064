"""The first version of the plan's attachments as files: reconstructed, because the real ones were never published."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile

from qingdan.data.campaigns import load_campaign
from qingdan.registers.forms import (
    write_category_notes,
    write_department_list,
    write_referral_form,
    write_register,
)
from qingdan.rules.campaign_template import Form

Departments = tuple[tuple[str, str], ...]
"""Name and kind, in words, of each department that takes part."""


def reconstructed_form(
    form: Form, template: str, departments: Sequence[tuple[str, str]]
) -> "ContentFile[bytes] | None":
    """The empty form of an attachment as a workbook whose name says that it is reconstructed.

    None where we have no form of that code, or where the real one is known and given by the office.
    """
    write = _WRITERS.get(form.code)
    if write is None or not form.reconstructed:
        return None
    content = _content(
        form.code, load_campaign(template).scheme, tuple(departments) if form.code == _LIST else ()
    )
    return ContentFile(content, name=f"附件{form.attachment} {form.name}（样式为重建）.xlsx")


@lru_cache(maxsize=16)
def _content(form: str, scheme: str, departments: Departments) -> bytes:
    """Written once for all campaigns that start with it."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "form.xlsx"
        _WRITERS[form](target, scheme, departments)
        return target.read_bytes()


_LIST = "form_1"
_WRITERS: Mapping[str, Callable[[Path, str, Departments], None]] = {
    _LIST: lambda target, _, departments: write_department_list(target, departments=departments),
    "form_2": lambda target, _, __: write_register(target, department="", rows=()),
    "form_3": lambda target, _, __: write_referral_form(target, department="", rows=()),
    "form_4": lambda target, scheme, _: write_category_notes(target, scheme=scheme),
}
