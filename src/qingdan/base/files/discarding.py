"""Files that nobody needs any more: the row goes at once, its bytes when no row of any region names them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.events.services import append
from qingdan.base.files.models import StoredFile
from qingdan.base.files.vault import kept_bytes
from qingdan.base.orgs.models import Region
from qingdan.base.transactions import reading, writing

RESTING = timedelta(days=1)
"""Bytes are written before their row is, so those of a day may still get one."""


def discard_file(file: StoredFile, *, by: Actor, at: datetime) -> None:
    """Takes a file away from everybody. Raises ProtectedError while something holds it."""
    with writing(by):
        append("FileDiscarded", f"file:{file.code}", by=by, at=at, unit=file.unit.code)
        file.delete()


def sweep_bytes(*, at: datetime) -> int:
    """Removes the bytes that no file names and that are older than a day; how many there were."""
    everywhere = Actor(
        username=SYSTEM.username,
        name=SYSTEM.name,
        regions=tuple(Region.objects.values_list("code", flat=True)),
    )
    old = list(_older(at - RESTING))
    with reading(everywhere):
        named = set(StoredFile.objects.values_list("digest", flat=True).iterator())
    gone = [path for path in old if path.name not in named]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _older(than: datetime) -> Iterator[Path]:
    return (path for path in kept_bytes() if path.stat().st_mtime < than.timestamp())
