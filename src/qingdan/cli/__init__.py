"""`qingdan`: the command line. One module a command, loaded only when its command is called."""

import argparse
import gc
import os
import re
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, TextIO

from qingdan.cli.arguments import ChineseParser
from qingdan.cli.errors import CommandError
from qingdan.data.labels import reason_of

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")

COMMANDS = {
    "check": "核对登记表：逐项给出结论、单元格、规则、依据和理由",
    "cite": "读懂引用：把依据文字读成条、款、项",
    "coverage": "反向核对：法律授予而清单没有的权力",
    "propose": "从法规库拟出一个部门的登记表初稿",
    "laws": "法规库：现状、查条文、导入、制作索引",
    "deadline": "算期限：工作日、自然日、暂停、延长",
    "identify": "识别代码：统一社会信用代码、身份证号、区划、事项编码等",
    "demo": "演示：一个运行起来的城市，数据是虚构的",
    "found": "建立一个城市：从工作簿登记单位和人员",
    "serve": "运行网页服务",
    "worker": "运行后台任务",
    "pages": "把公布的页面写成静态文件",
    "backup": "备份数据库和文件",
    "restore": "从备份恢复",
    "edition": "清单版次：看一版、比较两版、写成文件",
    "verify": "核验清单版次的证据包，不用联网",
}


def program() -> NoReturn:
    """`main` as a process, which ends at once: to free what it holds value by value takes a tenth of a check."""
    status = main()
    try:
        sys.stdout.flush()
    except OSError:
        status = 2
    os._exit(status)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status (0 fine, 1 blocking problems, 2 could not be done)."""
    words = sys.argv[1:] if arguments is None else arguments
    _write_utf8()
    try:
        chosen = _parse(words)
        status = int(chosen.run(chosen))
        sys.stdout.flush()  # what cannot be written must show in the status
        return status
    except CommandError as error:
        _say(str(error))
        _clear_away(error)
    except BrokenPipeError:
        _drop(sys.stdout)
    except OSError as error:
        _drop(sys.stdout)
        _say(f"{error.filename or '结果没有写出来'}：{reason_of(error)}")
    except KeyboardInterrupt:
        _say("已中断")
    return 2


def _write_utf8() -> None:
    """Whatever the terminal's language: JSON is UTF-8, and bytes that are no text must not end in a traceback."""
    if sys.stdout is None:  # closed by the caller, who wants nothing of it
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  (open as long as the program runs)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _say(message: str) -> None:
    """One line on standard error, if it takes any; names of files do not steer the terminal."""
    if sys.stderr is None:
        return
    try:
        print(f"qingdan：{_STEERING.sub('�', message)}", file=sys.stderr, flush=True)
    except OSError:
        _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    """What a stream did not take is not tried again at the end of the program."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _clear_away(error: CommandError) -> None:
    """A half-written workbook that is cleared away after the disk was full fails once more: nobody need hear that."""
    sys.unraisablehook, said = _quiet, sys.unraisablehook
    error.__cause__ = error.__context__ = error.__traceback__ = None
    gc.collect()
    sys.unraisablehook = said


def _quiet(failure: "sys.UnraisableHookArgs") -> None:
    if not isinstance(failure.exc_value, OSError):
        sys.__unraisablehook__(failure)


def _parse(words: list[str]) -> argparse.Namespace:
    parser = ChineseParser(prog="qingdan", description="清单：权力清单的核对工具")
    parser.add_argument("--version", action=_Version, nargs=0, help="显示版本")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)
    wanted = next((word for word in words if word in COMMANDS), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name == wanted:
            module = import_module(f"qingdan.cli.{name}")
            module.configure(command)
            command.set_defaults(run=module.run)
    return parser.parse_args(words or ["--help"])


class _Version(argparse.Action):
    """Prints the installed version and ends."""

    def __call__(self, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415  (slow to load)

        print(f"qingdan {version('qingdan')}")
        raise SystemExit(0)
