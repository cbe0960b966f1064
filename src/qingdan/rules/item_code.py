"""Item codes (事项编码): the national ones, the one proposed for Yichun, and schemes of provinces.

Sources: 国家政务服务平台 (GB/T 39554.1): 基本编码 of 12 places = source 2 (00 national, else the province), type 2,
department 2, main item 3, sub-item 3; 实施编码 of 31 = USCC of the implementing body 18, level 1, 基本编码 12; with
a handling item (业务办理项) 33. Sub-item: 000 none, 00Y a parent, 001 and up its children; W locally set. The
schemes of Hubei, Guizhou, Sichuan, Tianjin and Tengzhou by published examples; Jiangsu's ten bare digits are left
out, they could be anything. For Yichun the project's proposal: region 6, department 3, type 2, main item 4,
sub-item 2.
Readings: types 11, 12 and 99 occur in published lists beside the standard's: a remark. A code of twelve digits that
is a division in our table is that division.
"""

import re
from collections.abc import Iterator, Mapping

from qingdan.rules.codes.identification import Identification, IdentifierKind, Surroundings, region_parts
from qingdan.rules.codes.organisation_code import uscc_faults
from qingdan.rules.codes.regions import Regions, Standing
from qingdan.rules.note import Note

TYPES = {
    "01": "行政许可",
    "02": "行政处罚",
    "03": "行政强制",
    "04": "行政征收",
    "05": "行政给付",
    "06": "行政检查",
    "07": "行政确认",
    "08": "行政奖励",
    "09": "行政裁决",
    "10": "其他行政权力",
    "20": "公共服务",
}
_UNUSUAL_TYPES = {"11": "公共服务", "12": "审核转报", "99": "其他"}
_LEVELS = {"1": "国家级", "2": "省级", "3": "市级", "4": "县级", "5": "乡级", "6": "村级"}
_BASIC = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{3})([0-9A-Z]{3})")
_SUB_ITEM = re.compile(r"[0-9]{3}|00Y|W[0-9]{2}|W0Y")
_IMPLEMENTATION = re.compile(r"(?=.*[0-9])([0-9A-Z]{18})([0-9A-Z])([0-9A-Z]{12})([0-9A-Z]{2})?")
_NEAR_IMPLEMENTATION = re.compile(r"(?=.*[0-9])[1-9ANY][0-9]{7}[0-9A-Z]{20,28}")
_SCHEMES = {
    "宜春（拟）": re.compile(
        r"(?P<region>3609[0-9]{2})(?P<department>[0-9]{3})(?P<type>[0-9]{2})"
        r"(?P<main_item>[0-9]{4})(?P<sub_item>[0-9]{2})"
    ),
    "湖北": re.compile(
        r"(?P<region>42[0-9]{4})(?P<department>[0-9]{3})(?P<type>[0-9]{2})"
        r"(?P<main_item>[0-9]{3})(?P<sub_item>[0-9]{2})"
    ),
    "滕州": re.compile(r"(?P<region>370481)(?P<type>[0-9]{2})(?P<main_item>[0-9]{5})"),
    "天津": re.compile(r"(?P<region>12[0-9]{4})(?P<department>[A-Z]{3,7})(?P<serial>[0-9]{5})"),
    "贵州": re.compile(r"(?P<category>XK)(?P<main_item>[0-9]{5})(?P<sub_item>[0-9]{2}[0-9Y])"),
    "贵州（实施）": re.compile(
        r"(?P<category>[A-Z]{2})(?P<main_item>[0-9]{5})(?P<sub_item>[0-9]{2}[0-9Y])"
        r"(?P<uscc>[0-9A-Z]{18})(?P<authority>[0-9A-Z]{2})(?P<region>52[0-9]{4})"
    ),
    "四川": re.compile(
        r"(?P<source>51)(?P<category>[0-9][A-Z])(?P<main_item>[0-9]{10})-(?P<region>51[0-9]{10})"
        r"-(?P<part>[0-9]{3})-(?P<body>[0-9A-Z]{8,18})-(?P<form>[0-9])-(?P<version>[0-9]{2})"
    ),
}
_BASIC_LENGTH = 12

Parts = dict[str, str]
Findings = tuple[Parts, tuple[Note, ...], tuple[Note, ...]]  # parts, faults, remarks


def read_item_code(code: str, around: Surroundings) -> Identification | None:
    """A code of one of the schemes, or one of their shape with what is wrong with it; None for any other shape."""
    if len(code) == _BASIC_LENGTH and code.isascii() and code[:5].isdecimal() and code.isalnum():
        return _is_item(code, _basic(code, around.regions))
    if match := _IMPLEMENTATION.fullmatch(code):
        return _is_item(code, _implementation(match, around.regions))
    for scheme, shape in _SCHEMES.items():
        if match := shape.fullmatch(code):
            parts = {"scheme": scheme, **_scheme_parts(match, around.regions)}
            return _is_item(code, (parts, tuple(_scheme_faults(match, around.regions)), ()))
    if _NEAR_IMPLEMENTATION.fullmatch(code):
        fault = Note(key="identify.item_length", params={"length": len(code)})
        return _is_item(code, ({}, (fault,), ()))
    return None


def _is_item(code: str, findings: Findings) -> Identification:
    parts, faults, remarks = findings
    return Identification(
        kind=IdentifierKind.ITEM_CODE, code=code, parts=parts, faults=faults, remarks=remarks
    )


def _basic(code: str, regions: Regions) -> Findings:
    match = _BASIC.fullmatch(code)
    if match is None:
        return {}, (Note(key="identify.item_shape"),), ()
    source, kind, department, main, sub = match.groups()
    source_name = "国家" if source == "00" else regions.name(source)
    type_name = TYPES.get(kind) or _UNUSUAL_TYPES.get(kind, "")
    parts = {
        "source": source,
        "source_name": source_name,
        "type": kind,
        "type_name": type_name,
        "department": department,
        "main_item": main,
        "sub_item": sub,
        "sub_item_meaning": _sub_item(sub),
    }
    checks = {
        "identify.no_source": (not source_name, source),
        "identify.no_type": (not type_name, kind),
        "identify.no_main_item": (main == "000", main),
        "identify.no_sub_item": (not _SUB_ITEM.fullmatch(sub), sub),
    }
    remarks = (Note(key="identify.unusual_type", params={"found": kind}),) if kind in _UNUSUAL_TYPES else ()
    return {key: value for key, value in parts.items() if value}, tuple(_failed(checks)), remarks


def _failed(checks: Mapping[str, tuple[bool, str]]) -> Iterator[Note]:
    return (Note(key=key, params={"found": found}) for key, (failed, found) in checks.items() if failed)


def _sub_item(sub: str) -> str:
    if not _SUB_ITEM.fullmatch(sub):
        return ""
    number = sub.removeprefix("W").lstrip("0")
    meaning = {"": "没有子项", "Y": "主项，下有子项"}.get(number, f"子项{number}")
    return f"地方设定，{meaning}" if sub[0] == "W" else meaning


def _implementation(match: re.Match[str], regions: Regions) -> Findings:
    body, level, basic, handling = match.groups()
    parts, faults, remarks = _basic(basic, regions)
    parts = {
        "implementing_body": body,
        **region_parts(body[2:8], regions),
        "level": level,
        "level_name": _LEVELS.get(level, ""),
        "basic_code": basic,
        **parts,
    }
    if handling:
        parts["handling_item"] = handling
    no_level = [Note(key="identify.no_level", params={"found": level})] if level not in _LEVELS else []
    body_faults = (
        [Note(key="identify.in_body"), *of_body] if (of_body := [*uscc_faults(body, regions)]) else []
    )
    kept = {key: value for key, value in parts.items() if value}
    return kept, (*body_faults, *no_level, *faults), remarks


def _scheme_faults(match: re.Match[str], regions: Regions) -> Iterator[Note]:
    groups = match.groupdict()
    if (region := groups.get("region")) and regions.standing(region) is Standing.MISSING:
        yield Note(key="identify.no_region", params={"found": region})
    if (kind := groups.get("type")) and kind not in TYPES:
        yield Note(key="identify.no_type", params={"found": kind})
    if (body := groups.get("uscc")) and any(uscc_faults(body, regions)):
        yield Note(key="identify.in_body")


def _scheme_parts(match: re.Match[str], regions: Regions) -> Parts:
    parts = {key: value for key, value in match.groupdict().items() if value}
    if region := parts.get("region"):
        parts |= region_parts(region, regions)
    if (kind := parts.get("type")) in TYPES:
        parts["type_name"] = TYPES[kind]
    return parts
