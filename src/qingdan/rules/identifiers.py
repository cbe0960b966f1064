"""Telling what a code is (识别代码): its kind, whether it is valid, its parts, and the reason when wrong.

Source: the project's domain report on online approval, §2.3, §3.2 and §3.4 (forms and algorithms), with the
standards named in each reader's module. Readings: lower case, full width and spaces are normalised and change
nothing. A code is of the kind whose shape it has, however wrong; where two kinds share a shape, of the one it is
valid as, and failing that of the one its middle speaks for (a year of birth, or not).
"""

import re

from qingdan.rules.codes.case_number import read_case_number, read_project_code
from qingdan.rules.codes.citizen_id import looks_like_birth, read_citizen_id, read_wrong_length
from qingdan.rules.codes.identification import (
    LONGEST_CODE,
    Identification,
    IdentifierKind,
    Surroundings,
    normalise,
    region_parts,
)
from qingdan.rules.codes.organisation_code import read_organisation_code, read_uscc, read_uscc_of_wrong_length
from qingdan.rules.codes.regions import Standing
from qingdan.rules.item_code import read_item_code
from qingdan.rules.note import Note

_REGION = re.compile(r"[0-9]{6}|[0-9]{9}|[0-9]{12}")
_CODE = re.compile(r"[0-9A-Z-]+")


def identify(text: str, around: Surroundings) -> Identification:
    """What the text is; kind unknown with a reason where it is no code we know. Accepts any text."""
    code = normalise(text)
    if len(code) <= LONGEST_CODE:
        for reader in _READERS:
            if (found := reader(code, around)) is not None:
                return found
    return Identification(kind=IdentifierKind.UNKNOWN, code=code[:LONGEST_CODE], faults=(_why_unknown(code),))


def _eighteen(code: str, around: Surroundings) -> Identification | None:
    """USCC and citizen number are both of eighteen places; seventeen digits and one more can be either."""
    uscc, person = read_uscc(code, around), read_citizen_id(code, around)
    if uscc is None or person is None:
        return uscc or person
    if uscc.valid != person.valid:
        return uscc if uscc.valid else person
    return person if looks_like_birth(code[6:14]) else uscc


def _division(code: str, around: Surroundings) -> Identification | None:
    """Digits of a division's length that are one, or can be nothing else."""
    if not _REGION.fullmatch(code):
        return None
    standing = around.regions.standing(code)
    if standing is not Standing.NAMED and not _only_a_division(code, around):
        return None
    fault = Note(key="identify.no_region", params={"found": code})
    remark = Note(key="identify.region_not_in_table")
    return Identification(
        kind=IdentifierKind.REGION,
        code=code,
        parts=region_parts(code, around.regions),
        faults=(fault,) if standing is Standing.MISSING else (),
        remarks=(remark,) if standing is Standing.POSSIBLE else (),
    )


def _only_a_division(code: str, around: Surroundings) -> bool:
    """Nine digits may be an organisation code, twelve an item code: not where a county of ours heads the nine."""
    if len(code) == 9:
        return bool(around.regions.name(code[:6])) and code[4:6] != "00"
    return len(code) == 6 or code.endswith("000000")


def _why_unknown(code: str) -> Note:
    if not code:
        return Note(key="identify.empty")
    if not _CODE.fullmatch(code):
        return Note(key="identify.no_code")
    return Note(key="identify.unknown", params={"length": len(code)})


_READERS = (
    _division,
    _eighteen,
    read_project_code,
    read_case_number,
    read_wrong_length,
    read_item_code,
    read_citizen_id,
    read_uscc_of_wrong_length,
    read_organisation_code,
)
