"""What a guide says, as kept: one flat form of JSON, read into the values that rules judge.

Form 1 has, beside the texts of `GuideFacts`: `code`, `name`, `unit`, `unit_name`, `edition` and `entry` (what it pins);
`fields`: the application form (`qingdan.rules.application_form`); `least_assurance` 0–4; `applicants`: person,
organisation; `parallel`: may be part of a joint approval; `lapse_is_withdrawal`: what is not corrected in time counts
as withdrawn; `correction_days`; `licence`: {"kind", "months"} of what is granted; `visits`: numbers of chart steps that
two officers must go and see (Art. 34); `sent_up_to`: code of the item of the level above that decides after the
examination here (Art. 43), "" where the unit decides itself; `passed_to`: codes of items of other regions that a case
may be passed on to; `investment`: of an investment project: its form asks for the project's code, which does not stand
among `fields`.
"""

from collections.abc import Mapping
from typing import Any

from qingdan.rules.application_form import Field, FieldType
from qingdan.rules.guide import Fee, GuideFacts, Material, MaterialSource
from qingdan.rules.power_item import Limit
from qingdan.rules.time_limit import parse_limit

FORM = 1
TEXTS = (
    "hours",
    "consult_phone",
    "supervise_phone",
    "result",
    "remedies",
    "quantity",
    "scope",
    "trips_reason",
)
LISTS = ("conditions", "prohibitions", "places", "delivery", "pauses")
MATERIAL_TEXTS = ("name", "basis", "standard", "form", "sample", "resource", "why_not_shared")
PROJECT_CODE = "project_code"
Content = Mapping[str, Any]

BLANK: Content = {
    "form": FORM,
    **dict.fromkeys(TEXTS, ""),
    **{name: [] for name in LISTS},
    "no_prohibitions": False,
    "materials": [],
    "no_materials": False,
    "statutory": "",
    "promised": "",
    "free": False,
    "fees": [],
    "questions": [],
    "fields": [],
    "least_assurance": 2,
    "applicants": ["person", "organisation"],
    "parallel": False,
    "investment": False,
    "lapse_is_withdrawal": False,
    "correction_days": 15,
    "licence": {"kind": "", "months": 0},
    "visits": [],
    "sent_up_to": "",
    "passed_to": [],
    "trips": 0,
}
"""A guide in which nothing was written yet; what an older one does not name is as here."""


def facts_of(content: Content) -> GuideFacts:
    """The guide as `qingdan.rules.guide` judges it."""
    content = {**BLANK, **content}
    words: dict[str, Any] = {name: content[name] for name in TEXTS}
    words |= {name: tuple(content[name]) for name in LISTS}
    return GuideFacts(
        **words,
        no_prohibitions=content["no_prohibitions"],
        materials=materials_of(content),
        no_materials=content["no_materials"],
        statutory=limit_of(content["statutory"]),
        promised=limit_of(content["promised"]),
        free=content["free"],
        fees=tuple(Fee(name=one["name"], rate=one["rate"], basis=one["basis"]) for one in content["fees"]),
        questions=len(content["questions"]),
        applicants=tuple(content["applicants"]),
        trips=content["trips"],
        visits=tuple(content["visits"]),
        investment=content["investment"],
    )


def materials_of(content: Content) -> tuple[Material, ...]:
    """The list of materials, in its order, numbered from 1."""
    return tuple(_material(place, one) for place, one in enumerate(content["materials"], 1))


def fields_of(content: Content) -> tuple[Field, ...]:
    """The application form; of an investment item it ends with the project's code."""
    own = tuple(_field(one) for one in content["fields"])
    return (*own, PROJECT_FIELD) if content.get("investment") else own


PROJECT_FIELD = Field(
    name=PROJECT_CODE, label="投资项目代码", type=FieldType.PROJECT_CODE, help="例：2510-360900-04-01-123456"
)


def limit_of(printed: str) -> Limit | None:
    """A limit as printed; None where none can be read."""
    return parse_limit(printed) if printed.strip() else None


def _material(place: int, one: Content) -> Material:
    return Material(
        place=place,
        source=MaterialSource(one.get("source") or MaterialSource.APPLICANT),
        required=one.get("required", True),
        copies=one.get("copies", 1),
        electronic=one.get("electronic", True),
        **{name: one.get(name, "") for name in MATERIAL_TEXTS},
    )


def _field(one: Content) -> Field:
    kept = {name: value for name, value in one.items() if name not in {"type", "choices"}}
    return Field(
        type=FieldType(one.get("type", FieldType.TEXT)), choices=tuple(one.get("choices", ())), **kept
    )
