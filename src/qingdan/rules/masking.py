"""What pages show of a person's name and number (个人信息保护法 Art. 25): enough for who knows it."""

_ENDS = 4


def masked_name(name: str, kind: str = "person") -> str:
    """江＊＊ of a person, whatever its length tells nothing; an organisation's name is public."""
    if kind != "person" or not name:
        return name
    return f"{name[0]}＊＊"


def masked_number(number: str) -> str:
    """＊＊＊＊002X: the last four signs, of one that is longer."""
    return "＊＊＊＊" + (number[-_ENDS:] if len(number) > 2 * _ENDS else "")
