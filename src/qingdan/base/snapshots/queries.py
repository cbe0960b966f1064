"""Reading what was frozen."""

import json
from collections.abc import Collection
from typing import Any

from qingdan.base.snapshots.models import Snapshot

_FEW = 100


def thaw(digest: str) -> Any:
    """The value with this digest. Raises Snapshot.DoesNotExist."""
    return json.loads(Snapshot.objects.get(pk=digest).content)


def thaw_many(digests: Collection[str]) -> dict[str, Any]:
    """Many values at once, by digest. Raises KeyError for one that is not there."""
    found = Snapshot.objects.filter(pk__in=set(digests)).values_list("digest", "content")
    rows = found if len(digests) < _FEW else found.iterator()  # a cursor of the server takes three statements
    values = {digest: json.loads(content) for digest, content in rows}
    return {digest: values[digest] for digest in digests}
