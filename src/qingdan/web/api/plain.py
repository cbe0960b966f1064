"""Editions and changes as plain values for JSON, with the addresses of their pages and files."""

from collections.abc import Iterable, Mapping

from qingdan.editions.queries import plain
from qingdan.editions.queries.difference import Change, ChangedField
from qingdan.editions.queries.places import Place
from qingdan.editions.queries.plain import Facts
from qingdan.editions.queries.shown import ShownEdition
from qingdan.web.portal.addresses import edition_address, item_address


def edition_facts(place: Place, edition: ShownEdition) -> Facts:
    """An edition, and where its parts are."""
    address = edition_address(place, edition)
    return plain.edition_facts(edition) | {
        "url": address,
        "manifest": f"{address}manifest.json",
        "items": f"{address}items.ndjson",
        "evidence": f"{address}evidence.zip",
    }


def change_rows(
    changes: Iterable[Change], fields: Mapping[str, tuple[ChangedField, ...]], units: Mapping[str, str]
) -> list[Facts]:
    """What differs, entry by entry, and where each is shown."""
    return [one | {"url": item_address(one["code"])} for one in plain.change_facts(changes, fields, units)]
