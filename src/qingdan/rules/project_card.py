"""The project card (项目卡): what is wrong with it, and how it agrees with a list of the national platform.

Source: 发改投资〔2020〕1439号 (one code for a project, given before its first procedure; without a verified one nothing
is accepted), approval.md §3.1–3.2.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from qingdan.rules.application_form import is_phone
from qingdan.rules.codes.identification import Surroundings, bare_number, normalise
from qingdan.rules.codes.project_code import printed_project_code, project_code_faults
from qingdan.rules.problem import Problem, beside
from qingdan.rules.project import ProjectClass
from qingdan.rules.text import letters

MOST_INVESTMENT = Decimal("1e9")  # 万元: more than any project of a city
LENGTHS: Mapping[str, int] = {
    "code": 40, "name": 120, "kind": 12, "division": 6, "town": 60, "investment": 16, "industry": 60, "land": 120,
    "contact": 40, "contact_phone": 30, "purpose": 1_000,
}  # fmt: skip
NEEDED = ("code", "name", "kind", "division", "investment", "industry", "contact", "contact_phone", "purpose")
COLUMNS = 3
MOST_LINES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCard:
    """A card as typed. `kind`: `ProjectClass`; `division`: six digits of the division; `investment`: 万元."""

    code: str = ""
    name: str = ""
    kind: str = ""
    division: str = ""
    town: str = ""
    investment: str = ""
    industry: str = ""
    land: str = ""
    contact: str = ""
    contact_phone: str = ""
    purpose: str = ""


class Compared(StrEnum):
    """How a card agrees with the platform's list."""

    AGREES = "agrees"
    OTHER_NAME = "other_name"
    OTHER_OWNER = "other_owner"
    ABSENT = "absent"
    TAKEN = "taken"  # agrees, but the code was verified for another unit before


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformLine:
    """A project as the national platform has it: printed code, name, number of the unit."""

    code: str
    name: str
    owner: str


def card_problems(
    card: ProjectCard, around: Surroundings, *, places: frozenset[str], today: date
) -> tuple[Problem, ...]:
    """Everything wrong with a card, beside its field; `places`: the divisions in which projects are registered."""
    return tuple(_problems(card, around, places, today))


def investment_of(text: str) -> Decimal | None:
    """An amount in 万元 with at most four places behind the point; None for anything else."""
    try:
        value = Decimal(normalise(text))
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    fine = value.is_finite() and isinstance(exponent, int) and exponent >= -4
    return value if fine and 0 < value <= MOST_INVESTMENT else None


def platform_lines(text: str) -> tuple[tuple[PlatformLine, ...], tuple[int, ...]]:
    """The lines of a list (代码, 项目名称, 单位证照号码), and the numbers of lines that are none but the heading.

    What no program wrote as such a list has none.
    """
    found: list[PlatformLine] = []
    bad: list[int] = []
    try:
        rows = list(csv.reader(text.lstrip("\ufeff").splitlines()))
    except csv.Error:  # a cell without end
        return (), ()
    for number, row in enumerate(rows, 1):
        cells = [one.strip() for one in row]
        code = printed_project_code(cells[0]) if cells else ""
        if len(cells) >= COLUMNS and len(code.split("-")) == 5:
            found.append(PlatformLine(code=code, name=cells[1], owner=bare_number(cells[2])))
        elif any(cells) and number > 1:
            bad.append(number)
    return tuple(found), tuple(bad)


def compared(card: ProjectCard, owner: str, lines: Mapping[str, PlatformLine]) -> Compared:
    """How a card agrees with the list; `owner`: number of its unit. Names are compared by their letters alone."""
    line = lines.get(printed_project_code(card.code))
    if line is None:
        return Compared.ABSENT
    if line.owner != bare_number(owner):
        return Compared.OTHER_OWNER
    return Compared.AGREES if letters(line.name) == letters(card.name) else Compared.OTHER_NAME


def _problems(
    card: ProjectCard, around: Surroundings, places: frozenset[str], today: date
) -> Iterator[Problem]:
    texts = {name: getattr(card, name) for name in LENGTHS}
    for name, most in LENGTHS.items():
        if len(texts[name]) > most:
            yield beside("desk.too_long", name, {"most": most, "length": len(texts[name])})
        elif name in NEEDED and not texts[name].strip():
            yield beside("desk.required", name, {})
    if card.code.strip() and len(card.code) <= LENGTHS["code"]:
        for note in project_code_faults(card.code, around, today=today):
            yield beside(note.key, "code", note.params)
    if card.kind and card.kind not in set(ProjectClass):
        yield beside("desk.choice", "kind", {})
    if card.division and card.division not in places:
        yield beside("project.division", "division", {})
    if card.investment.strip() and investment_of(card.investment) is None:
        yield beside("project.investment", "investment", {})
    if card.contact_phone.strip() and not is_phone(card.contact_phone):
        yield beside("form.phone", "contact_phone", {"label": "联系电话"})
