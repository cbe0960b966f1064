"""The codes that a registration gives: made, and checked against what is known of the enterprise.

Sources: GB 32100-2015 (unified code: department 9, kind of body 1, region 6, organisation code 9, check 1); GB
11714-1997 (organisation code: eight and a check); 工商行政管理市场主体注册号编制规则 (2007: region 6, order 8, check 1
after ISO 7064 MOD 11,10); the tax number of before October 2015: region 6 and organisation code 9 [K].
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qingdan.rules.application_form import is_uscc
from qingdan.rules.codes.check_characters import USCC_ALPHABET, organisation_character, uscc_character
from qingdan.rules.codes.identification import bare_number
from qingdan.rules.pattern import pattern
from qingdan.rules.problem import Problem, beside

FRONT, ORGANISATION, REGION = 8, 9, 6
COMMERCE = "9"  # 登记管理部门: 工商
_ORGANISATION = pattern(r"^[0-9A-Z]{8}[0-9X]$")
_REGISTRATION = pattern(r"^[0-9]{15}$")
_DIGITS = frozenset("0123456789")


class NumberKind(StrEnum):
    """The numbers that a registration may give."""

    REGISTRATION_NUMBER = "registration_number"  # 注册号
    ORGANISATION_CODE = "organisation_code"  # 组织机构代码
    TAX_NUMBER = "tax_number"  # 税务登记号
    USCC = "uscc"  # 统一社会信用代码


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What is known of the enterprise: region of its registrar, kind of body in the unified code, numbers so far."""

    region: str
    category: str = "1"
    numbers: Mapping[str, str] = field(default_factory=dict)


def organisation_code(front: str) -> str:
    """Nine characters from the first eight, which are of the alphabet of the unified code."""
    return front + organisation_character(front)


def next_front(front: str) -> str:
    """The eight characters after these, in the order of the alphabet. Raises OverflowError after the last."""
    signs = list(front)
    for place in reversed(range(len(signs))):
        order = USCC_ALPHABET.index(signs[place]) + 1
        signs[place] = USCC_ALPHABET[order % len(USCC_ALPHABET)]
        if order < len(USCC_ALPHABET):
            return "".join(signs)
    raise OverflowError(front)


def codes_of_range(first: str, count: int) -> Iterator[str]:
    """So many organisation codes from the one with this front on."""
    front = first
    for place in range(count):
        front = next_front(front) if place else front
        yield organisation_code(front)


def compose_uscc(*, category: str, region: str, code: str) -> str:
    """The unified code of an enterprise around its organisation code (the 主体标识码)."""
    front = f"{COMMERCE}{category}{region}{code}"
    return front + uscc_character(front)


def tax_number(*, region: str, code: str) -> str:
    """Fifteen characters: the region and the organisation code."""
    return region + code


def registration_number(*, region: str, order: int) -> str:
    """Fifteen digits. Raises OverflowError: the order needs more than eight."""
    if not 0 < order < 10**8:
        raise OverflowError(order)
    front = f"{region}{order:08d}"
    return front + _hybrid_digit(front)


def number_problems(kind: NumberKind, number: str, known: Knowledge) -> tuple[Problem, ...]:
    """What is wrong with a number, by itself and with what is known; () for the right one."""
    code = bare_number(number)
    if not _SHAPES[kind](code):
        return (beside("registration.number_shape", "number", {"kind": kind.value}),)
    if expected := _expected(kind, known):
        return () if code == expected else (_other(expected, code),)
    return () if _belongs(kind, code, known.region) else (_elsewhere(known.region),)


def _other(expected: str, found: str) -> Problem:
    return beside("registration.number_other", "number", {"expected": expected, "found": found})


def _elsewhere(region: str) -> Problem:
    return beside("registration.number_region", "number", {"region": region})


def is_organisation_code(code: str) -> bool:
    """Nine characters with the right check; the letters that a unified code may not have are none."""
    plain = _ORGANISATION.search(code) is not None and set(code[:FRONT]) <= set(USCC_ALPHABET)
    return plain and organisation_character(code[:FRONT]) == code[FRONT]


def is_registration_number(code: str) -> bool:
    """Fifteen digits with the right check."""
    return _REGISTRATION.search(code) is not None and _hybrid_digit(code[:14]) == code[14]


def is_tax_number(code: str) -> bool:
    """A region, and an organisation code that checks."""
    return len(code) == 15 and set(code[:REGION]) <= _DIGITS and is_organisation_code(code[REGION:])


_SHAPES: Mapping[NumberKind, Callable[[str], bool]] = {
    NumberKind.REGISTRATION_NUMBER: is_registration_number,
    NumberKind.ORGANISATION_CODE: is_organisation_code,
    NumberKind.TAX_NUMBER: is_tax_number,
    NumberKind.USCC: is_uscc,
}


def _expected(kind: NumberKind, known: Knowledge) -> str:
    """The number that it must be, where what is known says so; "" where any right one may come."""
    if stands := known.numbers.get(kind):
        return stands
    code = known.numbers.get(NumberKind.ORGANISATION_CODE, "")
    if not code:
        return ""
    if kind is NumberKind.TAX_NUMBER:
        return tax_number(region=known.region, code=code)
    if kind is NumberKind.USCC:
        return compose_uscc(category=known.category, region=known.region, code=code)
    return ""


def _belongs(kind: NumberKind, code: str, region: str) -> bool:
    """Whether the region in a number is the registrar's; an organisation code holds none."""
    starts = {NumberKind.USCC: code[2:8], NumberKind.ORGANISATION_CODE: region}
    return starts.get(kind, code[:REGION]) == region


def _hybrid_digit(front: str) -> str:
    """ISO 7064 MOD 11,10 over digits."""
    product = 10
    for one in front:
        total = (product + int(one)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
