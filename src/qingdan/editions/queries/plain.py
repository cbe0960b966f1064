"""Editions, entries and changes as plain values for JSON: the same in downloads, the interface and the command line."""

from collections.abc import Iterable, Mapping
from typing import Any

from qingdan.data.publication import CHANGE_NAMES, field_title
from qingdan.editions.queries.difference import Change, ChangedField
from qingdan.editions.queries.entries import EntryLine
from qingdan.editions.queries.shown import ShownEdition, edition_name

Facts = dict[str, Any]


def edition_facts(edition: ShownEdition) -> Facts:
    """An edition: what it is, since when, who adopted it, its digest."""
    return {
        "code": edition.code,
        "name": edition_name(edition),
        "region": edition.region,
        "list": edition.kind.value,
        "number": edition.number,
        "digest": edition.digest,
        "entries": edition.entries,
        "effective_on": edition.effective_on.isoformat(),
        "shown_on": edition.shown_on.isoformat(),
        "resolution": dict(edition.resolution),
    }


def entry_facts(line: EntryLine, content: Mapping[str, Any]) -> Facts:
    """An entry: what the edition says of it, its digest, whether it may be exercised."""
    return {"code": line.code, "digest": line.digest, "in_force": line.stands, "content": dict(content)}


def change_facts(
    changes: Iterable[Change], fields: Mapping[str, tuple[ChangedField, ...]], units: Mapping[str, str]
) -> list[Facts]:
    """What differs, entry by entry; `pieces` of a field: [side, text] with side same, gone or new."""
    return [
        {
            "kind": one.kind.value,
            "kind_name": CHANGE_NAMES[one.kind],
            "code": one.line.code,
            "name": one.line.name,
            "department": units.get(one.line.unit, ""),
            "before": one.before,
            "after": one.after,
            "fields": [_field_facts(each) for each in fields.get(one.line.code, ())],
        }
        for one in changes
    ]


def _field_facts(field: ChangedField) -> Facts:
    pieces = [[piece.side.value, piece.text] for piece in field.pieces]
    return {"field": field.field, "title": field_title(field.field), "pieces": pieces}
