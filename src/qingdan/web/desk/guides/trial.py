"""An application form as an applicant sees it, for trying."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from qingdan.rules.application_form import Field, FieldType
from qingdan.rules.problem import Problem

_MODES = {FieldType.NUMBER: "decimal", FieldType.PHONE: "tel"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A field with what was answered; `kind`: line, area, day, choice; `mode` of the keyboard."""

    field: Field
    kind: str
    mode: str
    value: str
    problems: tuple[Problem, ...]


def sections_of(
    fields: Sequence[Field], answers: Mapping[str, str], problems: Sequence[Problem]
) -> list[tuple[str, list[Asked]]]:
    """The fields by section, in their order; a section that comes twice stands twice."""
    asked = [
        Asked(
            field=one,
            kind=_kind(one),
            mode=_MODES.get(one.type, ""),
            value=answers.get(one.name, ""),
            problems=tuple(each for each in problems if each.where.field == f"field-{one.name}"),
        )
        for one in fields
    ]
    return [(section, list(some)) for section, some in groupby(asked, key=lambda one: one.field.section)]


def _kind(one: Field) -> str:
    kinds = {FieldType.LONG_TEXT: "area", FieldType.DAY: "day", FieldType.CHOICE: "choice"}
    return kinds.get(one.type, "line")
