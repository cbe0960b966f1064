"""An application form as JSON Schema (2020-12): for whoever sends applications in by program.

It says no more than the form checks (`qingdan.rules.application_form`): all answers are text, as a form sends them;
numbers and days are told by pattern and format. A bound of a number stands as `x-minimum`, `x-maximum`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from qingdan.rules.application_form import MOST_LETTERS, PHONE_PATTERN, Field, FieldType

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Mapping[FieldType, Mapping[str, Any]] = {
    FieldType.NUMBER: {"pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$"},
    FieldType.DAY: {"format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    FieldType.CITIZEN_ID: {"pattern": "^[0-9]{17}[0-9Xx]$"},
    FieldType.USCC: {"pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"},
    FieldType.PHONE: {"pattern": PHONE_PATTERN},
    FieldType.PROJECT_CODE: {"pattern": "^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{5}[0-9X]$"},
}


def json_schema(fields: Sequence[Field], *, title: str) -> dict[str, Any]:
    """The schema of an object of answers by field name."""
    always = [one.name for one in fields if one.required and not one.when_field]
    conditional = [_condition(one) for one in fields if one.when_field and one.required]
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "properties": {one.name: _property(one) for one in fields},
        "required": always,
        "additionalProperties": False,
    }
    return schema | ({"allOf": conditional} if conditional else {})


def _property(one: Field) -> dict[str, Any]:
    said: dict[str, Any] = {"type": "string", "title": one.label, "maxLength": MOST_LETTERS}
    said |= _TYPES.get(one.type, {})
    said |= {"enum": list(one.choices)} if one.type is FieldType.CHOICE else {}
    more = {
        "description": one.help,
        "x-section": one.section,
        "x-unit": one.unit,
        "x-minimum": one.least,
        "x-maximum": one.most,
        "x-not-before": one.not_before,
    }
    said |= {name: value for name, value in more.items() if value not in ("", None)}
    return said | ({"minLength": 1} if one.required else {})


def _condition(one: Field) -> dict[str, Any]:
    """Needed only where the field it depends on has the answer it depends on."""
    asked = {"properties": {one.when_field: {"const": one.when_value}}, "required": [one.when_field]}
    return {"if": asked, "then": {"required": [one.name]}}
