"""What a unit has to answer: its items that came back, what it would sign as a supplement, what stands in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw_many
from qingdan.filings.models import Filing
from qingdan.filings.queries.comparison import ChangedField, ChangedThing, chart_texts
from qingdan.filings.queries.content import content_of
from qingdan.filings.queries.parts import standing_content
from qingdan.reviews.models import ChartReview, Review, Supplement
from qingdan.reviews.queries.content import texts_of
from qingdan.reviews.queries.facts import facts_of_review
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.reviews.queries.items import Head, blocked_of, head_of, open_of, review_for
from qingdan.reviews.queries.record import Record, changes_between, record_of
from qingdan.reviews.queries.supplements import supplement_of
from qingdan.rules.problem import Problem
from qingdan.rules.review import ChartState, ItemState, ListKind
from qingdan.rules.review_guards import guards_of

ANSWERS = ("agree", "amend", "contest")
HELD = (ItemState.ANSWERING, ItemState.AMENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """An own item that came back, or that somebody else has in hand."""

    campaign: str
    kind: ListKind
    number: str
    name: str
    unit_name: str
    state: str
    holder: str
    since: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChart:
    """A flow chart that the legal office returned, with its words."""

    code: str
    name: str
    note: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A supplement that was signed."""

    number: int
    items: int
    charts: int
    name: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The page of a unit: `held` in its hands, by last day; `elsewhere`: how many items are where else (state → count).

    `changed`: parts that it has changed and not signed.
    """

    campaign: str
    campaign_name: str
    kind: ListKind
    unit: str
    unit_name: str
    held: tuple[OwnLine, ...]
    disputed: tuple[OwnLine, ...]
    charts: tuple[OwnChart, ...]
    elsewhere: tuple[tuple[str, int], ...]
    changed: int
    supplements: tuple[Signed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnItem:
    """An own item with all that was said of it. `begun`: what its draft says otherwise than what is under review."""

    head: Head
    values: Mapping[str, str]
    record: Record
    actions: tuple[str, ...]
    blocked: tuple[Problem, ...]
    begun: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementPage:
    """What would be signed: each changed item and chart, field by field, and the digest of it all.

    `waiting`: items that were taken back to be amended and say the same as before.
    """

    campaign: str
    campaign_name: str
    kind: ListKind
    unit: str
    unit_name: str
    filing: int
    items: tuple[ChangedThing, ...]
    charts: tuple[ChangedThing, ...]
    waiting: tuple[OwnLine, ...]
    digest: str


def answers_of(actor: Actor, *, campaign: str = "", kind: ListKind = ListKind.POWER) -> Answers:
    """What the actor's own unit has to answer. Raises Missing for who has no unit of his own."""
    found = reviewed_campaign(actor, campaign)
    unit = _own_unit(actor)
    rows = Review.objects.visible_to(actor).filter(campaign=found, list_kind=kind, filing__unit=unit)
    lines = [
        _line(one) for one in rows.select_related("unit", "campaign").order_by("due_on", "unit", "order")
    ]
    filing = _received(unit, found.pk, kind)
    counts: dict[str, int] = {}
    for one in lines:
        counts[one.state] = counts.get(one.state, 0) + 1
    draft = supplement_of(filing) if filing and filing.reopened else None
    return Answers(
        campaign=found.code,
        campaign_name=found.name,
        kind=kind,
        unit=unit.code,
        unit_name=unit.name,
        held=tuple(one for one in lines if one.state in HELD),
        disputed=tuple(one for one in lines if one.state == ItemState.DISPUTED),
        charts=_charts(actor, found.pk, unit),
        elsewhere=tuple(
            (state, counts[state]) for state in ItemState if state in counts and state not in HELD
        ),
        changed=len(draft.items) + len(draft.charts) if draft else 0,
        supplements=_supplements(filing),
    )


def own_item(actor: Actor, *, campaign: str, kind: ListKind, number: str, on: date) -> OwnItem:
    """An own item, for its unit. Raises Missing."""
    review = review_for(actor, campaign=campaign, kind=kind, number=number)
    if review.filing.unit.code not in actor.own_units and review.unit.code not in actor.own_units:
        raise Missing
    record = record_of(review)
    guards = frozenset(guard for action in ANSWERS for guard in guards_of(action))
    known = {"content": record.content}
    facts = facts_of_review(review, actor, layer="unit", on=on, guards=guards, known=known)
    open_now = open_of(review, facts, ANSWERS)
    return OwnItem(
        head=head_of(review),
        values=record.content.get("values", {}),
        record=record,
        actions=open_now,
        blocked=() if open_now else blocked_of(review, facts, ANSWERS),
        begun=_begun(review, record.content),
    )


def supplement_page(actor: Actor, *, campaign: str, kind: ListKind) -> SupplementPage:
    """What the actor's unit would sign now. Raises Missing without a received return."""
    found = reviewed_campaign(actor, campaign)
    unit = _own_unit(actor)
    filing = _received(unit, found.pk, kind)
    if filing is None:
        raise Missing
    draft = supplement_of(filing)
    before, after = standing_content(filing), draft.content
    amending = Review.objects.filter(filing=filing, state=ItemState.AMENDING)
    rows = list(amending.select_related("unit", "campaign").order_by("unit", "order"))
    under_review = thaw_many({one.digest for one in rows})
    reviewed = {one.number: under_review[one.digest] for one in rows}
    items = [reviewed.get(one["number"], one) for one in before["items"]]
    return SupplementPage(
        campaign=found.code,
        campaign_name=found.name,
        kind=kind,
        unit=unit.code,
        unit_name=unit.name,
        filing=filing.number,
        items=tuple(_changed(items, after["items"], "number", texts_of)),
        charts=tuple(_changed(before["charts"], after["charts"], "code", chart_texts)),
        waiting=tuple(_line(one) for one in rows if one.number not in draft.returning),
        digest=draft.digest,
    )


def _own_unit(actor: Actor) -> Unit:
    """The unit that files: the own, or of a subordinate body its 主管部门's answers are not its own."""
    unit = Unit.objects.filter(code=actor.unit).first() if actor.own_units else None
    if unit is None:
        raise Missing
    return unit


def _received(unit: Unit, campaign: int, kind: ListKind) -> Filing | None:
    found = Filing.objects.filter(unit=unit, campaign=campaign, list_kind=kind, closed_at=None)
    return found.exclude(standing_digest="").select_related("campaign", "unit").first()


def _line(review: Review) -> OwnLine:
    return OwnLine(
        campaign=review.campaign.code,
        kind=ListKind(review.list_kind),
        number=review.number,
        name=review.name,
        unit_name=review.unit.name,
        state=review.state,
        holder=review.holder,
        since=review.since,
        due_on=review.due_on,
    )


def _charts(actor: Actor, campaign: int, unit: Unit) -> tuple[OwnChart, ...]:
    found = ChartReview.objects.visible_to(actor).filter(
        campaign=campaign, filing__unit=unit, state=ChartState.RETURNED
    )
    return tuple(
        OwnChart(code=one.code, name=one.name, note=one.note, since=one.since)
        for one in found.order_by("since")
    )


def _supplements(filing: Filing | None) -> tuple[Signed, ...]:
    found = Supplement.objects.filter(filing=filing).order_by("-number") if filing else ()
    return tuple(
        Signed(
            number=one.number,
            items=len(one.items),
            charts=len(one.charts),
            name=one.signed_name,
            at=one.signed_at,
            digest=one.digest,
        )
        for one in found
    )


def _begun(review: Review, content: Mapping[str, Any]) -> tuple[ChangedField, ...]:
    """What the unit has changed since, while the item is in its hands to be amended."""
    if review.state != ItemState.AMENDING:
        return ()
    live = content_of(review.campaign, review.filing.unit, ListKind(review.list_kind))
    now = next((one for one in live["items"] if one["number"] == review.number), None)
    return changes_between(content, now) if now else ()


def _changed(before: list[Any], after: list[Any], key: str, say: Any) -> list[ChangedThing]:
    old = {one[key]: one for one in before}
    return [
        ChangedThing(
            name=one["values"].get("name", "") if "values" in one else one["name"],
            number=one[key],
            kind="changed",
            fields=_fields(say(old[one[key]]) if one[key] in old else {}, say(one)),
        )
        for one in after
    ]


def _fields(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[ChangedField, ...]:
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in dict.fromkeys((*before, *after)))
    return tuple(
        ChangedField(field=name, before=one, after=other) for name, one, other in pairs if one != other
    )
