"""One item: what the list says of it on a day, its law, its chart, its duties, its versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qingdan.base.refusal import Missing
from qingdan.data.labels import FIELD_NAMES
from qingdan.data.public_law import rights_for
from qingdan.data.publication import ended_name, field_title
from qingdan.data.schemes import category_names
from qingdan.editions.queries.difference import ChangedField, changed_fields
from qingdan.editions.queries.entries import short_code
from qingdan.editions.queries.items import Item, ItemVersion, item_on
from qingdan.editions.queries.shown import edition_name
from qingdan.guides.queries.public import has_guide
from qingdan.web.portal.addresses import (
    department_address,
    item_address,
    item_difference_address,
    list_address,
)
from qingdan.web.portal.charts import shown_chart
from qingdan.web.portal.editions import day_in, edition_head, grouped_digest
from qingdan.web.portal.laws import read_laws
from qingdan.web.portal.pages import published
from qingdan.web.portal.rendering import Asked, Page

FACTS = ("implementing_body", "office", "level", "subject", "joint_lead", "joint_partners", "remark")
LIMITS = ("statutory_limit", "promised_limit", "fee")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version in the table: what it is called, since when, what it changed, where it is, what it is compared with."""

    number: int
    edition: str
    since: date
    changed: str
    address: str
    difference: str
    here: bool


@published
def item(asked: Asked, code: str) -> Page:
    """The item as of a day (`?on=`), as of today without one."""
    day = day_in(asked.word("on"), asked.today)
    try:
        found = item_on(asked.editions, code, day)
    except Missing:
        return _not_yet(asked, code, day)
    content = found.content
    law_on = day_in(content.get("law_on", ""), found.edition.effective_on)
    context = {
        **_head(asked, found, day),
        "facts": _named(content, FACTS),
        "body_kind": content["values"].get("body_kind", ""),
        "sub_item": content["values"].get("sub_item", ""),
        "laws": read_laws(content["bases"], law_on),
        "law_on": law_on,
        "limits": _named(content, LIMITS),
        "chart": shown_chart(content),
        "duties": (found.duties or {}).get("duties", ()),
        "duties_edition": found.duties and found.duties_edition and edition_name(found.duties_edition),
        "rights": rights_for(content["category"], law_on) if found.stands else (),
        "guide": f"/guides/{code}/" if found.stands and has_guide(code) else "",
        "versions": _versions(found),
        "last_change": _last_change(found),
    }
    return Page(template="item", context=context)


def _not_yet(asked: Asked, code: str, day: date) -> Page:
    """The item is published, but was not on that day. Raises Missing: it never was."""
    first = item_on(asked.editions, code, date.max)
    context = {
        "name": first.content["name"],
        "day": day,
        "since": first.versions[0].edition.stands_from,
        "edition": edition_name(first.versions[0].edition),
        "now": item_address(code),
    }
    return Page(template="item_not_yet", context=context, status=404)


def _head(asked: Asked, found: Item, day: date) -> dict[str, Any]:
    content = found.content
    return {
        "code": found.code,
        "code_parts": (found.code[:9], found.code[9:]),
        "short_code": short_code(found.code),
        "name": content["name"],
        "category": category_names().get(content["category"], content["category"]),
        "unit_name": content["unit_name"],
        "department": department_address(content["unit"]),
        "list_address": list_address(asked.place, found.edition.kind),
        "edition": edition_head(asked.place, found.edition),
        "version": found.version.number,
        "digest": grouped_digest(found.version.digest),
        "looked_on": day if day != asked.today else None,
        "old": not found.newest or not found.listed,
        "now": item_address(found.code),
        "listed": found.listed,
        "coming": found.coming,
        "stands": found.stands,
        "ended": ended_name(content["disposition"]),
        "handed_on": _named(content, ("receiver", "transition_from", "transition_until")),
        "merged_into": content.get("merged_into", ""),
    }


def _named(content: Mapping[str, Any], fields: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Field, name and text of each field that says something."""
    values = content["values"]
    return [(one, FIELD_NAMES[one], values[one]) for one in fields if values.get(one)]


def _versions(found: Item) -> list[VersionRow]:
    rows = zip(found.versions, (None, *found.versions), strict=False)
    return [_version_row(found, one, before) for one, before in reversed(list(rows))]


def _version_row(found: Item, one: ItemVersion, before: ItemVersion | None) -> VersionRow:
    since = one.edition.stands_from
    fields = changed_fields(before.content, one.content) if before else ()
    changed = "、".join(dict.fromkeys(field_title(each.field) for each in fields))
    return VersionRow(
        number=one.number,
        edition=edition_name(one.edition),
        since=since,
        changed=changed or "首次公布",
        address=item_address(found.code, since),
        difference=item_difference_address(found.code, before.edition.stands_from, since) if before else "",
        here=one is found.version,
    )


def _last_change(found: Item) -> list[tuple[str, ChangedField]]:
    """What the version shown changed in the one before it."""
    place = found.versions.index(found.version)
    if not place:
        return []
    before = found.versions[place - 1]
    return [(field_title(one.field), one) for one in changed_fields(before.content, found.content)]
