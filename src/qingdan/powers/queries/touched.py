"""What an accepted workbook did to each item, kept with the upload so that it can be undone; what undoing would do."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qingdan.powers.models import PowerItem, Upload

ADDED, CHANGED, DELETED, RESTORED = "added", "changed", "deleted", "restored"
SHOWN = 50  # items named on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An item that undoing leaves as it is, because somebody changed it since."""

    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoShown:
    """What undoing would do: kind → how many items; the first of those left, how many more; nil lines taken back.

    `later`: code of a workbook accepted after this one, which must be undone first, "" for none.
    """

    counts: Mapping[str, int]
    nil: int
    left: tuple[Left, ...]
    more: int
    later: str

    @property
    def does_something(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self.counts or self.nil)


def undo_of(upload: Upload) -> UndoShown | None:
    """What undoing an accepted upload would do now; None where nothing is known of what it did."""
    touched = _touched(upload)
    if not touched:
        return None
    standing = standing_of(upload, touched["items"])
    kept = [
        number for number, (_, version) in touched["items"].items() if standing[number].version == version
    ]
    left = [standing[number] for number in touched["items"] if number not in set(kept)]
    return UndoShown(
        counts=Counter(touched["items"][number][0] for number in kept),
        nil=len(touched["nil"]),
        left=_named(left),
        more=max(0, len(left) - SHOWN),
        later=later_than(upload),
    )


def left_of(upload: Upload) -> tuple[Left, ...]:
    """The first of the items that were left when an upload was undone."""
    touched = _touched(upload)
    return _named(list(standing_of(upload, touched["items"]).values())) if touched else ()


def standing_of(upload: Upload, numbers: Mapping[str, Any]) -> dict[str, PowerItem]:
    """The items of an upload as they stand, by number; with what tells them apart alone."""
    items = PowerItem.objects.filter(campaign_id=upload.campaign_id, unit_id=upload.unit_id)
    found = items.filter(draft_number__in=list(numbers)).only("draft_number", "version", "name")
    return {one.draft_number: one for one in found.order_by("order", "pk")}


def later_than(upload: Upload) -> str:
    """The code of the workbook of the unit that was accepted last, where it is another one; else ""."""
    accepted = Upload.objects.filter(
        campaign_id=upload.campaign_id, unit_id=upload.unit_id, state="accepted"
    ).order_by("-accepted_at", "-pk")
    last = accepted.values_list("code", flat=True).first()
    return "" if last in (None, upload.code) else str(last)


def _touched(upload: Upload) -> dict[str, Any]:
    kept: dict[str, Any] = Upload.objects.filter(pk=upload.pk).values_list("touched", flat=True).get()
    return kept


def _named(items: list[PowerItem]) -> tuple[Left, ...]:
    return tuple(Left(number=one.draft_number, name=one.name) for one in items[:SHOWN])
