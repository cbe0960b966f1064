"""Filling the search index from what is published: made anew for a whole list, so that nothing old stays in it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.transactions import writing
from qingdan.data.schemes import category_names
from qingdan.editions.models import SearchEntry
from qingdan.editions.queries.entries import contents_of, entries_on
from qingdan.editions.queries.lexemes import initials_of, name_forms, text_vector
from qingdan.editions.queries.shown import in_force, shown_editions
from qingdan.rules.review import USED_LISTS

POWER_ITEM = "power_item"
_SAID = ("sub_item", "implementing_body", "office", "subject")
_BATCH, LONGEST_UNIT = 1_000, 120


def index_region(*, region: str, by: Actor, at: datetime) -> int:
    """Makes the index of what may be exercised in a region anew, as of the day; how many items it finds now."""
    with writing(by):
        entries = fill_index(region, day_of(at))
        append("SearchIndexed", f"region:{region}", by=by, at=at, data={"entries": entries})
    return entries


def fill_index(region: str, day: date) -> int:
    """Puts what may be exercised on the day in place of all that was there; inside a transaction."""
    shown = shown_editions(region)
    editions = [one for kind in USED_LISTS if (one := in_force(shown, kind, day))]
    lines = [one for edition in editions for one in entries_on(edition, day) if one.stands]
    SearchEntry.objects.filter(region=region, kind=POWER_ITEM).delete()
    return write_rows(_row(region, one) for one in contents_of(lines).values())


def write_rows(rows: Iterable[SearchEntry]) -> int:
    """Adds rows; how many. Inside a transaction."""
    return len(SearchEntry.objects.bulk_create(rows, batch_size=_BATCH))


def search_entry(
    *, region: str, kind: str, code: str, name: str, unit_name: str, address: str, texts: Iterable[str]
) -> SearchEntry:
    """A row as search wants it; `texts`: what else is said of the thing, so that it is found by that too."""
    name_words, sounds = name_forms(name, code)
    return SearchEntry(
        region=region,
        kind=kind,
        code=code,
        name=name,
        unit_name=unit_name[:LONGEST_UNIT],
        address=address,
        sounds=sounds,
        initials=initials_of(sounds.split()),
        name_words=name_words,
        text_words=text_vector([name, unit_name, *texts]),
    )


def _row(region: str, content: Mapping[str, Any]) -> SearchEntry:
    return search_entry(
        region=region,
        kind=POWER_ITEM,
        code=content["code"],
        name=content["name"],
        unit_name=content["unit_name"],
        address=f"/items/{content['code']}",
        texts=_texts(content),
    )


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    """Category, bodies, whom it is for, and the titles of what it rests on; quoted words would bury the rest."""
    yield category_names().get(content["category"], "")
    yield from (str(content["values"].get(name, "")) for name in _SAID)
    for basis in content["bases"]:
        yield from (str(basis["instrument"]), str(basis["document_number"]))
