"""`qingdan coverage`: what the law grants a department and no item of its registers cites.

JSON: {"format": "qingdan.coverage/1", "body", "on", "granting", "cited", "note", "unreadable": [paths], "missing":
[{"title", "article", "insert", "paragraph", "item", "citation", "category", "proposed_name", "granted_to", "level",
"trust"}]}; `granting` = `cited` + the number of `missing`.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qingdan.cli import proposals
from qingdan.cli.arguments import day, output
from qingdan.cli.errors import CommandError
from qingdan.cli.output import put
from qingdan.cli.register_files import register_files
from qingdan.data.schemes import load_scheme
from qingdan.reports.safe_text import visible

if TYPE_CHECKING:
    from qingdan.linter.coverage import Coverage
    from qingdan.registers.model import Register
    from qingdan.rules.checks.scheme import Scheme

NOTE = (
    "这里只有程序从库里有当日全文的法规中认得出的权力，处罚较准，许可要核对条文，其他类别不确定；列出的不一定都该报，"
    "没有列出的也不等于没有遗漏，不能当作清单已经完整的证明。"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "paths", nargs="+", metavar="路径", help="登记表 .xlsx .xls .ods .csv，或装着它们的文件夹"
    )
    parser.add_argument("--on", type=day, metavar="日期", help="按哪一天有效的法律（默认今天）")
    parser.add_argument("--body", default="", metavar="部门", help="部门（默认从登记表里读）")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="结果的样子")
    parser.add_argument("--output", type=output, metavar="文件", help="写到哪里")


def run(arguments: argparse.Namespace) -> int:
    """Compare and report; 0 also when something is missing: what to do about it is for people."""
    from qingdan.linter.coverage import cover  # noqa: PLC0415

    scheme = load_scheme()
    paths = register_files(arguments.paths)
    registers, unreadable = _read(paths, scheme)
    if not registers:
        raise CommandError(unreadable[0])
    for line in unreadable:
        print(f"qingdan：{line}，没有算进去", file=sys.stderr)
    body = arguments.body or _department(registers)
    coverage = cover(proposals.draft(body, arguments.on or date.today(), scheme), registers)
    as_json = arguments.format == "json"
    text = _json(coverage, unreadable, scheme) if as_json else _text(coverage, len(registers), scheme)
    put(text, arguments.output, f"{body}反查.{'json' if as_json else 'txt'}", False, paths)
    return 0


def _read(paths: Sequence[str], scheme: "Scheme") -> tuple[list["Register"], list[str]]:
    from qingdan.data.wording import render  # noqa: PLC0415
    from qingdan.registers.model import UnreadableFile  # noqa: PLC0415
    from qingdan.registers.reader import read_register  # noqa: PLC0415

    registers, unreadable = [], []
    for path in paths:
        try:
            registers.append(read_register(Path(path), scheme=scheme))
        except UnreadableFile as error:
            unreadable.append(f"{path}：{render(error.problem(path)).message}")
    return registers, unreadable


def _department(registers: Sequence["Register"]) -> str:
    """The one department of the registers: coverage of several at once says nothing of any."""
    named = sorted({one.department for one in registers if one.department})
    if len(named) > 1:
        raise CommandError(f"这些登记表是几个部门的（{'、'.join(named)}），用 --body 写明要查哪一个")
    if not named:
        raise CommandError("登记表里没有读出填报部门，用 --body 写明，如 --body 生态环境")
    return named[0]


def _text(coverage: "Coverage", files: int, scheme: "Scheme") -> str:
    draft = coverage.draft
    head = (
        f"{draft.department}：{draft.on} 有效的 {draft.instruments} 件法规中，认得出 {len(draft.items)} 处授予的权力；"
        f"{files} 个登记表引用了 {len(coverage.cited)} 处，没有引用的 {len(coverage.missing)} 处。"
    )
    lines = [head, *proposals.as_text(coverage.missing, scheme), "", f"注意：{NOTE}", ""]
    return visible("\n".join(lines))


def _json(coverage: "Coverage", unreadable: Sequence[str], scheme: "Scheme") -> str:
    draft = coverage.draft
    document = {
        "format": "qingdan.coverage/1",
        "body": draft.department,
        "on": draft.on.isoformat(),
        "granting": len(draft.items),
        "cited": len(coverage.cited),
        "note": NOTE,
        "unreadable": list(unreadable),
        "missing": [
            {
                **proposals.place_of(one),
                "category": scheme.name_of(one.category),
                "proposed_name": one.name,
                "granted_to": one.granted_to,
                "level": proposals.levels_in_words(one),
                "trust": one.trust.value,
            }
            for one in coverage.missing
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
