"""Addresses of public pages: a county's begin with its code, codes of items and units tell their region themselves."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import register_converter
from django.urls.converters import StringConverter

from qingdan.editions.queries.places import Place
from qingdan.editions.queries.shown import ShownEdition
from qingdan.rules.review import ListKind

DOWNLOADS = ("xlsx", "csv", "json")


class RegionCode(StringConverter):
    """360902."""

    regex = "[0-9]{6}"


class UnitCode(StringConverter):
    """360902001."""

    regex = "[0-9]{9}"


class ItemCode(StringConverter):
    """The 17 digits of a public code."""

    regex = "[0-9]{17}"


class KindOfList:
    """power_list, responsibility_list."""

    regex = "|".join(kind.value for kind in ListKind)

    def to_python(self, value: str) -> ListKind:
        """The kind."""
        return ListKind(value)

    def to_url(self, value: ListKind) -> str:
        """Its key."""
        return str(value)


class EditionNumber:
    """1, 2 …, as long as an edition's can be."""

    regex = "[1-9][0-9]{0,4}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Its digits."""
        return str(value)


CONVERTERS: dict[str, Any] = {
    "region": RegionCode,
    "unit": UnitCode,
    "item": ItemCode,
    "list": KindOfList,
    "number": EditionNumber,
}
for _name, _converter in CONVERTERS.items():
    register_converter(_converter, f"public_{_name}")


def home_of(place: Place) -> str:
    """The home page."""
    return f"{place.root}/"


def list_address(place: Place, kind: ListKind, number: int | None = None) -> str:
    """The list in force, or one edition of it."""
    return f"{place.root}/lists/{kind}/" + (f"{number}/" if number else "")


def edition_address(place: Place, edition: ShownEdition) -> str:
    """The page of an edition."""
    return list_address(place, edition.kind, edition.number)


def downloads_of(place: Place, edition: ShownEdition) -> tuple[tuple[str, str], ...]:
    """Name and address of an edition as files."""
    start = edition_address(place, edition)
    return tuple((kind.upper(), f"{start}download.{kind}") for kind in DOWNLOADS)


def difference_address(place: Place, kind: ListKind, *, before: str, after: str, unit: str = "") -> str:
    """What differs between two editions (numbers) or days of a list."""
    words = {"from": before, "to": after, "unit": unit}
    found = urlencode({name: word for name, word in words.items() if word})
    return f"{place.root}/lists/{kind}/difference/?{found}"


def department_address(unit: str, kind: ListKind = ListKind.POWER) -> str:
    """A unit's part of a list."""
    return f"/departments/{unit}/" + ("" if kind is ListKind.POWER else f"{kind}/")


def item_address(code: str, on: date | None = None) -> str:
    """An item, as it stands today or on another day."""
    return f"/items/{code}" + (f"?on={on.isoformat()}" if on else "")


def item_difference_address(code: str, before: date, after: date) -> str:
    """What differs in an item between two days."""
    return f"/items/{code}/difference/?{urlencode({'from': before, 'to': after})}"
