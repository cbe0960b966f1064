"""Freezing values."""

from datetime import datetime
from typing import Any

from qingdan.base.snapshots.models import Snapshot
from qingdan.rules.canonical import canonical, digest


def freeze(kind: str, value: Any, *, region: str, at: datetime) -> str:
    """Keeps the value of a region; its digest (SHA-256 over the canonical text). Freezing it again changes nothing."""
    key = digest(value)
    Snapshot.objects.bulk_create(
        [Snapshot(digest=key, kind=kind, content=canonical(value), region_id=region, at=at)],
        ignore_conflicts=True,
    )
    return key
