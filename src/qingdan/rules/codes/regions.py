"""Administrative divisions (行政区划): names by code, and whether a code can be one.

Source: GB/T 2260 (6 digits: province 2, city 2, county 2); 9 digits reach down to the township, 12 to the
village. The table handed in need not hold everything: where it names the children of a place, a child that it
does not name does not exist; below that nothing is known, and a code may or may not be one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

_SUFFIX = re.compile(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|街道|[省市区县镇乡])$")
_HEADINGS = {
    "市辖区",
    "县",
    "市",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
}  # of the standard, no names


class Standing(Enum):
    """What is known of a code."""

    NAMED = auto()  # in the table
    POSSIBLE = auto()  # of the right shape, beyond what the table holds
    MISSING = auto()  # its province or its neighbours are known, and it is not among them


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """Names by code of 6 or 9 digits, and the codes whose children are all named."""

    names: Mapping[str, str]
    complete: frozenset[str]

    def is_province(self, digits: str) -> bool:
        """Whether these two digits stand for a province, autonomous region, municipality or 特别行政区."""
        return f"{digits}0000" in self.names

    def name(self, code: str) -> str:
        """The name of the place itself ("" where it is not in the table), of a code of 2 to 12 digits."""
        return self.names.get(_canonical(code), "")

    def full_name(self, code: str) -> str:
        """The names from the province down, as far as the table holds them."""
        canonical = _canonical(code)
        names = map(self.name, (canonical[:2], canonical[:4], canonical[:6], canonical))
        return "".join(dict.fromkeys(name for name in names if name not in _HEADINGS))

    def standing(self, code: str) -> Standing:
        """Whether a code of 6, 9 or 12 digits is named, possible or missing; of a village only its township."""
        canonical = _canonical(code)
        if canonical in self.names:
            return Standing.NAMED
        if not self.is_province(canonical[:2]):
            return Standing.MISSING
        parent = _parent(canonical)
        if parent in self.complete or self.standing(parent) is Standing.MISSING:
            return Standing.MISSING
        return Standing.POSSIBLE


def regions_of(names: Mapping[str, str]) -> Regions:
    """A table of these names; what has a child among them is taken to have them all there."""
    return Regions(names=names, complete=frozenset(_parent(code) for code in names if code[2:] != "0000"))


def short_name(name: str) -> str:
    """宜丰 for 宜丰县, 内蒙古 for 内蒙古自治区, 灵泉 for 灵泉街道; a name of two characters stays."""
    return _SUFFIX.sub("", name) if len(name) > 2 else name


def _canonical(code: str) -> str:
    """Six digits down to the county, nine below: 36, 3609, 360902000000 and 360902001017 all find their name."""
    digits = code[:9].ljust(6, "0")
    return digits[:6] if not digits[6:].strip("0") else digits


def _parent(code: str) -> str:
    if len(code) > 6:
        return code[:6]
    return f"{code[:4]}00" if code[4:] != "00" else f"{code[:2]}0000"
