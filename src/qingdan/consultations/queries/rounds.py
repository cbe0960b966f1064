"""Rounds as pages show them: what is asked, who has spoken, what became of the opinions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.campaigns.models import Participation
from qingdan.consultations.models import Answer, Audience, ExpertLink, NoOpinion, Opinion, Round, RoundItem


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round in a list. `unanswered`: opinions that nobody answered yet; `closed_why`: why it ended early."""

    code: str
    kind: str
    title: str
    audiences: tuple[str, ...]
    opens_on: date
    closes_on: date
    closed_at: datetime | None
    closed_why: str
    items: int
    opinions: int
    unanswered: int

    def is_open(self, today: date) -> bool:
        """Whether opinions are taken."""
        return self.closed_at is None and today <= self.closes_on


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundItemLine:
    """An item of a round with how many opinions it got."""

    number: str
    unit: str
    unit_name: str
    category: str
    name: str
    digest: str
    opinions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """An opinion for the office. `who`: the unit's name, the expert's, or what the person of the public gave."""

    code: str
    audience: str
    who: str
    contact: str
    item: str
    item_name: str
    text: str
    at: datetime
    answer: str
    answer_reason: str
    public_text: str
    answered_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedOpinion:
    """An answered opinion as everybody may read it: no name, no contact."""

    audience: str
    item: str
    item_name: str
    text: str
    answer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Counts by audience: given, adopted, partly, rejected, unanswered (R-057)."""

    audience: str
    asked: int
    spoke: int
    opinions: int
    adopted: int
    partly: int
    rejected: int
    unanswered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """An expert's link; `handle` names it on the page."""

    handle: str
    name: str
    organisation: str
    expires_at: datetime
    revoked_at: datetime | None
    opinions: int


def list_rounds(actor: Actor) -> tuple[RoundLine, ...]:
    """The rounds that somebody may see in the region worked in, the newest first."""
    found = Round.objects.visible_to(actor).filter(region_id=actor.region)
    return _lines(list(found.order_by("-opens_on", "-pk")), actor)


def get_round(actor: Actor, code: str) -> RoundLine:
    """One round. Raises Missing."""
    return _lines([_seen(actor, code)], actor)[0]


def items_of_round(actor: Actor, code: str, *, words: str = "") -> tuple[RoundItemLine, ...]:
    """The items of a round (`get_round` says whether somebody may see it), by unit and number; `words` in the name."""
    found = RoundItem.objects.visible_to(actor).filter(round__code=code)
    found = found.filter(name__icontains=words) if words else found
    rows = found.select_related("unit")
    given = dict(
        Opinion.objects.filter(round__code=code, item__isnull=False)
        .values_list("item__number")
        .annotate(count=Count("pk"))
    )
    return tuple(
        RoundItemLine(
            number=one.number,
            unit=one.unit.code,
            unit_name=one.unit.name,
            category=one.category,
            name=one.name,
            digest=one.digest,
            opinions=given.get(one.number, 0),
        )
        for one in rows.order_by("unit__order", "unit__code", "number")
    )


def shown_item(actor: Actor, code: str, number: str) -> Mapping[str, Any]:
    """The frozen copy of an item. Raises Missing, also for what is hidden from this person."""
    found = RoundItem.objects.visible_to(actor).filter(round__code=code, number=number).first()
    if found is None:
        raise Missing
    content: Mapping[str, Any] = thaw(found.digest)
    return content


def opinions_of_round(
    actor: Actor, code: str, *, open_only: bool = False, item: str = ""
) -> tuple[OpinionLine, ...]:
    """The opinions that somebody may read: the office all, a unit its own and those on its items, without contacts."""
    found = Opinion.objects.visible_to(actor).filter(round__code=code)
    found = found.filter(answer="") if open_only else found
    found = found.filter(item__number=item) if item else found
    rows = found.select_related("unit", "item", "link").order_by("item__number", "pk")
    return tuple(_opinion(one, with_person=actor.leads) for one in rows)


def published_opinions(actor: Actor, code: str) -> tuple[PublishedOpinion, ...]:
    """What is published of a closed round: answered opinions, in the words the office released."""
    found = Opinion.objects.on_shown_items(actor).filter(round__code=code, round__closed_at__isnull=False)
    rows = (
        found.exclude(answer="").exclude(public_text="").select_related("item").order_by("item__number", "pk")
    )
    return tuple(
        PublishedOpinion(
            audience=one.audience,
            item=one.item.number if one.item else "",
            item_name=one.item.name if one.item else "",
            text=one.public_text,
            answer=one.answer,
            reason=one.answer_reason,
        )
        for one in rows
    )


def statistics_of(actor: Actor, code: str) -> tuple[Statistics, ...]:
    """Counts for each audience that was asked, of what this person may see. Raises Missing."""
    one = _seen(actor, code)
    rows = (
        Opinion.objects.on_shown_items(actor)
        .filter(round=one)
        .values("audience")
        .annotate(
            opinions=Count("pk"),
            **{key: Count("pk", filter=Q(answer=key)) for key in Answer.values},
            unanswered=Count("pk", filter=Q(answer="")),
            units=Count("unit", distinct=True),
            links=Count("link", distinct=True),
        )
    )
    counted: dict[str, Mapping[str, Any]] = {row["audience"]: row for row in rows}
    return tuple(_statistics(one, audience, counted.get(audience, {})) for audience in one.audiences)


def links_of(region: str, code: str) -> tuple[LinkLine, ...]:
    """The experts invited to a round."""
    found = ExpertLink.objects.filter(round__code=code, region_id=region).order_by("pk")
    given = dict(
        Opinion.objects.filter(round__code=code, link__isnull=False)
        .values_list("link")
        .annotate(count=Count("pk"))
    )
    return tuple(
        LinkLine(
            handle=one.handle,
            name=one.name,
            organisation=one.organisation,
            expires_at=one.expires_at,
            revoked_at=one.revoked_at,
            opinions=given.get(one.pk, 0),
        )
        for one in found
    )


def open_link(region: str, secret: str, at: datetime) -> ExpertLink:
    """The link of a secret while it is good. Raises Missing: an ended one answers as one that never was."""
    key = sha256(secret.encode()).hexdigest()
    found = ExpertLink.objects.filter(
        secret_digest=key, region_id=region, revoked_at=None, expires_at__gt=at, round__closed_at=None
    )
    link = found.select_related("round").first()
    if link is None:
        raise Missing
    return link


def asked_units(one: Round) -> QuerySet[Unit]:
    """The units a round asks: departments and counties that take part in the campaign, as audiences say."""
    found = Unit.objects.filter(
        pk__in=Participation.objects.filter(campaign=one.campaign_id).values("unit"), valid_until=None
    )
    kinds = Q()
    if Audience.DEPARTMENTS in one.audiences:
        kinds |= ~Q(kind=UnitKind.COUNTY)
    if Audience.COUNTIES in one.audiences:
        kinds |= Q(kind=UnitKind.COUNTY)
    return found.filter(kinds) if kinds else found.none()


def silent_units(one: Round) -> list[str]:
    """Names of the units that are asked and have neither given an opinion nor said that they have none."""
    spoke = Opinion.objects.filter(round=one, unit__isnull=False).values("unit")
    nothing = NoOpinion.objects.filter(round=one).values("unit")
    left = asked_units(one).exclude(pk__in=spoke).exclude(pk__in=nothing)
    return list(left.order_by("order", "code").values_list("name", flat=True))


def silent_units_of(actor: Actor, code: str) -> list[str]:
    """The same for a round's code. Raises Missing."""
    return silent_units(_seen(actor, code))


def round_of_link(actor: Actor, link: ExpertLink) -> RoundLine:
    """The round that an expert was invited to, whoever else was asked."""
    return _lines([link.round], actor)[0]


def _seen(actor: Actor, code: str) -> Round:
    one = Round.objects.visible_to(actor).filter(region_id=actor.region, code=code).first()
    if one is None:
        raise Missing
    return one


def _lines(rounds: Sequence[Round], actor: Actor) -> tuple[RoundLine, ...]:
    """The rounds with the counts of what somebody may see, in two queries however many there are."""
    shown = RoundItem.objects.visible_to(actor).filter(round__in=rounds)
    items = shown.values_list("round").annotate(count=Count("pk"))
    opinions = Opinion.objects.on_shown_items(actor).filter(round__in=rounds).values_list("round")
    given = opinions.annotate(count=Count("pk"), unanswered=Count("pk", filter=Q(answer="")))
    frozen = dict(items)
    said = {key: (count, unanswered) for key, count, unanswered in given}
    return tuple(_line(one, frozen.get(one.pk, 0), *said.get(one.pk, (0, 0))) for one in rounds)


def _line(one: Round, items: int, opinions: int, unanswered: int) -> RoundLine:
    return RoundLine(
        code=one.code,
        kind=one.list_kind,
        title=one.title,
        audiences=tuple(one.audiences),
        opens_on=one.opens_on,
        closes_on=one.closes_on,
        closed_at=one.closed_at,
        closed_why=one.closed_why,
        items=items,
        opinions=opinions,
        unanswered=unanswered,
    )


def _opinion(one: Opinion, *, with_person: bool) -> OpinionLine:
    name = one.unit.name if one.unit else one.link.name if one.link else one.author
    return OpinionLine(
        code=one.code,
        audience=one.audience,
        who=name if with_person or one.unit else "",
        contact=one.contact if with_person else "",
        item=one.item.number if one.item else "",
        item_name=one.item.name if one.item else "",
        text=one.text,
        at=one.at,
        answer=one.answer,
        answer_reason=one.answer_reason,
        public_text=one.public_text,
        answered_at=one.answered_at,
        version=one.version,
    )


def _statistics(one: Round, audience: str, row: Mapping[str, Any]) -> Statistics:
    if audience in {Audience.DEPARTMENTS, Audience.COUNTIES}:
        asked = asked_units(one).filter(_of_audience(audience)).count()
        nothing = NoOpinion.objects.filter(round=one).filter(_of_audience(audience, "unit__"))
        spoke = min(asked, row.get("units", 0) + nothing.count())
    else:
        asked = ExpertLink.objects.filter(round=one).count() if audience == Audience.EXPERTS else 0
        spoke = row.get("links", 0)
    counts = {key: row.get(key, 0) for key in ("opinions", *Answer.values, "unanswered")}
    return Statistics(audience=audience, asked=asked, spoke=spoke, **counts)


def _of_audience(audience: str, path: str = "") -> Q:
    county = Q(**{f"{path}kind": UnitKind.COUNTY})
    return county if audience == Audience.COUNTIES else ~county
