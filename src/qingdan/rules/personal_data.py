"""What must not stand in a published text about a person: numbers that name somebody, and words one was told.

Reading (个人信息保护法 art. 4, 政府信息公开条例 art. 15): an answer is public, who asked is not. What looks like a
citizen's number, a mobile number or a bank card (GB/T 14504: a Luhn check) is refused wherever it stands; a fixed-line
number may be an office's and is let through, so are item codes, which have 17 digits.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from unicodedata import normalize

from qingdan.rules.pattern import pattern


class PersonalData(StrEnum):
    """What was found."""

    CITIZEN_ID = "citizen_id"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    TOLD = "told"  # a name or an address that the author gave


_CITIZEN = pattern(
    r"(?<![0-9])[1-9][0-9]{5} ?(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9] ?[0-9]{3}[0-9X](?![0-9])",
    re.IGNORECASE,
)
_MOBILE = pattern(r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
_CARD = pattern(r"(?<![0-9])[4-6][0-9]{3}(?: ?[0-9]{4}){3}(?: ?[0-9]{3})?(?![0-9])")
_SHORTEST_TOLD = 2


def personal_data_in(text: str, told: Iterable[str] = ()) -> tuple[PersonalData, ...]:
    """The kinds of personal data a text holds; `told`: what the author said of himself, looked for word for word."""
    plain = normalize("NFKC", text)
    held = {
        PersonalData.CITIZEN_ID: bool(_CITIZEN.search(plain)),
        PersonalData.MOBILE: bool(_MOBILE.search(plain)),
        PersonalData.BANK_CARD: any(_is_card(one[0]) for one in _CARD.finditer(plain)),
        PersonalData.TOLD: any(one in text for one in told if len(one) >= _SHORTEST_TOLD),
    }
    return tuple(kind for kind, found in held.items() if found)


def _is_card(printed: str) -> bool:
    """Luhn: of every second digit from the right the double, its digits summed."""
    digits = [int(sign) for sign in reversed(printed.replace(" ", ""))]
    doubled = (sum(divmod(2 * one, 10)) for one in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
