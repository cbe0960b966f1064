"""The public pages of the lantern city: their addresses, and an answer looked at."""

import re
from collections.abc import Iterator

from tests.builders_editions import CODES, PLASTIC_CODE, UNLIT_CODE
from tests.builders_powers import OWN

PUBLISHED = (
    "/",
    "/changes/",
    "/departments/",
    "/lists/",
    "/lists/power_list/",
    "/lists/responsibility_list/",
    "/lists/power_list/1/",
    "/lists/power_list/2/verify/",
    "/lists/power_list/difference/",
    f"/departments/{OWN}/",
    f"/departments/{OWN}/responsibility_list/",
    f"/items/{UNLIT_CODE}",
    f"/items/{PLASTIC_CODE}",
    f"/items/{CODES[2]}",
    f"/items/{UNLIT_CODE}/difference/",
    "/360902/",
    "/360902/lists/power_list/",
    "/joint/",
    "/360902/joint/",
    f"/items/{UNLIT_CODE}?on=2026-05-20",
    "/lists/power_list/?against=1&changes=1",
    f"/lists/power_list/difference/?from=1&to=2&unit={OWN}",
)
PASSING = (
    "/comments/",
    "/comments/new/",
    "/comments/new/?kind=question",
    "/comments/new/?kind=outside_list",
    f"/comments/new/?item={UNLIT_CODE}",
    "/comments/track/",
    "/cases/track/",
    "/papers/",
    "/comments/privacy/",
    "/360902/comments/new/?kind=question",
    f"/items/{UNLIT_CODE}/comments/",
    "/display/?back=/lists/",
)
_LINK = re.compile(r'(?:href|src|action)="([^"]*)"')


def links_of(page: str) -> Iterator[str]:
    """Everything that a page leads to or loads."""
    return (one.replace("&amp;", "&") for one in _LINK.findall(page))
