"""The difference between a workbook and the draft, as its page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from qingdan.data.labels import FIELD_NAMES
from qingdan.powers.queries.filed import Filed
from qingdan.powers.queries.merges import Laid
from qingdan.powers.queries.merging import Change, FieldChange
from qingdan.powers.services.laying import choice_name
from qingdan.reports.safe_text import compared
from qingdan.web.shared.refusal import Refusal
from qingdan.web.shared.words import choice_name as word_of

MOST = 200  # new items named on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """A field on both sides: what only the draft has in `<del>`, what only the workbook has in `<ins>`."""

    name: str
    ours: Markup
    theirs: Markup
    conflict: bool
    choice: str
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """An item that differs."""

    number: str
    title: str
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """An item that is new, missing or deleted; `ticked` as the refused form had it."""

    number: str
    category: str
    title: str
    ticked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDifference:
    """All of it. `more`: how many new items are not named."""

    added: tuple[ShownItem, ...]
    added_count: int
    more: int
    changed: tuple[ShownChange, ...]
    conflicts: int
    missing: tuple[ShownItem, ...]
    deleted: tuple[ShownItem, ...]
    same: int
    ours: int


def shown(laid: Laid, refusal: Refusal | None) -> ShownDifference:
    """The difference in words; after a refusal with what had been chosen."""
    difference = laid.difference
    delete = refusal.typed.getlist("delete") if refusal else []
    restore = refusal.typed.getlist("restore") if refusal else []
    changes = sorted(difference.changed, key=lambda one: not one.conflicts)
    return ShownDifference(
        added=tuple(_new(laid.rows[place]) for place in difference.added[:MOST]),
        added_count=len(difference.added),
        more=max(0, len(difference.added) - MOST),
        changed=tuple(_changed(one, refusal) for one in changes),
        conflicts=sum(len(one.conflicts) for one in changes),
        missing=tuple(
            ShownItem(
                number=one.number,
                category=_category(one.fields["category"]),
                title=one.name,
                ticked=one.number in delete,
            )
            for one in difference.missing
        ),
        deleted=tuple(
            ShownItem(
                number=one.item.number,
                category=_category(one.item.fields["category"]),
                title=one.item.name,
                ticked=one.item.number in restore,
            )
            for one in difference.deleted
        ),
        same=difference.same,
        ours=difference.ours,
    )


def _new(row: Filed) -> ShownItem:
    title = "　".join(filter(None, (row.fields.get("name", ""), row.fields.get("sub_item", ""))))
    place = "!".join(filter(None, (row.sheet, str(row.row))))
    return ShownItem(number=place, category=_category(row.fields.get("category", "")), title=title)


def _changed(change: Change, refusal: Refusal | None) -> ShownChange:
    number = change.item.number
    return ShownChange(number=number, title=change.item.name, fields=tuple(_fields(change, number, refusal)))


def _fields(change: Change, number: str, refusal: Refusal | None) -> Iterator[ShownField]:
    for one in change.fields:
        ours, theirs = compared(_words(one, one.ours), _words(one, one.theirs))
        name = choice_name(number, one.field)
        yield ShownField(
            name=FIELD_NAMES[one.field],
            ours=ours,
            theirs=theirs,
            conflict=one.conflict,
            choice=name,
            chosen=str(refusal.typed.get(name, "")) if refusal else "",
        )


def _words(one: FieldChange, text: str) -> str:
    return word_of(text, one.field)


def _category(key: str) -> str:
    return word_of(key, "category")
