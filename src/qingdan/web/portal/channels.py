"""The page of a channel: what the government, the office, the service centre or a department publishes (R-062).

Each edition whose turn on it has come is named by its digest in the head, which is what its proof looks for; so the
page is made anew each time, and shows an edition before the rest of the site does (docs/adr/0026).
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from qingdan.data.publication import LIST_NAMES
from qingdan.data.schemes import category_names
from qingdan.lists.queries.publication import PublishedEdition, PublishedEntry, channel_page
from qingdan.rules.review import ListKind
from qingdan.web.portal.addresses import department_address, item_address, list_address
from qingdan.web.portal.editions import day_in, grouped_digest
from qingdan.web.portal.pages import passing
from qingdan.web.portal.rendering import Asked, Page

MOST_ENTRIES = 300  # named on the page; the list itself has all
DEPARTMENTS = 4  # the step of publication at which each department shows its own


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEdition:
    """An edition on the page: `groups` are categories with their items, `address` the whole list once it is shown."""

    name: str
    number: int
    digest: str
    short_digest: str
    effective_on: date
    coming: bool
    meeting: str
    met_on: date | None
    total: int
    own: int
    left_out: int
    groups: tuple[tuple[str, tuple[tuple[PublishedEntry, str], ...]], ...]
    address: str


@passing
def channel(asked: Asked, code: str) -> Page:
    """What this site publishes now."""
    found = channel_page(code, asked.today)
    unit = code[:9] if found.step == DEPARTMENTS else ""
    context = {
        "unit_name": found.unit_name,
        "editions": [_edition(asked, one, unit) for one in found.editions],
        "section": "lists",
    }
    return Page(template="channel", context=context)


def _edition(asked: Asked, one: PublishedEdition, unit: str) -> ChannelEdition:
    kind = ListKind(one.list_kind)
    shown = {each.code for each in asked.editions}
    entries = one.entries[:MOST_ENTRIES]
    whole = department_address(unit, kind) if unit else list_address(asked.place, kind, one.number)
    return ChannelEdition(
        name=LIST_NAMES[kind],
        number=one.number,
        digest=one.digest,
        short_digest=grouped_digest(one.digest),
        effective_on=one.effective_on,
        coming=one.effective_on > asked.today,
        meeting=one.meeting,
        met_on=day_in(one.resolved_on, one.effective_on) if one.resolved_on else None,
        total=one.total,
        own=len(one.entries),
        left_out=len(one.entries) - len(entries),
        groups=_groups(entries, linked=one.code in shown),
        address=whole if one.code in shown else "",
    )


def _groups(
    entries: tuple[PublishedEntry, ...], *, linked: bool
) -> tuple[tuple[str, tuple[tuple[PublishedEntry, str], ...]], ...]:
    names = category_names()
    places = {key: place for place, key in enumerate(names)}
    ordered = sorted(entries, key=lambda one: places.get(one.category, len(places)))
    return tuple(
        (names.get(key, key), tuple((one, item_address(one.code) if linked else "") for one in found))
        for key, found in groupby(ordered, key=lambda one: one.category)
    )
