"""Which editions the public sees, and which of them is in force on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet

from qingdan.base.snapshots.queries import thaw_many
from qingdan.base.worded import Worded
from qingdan.data.publication import LIST_NAMES
from qingdan.editions.models import Edition, EditionEntry, EditionShown
from qingdan.rules.item_numbering import HANDING_ON
from qingdan.rules.review import ListKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEdition:
    """An edition that the public sees since `shown_on`, the day its first channel was proved.

    `digest` is of the manifest; `resolution`: meeting, number, on, result, draft_digest; `entries`: how many.
    """

    region: str
    kind: ListKind
    number: int
    code: str
    campaign: str
    effective_on: date
    shown_on: date
    digest: str
    resolution: Mapping[str, Any]
    entries: int

    @property
    def stands_from(self) -> date:
        """The first day on which it can be in force: in effect, and seen by the public."""
        return max(self.effective_on, self.shown_on)


def shown_editions(region: str) -> tuple[ShownEdition, ...]:
    """Every edition of a region that the public sees, of all lists, the newest first."""
    return tuple(
        ShownEdition(
            region=region,
            kind=ListKind(one.edition.list_kind),
            number=one.edition.number,
            code=one.edition.code,
            campaign=one.edition.campaign,
            effective_on=one.edition.effective_on,
            shown_on=one.on,
            digest=one.edition.digest,
            resolution=one.edition.resolution,
            entries=one.edition.entries,
        )
        for one in _SHOWN.ask(region=region)
    )


_SHOWN = Worded(
    lambda: (
        EditionShown.objects.filter(edition__region="?region")
        .select_related("edition")
        .order_by("-at", "-pk")
    ),
    {"?region": "region"},
)


def newest_edition(region: str, kind: ListKind, *, campaign: str = "") -> Edition | None:
    """The last edition composed of a region's list, shown or not; `campaign`: the last that this one made."""
    found = Edition.objects.filter(region_id=region, list_kind=kind)
    found = found.filter(campaign=campaign) if campaign else found
    return found.order_by("-number").first()


def powers_listed(region: str) -> QuerySet[EditionEntry, Any]:
    """Public codes of the powers that the newest power list has, shown or not: only these have duties (C30, R-019)."""
    newest = newest_edition(region, ListKind.POWER)
    return EditionEntry.objects.filter(edition=newest).values_list("code", flat=True)


def edition_name(edition: ShownEdition) -> str:
    """权力清单 2015年第2号: the year in which it was published, the number of the list."""
    return f"{LIST_NAMES[edition.kind]} {edition.shown_on.year}年第{edition.number}号"


def of_kind(editions: Iterable[ShownEdition], kind: ListKind) -> tuple[ShownEdition, ...]:
    """Those of one list, the highest number first."""
    return tuple(sorted((one for one in editions if one.kind == kind), key=lambda one: -one.number))


def in_force(editions: Iterable[ShownEdition], kind: ListKind, day: date) -> ShownEdition | None:
    """The edition of a list in force on a day: the highest number that is in effect and seen by then."""
    return next((one for one in of_kind(editions, kind) if one.stands_from <= day), None)


def turning_day(editions: Sequence[ShownEdition], day: date) -> date | None:
    """The last day, up to this one, on which what is in force changed by the calendar alone or by publication.

    Between two turning days every page about what is in force says the same.
    """
    begins = {one.stands_from for one in editions} | {one.shown_on for one in editions}
    ends = {
        end for one in editions if one.kind is ListKind.POWER for end in _transitions(one.code, one.digest)
    }
    return max((one for one in begins | ends if one <= day), default=None)


@lru_cache(maxsize=256)
def _transitions(edition: str, _digest: str) -> frozenset[date]:
    """The days on which powers of an edition pass to others; what has this digest never changes."""
    found = EditionEntry.objects.filter(edition__code=edition, in_force=True, disposition__in=HANDING_ON)
    contents = thaw_many(list(found.values_list("digest", flat=True)))
    return frozenset(end for one in contents.values() if (end := passes_on(one)))


def passes_on(content: Mapping[str, Any]) -> date | None:
    """The day from which a power is handed on (its transition ends), None where it has none."""
    until = content.get("values", {}).get("transition_until", "")
    handed = content.get("disposition") in HANDING_ON
    return date.fromisoformat(until) if handed and until else None


def codes_changed(editions: Sequence[ShownEdition]) -> frozenset[str]:
    """Public codes of items of which a list says in one edition something else than in another."""
    found = EditionEntry.objects.filter(edition__code__in=[one.code for one in editions])
    counted = found.values("code", "edition__list_kind").annotate(digests=Count("digest", distinct=True))
    return frozenset(counted.filter(digests__gt=1).values_list("code", flat=True))


def codes_shown(editions: Sequence[ShownEdition], kind: ListKind) -> tuple[list[str], list[str]]:
    """Public codes of all items, and codes of all units, that any of these editions of a list has."""
    found = EditionEntry.objects.filter(edition__code__in=[one.code for one in of_kind(editions, kind)])
    items = found.order_by("code").values_list("code", flat=True).distinct()
    units = found.order_by("unit__code").values_list("unit__code", flat=True).distinct()
    return list(items), list(units)
