"""Inputs one a line from a text file or standard input, in the encodings offices use."""

import sys
from collections.abc import Iterator
from pathlib import Path

from qingdan.cli.errors import CommandError
from qingdan.data.labels import reason_of

_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")


def read_lines(name: str) -> Iterator[str]:
    """The lines of a file (- is standard input) without their ends; an empty line is an input like any other.

    UTF-8 with or without mark, GB18030, UTF-16. Raises `CommandError`: not there, not readable, other encoding.
    """
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise CommandError(f"读不了文件 {name}：{reason_of(error)}") from error
    text = _decoded(content)
    if text is None:
        raise CommandError(f"文件 {name} 的编码认不出：要 UTF-8、GB18030 或 UTF-16 的文本")
    yield from (line.removesuffix("\r") for line in text.removesuffix("\n").split("\n") if text)


def _decoded(content: bytes) -> str | None:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
