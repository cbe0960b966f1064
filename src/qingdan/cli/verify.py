"""`qingdan verify`: checks the evidence pack of an edition or a case, offline; the pack holds the program too."""

import argparse
import json
from pathlib import Path

from qingdan.cli.errors import CommandError
from qingdan.verify_case import verify_any
from qingdan.verify_pack import Unreadable


def configure(parser: argparse.ArgumentParser) -> None:
    """The pack, and what was published elsewhere."""
    parser.add_argument("pack", type=Path, metavar="证据包", help="证据包（.zip）")
    parser.add_argument(
        "--anchors", type=Path, metavar="文件", help="每天公布的日签：先从公布单位的网站下载 /anchors.json"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 whole, 1 differences, each in a line with its place. Raises CommandError."""
    try:
        anchors = json.loads(arguments.anchors.read_bytes()) if arguments.anchors else None
        status: int = verify_any(arguments.pack, anchors).print()
    except Unreadable as error:
        raise CommandError(f"{arguments.pack}：{error}") from error
    except OSError as error:
        raise CommandError(f"{arguments.anchors}：没有这个文件，或者打不开") from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{arguments.anchors}：不是 anchors.json") from error
    return status
