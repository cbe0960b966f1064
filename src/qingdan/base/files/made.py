"""Files that the program makes from what never changes: made once, kept in the home under all that they are of."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.conf import settings


def made_once(folder: str, mark: str, kind: str, make: Callable[[BinaryIO], object]) -> Path:
    """The file of a mark, which names all it is made from; made now if it is not there. `kind`: its ending."""
    path: Path = settings.QINGDAN_HOME / folder / f"{sha256(mark.encode()).hexdigest()[:32]}.{kind}"
    if not path.exists():
        write_whole(path, make)
    return path


def write_whole(path: Path, make: Callable[[BinaryIO], object]) -> None:
    """Whole or not at all; what was begun and not ended is cleared away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as target:
        draft = Path(target.name)
        try:
            make(target)  # type: ignore[arg-type]
            target.flush()
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
