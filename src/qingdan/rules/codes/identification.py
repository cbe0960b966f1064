"""What a code turned out to be: kind, parts, what is wrong with it, what is merely odd."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from unicodedata import normalize

from qingdan.rules.codes.regions import Regions, short_name
from qingdan.rules.note import Note

LONGEST_CODE = 120
_NOT_PART = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")
_DASH = re.compile("[‐‑‒–—―−－﹣]")


class IdentifierKind(StrEnum):
    """The kinds of code we know."""

    USCC = "uscc"  # 统一社会信用代码
    ORGANISATION_CODE = "organisation_code"  # 组织机构代码
    CITIZEN_ID = "citizen_id"  # 公民身份号码, 外国人永久居留身份证号码
    REGION = "region"  # 行政区划代码
    ITEM_CODE = "item_code"  # 事项编码
    CASE_NUMBER = "case_number"  # 办件编号
    PROJECT_CODE = "project_code"  # 投资项目代码
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """`code` is the input normalised; `parts` are named pieces of it with their meaning, all as text.

    `faults` make it invalid; `remarks` do not (an inner check that old codes fail, a kind not in the table).
    """

    kind: IdentifierKind
    code: str
    parts: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether it is a code of its kind without a fault. Not: whether it was ever given to anyone."""
        return self.kind is not IdentifierKind.UNKNOWN and not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a reader needs beside the code: the table of divisions, and the day after which nobody was born."""

    regions: Regions
    on: date | None = None


def normalise(text: str) -> str:
    """A code as compared: half width, upper case, no spaces, one kind of hyphen."""
    plain = normalize("NFKC", _DASH.sub("-", text[: LONGEST_CODE * 4]))
    return _NOT_PART.sub("", plain).upper()


def bare_number(text: str) -> str:
    """A number of a person or organisation as compared with another, however it was typed: without hyphens too."""
    return normalise(text).replace("-", "")


def region_parts(code: str, regions: Regions, *, prefix: str = "region") -> dict[str, str]:
    """The parts that name a division: its code, and where the table has it, its name, short and from above."""
    name = regions.name(code)
    parts = {prefix: code}
    if name:
        parts |= {
            f"{prefix}_name": name,
            f"{prefix}_short_name": short_name(name),
            f"{prefix}_full_name": regions.full_name(code),
        }
    return parts


def real_date(digits: str) -> date | None:
    """The day that eight digits write (YYYYMMDD), or None."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
