"""Which registers are meant by the paths on a command line: files, and folders of them."""

import os
import sys
from collections.abc import Iterator, Sequence

from qingdan.cli.errors import CommandError
from qingdan.data.labels import COPY_ENDING

ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".xlsm", ".xlsb")


def register_files(given: Sequence[str]) -> list[str]:
    """The files as typed, folders opened in order of names, each once.

    Hidden and lock files are passed over, as are annotated copies beside their register; of other files in folders,
    that are no workbooks, the user is told. Raises CommandError when there is none.
    """
    found: dict[str, None] = {}
    other: list[str] = []
    for path in given:
        if not path.strip():
            raise CommandError("路径是空的")
        if not os.path.isdir(path):  # noqa: PTH112  (paths stay as they were typed)
            found[path] = None
            continue
        for file in _files(path):
            if file.lower().endswith(ENDINGS):
                found[file] = None
            else:
                other.append(file)
    if not found:
        raise CommandError(f"没有找到登记表（{' '.join(ENDINGS)}）：{'、'.join(given)}")
    if other:
        print(f"不是表格，没有读：{'、'.join(other)}", file=sys.stderr)
    return list(found)


def _files(folder: str) -> Iterator[str]:
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        stems = {os.path.splitext(name)[0] for name in names}  # noqa: PTH122
        for name in sorted(names):
            copy = name.endswith(COPY_ENDING) and name.removesuffix(COPY_ENDING) in stems
            if not copy and not name.startswith((".", "~$")):
                yield os.path.join(path, name)  # noqa: PTH118
