"""Guides as the public reads them: by item and version, all of a region, and what tells one state from another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.guides.models import Guide, GuideState, GuideVersion, GuideWithdrawal, Situation
from qingdan.guides.queries.content import BLANK, Content
from qingdan.guides.queries.coverage import items_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version with its day; `withdrawn`: why nobody applies by it any more, "" while one can."""

    number: int
    published_at: datetime
    digest: str
    withdrawn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicGuide:
    """A version of a guide: what it says, the entry that it pins, and all versions, the newest first.

    `edition`, `entry_code`: of the pinned entry. `applies`: one can apply by this version today, as far as guides go.
    """

    code: str
    number: int
    published_at: datetime
    digest: str
    content: Content
    entry: Content
    edition: str
    versions: tuple[VersionRow, ...]
    applies: bool

    @property
    def newest(self) -> int:
        """The number of the last version."""
        return self.versions[0].number

    @property
    def withdrawn(self) -> str:
        """Why nobody applies by it any more."""
        return next(one.withdrawn for one in self.versions if one.number == self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideLine:
    """A guide in a list: its item and whose it is."""

    code: str
    name: str
    unit: str
    unit_name: str


def public_guide(item_code: str, number: int = 0) -> PublicGuide:
    """A version of an item's guide; without a number the newest. Raises Missing: never published."""
    found = GuideVersion.objects.filter(guide__code=item_code).select_related("guide", "entry__edition")
    versions = list(found.order_by("-number"))
    here = next((one for one in versions if number in (0, one.number)), None)
    if here is None:
        raise Missing
    stopped = GuideWithdrawal.objects.filter(version__guide__code=item_code)
    reasons = dict(stopped.values_list("version__number", "reason"))
    newest = here.number == versions[0].number
    return PublicGuide(
        code=item_code,
        number=here.number,
        published_at=here.published_at,
        digest=here.digest,
        content={**BLANK, **thaw(here.digest)},
        entry=thaw(here.entry.digest),
        edition=here.entry.edition.code,
        versions=tuple(_row(one, reasons) for one in versions),
        applies=newest and here.guide.state == GuideState.PUBLISHED,
    )


def has_guide(item_code: str) -> bool:
    """Whether one can apply by a guide of this item."""
    return Guide.objects.filter(code=item_code, state=GuideState.PUBLISHED).exists()


def guides_in_force(region: str, today: date, *, unit: str = "") -> tuple[GuideLine, ...]:
    """The published guides of items that may be exercised on the day, by unit and code."""
    found = Guide.objects.filter(region_id=region, state=GuideState.PUBLISHED)
    found = found.filter(unit__code=unit) if unit else found
    rows = list(
        found.order_by("unit__order", "unit__code", "code").values_list(
            "code", "name", "unit__code", "unit__name"
        )
    )
    stand = {one.code for one in items_in_force(region, today)} if rows else set()
    return tuple(
        GuideLine(code=code, name=name, unit=of_unit, unit_name=unit_name)
        for code, name, of_unit, unit_name in rows
        if code in stand
    )


def guides_state(region: str) -> list[Any]:
    """What changes when a guide of the region is published or withdrawn, or a situation is changed."""
    last = GuideVersion.objects.filter(region_id=region).aggregate(last=Max("pk"))["last"]
    stopped = GuideWithdrawal.objects.filter(region_id=region).aggregate(last=Max("pk"))["last"]
    situations = Situation.objects.filter(region_id=region, published=True)
    return [
        last,
        stopped,
        sorted(f"{code} {version}" for code, version in situations.values_list("code", "version")),
    ]


def newest_contents(region: str) -> Mapping[str, Content]:
    """What the guides of a region say by which one can apply, by item."""
    found = GuideVersion.objects.filter(region_id=region, guide__state=GuideState.PUBLISHED).order_by(
        "number"
    )
    last = dict(found.values_list("guide__code", "digest"))
    return {code: {**BLANK, **thaw(digest)} for code, digest in last.items()}


def _row(version: GuideVersion, reasons: Mapping[int, str]) -> VersionRow:
    return VersionRow(
        number=version.number,
        published_at=version.published_at,
        digest=version.digest,
        withdrawn=reasons.get(version.number, ""),
    )
