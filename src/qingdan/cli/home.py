"""Where Qingdan keeps its files: $QINGDAN_HOME, else var/ beside the environment it was installed into."""

import os
import sys
from pathlib import Path

from qingdan.cli.errors import CommandError


def home() -> Path:
    """The folder of library, cache and demo. Not created here. Raises CommandError."""
    named = os.environ.get("QINGDAN_HOME")
    if named:
        return _expanded(named)
    checkout = Path(sys.prefix).parent
    if (checkout / "src" / "qingdan").is_dir():
        return checkout / "var"
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return _expanded(base) / "qingdan"


def _expanded(folder: str) -> Path:
    try:
        return Path(folder).expanduser()
    except RuntimeError:
        raise CommandError(f"找不到用户的文件夹：{folder}；请用 QINGDAN_HOME 写明放在哪里") from None
