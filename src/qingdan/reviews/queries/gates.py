"""What each item before clearing still lacks: consultation, answers, words of the units, the chart.

A handful of queries for thousands of items; the gate itself (`reviews.queries.facts`) asks again for the one item.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.snapshots.models import Snapshot
from qingdan.base.snapshots.queries import thaw_many
from qingdan.consultations.models import Opinion, RoundItem
from qingdan.reviews.models import ChartReview, Review, ReviewOpinion, SignOff
from qingdan.reviews.queries.facts import KEEPING, UNIT_HAD_A_SAY, named_partners
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.rules.review import ChartState, ItemState, ListKind

BEFORE_CLEARING = (ItemState.CONSULTATION, ItemState.LEGALITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """An item before clearing. `asked`: a round over it runs; `unanswered`: opinions of consultation; `unsigned`:
    names of units without a word; `chart`: state of the chart it needs, "missing" or "" where it needs none.
    """

    number: str
    name: str
    category: str
    disposition: str
    unit_name: str
    filer: str
    state: str
    due_on: date | None
    consulted: bool
    asked: bool
    unanswered: int
    unsigned: tuple[str, ...]
    chart: str

    @property
    def may_conclude(self) -> bool:
        """Whether its consultation can end."""
        return self.state == ItemState.CONSULTATION and self.consulted and not self.unanswered

    @property
    def ready(self) -> bool:
        """Whether nothing but the legal office's word is missing."""
        chart = self.chart in {"", ChartState.APPROVED}
        return self.state == ItemState.LEGALITY and not self.unanswered and not self.unsigned and chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """All items of a list before clearing, in the order of units."""

    campaign: str
    campaign_name: str
    kind: ListKind
    lines: tuple[GateLine, ...]

    def of_number(self, number: str) -> GateLine | None:
        """The line of an item."""
        return next((one for one in self.lines if one.number == number), None)


def gates_of(actor: Actor, campaign: str = "", kind: ListKind = ListKind.POWER, *, number: str = "") -> Gates:
    """Items in consultation and at legality with what they lack; one of them by `number`. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    rows = Review.objects.visible_to(actor).filter(
        campaign=found, list_kind=kind, state__in=BEFORE_CLEARING, **({"number": number} if number else {})
    )
    reviews = list(rows.select_related("unit", "filing", "filing__unit"))
    reviews.sort(key=lambda one: (one.unit.order, one.unit.code, one.order, one.pk))
    known = _Known(found.pk, found.region_id, kind, reviews)
    return Gates(
        campaign=found.code,
        campaign_name=found.name,
        kind=kind,
        lines=tuple(_line(one, known) for one in reviews),
    )


class _Known:
    """What is read once for all items."""

    def __init__(self, campaign: int, region: str, kind: ListKind, reviews: Sequence[Review]) -> None:
        held = RoundItem.objects.filter(round__campaign=campaign, round__list_kind=kind)
        self.rounds = set(held.filter(round__closed_at__isnull=False).values_list("number", "digest"))
        self.asked = set(held.filter(round__closed_at__isnull=True).values_list("number", flat=True))
        waiting = Opinion.objects.filter(round__campaign=campaign, round__list_kind=kind, answer="")
        self.unanswered = Counter(waiting.values_list("item__number", flat=True))
        charts = ChartReview.objects.filter(campaign=campaign)
        self.charts: Mapping[str, str] = dict(charts.values_list("code", "state"))
        self.revised = _revised(reviews)
        self.said = _said(reviews)
        self.units = dict(Unit.objects.filter(region=region, valid_until=None).values_list("name", "code"))
        self.partners = _partners(reviews)


def _line(review: Review, known: _Known) -> GateLine:
    asked = review.number in known.asked
    return GateLine(
        number=review.number,
        name=review.name,
        category=review.category,
        disposition=review.disposition,
        unit_name=review.unit.name,
        filer=review.filing.unit.code,
        state=review.state,
        due_on=review.due_on,
        consulted=not asked and (bool(review.withheld_ground) or _heard(review, known)),
        asked=asked,
        unanswered=known.unanswered[review.number],
        unsigned=_unsigned(review, known),
        chart=known.charts.get(review.chart, "missing") if _needs_chart(review) else "",
    )


def _heard(review: Review, known: _Known) -> bool:
    """Whether a closed round held it as it stands, or as it stood before the office revised it."""
    return any((review.number, one) in known.rounds for one in {review.digest, *known.revised[review.pk]})


def _needs_chart(review: Review) -> bool:
    return review.list_kind == ListKind.POWER and review.disposition in KEEPING


def _unsigned(review: Review, known: _Known) -> tuple[str, ...]:
    named = [one for one in known.partners.get(review.digest, ()) if one in known.units]
    wanted = dict.fromkeys((review.filing.unit.name, *named))
    said = known.said[review.pk, review.digest]
    return tuple(name for name in wanted if known.units.get(name, review.filing.unit.code) not in said)


def _said(reviews: Iterable[Review]) -> Mapping[tuple[int, str], set[str]]:
    """Codes of the units that said yes, by item and digest."""
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    rows = SignOff.objects.filter(review__in=list(reviews)).values_list("review_id", "digest", "unit__code")
    for review, digest, unit in rows:
        found[review, digest].add(unit)
    return found


def _revised(reviews: Iterable[Review]) -> Mapping[int, set[str]]:
    """What each item said before the office revised it, since its unit last had a say."""
    found: dict[int, set[str]] = defaultdict(set)
    acts = ReviewOpinion.objects.filter(review__in=list(reviews), action__in={"revise", *UNIT_HAD_A_SAY})
    for review, action, digest in acts.order_by("pk").values_list("review_id", "action", "digest"):
        if action == "revise":
            found[review].add(digest)
        else:
            found[review].clear()
    return found


def _partners(reviews: Iterable[Review]) -> Mapping[str, frozenset[str]]:
    """Names of the units that take part, by digest; only of items whose text names any."""
    texts = Snapshot.objects.filter(pk__in={one.digest for one in reviews}, content__contains='"joint_')
    digests = list(texts.values_list("pk", flat=True))
    return {digest: named_partners(content) for digest, content in thaw_many(digests).items()}
