"""What follows from a published edition: search finds the guides of the items that stand in it, and no others."""

from collections.abc import Sequence

from qingdan.base.clock import day_of
from qingdan.base.events.services import Happened, on_events
from qingdan.guides.services.indexing import index_guides


@on_events
def index_guides_shown(happened: Sequence[Happened]) -> None:
    """An edition that the public sees may end an item or bring it back. Done twice it does no more."""
    shown = {one.event.region: day_of(one.at) for one in happened if one.event.kind == "EditionShown"}
    for region, day in shown.items():
        index_guides(region, day)
