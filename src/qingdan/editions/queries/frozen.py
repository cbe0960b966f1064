"""The exact texts of an edition, to the byte: what the digests are of."""

from collections.abc import Iterator

from qingdan.base.snapshots.models import Snapshot
from qingdan.editions.models import EditionEntry

_AT_ONCE = 2_000


def frozen_text(digest: str) -> str:
    """The canonical text with this digest. Raises Snapshot.DoesNotExist."""
    return Snapshot.objects.get(pk=digest).content


def item_lines(edition: str) -> Iterator[str]:
    """The canonical text of every entry of an edition (its code), in the order of the items' codes."""
    found = EditionEntry.objects.filter(edition__code=edition).values_list("code", "digest")
    digests = [digest for _, digest in sorted(found)]
    for start in range(0, len(digests), _AT_ONCE):
        some = digests[start : start + _AT_ONCE]
        texts = dict(Snapshot.objects.filter(pk__in=some).values_list("digest", "content"))
        yield from (texts[digest] for digest in some)
