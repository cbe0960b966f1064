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

_LEFT_REVIEW = ("pass", "pass_in_bulk", "confirm", "confirm_in_bulk", "settle")
Content = Mapping[str, Any]
_MADE_FROM = {"published": "entry", "draft": "entry"}
"""With which digest of a draft's item the other side is compared: else with what was reviewed."""

_KEYS = {"published": "code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """An item of a draft beside the other side: `before` is the digest there, "" where it is not.

    `kind`: added, changed, same; what is withheld is in no edition: beside one it is neither added nor changed
    ("withheld").
    """

    item: Content
    kind: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """The same with its words; `fields` is what differs, word by word."""

    number: str
    code: str
    unit_name: str
    category: str
    name: str
    disposition: str
    withheld: bool
    carried: bool
    kind: str
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A draft with all its items, compared; `gone`: names of what the other side has and the draft has not.

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
    rows: tuple[DraftRow, ...]
    gone: tuple[str, ...]

    def of_kind(self, kind: str) -> int:
        """How many items are added, changed, withheld or the same."""
        return sum(one.kind == kind for one in self.rows)


def draft_page(actor: Actor, *, campaign: str, kind: ListKind, number: int, against: str = "") -> DraftPage:
    """The draft beside what it is compared with; "" is the last edition, or what was filed. Raises Missing."""
    found, draft = read_draft(actor, campaign=campaign, kind=kind, number=number)
    choices = tuple(_choices(draft))
    chosen = against if against in choices else "published" if "published" in choices else "filed"
    items = draft_items(draft)
    before = _before(draft, items, chosen)
    key = _KEYS.get(chosen, "number")
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
        rows=tuple(_rows([(one, before.get(one[key], "")) for one in items], chosen)),
        gone=tuple(_names([digest for name, digest in before.items() if name not in kept])),
    )


def lines_of(rows: Sequence[DraftRow], against: str) -> tuple[DraftLine, ...]:
    """These rows with their words."""
    contents = thaw_many([one.item["entry"] for one in rows] + [one.before for one in rows if one.before])
    return tuple(_line(one, contents[one.item["entry"]], contents.get(one.before), against) for one in rows)


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


def _rows(pairs: Sequence[tuple[Content, str]], against: str) -> Iterator[DraftRow]:
    """Each with its kind. Contents are read only where the digests leave it open whether anything public differs."""
    made = _MADE_FROM.get(against, "reviewed")
    doubtful = [(item["entry"], before) for item, before in pairs if before and before != item[made]]
    contents = thaw_many([digest for pair in doubtful for digest in pair])
    for item, before in pairs:
        hidden = item["withheld"] and against == "published" and not before
        kind = "withheld" if hidden else "added" if not before else "same"
        if kind == "same" and before != item[made]:
            differs = any(_differing(contents[before], contents[item["entry"]], against))
            kind = "changed" if differs else "same"
        yield DraftRow(item=item, kind=kind, before=before)


def _line(row: DraftRow, entry: Content, before: Content | None, against: str) -> DraftLine:
    changed = row.kind == "changed" and before is not None
    return DraftLine(
        number=row.item["number"],
        code=row.item["code"],
        unit_name=entry["unit_name"],
        category=entry["category"],
        name=entry["name"],
        disposition=entry.get("disposition", ""),
        withheld=row.item["withheld"],
        carried=row.item["carried"],
        kind=row.kind,
        fields=tuple(
            ChangedField(field=name, pieces=word_difference(old, new))
            for name, old, new in (_differing(before, entry, against) if changed and before else ())
        ),
    )


def _differing(before: Content, entry: Content, against: str) -> Iterator[tuple[str, str, str]]:
    """Field and both texts. Steps of the chart only where both sides have one: a filing has it elsewhere."""
    old, new = (texts_of if against in _MADE_FROM else _reviewed_texts)(before), texts_of(entry)
    charts = any(one.startswith("step ") for one in old)
    for field in dict.fromkeys((*new, *old)):
        one, other = old.get(field, ""), new.get(field, "")
        if one != other and (charts or not field.startswith("step ")):
            yield field, one, other


def _before(draft: TabledDraft, items: Sequence[Content], against: str) -> dict[str, str]:
    """The digest of each item on the other side: by public code in an edition, else by draft number."""
    if against == "published":
        edition = _published(draft)
        return dict(EditionEntry.objects.filter(edition=edition).values_list("code", "digest"))
    if against == "draft":
        other = _earlier(draft)
        return {one["number"]: one["entry"] for one in draft_items(other)} if other else {}
    return _filed(items, draft) if against == "filed" else _reviewed(items, draft)


def _names(digests: Sequence[str]) -> list[str]:
    contents = thaw_many(digests)
    return [contents[one].get("name", "") for one in digests]


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


def _reviewed_texts(item: Content) -> dict[str, str]:
    """What was filed or reviewed, as texts of the same fields as an entry: only what would be published."""
    if "duties" in item:
        named = {name: item["values"].get(name, "") for name in ("name", "category")}
        return texts_of({**item, **named})
    values = item["values"]
    named = {name: values.get(name, "") for name in ("name", "category", "disposition")}
    public = {name: values[name] for name in PUBLIC_FIELDS if values.get(name)}
    return texts_of({**named, "unit_name": item["unit_name"], "values": public, "bases": item["bases"]})
