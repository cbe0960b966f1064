"""`qingdan cite`: the citations of each input, as one JSON line each."""

import argparse
import json

from qingdan.cli.errors import CommandError
from qingdan.cli.text_lines import read_lines
from qingdan.rules.citation import fields_of, read_citations


def configure(parser: argparse.ArgumentParser) -> None:
    """Texts as arguments, or one a line in a file."""
    parser.add_argument("texts", nargs="*", metavar="文字", help="含引用的文字；有空格的用引号")
    parser.add_argument("--file", metavar="文件", help="从文件读，每行一条（- 为标准输入）")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line an input; 0 also where nothing is cited: that is the answer, no failure."""
    if not arguments.texts and arguments.file is None:
        raise CommandError("没有给文字：写在命令后面，或者用 --file（qingdan cite --help 看用法）")
    for text in (*arguments.texts, *(read_lines(arguments.file) if arguments.file is not None else ())):
        readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        print(json.dumps(_printed(readable), ensure_ascii=False))
    return 0


def _printed(text: str) -> dict[str, object]:
    return {"input": text, "citations": [fields_of(one) for one in read_citations(text)]}
