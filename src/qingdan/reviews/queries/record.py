"""Everything that was said of an item, in order, and what it changed (R-056, R-096…R-098)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from qingdan.base.orgs.models import Unit
from qingdan.base.snapshots.queries import thaw_many
from qingdan.filings.queries.comparison import ChangedField
from qingdan.reviews.models import Review, ReviewOpinion
from qingdan.reviews.queries.content import texts_of
from qingdan.rules.review_guards import ASPECTS, GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class AspectFound:
    """What somebody found in one aspect."""

    aspect: str
    verdict: str
    note: str

    @property
    def is_good(self) -> bool:
        """Whether nothing is to be said against it."""
        return self.verdict == GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """One recorded act: at which layer, by whom of which unit, with what verdicts and words.

    `changes`: what of the item was said otherwise right after it.
    """

    at: datetime
    layer: str
    action: str
    by: str
    by_name: str
    unit_name: str
    verdicts: tuple[AspectFound, ...]
    disposition: str
    text: str
    digest: str
    changes: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All acts on an item, the oldest first; `content` is what is under review now, `filed` as first received."""

    lines: tuple[OpinionLine, ...]
    content: Mapping[str, Any]
    filed: Mapping[str, Any]

    def last_of(self, *layers: str) -> OpinionLine | None:
        """The last act at one of these layers."""
        return next((one for one in reversed(self.lines) if one.layer in layers), None)


def acts_on(review: Review) -> list[ReviewOpinion]:
    """All acts on an item, the oldest first, each with the name of the unit (`unit_name`) it was done for."""
    name = Unit.objects.filter(code=OuterRef("unit")).values("name")[:1]
    return list(ReviewOpinion.objects.filter(review=review).annotate(unit_name=Subquery(name)).order_by("pk"))


def digests_of(review: Review, acts: Iterable[ReviewOpinion]) -> set[str]:
    """The values that the record of an item speaks of."""
    return {review.digest, review.filed_digest, *(one.digest for one in acts)}


def record_of(review: Review) -> Record:
    """The record of an item: two queries."""
    acts = acts_on(review)
    return recorded(review, acts, thaw_many(digests_of(review, acts)))


def recorded(review: Review, acts: Sequence[ReviewOpinion], values: Mapping[str, Any]) -> Record:
    """The record, made of what was read already."""
    after = [*(one.digest for one in acts[1:]), review.digest]
    return Record(
        lines=tuple(_line(one, key, values) for one, key in zip(acts, after, strict=False)),
        content=values[review.digest],
        filed=values[review.filed_digest],
    )


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ChangedField, ...]:
    """The fields in which two values of an item differ, bases as one text."""
    old, new = texts_of(before), texts_of(after)
    pairs = ((name, old.get(name, ""), new.get(name, "")) for name in dict.fromkeys((*old, *new)))
    return tuple(
        ChangedField(field=name, before=one, after=other) for name, one, other in pairs if one != other
    )


def aspects_found(verdicts: Mapping[str, Mapping[str, str]]) -> tuple[AspectFound, ...]:
    """Kept verdicts in the order of the aspects."""
    return tuple(
        AspectFound(
            aspect=name, verdict=verdicts[name].get("verdict", ""), note=verdicts[name].get("note", "")
        )
        for name in ASPECTS
        if name in verdicts
    )


def _line(row: ReviewOpinion, after: str, values: Mapping[str, Any]) -> OpinionLine:
    changed = row.digest != after
    return OpinionLine(
        at=row.at,
        layer=row.layer,
        action=row.action,
        by=row.by,
        by_name=row.by_name,
        unit_name=getattr(row, "unit_name", None) or "",
        verdicts=aspects_found(row.verdicts),
        disposition=row.disposition,
        text=row.text,
        digest=row.digest,
        changes=changes_between(values[row.digest], values[after]) if changed else (),
    )
