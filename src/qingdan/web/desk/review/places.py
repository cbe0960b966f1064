"""Addresses of items under review."""

from django.urls import reverse
from django.urls.converters import StringConverter

from qingdan.rules.review import REVIEWED_LISTS, ListKind


class ListConverter(StringConverter):
    """power_list, responsibility_list: what is no list is no address."""

    regex = "|".join(REVIEWED_LISTS)

    def to_python(self, value: str) -> ListKind:
        """The list."""
        return ListKind(value)

    def to_url(self, value: str) -> str:
        """Its key."""
        return str(value)


class ReviewedConverter(StringConverter):
    """360900013-00012 or a public code: what names an item under review."""

    regex = r"[0-9]{9}-[0-9]{5,6}|[0-9]{17}"


def address_of(name: str, campaign: str, kind: ListKind, number: str) -> str:
    """The address of a page (or act) about an item."""
    return reverse(f"desk:{name}", args=[campaign, kind, number])
