"""The materials of a case beside the guide's list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingdan.cases.models import Case, CaseMaterial
from qingdan.cases.queries.facts import filed_materials
from qingdan.cases.queries.frozen import Content
from qingdan.guides.queries.content import materials_of
from qingdan.rules.guide import MaterialSource
from qingdan.rules.material_grade import MaterialGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialShown:
    """A material of the guide and what was filed for it. `grade` A–D, "" where nothing is; `file`: name of its file,
    `licence`: number of the licence used; `unchecked`: a copy whose original nobody saw.
    """

    place: int
    subject: str
    name: str
    required: bool
    fetched: bool
    grade: str
    source: str
    copies: int
    file: str
    licence: str
    at: datetime | None
    unchecked: bool


def materials_shown(case: Case, content: Content) -> tuple[MaterialShown, ...]:
    """In the order of the guide."""
    filed = {one.place: one for one in filed_materials(case)}
    return tuple(
        MaterialShown(
            place=one.place,
            subject=f"material-{one.place}",
            name=one.name,
            required=one.required,
            fetched=one.source is MaterialSource.SHARED,
            **_filed(filed.get(one.place)),
        )
        for one in materials_of(content)
    )


def _filed(one: CaseMaterial | None) -> dict[str, Any]:
    if one is None:
        return {
            "grade": "",
            "source": "",
            "copies": 0,
            "file": "",
            "licence": "",
            "at": None,
            "unchecked": False,
        }
    return {
        "grade": one.grade,
        "source": one.source,
        "copies": one.copies,
        "file": one.file.name if one.file else "",
        "licence": one.licence,
        "at": one.at,
        "unchecked": one.grade == MaterialGrade.COPY,
    }
