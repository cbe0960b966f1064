"""What differs between two editions or two days: of a list, of a unit's part of it, of an item."""

from datetime import date
from typing import Any

from qingdan.base.refusal import Missing
from qingdan.data.publication import CHANGE_NAMES, LIST_NAMES, ended_name, field_title
from qingdan.data.schemes import category_names
from qingdan.editions.queries.difference import (
    Change,
    ChangedField,
    ChangeKind,
    changed_fields,
    changes_between,
    fields_of_changes,
)
from qingdan.editions.queries.entries import entries_on, short_code, units_of
from qingdan.editions.queries.items import History, Item, history_of, item_of
from qingdan.editions.queries.shown import ShownEdition, edition_name, of_kind
from qingdan.rules.review import ListKind
from qingdan.web.portal.addresses import department_address, item_address, list_address
from qingdan.web.portal.editions import chosen_edition, day_in
from qingdan.web.portal.list_rows import CHANGE_MARKS
from qingdan.web.portal.pages import published
from qingdan.web.portal.rendering import Asked, Page
from qingdan.web.shared.numbers import number_in

ON_A_PAGE = 40

Looked = tuple[ShownEdition, date]


@published
def list_difference(asked: Asked, kind: ListKind) -> Page:
    """Between two editions or days (`from`, `to`: a number or a day), of all units or of one (`unit`)."""
    sides = [chosen_edition(asked.editions, kind, asked.word(name)) for name in ("from", "to")]
    context = {
        "kind": kind,
        "list_name": LIST_NAMES[kind],
        "list_address": list_address(asked.place, kind),
        "editions": [(str(one.number), edition_name(one), one) for one in of_kind(asked.editions, kind)],
        "words": {name: asked.word(name) for name in ("from", "to", "unit")},
        "nothing_on": [
            asked.word(name) for name, side in zip(("from", "to"), sides, strict=True) if not side
        ],
        "today": asked.today,
        **_shown(asked, sides),
    }
    return Page(template="list_difference", context=context)


def _shown(asked: Asked, sides: list[Looked | None]) -> dict[str, Any]:
    before, after = sides
    if before is None or after is None:
        return {"compared": False}
    unit = asked.word("unit", 9)
    old, new = entries_on(*before, unit=unit), entries_on(*after, unit=unit)
    changes = sorted(changes_between(old, new), key=lambda one: one.line.unit)
    names = {one.unit: one.name for one in (*units_of(old), *units_of(new))}
    pages = max(1, -(-len(changes) // ON_A_PAGE))
    page = min(max(1, number_in(asked.word("page"))), pages)
    shown = changes[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return {
        "compared": True,
        "before": (edition_name(before[0]), before[1]),
        "after": (edition_name(after[0]), after[1]),
        "unit_name": names.get(unit, ""),
        "unit_address": department_address(unit) if unit in names else "",
        "counts": {kind.value: sum(one.kind == kind for one in changes) for kind in ChangeKind},
        "total": len(changes),
        "page": page,
        "pages": pages,
        "rows": _rows(shown, names, after[1] if after[1] != asked.today else None),
    }


def _rows(changes: list[Change], names: dict[str, str], on: date | None) -> list[dict[str, Any]]:
    fields = fields_of_changes([one for one in changes if one.kind is ChangeKind.CHANGED])
    categories = category_names()
    return [
        {
            "code": short_code(one.line.code),
            "name": one.line.name,
            "unit_name": names.get(one.line.unit, ""),
            "category": categories.get(one.line.category, one.line.category),
            "address": item_address(one.line.code, on),
            "kind": one.kind.value,
            "word": ended_name(one.line.disposition)
            if one.kind is ChangeKind.ENDED
            else CHANGE_NAMES[one.kind],
            "mark": CHANGE_MARKS[one.kind],
            "fields": _titled(fields.get(one.line.code, ())),
        }
        for one in changes
    ]


@published
def item_difference(asked: Asked, code: str) -> Page:
    """Between two days of an item: its power and its duties."""
    history = history_of(asked.editions, code)
    versions = history.versions
    days = [day_in(asked.word(name), default) for name, default in _defaults(versions, asked)]
    sides = [_on(history, day) for day in days]
    newest = next((one for one in reversed(sides) if one), None) or item_of(history, date.max)
    context = {
        "code": code,
        "name": newest.content["name"],
        "unit_name": newest.content["unit_name"],
        "department": department_address(newest.content["unit"]),
        "now": item_address(code),
        "from": days[0],
        "to": days[1],
        "sides": [
            (day, side and edition_name(side.version.edition), side and side.version.number)
            for day, side in zip(days, sides, strict=True)
        ],
        "power": _titled(_between(sides, "content")),
        "duties": _titled(_between(sides, "duties")),
        "both": all(sides),
        "stood": [bool(side and side.stands) for side in sides],
        "versions": [(one.number, edition_name(one.edition), one.edition.stands_from) for one in versions],
    }
    return Page(template="item_difference", context=context)


def _defaults(versions: Any, asked: Asked) -> tuple[tuple[str, date], tuple[str, date]]:
    """From the version before the last to today."""
    earlier = versions[-2] if len(versions) > 1 else versions[-1]
    return ("from", earlier.edition.stands_from), ("to", asked.today)


def _on(history: History, day: date) -> Item | None:
    try:
        return item_of(history, day)
    except Missing:
        return None


def _between(sides: list[Item | None], part: str) -> tuple[ChangedField, ...]:
    before, after = (getattr(side, part) if side else None for side in sides)
    return changed_fields(before, after) if before and after else ()


def _titled(fields: tuple[ChangedField, ...]) -> list[tuple[str, ChangedField]]:
    return [(field_title(one.field), one) for one in fields]
