"""`qingdan identify`: what kind of code each input is, as one JSON line each."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from qingdan.cli.errors import CommandError
from qingdan.data.regions import load_regions
from qingdan.data.wording import note_words
from qingdan.rules.codes.identification import Identification, Surroundings
from qingdan.rules.identifiers import identify


def configure(parser: argparse.ArgumentParser) -> None:
    """Codes as arguments, or one a line in a file."""
    parser.add_argument("codes", nargs="*", metavar="代码", help="要识别的代码；含空格的用引号")
    parser.add_argument("--file", metavar="文件", help="从文件读，每行一个（- 为标准输入）")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line an input; 0 whether the codes are valid or not: that is the answer, no failure."""
    if not arguments.codes and arguments.file is None:
        raise CommandError("没有给代码：写在命令后面，或者用 --file（qingdan identify --help 看用法）")
    around = Surroundings(regions=load_regions(), on=date.today())
    for text in (*arguments.codes, *_lines(arguments.file)):
        print(json.dumps(_printed(text, identify(text, around)), ensure_ascii=False))
    return 0


def _lines(name: str | None) -> Iterator[str]:
    """Line by line without its end; a line left empty is an input too, so that answers keep in step."""
    if name is None:
        return
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"读不了文件 {name}：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"文件 {name} 不是 UTF-8 编码") from error
    yield from (line.removesuffix("\r") for line in text.removesuffix("\n").split("\n") if text)


def _printed(text: str, found: Identification) -> dict[str, object]:
    return {
        "input": text,
        "kind": found.kind,
        "valid": found.valid,
        "problems": [note_words(note) for note in (*found.faults, *found.remarks)],
        "parts": dict(found.parts),
    }
