"""Numbers of what is handled: 办件编号 and 投资项目代码.

Sources: the case number in use with the national platform (31-character item code, day 8, serial of the day 4 = 43);
the project's own number (day YYMMDD, region 6, unit 3, serial 5, check 1 = 21; a joint case adds -01 to -99). The
project code of GB/T 40058-2021 and 发改投资〔2020〕1439号: 24 places with hyphens = year and month 4, region 6,
central department 2, type 2, random 5 and check 1; before 2020 the first four were the year alone.
Readings: the check of the own number is that of GB 32100 with its weights going on; how the check of the project
code is worked out is in no text we have, so it is read and not judged. Hyphens left out are no fault.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from qingdan.rules.codes.check_characters import USCC_ALPHABET, uscc_character
from qingdan.rules.codes.identification import (
    Identification,
    IdentifierKind,
    Surroundings,
    real_date,
    region_parts,
)
from qingdan.rules.codes.regions import Standing
from qingdan.rules.item_code import read_item_code
from qingdan.rules.note import Note

_LONG = re.compile(r"([0-9A-Z]{31})([0-9]{8})([0-9]{4})")
_SHORT = re.compile(r"([0-9]{6})-?([0-9]{6})-?([0-9]{3})-?([0-9]{5})-?([0-9A-Z])(?:-([0-9]{2}))?")
_PROJECT = re.compile(r"([0-9]{4})-?([0-9]{6})-?([0-9]{2})-?([0-9]{2})-?([0-9]{5})([0-9X])")
_NEAR_PROJECT = re.compile(r"[0-9]{2,6}-[0-9]{4,8}-[0-9]{1,4}-[0-9]{1,4}-[0-9]{4,8}")
_NEAR_CASE = re.compile(r"(?=.*[0-9])[1-9ANY][0-9]{7}[0-9A-Z]{33,36}")
_FIRST_PROJECT_YEAR, _LAST_PROJECT_YEAR = 2013, 2020  # codes that begin with a year, and the last of these
_CENTRAL = "000000"
_ENDS = (0, 6, 12, 15, 20, 21)  # day, region, unit, serial, check character


def hyphened(plain: str) -> str:
    """A number of our own form, or its beginning, with hyphens between its parts: 151126-360900-013-00001-7."""
    parts = (plain[start:end] for start, end in pairwise(_ENDS))
    return "-".join(part for part in parts if part)


def read_case_number(code: str, around: Surroundings) -> Identification | None:
    """A case number of either form; None for any other shape."""
    if match := _LONG.fullmatch(code):
        return _long(code, match, around)
    if match := _SHORT.fullmatch(code):
        return _short(code, match, around)
    if _NEAR_CASE.fullmatch(code):
        fault = Note(key="identify.length", params={"length": len(code), "expected": 43})
        return Identification(kind=IdentifierKind.CASE_NUMBER, code=code, faults=(fault,))
    return None


def _long(code: str, match: re.Match[str], around: Surroundings) -> Identification | None:
    item_code, day, serial = match.groups()
    item = read_item_code(item_code, around)
    if item is None:
        return None
    return Identification(
        kind=IdentifierKind.CASE_NUMBER,
        code=code,
        parts={"item_code": item_code, "date": _printed(day), "serial": serial, **item.parts},
        faults=(*item.faults, *_day_faults(day)),
        remarks=item.remarks,
    )


def _short(code: str, match: re.Match[str], around: Surroundings) -> Identification:
    day, region, unit, serial, check, joint = match.groups()
    parts = {
        "date": _printed(f"20{day}"),
        **region_parts(region, around.regions),
        "unit": unit,
        "serial": serial,
        "check": check,
    }
    if joint:
        parts["joint"] = joint
    expected = uscc_character(day + region + unit + serial)
    faults = [*_day_faults(f"20{day}"), *_region_faults(region, around)]
    if check not in USCC_ALPHABET:
        faults.append(Note(key="identify.letters", params={"found": check}))
    elif check != expected:
        faults.append(Note(key="identify.check", params={"expected": expected, "found": check}))
    if joint == "00":
        faults.append(Note(key="identify.no_joint"))
    return Identification(kind=IdentifierKind.CASE_NUMBER, code=code, parts=parts, faults=tuple(faults))


def read_project_code(code: str, around: Surroundings) -> Identification | None:
    """A project code, or hyphened digits of nearly its shape with what is wrong; None for any other shape."""
    match = _PROJECT.fullmatch(code)
    if match is None:
        if not _NEAR_PROJECT.fullmatch(code):
            return None
        fault = Note(key="identify.project_shape")
        return Identification(kind=IdentifierKind.PROJECT_CODE, code=code, faults=(fault,))
    when, region, department, kind, random, check = match.groups()
    parts = {
        **_project_time(when),
        **region_parts(region, around.regions),
        "department": department,
        "type": kind,
        "random": random,
        "check": check,
    }
    faults = [] if "year" in parts else [Note(key="identify.no_month", params={"found": when})]
    if region[:2] != _CENTRAL[:2]:
        faults += _region_faults(region, around)
    return Identification(kind=IdentifierKind.PROJECT_CODE, code=code, parts=parts, faults=tuple(faults))


def _project_time(when: str) -> dict[str, str]:
    """2109 → September 2021; 2017 → the year 2017, written so before 2020's rule."""
    if 1 <= int(when[2:]) <= 12:
        return {"time": when, "year": f"20{when[:2]}", "month": f"20{when[:2]}-{when[2:]}"}
    if _FIRST_PROJECT_YEAR <= int(when) <= _LAST_PROJECT_YEAR:
        return {"time": when, "year": when}
    return {"time": when}


def _printed(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def _day_faults(day: str) -> Iterator[Note]:
    if real_date(day) is None:
        yield Note(key="identify.no_such_day", params={"found": day})


def _region_faults(region: str, around: Surroundings) -> Iterator[Note]:
    if around.regions.standing(region) is Standing.MISSING:
        yield Note(key="identify.no_region", params={"found": region})
