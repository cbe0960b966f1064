"""Where a command's result goes: to the terminal, or whole into a file."""

import sys
from pathlib import Path

from qingdan.cli.errors import CommandError
from qingdan.registers.whole_file import FileNotWritten, whole_file


def put(text: str, output: Path | None, name: str, in_folder: bool) -> None:
    """Write a result to `output`, or to standard output when none is named.

    `in_folder`: the output is a folder (made where there is none), and the file in it gets `name`; so it is also
    when the output is a folder already. A file is written whole or not at all. Raises CommandError.
    """
    data = text.encode(errors="backslashreplace")  # file names may hold what is no character
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    target = output / name if in_folder or output.is_dir() else output
    make_folder(target.parent)
    try:
        with whole_file(target) as draft:
            draft.write_bytes(data)
    except FileNotWritten as error:
        raise CommandError(str(error)) from error
    print(target)


def make_folder(folder: Path) -> None:
    """The folder for the output, made where there is none. Raises CommandError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"建不了文件夹 {folder}：{error.strerror or error}") from error
