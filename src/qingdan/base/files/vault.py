"""Where bytes lie: under the home's folder `files`, by their digest, whole or not at all, for this user alone."""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from qingdan.base.refusal import Refused, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Bytes written beside their place: not kept until `keep`."""

    path: Path
    digest: str
    size: int

    def keep(self) -> Path:
        """Puts the bytes in their place; the same bytes given before stay where they are."""
        place = place_of(self.digest)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        self.path.replace(place)
        _sync_folder(place.parent)
        return place


@contextmanager
def received(pieces: Iterable[bytes], most: int) -> Iterator[Draft]:
    """Writes what comes in to a file of its own and hands it over; what was not kept is removed.

    Raises Refused when there are more than `most` bytes or none.
    """
    folder = _folder()
    path = folder / f"new-{secrets.token_hex(12)}"
    try:
        yield _write(path, pieces, most)
    finally:
        path.unlink(missing_ok=True)


def place_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return _folder() / digest[:2] / digest


def kept_bytes() -> Iterator[Path]:
    """Every file in its place, named by its digest; drafts lie beside and are none."""
    return _folder().glob("[0-9a-f][0-9a-f]/*")


def _write(path: Path, pieces: Iterable[bytes], most: int) -> Draft:
    size, digest = 0, sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise Refused([refusal("files.too_large", "file", most=most // 1_000_000)])
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise Refused([refusal("files.empty", "file")])
    return Draft(path=path, digest=digest.hexdigest(), size=size)


def _folder() -> Path:
    folder: Path = settings.QINGDAN_HOME / "files"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
