"""`qingdan identify`: what kind of code each input is, as one JSON line each."""

import argparse
import json
from datetime import date

from qingdan.cli.errors import CommandError
from qingdan.cli.text_lines import read_lines
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
    for text in (*arguments.codes, *(read_lines(arguments.file) if arguments.file is not None else ())):
        print(json.dumps(_printed(text, identify(text, around)), ensure_ascii=False))
    return 0


def _printed(text: str, found: Identification) -> dict[str, object]:
    return {
        "input": text,
        "kind": found.kind,
        "valid": found.valid,
        "problems": [note_words(note) for note in (*found.faults, *found.remarks)],
        "parts": dict(found.parts),
    }
