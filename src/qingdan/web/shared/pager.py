"""A long list in pages: the page that the address names, drawn by shared/pager.html."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from qingdan.web.shared.numbers import number_in

EACH_PAGE = 50


def page_of(rows: Sequence[Any], request: HttpRequest) -> Page[Any]:
    """The rows of the page that form or address ask for: else the first, the last where there are not so many."""
    asked = request.POST.get("page") or request.GET.get("page", "1")
    return Paginator(rows, EACH_PAGE).get_page(number_in(asked) or 1)
