"""Where Qingdan keeps its files: $QINGDAN_HOME, else var/ beside the environment it was installed into."""

import os
import sys
from pathlib import Path


def home() -> Path:
    """The folder of library, cache and demo. Not created here."""
    named = os.environ.get("QINGDAN_HOME")
    if named:
        return Path(named).expanduser()
    checkout = Path(sys.prefix).parent
    if (checkout / "src" / "qingdan").is_dir():
        return checkout / "var"
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "qingdan"
