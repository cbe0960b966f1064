"""Where a command's result goes: to the terminal, or whole into a file."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from qingdan.cli.errors import CommandError
from qingdan.data.labels import reason_of
from qingdan.registers.whole_file import FileNotWritten, whole_file


def put(text: str, output: Path | None, name: str, in_folder: bool, sources: Iterable[str] = ()) -> None:
    """Write a result to `output`, or to standard output when none is named.

    `in_folder`: the output is a folder (made where there is none), and the file in it gets `name`; so it is also
    when the output is a folder already. A file is written whole or not at all, and never in place of one of the
    `sources` the result was made from. Raises CommandError.
    """
    data = text.encode(errors="backslashreplace")  # file names may hold what is no character
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    inside = name.replace("/", "／").replace(os.sep, "＼")  # a department's name leads to no other folder
    target = output / inside if in_folder or is_folder(output) else output
    make_folder(target.parent)
    refuse_source(target, sources)
    try:
        with whole_file(target) as draft:
            draft.write_bytes(data)
    except FileNotWritten as error:
        raise CommandError(str(error)) from error
    print(target)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that may not be looked at is none."""
    return os.path.isdir(path)  # noqa: PTH112  (Path.is_dir raises: folder not to be entered, name too long)


def make_folder(folder: Path) -> None:
    """The folder for the output, made where there is none. Raises CommandError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"建不了文件夹 {folder}：{reason_of(error)}") from error


def refuse_source(target: Path, sources: Iterable[str]) -> None:
    """Raises CommandError when the target is, by whatever name or link, one of the files read."""
    for source in sources if os.path.exists(target) else ():  # noqa: PTH110
        if os.path.exists(source) and os.path.samefile(target, source):  # noqa: PTH110, PTH121
            raise CommandError(f"结果不能写回原表：{source}；请用 --output 另写一个文件")
