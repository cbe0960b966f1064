"""Reading what was frozen."""

import json
from collections.abc import Collection
from typing import Any

from qingdan.base.snapshots.models import Snapshot


def thaw(digest: str) -> Any:
    """The value with this digest. Raises Snapshot.DoesNotExist."""
    return json.loads(Snapshot.objects.get(pk=digest).content)


def thaw_many(digests: Collection[str]) -> dict[str, Any]:
    """Many values at once, by digest. Raises KeyError for one that is not there."""
    found = Snapshot.objects.filter(pk__in=set(digests)).values_list("digest", "content")
    values = {digest: json.loads(content) for digest, content in found.iterator()}
    return {digest: values[digest] for digest in digests}
