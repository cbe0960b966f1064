"""A page of licences."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from qingdan.licences.models import Licence

EACH = 50


def page_of(found: QuerySet[Licence], page: int) -> Page[Licence]:
    """A page of rows in their order, counted from 1; the first or the last where there is none of that number."""
    return Paginator(found, EACH).get_page(max(1, page))
