"""Where a command's result goes: to the terminal, or whole into a file."""

import errno
import sys
from contextlib import suppress
from pathlib import Path

from qingdan.cli.errors import CommandError


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
    partial = target.with_name(f".{target.name}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(target)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise CommandError(f"写不了 {target}：{reason(error)}") from error
    print(target)


def reason(error: OSError) -> str:
    """Why a file could not be written, in Chinese where it is a common reason."""
    return _REASONS.get(errno.errorcode.get(error.errno or 0, ""), error.strerror or str(error))


_REASONS = {
    "ENOSPC": "磁盘已满",
    "EACCES": "没有写入权限",
    "EROFS": "这里是只读的",
    "ENOTDIR": "路径中有一段不是文件夹",
    "EISDIR": "同名的文件夹已经在那里",
    "ENAMETOOLONG": "文件名太长",
}
