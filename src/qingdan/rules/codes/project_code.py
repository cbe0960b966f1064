"""投资项目代码 as typed into a form: its printed form, and what is wrong with it.

Source: GB/T 40058-2021 and 发改投资〔2020〕1439号: year and month 4, region 6, central department 2, type 2, random 5,
check 1, joined by hyphens; an older form begins with the year alone (`qingdan.rules.codes.case_number` reads both).
[K] How the check place is worked out stands in no text we have: any digit or X is taken, the national platform judges.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from qingdan.rules.codes.case_number import read_project_code
from qingdan.rules.codes.identification import Surroundings, normalise
from qingdan.rules.note import Note
from qingdan.rules.pattern import pattern

_PLAIN = pattern(r"^([0-9]{4})([0-9]{6})([0-9]{2})([0-9]{2})([0-9]{5}[0-9X])$")
_FIRST_YEAR = 2013  # the platform's trial; nothing older can have a code


def printed_project_code(text: str) -> str:
    """A code with its hyphens in narrow signs, however it was typed; what is none stays as typed, normalised."""
    plain = normalise(text)
    match = _PLAIN.search(plain.replace("-", ""))
    return "-".join(match.groups()) if match else plain


def is_project_code(text: str) -> bool:
    """Whether it has the shape of a project code, hyphens or none."""
    return _PLAIN.search(printed_project_code(text).replace("-", "")) is not None


def kept_project_code(text: str) -> str:
    """The printed code under which a case is gathered; "" where what was typed is none."""
    return printed_project_code(text) if is_project_code(text) else ""


def project_code_faults(text: str, around: Surroundings, *, today: date) -> tuple[Note, ...]:
    """What is wrong with a code: its shape, its month, its region, a day that is still to come; () nothing."""
    code = printed_project_code(text)
    if not is_project_code(code):
        return (Note(key="identify.project_shape"),)
    found = read_project_code(code, around)
    assert found is not None
    return (*found.faults, *_when_faults(found.parts, today))


def region_of_project_code(code: str) -> str:
    """The six digits of the division that a printed code names."""
    return code[5:11]


def _when_faults(parts: Mapping[str, str], today: date) -> Iterator[Note]:
    when = parts.get("month") or parts.get("year", "")
    if when and not f"{_FIRST_YEAR}" <= when <= today.isoformat()[: len(when)]:
        yield Note(key="project.code_when", params={"found": when})
