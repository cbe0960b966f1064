"""Check characters (校验码) of codes. All take what stands before the check character, in the right alphabet."""

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHARACTERS = "10X98765432"
_MACHINE_WEIGHTS = (7, 3, 1)


def uscc_character(front: str) -> str:
    """GB 32100-2015 §5: weights 3^(i-1) mod 31. Also for our 21-character case number, which goes on with them."""
    total = sum(USCC_ALPHABET.index(one) * pow(3, place, 31) for place, one in enumerate(front))
    return USCC_ALPHABET[-total % 31]


def organisation_character(front: str) -> str:
    """GB 11714-1997: eight characters, letters from A = 10; ten is printed X."""
    total = sum(int(one, 36) * weight for one, weight in zip(front, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def citizen_character(front: str) -> str:
    """GB 11643-1999 (ISO 7064 MOD 11-2): seventeen digits."""
    total = sum(int(one) * weight for one, weight in zip(front, _CITIZEN_WEIGHTS, strict=True))
    return _CITIZEN_CHARACTERS[total % 11]


def machine_readable_digit(front: str) -> str:
    """ICAO Doc 9303: weights 7, 3, 1 over digits and letters from A = 10, modulo 10."""
    return str(sum(int(one, 36) * _MACHINE_WEIGHTS[place % 3] for place, one in enumerate(front)) % 10)
