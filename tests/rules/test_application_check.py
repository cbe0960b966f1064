"""预检: what is worth a second look, and what is not (RQ-G4)."""

from datetime import date

import pytest

from qingdan.rules.application_check import Application, check_warnings
from qingdan.rules.application_form import Field, FieldType

pytestmark = pytest.mark.requirement("RQ-G4")
TODAY = date(2026, 6, 1)
OWN = "11010519491231002X"
FIELDS = (
    Field(name="id", label="身份证", type=FieldType.CITIZEN_ID, required=False),
    Field(name="start", label="计划开工", type=FieldType.DAY, required=False),
    Field(name="born", label="出生日期", type=FieldType.DAY, required=False),
)


def found(**more: object) -> list[tuple[str, str]]:
    """Key and field of each remark."""
    words = {"kind": "person", "id_number": OWN, "phone": "1", "answers": {}, "files": {}} | more
    remarks = check_warnings(FIELDS, Application(**words), today=TODAY)  # type: ignore[arg-type]
    return [(one.key, one.where.field) for one in remarks]


@pytest.mark.parametrize(
    ("more", "remarks"),
    [
        ({}, []),
        ({"phone": " "}, [("check.no_phone", "phone")]),
        ({"answers": {"id": OWN.lower()}}, []),
        ({"answers": {"id": "110105194912310021"}}, [("check.other_number", "field-id")]),
        ({"answers": {"id": "110105194912310021"}, "kind": "organisation"}, []),
        ({"answers": {"start": "2026-05-31"}}, [("check.day_over", "field-start")]),
        ({"answers": {"start": "2026-06-01", "born": "1949-12-31"}}, []),
        ({"files": {1: "a", 2: "b", 3: "a"}}, [("check.same_file", "material-3")]),
    ],
)
def test_check__remarks(more: dict[str, object], remarks: list[tuple[str, str]]) -> None:
    assert found(**more) == remarks
