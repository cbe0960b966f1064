"""An application form as it is built, and as JSON Schema says it."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.wording import message_of
from qingdan.rules.application_form import Field, FieldType, form_problems
from qingdan.rules.form_lint import form_faults
from qingdan.rules.form_schema import json_schema

pytestmark = pytest.mark.requirement("RQ-G4")
SIZE = Field(name="size", label="大小", type=FieldType.CHOICE, choices=("大", "小"))
HEIGHT = Field(
    name="height", label="高", type=FieldType.NUMBER, unit="米", when_field="size", when_value="大"
)
BEGIN = Field(name="begin", label="开始", type=FieldType.DAY)
END = Field(name="end", label="结束", type=FieldType.DAY, not_before="begin")
WHOLE = (SIZE, HEIGHT, BEGIN, END)


def test_a_whole_form__has_no_fault() -> None:
    assert form_faults(WHOLE) == () and form_faults(()) == ()


@pytest.mark.parametrize(
    ("place", "change", "key"),
    [
        (1, {"label": " "}, "no_label"),
        (1, {"label": "其他"}, "vague_label"),
        (3, {"name": "size"}, "same_name"),
        (1, {"choices": ("大",)}, "few_choices"),
        (1, {"choices": ("大", "大", "小")}, "same_choice"),
        (2, {"unit": ""}, "no_unit"),
        (2, {"least": 3.0, "most": 2.0}, "bounds_crossed"),
        (2, {"when_field": "end"}, "condition_not_before"),
        (2, {"when_field": "gone"}, "condition_not_before"),
        (2, {"when_value": "中"}, "condition_no_answer"),
        (4, {"not_before": "size"}, "not_before_no_day"),
        (4, {"not_before": "end"}, "not_before_no_day"),
    ],
)
def test_fault__is_found_at_its_field(place: int, change: dict[str, Any], key: str) -> None:
    fields = [replace(one, **change) if number == place else one for number, one in enumerate(WHOLE, 1)]
    found = [one for one in form_faults(fields) if one.key == f"guide.form_{key}"]

    assert [one.where.field for one in found] == [f"field-{place}"] and message_of(found[0])


def test_schema__says_what_is_needed_and_when() -> None:
    schema = json_schema(WHOLE, title="灯")

    assert schema["required"] == ["size", "begin", "end"]
    assert schema["properties"]["size"]["enum"] == ["大", "小"]
    assert schema["allOf"] == [
        {
            "if": {"properties": {"size": {"const": "大"}}, "required": ["size"]},
            "then": {"required": ["height"]},
        }
    ]


@given(
    st.sampled_from(
        [
            FieldType.NUMBER,
            FieldType.DAY,
            FieldType.PHONE,
            FieldType.USCC,
            FieldType.CITIZEN_ID,
            FieldType.TEXT,
        ]
    ),
    st.one_of(
        st.from_regex(r"-?[0-9]{1,14}(\.[0-9]{1,5})?", fullmatch=True),
        st.dates().map(str),
        st.sampled_from(["11010519491231002X", "91350211M000100Y43", "0795-0000001", "灯"]),
    ),
)
def test_schema__takes_whatever_the_form_takes(kind: FieldType, text: str) -> None:
    field = Field(name="one", label="一", type=kind)
    if not form_problems([field], {"one": text}):
        said = json_schema([field], title="灯")["properties"]["one"]
        assert re.search(said.get("pattern", ""), text.strip())
