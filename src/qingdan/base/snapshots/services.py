"""Freezing values."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from qingdan.base.rows import add
from qingdan.base.snapshots.models import Snapshot
from qingdan.rules.canonical import canonical


def freeze(kind: str, value: Any, *, region: str, at: datetime) -> str:
    """Keeps the value of a region; its digest (SHA-256 over the canonical text). Freezing it again changes nothing."""
    (key,) = freeze_many(kind, [value], region=region, at=at)
    return key


def freeze_many(kind: str, values: Iterable[Any], *, region: str, at: datetime) -> list[str]:
    """Keeps many values of a region; their digests, in the same order. As `freeze`, in few statements."""
    texts = [canonical(one) for one in values]
    keys = [hashlib.sha256(one.encode()).hexdigest() for one in texts]
    many = (
        len(keys) > 1
    )  # what was tabled is published as it is: thousands of texts that need not be sent again
    known = set(Snapshot.objects.filter(pk__in=keys).values_list("pk", flat=True)) if many else set()
    new = [
        {"digest": key, "region_id": region, "kind": kind, "content": text, "at": at}
        for key, text in zip(keys, texts, strict=True)
        if key not in known
    ]
    if new:
        add(Snapshot, *new, but_known=True)
    return keys
