"""Output written whole or not at all: a file appears under its name only when it is complete."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from qingdan.data.labels import reason_of


class FileNotWritten(Exception):
    """The output could not be written; nothing is left under its name. `reason` is one line in Chinese."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"写不了 {path}：{reason}")
        self.path, self.reason = path, reason


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path to write to, beside the target; it takes the target's place when the block ends without an error.

    Of a link it is the file linked to that is written. Raises FileNotWritten for whatever the system refuses (disk
    full, no such folder, no permission, a workbook that is open elsewhere), and for devices and pipes, which a file
    must not take the place of.
    """
    named, target = target, Path(os.path.realpath(target))
    if os.path.lexists(target) and not os.path.isfile(target) and not os.path.isdir(target):  # noqa: PTH112, PTH113
        raise FileNotWritten(named, "这是设备或管道，不是文件")
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".qingdan-", ignore_cleanup_errors=True) as folder:
            draft = Path(folder) / ("draft" + target.suffix)
            yield draft
            draft.replace(target)
    except OSError as error:
        raise FileNotWritten(named, reason_of(error)) from error
