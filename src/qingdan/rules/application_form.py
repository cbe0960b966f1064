"""The application form of an item as data: fields, and what is wrong with what was filled in.

Source: 行政许可法 Art. 29 (forms are free and ask nothing unrelated), Art. 31 (the applicant answers for the truth),
Art. 32(3) (what can be mended on the spot is told at once); RQ-G4, RQ-P3: one form for web, hall and telephone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import normalize

from qingdan.rules.codes.check_characters import USCC_ALPHABET, citizen_character, uscc_character
from qingdan.rules.codes.identification import normalise, real_date
from qingdan.rules.codes.project_code import is_project_code, printed_project_code
from qingdan.rules.pattern import pattern
from qingdan.rules.problem import Problem, Severity, beside

MOST_LETTERS = 2_000
PHONE_PATTERN = (
    r"^(?:(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}"  # mobile
    r"|(?:0[0-9]{2,3}[ -]?[0-9]|[2-9])[0-9]{6,7}(?:-[0-9]{1,6})?"  # with or without area code, extension
    r"|[48]00(?:[ -]?[0-9]){7}|1[0-9]{4}"  # numbers of services
    r"|\+(?!86)[1-9](?:[ -]?[0-9]){6,14})$"  # abroad
)
_PHONE = pattern(PHONE_PATTERN)
_CITIZEN = pattern(r"^[0-9]{17}[0-9X]$")
_NUMBER = pattern(r"^-?[0-9]{1,12}(?:\.[0-9]{1,4})?$")


class FieldType(StrEnum):
    """What a field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    CITIZEN_ID = "citizen_id"
    USCC = "uscc"
    PHONE = "phone"
    PROJECT_CODE = "project_code"  # of an investment item: put into its form by the program


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `name` is its key in the answers, `label` what people read; `unit` of a number (米, 元).

    It is asked only where `when_field` has the answer `when_value` ("" always). `least` and `most` bound a number;
    `not_before` names a field of days that this day may not come before.
    """

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    section: str = ""
    help: str = ""
    unit: str = ""
    required: bool = True
    choices: tuple[str, ...] = ()
    when_field: str = ""
    when_value: str = ""
    least: float | None = None
    most: float | None = None
    not_before: str = ""


Answers = Mapping[str, str]


def asked_fields(fields: Sequence[Field], answers: Answers) -> tuple[Field, ...]:
    """The fields that these answers lead to, in their order."""
    return tuple(one for one in fields if not one.when_field or answers.get(one.when_field) == one.when_value)


def form_problems(fields: Sequence[Field], answers: Answers) -> tuple[Problem, ...]:
    """Everything that is wrong with what was filled in, each beside its field."""
    asked = asked_fields(fields, answers)
    return tuple(problem for one in asked for problem in _field_problems(one, answers))


def too_long_answers(fields: Sequence[Field], answers: Answers) -> tuple[Problem, ...]:
    """What is too long even to be kept in a draft: the same limit as at submission."""
    return tuple(
        _wrong(one, "too_long", most=MOST_LETTERS)
        for one in fields
        if len(answers.get(one.name, "").strip()) > MOST_LETTERS
    )


def as_kept(one: Field, text: str) -> str:
    """An answer as it is kept: as typed, but numbers in narrow digits, a project's code with its hyphens."""
    if one.type is FieldType.PROJECT_CODE and is_project_code(text):
        return printed_project_code(text)
    return plain_digits(text) if one.type in {FieldType.NUMBER, FieldType.PHONE} else text


def is_citizen_id(text: str) -> bool:
    """Whether it is a citizen's number with a real birthday and its check character (GB 11643-1999)."""
    code = normalise(text)
    if not _CITIZEN.search(code):
        return False
    return real_date(code[6:14]) is not None and citizen_character(code[:17]) == code[17]


def is_uscc(text: str) -> bool:
    """Whether it is a unified social credit code with its check character (GB 32100-2015)."""
    code = normalise(text)
    return len(code) == 18 and set(code) <= set(USCC_ALPHABET) and uscc_character(code[:17]) == code[17]


def is_phone(text: str) -> bool:
    """Whether it is as long as a telephone number: mobile, landline, service, abroad; its digits narrow or wide."""
    return _PHONE.search(plain_digits(text)) is not None


def plain_digits(text: str) -> str:
    """A number typed with wide digits and signs (１３８…，＋, －, ．) in narrow ones; a long text as it is."""
    return normalize("NFKC", text).replace("−", "-").strip() if len(text) <= MOST_LETTERS else text


def _field_problems(one: Field, answers: Answers) -> Iterator[Problem]:
    text = answers.get(one.name, "").strip()
    if not text:
        if one.required:
            yield _wrong(one, "needed")
    elif len(text) > MOST_LETTERS:
        yield _wrong(one, "too_long", most=MOST_LETTERS)
    else:
        yield from _type_problems(one, text, answers)


def _type_problems(one: Field, text: str, answers: Answers) -> Iterator[Problem]:
    match one.type:
        case FieldType.NUMBER:
            yield from _number_problems(one, text)
        case FieldType.DAY:
            yield from _day_problems(one, text, answers)
        case FieldType.CHOICE if text not in one.choices:
            yield _wrong(one, "no_choice")
        case FieldType.CITIZEN_ID if not is_citizen_id(text):
            yield _wrong(one, "citizen_id")
        case FieldType.USCC if not is_uscc(text):
            yield _wrong(one, "uscc")
        case FieldType.PHONE if not is_phone(text):
            yield _wrong(one, "phone")
        case FieldType.PROJECT_CODE if not is_project_code(text):
            yield _wrong(one, "project_code")
        case _:
            pass


def _number_problems(one: Field, text: str) -> Iterator[Problem]:
    plain = plain_digits(text)
    if not _NUMBER.search(plain):
        yield _wrong(one, "number", unit=one.unit or "数")
        return
    value = float(plain)
    if one.least is not None and value < one.least:
        yield _wrong(one, "too_small", least=f"{one.least:g}")
    if one.most is not None and value > one.most:
        yield _wrong(one, "too_large", most=f"{one.most:g}")


def _day_problems(one: Field, text: str, answers: Answers) -> Iterator[Problem]:
    day, first = _day(text), _day(answers.get(one.not_before, ""))
    if day is None:
        yield _wrong(one, "day")
    elif first and day < first:
        yield _wrong(one, "too_early", first=first.isoformat())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _wrong(one: Field, key: str, **params: str | int) -> Problem:
    return beside(f"form.{key}", f"field-{one.name}", {"label": one.label, **params}, Severity.BLOCKER)
