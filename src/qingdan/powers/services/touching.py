"""Keeping, while a workbook is laid into the draft, how each item stood before and which version it has then."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from qingdan.powers.models import LegalBasis, PowerItem
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.items import values_of
from qingdan.powers.services.drafting import as_text
from qingdan.powers.services.fields import BASIS_PARTS

_PARTS = (*BASIS_PARTS, "attachment")


@dataclass(slots=True)
class Undo:
    """What an acceptance did.

    `items`: number → (kind, version after); `before`: number → the fields and bases that it wrote, as they stood.
    """

    items: dict[str, tuple[str, int]] = field(default_factory=dict)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    nil: list[str] = field(default_factory=list)

    def keep(
        self, kind: str, items: Sequence[tuple[PowerItem, Collection[str], bool]], *, later: int = 0
    ) -> None:
        """Items about to be written: fields, and whether their bases are. `later`: versions still to be counted."""
        bases = bases_of([item for item, _, replaced in items if replaced])
        for item, fields, replaced in items:
            number = item.draft_number
            self.items[number] = (kind, item.version + later)
            if fields or replaced:
                values = values_of(item)
                kept = [_parts(one) for one in bases.get(item.pk, ())] if replaced else None
                self.before[number] = {"fields": {name: values[name] for name in fields}, "bases": kept}

    def touched_json(self) -> dict[str, Any]:
        """For keeping; empty where nothing was done."""
        return {"items": self.items, "nil": self.nil} if self.items or self.nil else {}


def bases_of(items: Sequence[PowerItem]) -> dict[int, list[BasisText]]:
    """The bases of items as they stand, by primary key of the item."""
    found: dict[int, list[BasisText]] = {}
    rows = LegalBasis.objects.filter(item__in=items).order_by("item_id", "order", "pk")
    for row in rows.select_related("attachment"):
        found.setdefault(row.item_id, []).append(as_text(row))
    return found


def bases_kept(kept: Sequence[Sequence[str]]) -> tuple[BasisText, ...]:
    """The bases as they were kept."""
    return tuple(BasisText(**dict(zip(_PARTS, parts, strict=True))) for parts in kept)


def _parts(basis: BasisText) -> list[str]:
    return [getattr(basis, part) for part in _PARTS]
