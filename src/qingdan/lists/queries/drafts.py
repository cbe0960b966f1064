"""One 审议稿: its items, and in what they differ from what was filed, reviewed, published before (R-060)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw_many
from qingdan.campaigns.models import Campaign
from qingdan.editions.models import Edition, EditionEntry
from qingdan.editions.queries.difference import ChangedField, texts_of
from qingdan.lists.models import TabledDraft
from qingdan.lists.queries.composition import draft_items
from qingdan.lists.queries.desk import READING, DraftShown, drafts_of, seen_campaign
from qingdan.lists.queries.entries import PUBLIC_FIELDS
from qingdan.reviews.models import Review, ReviewOpinion
from qingdan.rules.review import ListKind
from qingdan.rules.word_difference import word_difference

AGAINST = ("filed", "reviewed", "published", "draft")
"""What a draft is compared with: as received, as it left the layers of review, last edition, the draft before."""

_LEFT_REVIEW = ("pass", "pass_in_bulk", "confirm", "settle")
Content = Mapping[str, Any]
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """An item of a draft. `before`: its texts on the other side, None where it is not; `kind`: added, changed, same.

    What is withheld is in no edition: beside one it is neither added nor changed ("withheld").
    """

    number: str
    code: str
    unit_name: str
    category: str
    name: str
    disposition: str
    withheld: bool
    carried: bool
    kind: str
    before: Texts | None
    now: Texts

    @property
    def fields(self) -> tuple[ChangedField, ...]:
        """What differs, word by word."""
        return tuple(
            ChangedField(field=name, pieces=word_difference(old, new))
            for name, old, new in _differing(self.before, self.now)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A draft with all its lines, compared; `gone`: names of what the other side has and the draft has not.

    `choices`: of AGAINST, with what there is something to compare.
    """

    campaign: str
    campaign_name: str
    region: str
    region_name: str
    kind: ListKind
    draft: DraftShown
    against: str
    choices: tuple[str, ...]
    lines: tuple[DraftLine, ...]
    gone: tuple[str, ...]

    def of_kind(self, kind: str) -> int:
        """How many lines are added, changed, withheld or the same."""
        return sum(one.kind == kind for one in self.lines)


def draft_page(actor: Actor, *, campaign: str, kind: ListKind, number: int, against: str = "") -> DraftPage:
    """The draft beside what it is compared with; "" is the last edition, or what was filed. Raises Missing."""
    found, row = read_draft(actor, campaign=campaign, kind=kind, number=number)
    choices = tuple(_choices(row))
    chosen = against if against in choices else "published" if "published" in choices else "filed"
    items = draft_items(row)
    entries = thaw_many([one["entry"] for one in items])
    before = _before(row, items, chosen)
    key = "code" if chosen == "published" else "number"
    lines = tuple(_line(one, entries[one["entry"]], before.get(one[key]), chosen) for one in items)
    kept = {one[key] for one in items}
    return DraftPage(
        campaign=found.code,
        campaign_name=found.name,
        region=found.region_id,
        region_name=found.region.name,
        kind=kind,
        draft=next(one for one in drafts_of(found, kind) if one.number == number),
        against=chosen,
        choices=choices,
        lines=lines,
        gone=tuple(texts.get("name", "") for name, texts in before.items() if name not in kept),
    )


def read_draft(actor: Actor, *, campaign: str, kind: ListKind, number: int) -> tuple[Campaign, TabledDraft]:
    """The draft, for who may read it. Raises Missing."""
    found = seen_campaign(actor, campaign, READING)
    row = TabledDraft.objects.filter(campaign=found, list_kind=kind, number=number).first()
    if row is None:
        raise Missing
    row.campaign = found
    return found, row


def _choices(draft: TabledDraft) -> Iterator[str]:
    yield from ("filed", "reviewed")
    if _published(draft):
        yield "published"
    if _earlier(draft):
        yield "draft"


def _line(item: Content, entry: Content, before: Texts | None, against: str) -> DraftLine:
    now = texts_of(entry)
    hidden = item["withheld"] and against == "published" and before is None
    kind = "added" if before is None else "changed" if any(_differing(before, now)) else "same"
    return DraftLine(
        number=item["number"],
        code=item["code"],
        unit_name=entry["unit_name"],
        category=entry["category"],
        name=entry["name"],
        disposition=entry.get("disposition", ""),
        withheld=item["withheld"],
        carried=item["carried"],
        kind="withheld" if hidden else kind,
        before=before,
        now=now,
    )


def _differing(before: Texts | None, now: Texts) -> Iterator[tuple[str, str, str]]:
    """Field and both texts. Steps of the chart only where both sides have one: a filing has it elsewhere."""
    charts = before is not None and any(one.startswith("step ") for one in before)
    for field in dict.fromkeys((*now, *(before or {}))):
        old, new = (before or {}).get(field, ""), now.get(field, "")
        if before is not None and old != new and (charts or not field.startswith("step ")):
            yield field, old, new


def _before(draft: TabledDraft, items: Sequence[Content], against: str) -> dict[str, Texts]:
    """The texts of each item on the other side: by public code in an edition, else by draft number."""
    if against == "published":
        edition = _published(draft)
        assert edition
        rows = dict(EditionEntry.objects.filter(edition=edition).values_list("code", "digest"))
        return _texts(rows, texts_of)
    if against == "draft":
        other = _earlier(draft)
        assert other
        return _texts({one["number"]: one["entry"] for one in draft_items(other)}, texts_of)
    return _texts(_filed(items, draft) if against == "filed" else _reviewed(items, draft), _reviewed_texts)


def _texts(digests: Mapping[str, str], read: Any) -> dict[str, Texts]:
    contents = thaw_many(list(digests.values()))
    return {name: read(contents[digest]) for name, digest in digests.items()}


def _filed(items: Sequence[Content], draft: TabledDraft) -> dict[str, str]:
    rows = Review.objects.filter(campaign=draft.campaign_id, list_kind=draft.list_kind)
    filed = dict(rows.values_list("number", "filed_digest"))
    return {one["number"]: filed[one["number"]] for one in items if filed.get(one["number"])}


def _reviewed(items: Sequence[Content], draft: TabledDraft) -> dict[str, str]:
    """What each item said when the layers of review had passed it the last time before the draft."""
    acts = ReviewOpinion.objects.filter(
        review__campaign=draft.campaign_id,
        review__list_kind=draft.list_kind,
        action__in=_LEFT_REVIEW,
        at__lte=draft.composed_at,
    )
    passed = dict(acts.order_by("pk").values_list("review__number", "digest"))
    return {one["number"]: passed[one["number"]] for one in items if passed.get(one["number"])}


def _published(draft: TabledDraft) -> Edition | None:
    """The edition that stood when this draft was composed."""
    found = Edition.objects.filter(
        region=draft.region_id, list_kind=draft.list_kind, composed_at__lt=draft.composed_at
    )
    return found.order_by("-number").first()


def _earlier(draft: TabledDraft) -> TabledDraft | None:
    found = TabledDraft.objects.filter(
        campaign=draft.campaign_id, list_kind=draft.list_kind, number__lt=draft.number
    )
    return found.order_by("-number").first()


def _reviewed_texts(item: Content) -> Texts:
    """What was filed or reviewed, as texts of the same fields as an entry: only what would be published."""
    if "duties" in item:
        named = {name: item["values"].get(name, "") for name in ("name", "category")}
        return texts_of({**item, **named})
    values = item["values"]
    named = {name: values.get(name, "") for name in ("name", "category", "disposition")}
    public = {name: values[name] for name in PUBLIC_FIELDS if values.get(name)}
    return texts_of({**named, "unit_name": item["unit_name"], "values": public, "bases": item["bases"]})
