"""Arguments common to the commands, with messages in Chinese."""

import argparse
import os
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from qingdan.cli.errors import CommandError
from qingdan.data.labels import reason_of


class ChineseParser(argparse.ArgumentParser):
    """An argument parser whose headings and errors are in Chinese; errors end in one line and status 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"add_help": False, "allow_abbrev": False})
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "用法：")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "用法：")

    def error(self, message: str) -> NoReturn:
        raise CommandError(f"参数不对：{_in_chinese(message)}（{self.prog} --help 看用法）")


def day(text: str) -> date:
    """A date argument, YYYY-MM-DD."""
    try:
        found = date.fromisoformat(text)
        if found.isoformat() != text:
            raise ValueError(text)
        return found
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期要写成 2015-04-15 的样子，不能是 {text}") from None


def output(text: str) -> Path:
    """Where a result goes. What ends like a folder is one, and made here: the path alone would not tell any more."""
    path = Path(text)
    if text.endswith(os.sep):
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise argparse.ArgumentTypeError(f"建不了文件夹 {text}：{reason_of(error)}") from None
    return path


_PHRASES = (
    ("the following arguments are required: ", "缺少 "),
    ("one of the arguments ", "缺少其中一个："),
    (" is required", ""),
    ("unrecognized arguments: ", "不认识 "),
    ("invalid choice: ", "没有这个选择："),
    (" (choose from ", "（可选 "),
    ("')", "'）"),
    ("expected one argument", "后面要跟一个值"),
    ("expected at least one argument", "后面至少要跟一个值"),
    ("not allowed with argument", "不能同时用"),
    ("argument ", ""),
    ("invalid", "写法不对"),
    (": ", "："),
)


def _in_chinese(message: str) -> str:
    for english, chinese in _PHRASES:
        message = message.replace(english, chinese)
    return message
