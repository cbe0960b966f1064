"""The configuration of registrations (`registrations.toml`): bodies, modes, the one form, materials, limits, words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from qingdan.rules.application_form import Field, FieldType
from qingdan.rules.registration import RegistrationKind
from qingdan.rules.registration_codes import NumberKind

COUNT = "{row}_count"
"""The answer that says how many lines of a kind the form has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Days are working days, months those of the calendar; `late_days` until a body is listed as late."""

    check_days: int
    review_days: int
    extension_days: int
    correction_days: int
    name_months: int
    late_days: int
    most_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An authority that takes part; `sees`: parts of the form that are its business."""

    key: str
    name: str
    sees: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who examines before the licence is given, the number it gives, and whose it waits for."""

    body: str
    gives: NumberKind
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModePaper:
    """A certificate that is given: by which body, of which kind, with which number."""

    body: str
    kind: str
    number: NumberKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A way of registering. In force from `since` to `until` (both None: open) where a region says nothing else."""

    key: str
    name: str
    note: str
    since: date | None
    until: date | None
    opened_only: bool
    review: tuple[Review, ...]
    share: tuple[str, ...]
    papers: tuple[ModePaper, ...]

    @property
    def bodies(self) -> tuple[str, ...]:
        """Everybody who takes part, once."""
        return tuple(dict.fromkeys((*(one.body for one in self.review), *self.share)))

    def keeps(self, numbers: Mapping[str, str]) -> bool:
        """Whether an enterprise with these numbers may go this way: a unified code, once given, is its for good.

        Source: GB 32100-2015 (one code for a subject's whole life); 国发〔2015〕33号, 二（二）.
        """
        return NumberKind.USCC not in numbers or any(one.number is NumberKind.USCC for one in self.papers)

    def usual_on(self, day: date) -> bool:
        """Whether the national rule has it in force on a day."""
        if self.opened_only:
            return False
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowKind:
    """Lines of the form, one a person; `fields` by their bare names, `least` how many there must be."""

    part: str
    name: str
    label: str
    least: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMaterial:
    """A material; `required` for this kind of registration; `bodies` who may read it."""

    place: int
    name: str
    required: bool
    bodies: tuple[str, ...]


@cache
def _table() -> dict[str, Any]:
    text = files("qingdan.data").joinpath("registrations.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def limits() -> Limits:
    """Days and numbers that a place may set otherwise."""
    return Limits(**_table()["limits"])


def words_of(kind: str) -> Mapping[str, str]:
    """A table of words by key: states, kinds, numbers, parts …"""
    found: Mapping[str, str] = _table()[kind]
    return found


@cache
def registration_bodies() -> Mapping[str, Body]:
    """By key, in the order of the configuration."""
    return {
        one["key"]: Body(key=one["key"], name=one["name"], sees=tuple(one["sees"]))
        for one in _table()["body"]
    }


@cache
def registration_modes() -> Mapping[str, Mode]:
    """By key, in the order of the configuration."""
    return {one["key"]: _mode(one) for one in _table()["mode"]}


def _mode(one: Mapping[str, Any]) -> Mode:
    return Mode(
        key=one["key"],
        name=one["name"],
        note=one["note"],
        since=one.get("since"),
        until=one.get("until"),
        opened_only=one.get("opened_only", False),
        review=tuple(
            Review(body=row["body"], gives=NumberKind(row["gives"]), after=tuple(row["after"]))
            for row in one["review"]
        ),
        share=tuple(one["share"]),
        papers=tuple(
            ModePaper(body=row["body"], kind=row["kind"], number=NumberKind(row["number"]))
            for row in one["papers"]
        ),
    )


def parts_of(kind: RegistrationKind) -> tuple[str, ...]:
    """The pages of the form for a kind of registration, in order."""
    usual = ("company", "people", "tax")
    match kind:
        case RegistrationKind.FOUND:
            return usual
        case RegistrationKind.CHANGE:
            return ("change", *usual)
        case _:
            return ("cancel",)


def form_fields(kind: RegistrationKind, answers: Mapping[str, str], part: str = "") -> tuple[Field, ...]:
    """Every field that a registration with these answers has, of one part or of all; lines are numbered from 1."""
    parts = (part,) if part else parts_of(kind)
    plain = [_field(one) for one in _table()["field"] if one["part"] in parts]
    lines = [
        field
        for row in row_kinds(parts)
        for number in range(1, lines_of(row, answers) + 1)
        for field in line_fields(row, number)
    ]
    return (*plain, *lines)


def row_kinds(parts: tuple[str, ...]) -> tuple[RowKind, ...]:
    """The kinds of lines that these parts have."""
    return tuple(one for one in _rows() if one.part in parts)


def lines_of(row: RowKind, answers: Mapping[str, str]) -> int:
    """How many lines of a kind there are."""
    said = answers.get(COUNT.format(row=row.name), "")
    count = int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else row.least
    return max(row.least, min(count, limits().most_rows))


def line_fields(row: RowKind, number: int) -> tuple[Field, ...]:
    """The fields of a line: shareholder_2_name."""
    return tuple(
        Field(
            name=f"{row.name}_{number}_{one.name}", label=f"{one.label}（第 {number} 行）", type=one.type,
            section=row.label, unit=one.unit, choices=one.choices, least=one.least,
        )
        for one in row.fields
    )  # fmt: skip


@cache
def tax_fields() -> tuple[Field, ...]:
    """What a tax office needs of an enterprise at the first visit; all of it is asked for then."""
    return tuple(_field({**one, "required": True}) for one in _table()["field"] if one.get("at_tax"))


@cache
def _rows() -> tuple[RowKind, ...]:
    return tuple(
        RowKind(
            part=one["part"], name=one["name"], label=one["label"], least=one["least"],
            fields=tuple(_field(field) for field in one["fields"]),
        )
        for one in _table()["row"]
    )  # fmt: skip


def _field(one: Mapping[str, Any]) -> Field:
    asked = {name: value for name, value in one.items() if name not in ("part", "kinds", "at_tax")}
    return Field(
        **asked | {"type": FieldType(asked.get("type", "text")), "choices": tuple(asked.get("choices", ()))}
    )


@cache
def asked_materials(kind: RegistrationKind) -> tuple[AskedMaterial, ...]:
    """What is to be filed with a kind of registration."""
    return tuple(
        AskedMaterial(
            place=one["place"], name=one["name"], bodies=tuple(one["bodies"]),
            required=kind in one.get("required_of", one["kinds"]),
        )
        for one in _table()["material"]
        if kind in one["kinds"]
    )  # fmt: skip


def paper_text(kind: str) -> tuple[str, str]:
    """Title and opening of a paper; the opening has places for words."""
    found = _table()["papers"][kind]
    return found["title"], found["opening"]


def paper_table(part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns and heads of a part that is a table; empty for a text."""
    found = next((one for one in _table()["part_table"] if one["part"] == part), None)
    return (tuple(found["columns"]), tuple(found["heads"])) if found else ((), ())


def remedy_text() -> str:
    """Where to go against a refusal."""
    text: str = _table()["remedy"]["text"]
    return text
