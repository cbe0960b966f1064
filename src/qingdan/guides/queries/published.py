"""Published guides: which version one applies by, and what it says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.base.worded import Worded
from qingdan.editions.models import EditionEntry
from qingdan.editions.queries.shown import passes_on
from qingdan.guides.models import Guide, GuideState, GuideVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedGuide:
    """A version of a guide. `item_code` is the public code of its item; `content` is form 1 (`queries.content`)."""

    key: int
    number: int
    item_code: str
    region: str
    unit: str
    digest: str
    content: Mapping[str, Any]


def guide_to_apply_by(item_code: str) -> PublishedGuide:
    """The newest published version of an item's guide, unless it was withdrawn. Raises Missing."""
    found = _NEWEST.ask(item=item_code)
    if not found:
        raise Missing
    return _published(found[0])


def guide_version(key: int) -> PublishedGuide:
    """The version of a key (a case keeps its own). Raises Missing."""
    version = _versions().filter(pk=key).first()
    if version is None:
        raise Missing
    return _published(version)


def entry_in_force(region: str, item_code: str, on: date) -> EditionEntry | None:
    """The entry under which an item may be exercised on a day; None: 清单之外无职权.

    Judged by the function that the database itself asks before it takes a case (cases/migrations/0002).
    """
    found = _STANDING.ask(region=region, item=item_code, on=on)
    entry = found[0] if found else None
    end = _passes_on(entry.digest) if entry else None
    return None if end and end <= on else entry


def _standing() -> QuerySet[EditionEntry]:
    stands = Func(
        F("pk"), F("code"), Value(date.min), function="qingdan_in_force", output_field=BooleanField()
    )
    return EditionEntry.objects.filter(stands, edition__region="?region", code="?item").order_by("pk")[:1]


_STANDING = Worded(_standing, {"?region": "region", "?item": "item", date.min: "on"})


def newest_version(item_code: str) -> int | None:
    """The key of the version that one applies by; None: there is none, or the guide was withdrawn."""
    found = _NEWEST_KEY.ask(item=item_code)
    return found[0].pk if found else None


def published_items(words: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """Code, name, unit of the items one can apply for by a guide, of those with these names or codes."""
    found = Guide.objects.filter(Q(code__in=words) | Q(name__in=words), state=GuideState.PUBLISHED)
    return tuple(found.order_by("code").values_list("code", "name", "unit__name"))


def _newest(versions: QuerySet[GuideVersion]) -> QuerySet[GuideVersion]:
    """What one applies by now; nobody by a guide that was withdrawn."""
    published = versions.filter(guide__code="?item", guide__state=GuideState.PUBLISHED)
    return published.order_by("-number")[:1]


_NEWEST = Worded(lambda: _newest(_versions()), {"?item": "item"})
_NEWEST_KEY = Worded(lambda: _newest(GuideVersion.objects.only("pk")), {"?item": "item"})


@lru_cache(maxsize=512)
def _passes_on(digest: str) -> date | None:
    return passes_on(thaw(digest))


def _versions() -> QuerySet[GuideVersion]:
    return GuideVersion.objects.select_related("guide", "guide__unit", "entry")


def _published(version: GuideVersion) -> PublishedGuide:
    return PublishedGuide(
        key=version.pk,
        number=version.number,
        item_code=version.guide.code,
        region=version.region_id,
        unit=version.guide.unit.code,
        digest=version.digest,
        content=thaw(version.digest),
    )
