"""Who changed what of an item, and when: read from the history that the database itself keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.people.models import User
from qingdan.powers.models import PowerItem
from qingdan.powers.queries.items import get_item_for, values_of

_LAST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One act on an item. `kind`: added, saved, deleted, restored; `fields`: (name, text before, text after)."""

    at: datetime
    by_name: str
    version: int
    kind: str
    fields: tuple[tuple[str, str, str], ...]


def history_of_item(actor: Actor, number: str) -> list[Change]:
    """The acts on an item, newest first, the last two hundred. Raises Missing."""
    item = get_item_for(actor, number)
    rows = _rows(item)
    names = dict(
        User.objects.filter(username__in={row.updated_by for row in rows}).values_list("username", "name")
    )
    changes = [_change(before, row, names) for before, row in zip([None, *rows], rows, strict=False)]
    whole = len(rows) <= _LAST
    return [one for one in reversed(changes if whole else changes[1:]) if one]


def values_at(actor: Actor, number: str, version: int) -> dict[str, str]:
    """The fields as they stood in a version, "legal_basis" as one text; {} for a version that never was."""
    item = get_item_for(actor, number)
    row = _events().filter(pgh_obj_id=item.pk, version=version).order_by("-pgh_id").first()
    return _values(row) if row else {}


def _rows(item: PowerItem) -> list[Any]:
    newest = _events().filter(pgh_obj_id=item.pk).order_by("-pgh_id")[: _LAST + 1]
    return list(reversed(newest))


def _events() -> Any:
    return PowerItem.pgh_event_model.objects  # type: ignore[attr-defined]


def _values(row: Any) -> dict[str, str]:
    return {**values_of(row), "legal_basis": row.basis_printed}


def _change(before: Any, row: Any, names: Mapping[str, str]) -> Change | None:
    """What a row of the history changed; None for a move, which changes no text."""
    old, new = _values(before) if before else {}, _values(row)
    fields = tuple((name, old.get(name, ""), text) for name, text in new.items() if old.get(name, "") != text)
    if before and before.version == row.version:
        return None
    return Change(
        at=row.updated_at,
        by_name=names.get(
            row.updated_by, SYSTEM.name if row.updated_by == SYSTEM.username else row.updated_by
        ),
        version=row.version,
        kind=_kind(before, row),
        fields=fields,
    )


def _kind(before: Any, row: Any) -> str:
    if before is None:
        return "added"
    if bool(before.deleted_at) != bool(row.deleted_at):
        return "deleted" if row.deleted_at else "restored"
    return "saved"
