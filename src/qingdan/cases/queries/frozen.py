"""What a case pins and never changes: its guide's version, the entry of the edition, the chart. Read once a process."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from qingdan.base.snapshots.queries import thaw
from qingdan.editions.queries.charts import review_in
from qingdan.rules.chart_run import Review, RunFault

_KEPT = 512
Content = Mapping[str, Any]


@lru_cache(maxsize=_KEPT)
def frozen(digest: str) -> Content:
    """The content of a guide's version or of an entry. Raises Snapshot.DoesNotExist."""
    found: Content = thaw(digest)
    return found


@lru_cache(maxsize=_KEPT)
def review_on(entry_digest: str) -> Review | RunFault:
    """The part of a published chart that officers run, or why there is none."""
    return review_in(frozen(entry_digest))
