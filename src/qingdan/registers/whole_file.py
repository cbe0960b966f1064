"""Output written whole or not at all: a file appears under its name only when it is complete."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EACCES: "没有写的权限",
    errno.EPERM: "没有写的权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "没有这个文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EFBIG: "文件太大",
}


class FileNotWritten(Exception):
    """The output could not be written; nothing is left under its name. `reason` is one line in Chinese."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"写不了 {path}：{reason}")
        self.path, self.reason = path, reason


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path to write to, beside the target; it takes the target's place when the block ends without an error.

    Raises FileNotWritten for whatever the system refuses (disk full, no such folder, no permission, a
    workbook that is open elsewhere).
    """
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".qingdan-", ignore_cleanup_errors=True) as folder:
            draft = Path(folder) / ("draft" + target.suffix)
            yield draft
            draft.replace(target)
    except OSError as error:
        raise FileNotWritten(
            target, _REASONS.get(error.errno or 0) or error.strerror or str(error)
        ) from error
