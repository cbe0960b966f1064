"""Numbers as laws print them: 一百零二, 一百〇二, 一一六, 116, １１６."""

from functools import lru_cache

_ONES = "零一二三四五六七八九"
_DIGITS = {character: str(value) for value, character in enumerate(_ONES)} | {
    "〇": "0",
    "○": "0",
    "两": "2",
}
_DIGITS |= {
    chr(first + place): str(place + 1)
    for first, count in ((0x2460, 20), (0x2474, 20), (0x3220, 10))  # ①, ⑴, ㈠
    for place in range(count)
}
_UNITS = {"十": 10, "百": 100, "千": 1000}

NUMERAL = "[一二三四五六七八九十百千零〇○两0-9０-９]"  # one character of a number, for patterns


@lru_cache(maxsize=4096)
def number_of(text: str) -> int:
    """The integer that Chinese, Arabic or mixed numerals write; digits without units are read by place.

    Characters that are no numerals count as nothing; without any numeral the answer is 0.
    """
    total, digits = 0, ""
    for character in text:
        if character in _UNITS:
            total += int(digits or "1") * _UNITS[character]
            digits = ""
        else:
            digits += _DIGITS.get(character, character if character.isdecimal() else "")
    return total + int(digits or "0")


@lru_cache(maxsize=4096)
def numeral(number: int) -> str:
    """A number from 1 as articles print it (一百零五); Arabic figures from ten thousand on."""
    if number >= 10_000:
        return str(number)
    if 10 <= number < 20:
        return "十" + _ONES[number % 10].strip("零")
    words = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += _ONES[digit] + name
        elif words and not words.endswith("零"):
            words += "零"
    return words.rstrip("零")
