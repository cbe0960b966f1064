"""Reading what was frozen."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from qingdan.base.rows import rows
from qingdan.base.snapshots.models import Snapshot

_FEW = 100
_FROZEN = "SELECT digest, content FROM snapshots_snapshot WHERE digest = ANY(%(digests)s::varchar[])"


def thaw(digest: str) -> Any:
    """The value with this digest. Raises Snapshot.DoesNotExist."""
    return json.loads(Snapshot.objects.get(pk=digest).content)


def thaw_many(digests: Collection[str]) -> dict[str, Any]:
    """Many values at once, by digest. Raises KeyError for one that is not there."""
    wanted = set(digests)
    found: Iterable[Any]
    if len(wanted) < _FEW:
        found = rows(_FROZEN, digests=list(wanted)) if wanted else []
    else:  # a cursor of the server takes three statements
        found = Snapshot.objects.filter(pk__in=wanted).values_list("digest", "content").iterator()
    values = {digest: json.loads(content) for digest, content in found}
    return {digest: values[digest] for digest in digests}
