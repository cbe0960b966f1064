"""Guides in the search of what is published: one row each, as long as one can apply by it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from qingdan.base.snapshots.queries import thaw
from qingdan.editions.models import SearchEntry
from qingdan.editions.services.indexing import search_entry, write_rows
from qingdan.guides.models import Guide, GuideState, GuideVersion
from qingdan.guides.queries.published import entry_in_force

KIND = "guide"


def index_guide(guide: Guide, content: Mapping[str, Any]) -> None:
    """Puts what a version says in the place of what was found of this guide before; inside a transaction."""
    forget_guide(guide.code)
    row = search_entry(
        region=guide.region_id,
        kind=KIND,
        code=guide.code,
        name=content["name"],
        unit_name=content["unit_name"],
        address=f"/guides/{guide.code}/",
        texts=_texts(content),
    )
    write_rows([row])


def forget_guide(code: str) -> None:
    """Search finds the guide no more."""
    SearchEntry.objects.filter(kind=KIND, code=code).delete()


def index_guides(region: str, day: date) -> None:
    """All guides of a region by which one can apply on the day: of items that the list in force has."""
    SearchEntry.objects.filter(kind=KIND, region=region).delete()
    for guide in Guide.objects.filter(region_id=region, state=GuideState.PUBLISHED).select_related("unit"):
        last = GuideVersion.objects.filter(guide=guide).order_by("-number").first()
        if last and entry_in_force(region, guide.code, day):
            index_guide(guide, thaw(last.digest))


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    """What one gets, when one needs it, what is asked for, and what people ask."""
    yield from (content["result"], content.get("scope", ""), content["licence"]["kind"])
    yield from content["conditions"]
    yield from (one["name"] for one in content["materials"])
    yield from (one["question"] for one in content["questions"])
