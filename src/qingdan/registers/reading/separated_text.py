"""Text files of separated values in the encodings and with the separators departments use."""

import codecs
import csv
from io import StringIO

from qingdan.registers.model import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ",\t;|"
_END = "\x1a"  # a last record, to see that the one before it has come to its end
_HEAD = 20  # records that show the separator
_UNUSUAL = 0.02  # share of control characters from which a file is no text


def read_separated(content: bytes) -> list[list[str]]:
    """The records of a .csv file; a record is a row, however many line breaks its cells hold. Empty ones are [].

    UTF-8 with and without mark, UTF-16 and GB18030; separated by comma, tab, semicolon or bar.
    Raises UnreadableFile: F01.not_a_workbook for what is no text, F01.encoding, F01.damaged.
    """
    text = _decode(content)
    try:
        separator = max(_SEPARATORS, key=lambda mark: _columns(text, mark))
        *records, last = csv.reader(StringIO(f"{text}\n{_END}", newline=""), delimiter=separator)
    except csv.Error as error:
        raise UnreadableFile("F01.damaged") from error
    if last != [_END]:  # a quotation mark that is never closed has swallowed the rows below it
        raise UnreadableFile("F01.damaged")
    return [record if any(record) else [] for record in records]


def _decode(content: bytes) -> str:
    encodings = [encoding for mark, encoding in _MARKS if content.startswith(mark)] or _guesses(content)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(text[:4000].count(chr(code)) for code in (*range(9), *range(14, 32))) > _UNUSUAL * len(
            text[:4000]
        ):
            raise UnreadableFile("F01.not_a_workbook")
        return text
    raise UnreadableFile("F01.not_a_workbook" if b"\x00" in content[:4000] else "F01.encoding")


def _guesses(content: bytes) -> list[str]:
    if b"\x00" not in content[:4000]:
        return ["utf-8", "gb18030"]
    # Commas and line breaks of UTF-16 hold a zero byte: after the character in the little-endian order.
    little = content[1:4000:2].count(0) >= content[0:4000:2].count(0)
    return ["utf-16-le" if little else "utf-16-be"]


def _columns(text: str, separator: str) -> int:
    """How many columns most of the first records have with a separator."""
    records = csv.reader(StringIO(text[:200_000], newline=""), delimiter=separator)
    widths = sorted(len(record) for _, record in zip(range(_HEAD), records, strict=False) if record)
    return widths[len(widths) // 2] if widths else 0
