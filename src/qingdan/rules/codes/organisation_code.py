"""Codes of organisations: 统一社会信用代码 (GB 32100-2015) and 组织机构代码 (GB 11714-1997).

USCC: department of registration 1, kind of body 1, region of registration 6, organisation code 9, check 1.
Readings: the inner organisation code must check only in codes made from those of before 2015, so that it fails is
a remark; so is a kind of body not in table 1 of the standard, which has grown since.
"""

import re
from collections.abc import Iterator

from qingdan.rules.codes.check_characters import USCC_ALPHABET, organisation_character, uscc_character
from qingdan.rules.codes.identification import Identification, IdentifierKind, Surroundings, region_parts
from qingdan.rules.codes.regions import Regions
from qingdan.rules.note import Note

_SHAPE = re.compile(r"[0-9A-Z]{18}")
_BEGINNING = re.compile(r"[159Y][1-9][0-9]{6}[0-9A-Z]{8,11}")
_ORGANISATION = re.compile(r"([0-9A-Z]{8})(-?)([0-9A-Z])")
_NATIONAL = "100000"  # registered with the State Council's own departments
_BODIES = {
    "11": "机构编制部门登记的机关",
    "12": "机构编制部门登记的事业单位",
    "13": "机构编制部门直接管理编制的群众团体",
    "19": "机构编制部门登记的其他机构",
    "51": "民政部门登记的社会团体",
    "52": "民政部门登记的民办非企业单位",
    "53": "民政部门登记的基金会",
    "59": "民政部门登记的其他机构",
    "91": "市场监督管理（工商）部门登记的企业",
    "92": "市场监督管理（工商）部门登记的个体工商户",
    "93": "市场监督管理（工商）部门登记的农民专业合作社",
    "Y1": "其他",
}


def read_uscc(code: str, around: Surroundings) -> Identification | None:
    """A code of eighteen letters and digits, whatever is wrong with it; None for any other shape."""
    if not _SHAPE.fullmatch(code) or code.isalpha():
        return None
    parts = {
        "authority": code[0],
        "category": code[1],
        **({"body": _BODIES[code[:2]]} if code[:2] in _BODIES else {}),
        **region_parts(code[2:8], around.regions),
        "organisation_code": code[8:17],
        "check": code[17],
    }
    return Identification(
        kind=IdentifierKind.USCC,
        code=code,
        parts=parts,
        faults=tuple(uscc_faults(code, around.regions)),
        remarks=tuple(_uscc_remarks(code)),
    )


def uscc_faults(code: str, regions: Regions) -> Iterator[Note]:
    """What is wrong with a code of eighteen letters and digits; nothing for a valid one."""
    forbidden = "、".join(dict.fromkeys(one for one in code if one not in USCC_ALPHABET))
    if forbidden:
        yield Note(key="identify.letters", params={"found": forbidden})
    region = code[2:8]
    if not region.isdecimal() or not (regions.is_province(region[:2]) or region == _NATIONAL):
        yield Note(key="identify.no_region", params={"found": region})
    if not forbidden and (expected := uscc_character(code[:17])) != code[17]:
        yield Note(key="identify.check", params={"expected": expected, "found": code[17]})


def _uscc_remarks(code: str) -> Iterator[Note]:
    if code[:2] not in _BODIES:
        yield Note(key="identify.unusual_body", params={"found": code[:2]})
    expected = organisation_character(code[8:16])
    if expected != code[16]:
        yield Note(key="identify.inner_check", params={"expected": expected, "found": code[16]})


def read_uscc_of_wrong_length(code: str, around: Surroundings) -> Identification | None:
    """A place too many or up to two too few, where beginning and region are those of a USCC."""
    if not _BEGINNING.fullmatch(code) or len(code) == 18 or not around.regions.is_province(code[2:4]):
        return None
    fault = Note(key="identify.length", params={"length": len(code), "expected": 18})
    return Identification(kind=IdentifierKind.USCC, code=code, faults=(fault,))


def read_organisation_code(code: str, _: Surroundings) -> Identification | None:
    """Nine characters, with or without the hyphen before the last; a mere word of nine letters is none."""
    match = _ORGANISATION.fullmatch(code)
    if match is None:
        return None
    front, hyphen, check = match.groups()
    expected = organisation_character(front)
    if code.isalpha() and expected != check and not hyphen:
        return None
    faults = (Note(key="identify.check", params={"expected": expected, "found": check}),)
    return Identification(
        kind=IdentifierKind.ORGANISATION_CODE,
        code=code,
        parts={"front": front, "check": check, "printed": f"{front}-{check}"},
        faults=() if expected == check else faults,
    )
