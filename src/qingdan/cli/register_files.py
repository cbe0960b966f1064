"""Which registers are meant by the paths on a command line: files, and folders of them."""

import os
from collections.abc import Iterator, Sequence

ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".xlsm", ".xlsb")


def register_files(given: Sequence[str]) -> list[str]:
    """The files as typed, folders opened in order of names, each once. Hidden and lock files are passed over."""
    found: dict[str, None] = {}
    for path in given:
        found |= dict.fromkeys(_in_folder(path) if os.path.isdir(path) else [path])  # noqa: PTH112
    return list(found)


def _in_folder(folder: str) -> Iterator[str]:
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) and not name.startswith((".", "~$")):
                yield os.path.join(path, name)  # noqa: PTH118  (paths stay as they were typed)
