"""Numbers of persons: citizens (18 digits, and 15 of old), residents from 港澳台, foreign permanent residents.

Sources: GB 11643-1999 (region 6, birth 8, serial 3, check 1; the last digit of the serial is odd for men);
居民身份证法 (the first generation, with 15 digits, lost its validity on 2013-01-01); 港澳台居民居住证申领发放办法
(810000, 820000, 830000 in place of the region); the foreign permanent residence card: since 2023 nine, province
2, nationality 3 (ISO 3166-1), birth 8, serial 3, check 1 like a citizen's; before, nationality of three letters,
region 4, birth 6, serial 1, check 1 after ICAO Doc 9303.
Readings: region codes change and people keep theirs, so beyond the province a code that is no longer in the table
is no fault. The check of the old foreign card is known from programs only, not from a standard: a remark.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from qingdan.rules.codes.check_characters import citizen_character, machine_readable_digit
from qingdan.rules.codes.identification import (
    Identification,
    IdentifierKind,
    Surroundings,
    real_date,
    region_parts,
)
from qingdan.rules.note import Note

_EIGHTEEN = re.compile(r"[0-9]{17}[0-9A-Z]")
_FIFTEEN = re.compile(r"[0-9]{15}")
_OLD_FOREIGN = re.compile(r"[A-Z]{3}[0-9]{12}")
_EARLIEST_BIRTH = date(1850, 1, 1)
_LAST_OLD_CARDS = date(2023, 12, 1)
_HOLDERS = {"81": "港澳居民居住证", "82": "港澳居民居住证", "83": "台湾居民居住证"}
_FOREIGN = "外国人永久居留身份证"
_PROVINCE_OF_TAIWAN_RESIDENTS = "83"


def looks_like_birth(digits: str) -> bool:
    """Whether eight digits begin a year from 1800 to 2099: tells a person's number from other codes."""
    return digits[:2] in {"18", "19", "20"}


def read_citizen_id(code: str, around: Surroundings) -> Identification | None:
    """A person's number of 18 or 15 places, whatever is wrong with it; None for any other shape."""
    if _EIGHTEEN.fullmatch(code):
        return _foreign(code, around) if code[0] == "9" else _citizen(code, around)
    if _FIFTEEN.fullmatch(code):
        return _old_citizen(code, around)
    if _OLD_FOREIGN.fullmatch(code):
        return _old_foreign(code, around)
    return None


def read_wrong_length(code: str, around: Surroundings) -> Identification | None:
    """One digit too many or too few, where region and date of birth are still plain to see."""
    plain = re.fullmatch(r"[0-9]{16,18}[0-9X]", code) and len(code) != 18
    if not plain or not around.regions.is_province(code[:2]) or not real_date(code[6:14]):
        return None
    if not looks_like_birth(code[6:14]):
        return None
    fault = Note(key="identify.length", params={"length": len(code), "expected": 18})
    return Identification(kind=IdentifierKind.CITIZEN_ID, code=code, faults=(fault,))


def _citizen(code: str, around: Surroundings) -> Identification:
    parts = region_parts(code[:6], around.regions) | _person(code[6:14], code[14:17]) | {"check": code[17]}
    if holder := _HOLDERS.get(code[:2]):
        parts["holder"] = holder
    faults = (
        *_province_faults(code[:2], around),
        *_birth_faults(code[6:14], around),
        *_check_faults(citizen_character(code[:17]), code[17]),
    )
    return _person_number(code, parts, faults)


def _foreign(code: str, around: Surroundings) -> Identification:
    parts = {
        "holder": _FOREIGN,
        **region_parts(code[1:3], around.regions),
        "nationality": code[3:6],
        "birth_date": _printed(code[6:14]),
        "serial": code[14:17],
        "check": code[17],
    }
    faults = (
        *_province_faults(code[1:3], around),
        *_birth_faults(code[6:14], around),
        *_check_faults(citizen_character(code[:17]), code[17]),
    )
    return _person_number(code, parts, faults)


def _old_citizen(code: str, around: Surroundings) -> Identification:
    """Fifteen digits: the year of birth without its century, which was the twentieth, and no check character."""
    birth = f"19{code[6:12]}"
    faults = (
        Note(key="identify.old_citizen_id"),
        *_province_faults(code[:2], around),
        *_birth_faults(birth, around),
    )
    parts = region_parts(code[:6], around.regions) | _person(birth, code[12:15])
    return _person_number(code, parts, faults)


def _old_foreign(code: str, around: Surroundings) -> Identification:
    """The century is not printed: the later one, unless it is of after the last cards of this form."""
    later = real_date(f"20{code[7:13]}")
    birth = f"20{code[7:13]}" if later and later < _LAST_OLD_CARDS else f"19{code[7:13]}"
    parts = {
        "holder": _FOREIGN,
        "nationality": code[:3],
        **region_parts(f"{code[3:7]}00", around.regions),
        "birth_date": _printed(birth),
        "serial": code[13],
        "check": code[14],
    }
    faults = (
        *_province_faults(code[3:5], around),
        *_birth_faults(birth, around),
    )
    remarks = _check_faults(machine_readable_digit(code[:14]), code[14], key="identify.unconfirmed_check")
    return _person_number(code, parts, faults, tuple(remarks))


def _person_number(
    code: str, parts: Mapping[str, str], faults: tuple[Note, ...], remarks: tuple[Note, ...] = ()
) -> Identification:
    return Identification(
        kind=IdentifierKind.CITIZEN_ID, code=code, parts=parts, faults=faults, remarks=remarks
    )


def _person(birth: str, serial: str) -> dict[str, str]:
    sex = "男" if int(serial[-1]) % 2 else "女"
    return {"birth_date": _printed(birth), "serial": serial, "sex": sex}


def _printed(birth: str) -> str:
    return f"{birth[:4]}-{birth[4:6]}-{birth[6:]}"


def _province_faults(digits: str, around: Surroundings) -> Iterator[Note]:
    if not around.regions.is_province(digits) and digits != _PROVINCE_OF_TAIWAN_RESIDENTS:
        yield Note(key="identify.no_province", params={"found": digits})


def _birth_faults(birth: str, around: Surroundings) -> Iterator[Note]:
    day = real_date(birth)
    if day is None:
        yield Note(key="identify.no_such_day", params={"found": birth})
    elif day < _EARLIEST_BIRTH or (around.on and day > around.on):
        yield Note(key="identify.no_birth", params={"found": _printed(birth)})


def _check_faults(expected: str, found: str, *, key: str = "identify.check") -> Iterator[Note]:
    if expected != found:
        yield Note(key=key, params={"expected": expected, "found": found})
