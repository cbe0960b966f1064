"""The queues of the other layers: the member unit's, the 综合组's, with what units let pass unanswered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from qingdan.base.actor import Actor
from qingdan.campaigns.models import Campaign
from qingdan.reviews.models import Review, ReviewOpinion
from qingdan.reviews.queries.facts import homes_of, seats_of
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.reviews.queries.queue import DISPUTED, DONE, WAITING, Line, Queue, begun_by, lines_of
from qingdan.reviews.queries.routing import Routes, routes_of
from qingdan.rules.review import ItemState, ListKind

Seats = Sequence[tuple[str, str | None]]
HELD_BY_UNIT = (ItemState.ANSWERING, ItemState.AMENDING)
SETTLED_HERE = (ItemState.DISPUTED, ItemState.MEMBER_REVIEW)
"""What the 综合组 answers: disputes; at the second layer only what no member unit may speak on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputes:
    """What the 综合组 has before it: disputed items, those whose unit is late, how many units still have time for."""

    queue: Queue
    overdue: tuple[Line, ...]
    in_time: int


def member_queue(actor: Actor, campaign: str = "", kind: ListKind = ListKind.POWER) -> Queue:
    """The items routed to the actor's unit: those that wait for its word, and those it spoke on. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    routes = routes_of(found.template, found.region_id)
    lines = member_lines(actor, found.code, kind, seats_of(actor, found.pk), routes)
    return _queue(actor, found, kind, lines, "member")


def member_lines(
    actor: Actor, campaign: str, kind: ListKind, seats: Seats, routes: Routes
) -> tuple[Line, ...]:
    """The items routed to the actor's unit that wait for its word, or on which it spoke: one query."""
    spoken = ReviewOpinion.objects.filter(review=OuterRef("pk"), layer="member", unit=actor.unit)
    rows = Review.objects.visible_to(actor).filter(campaign__code=campaign, list_kind=kind)
    rows = rows.filter(Q(state=ItemState.MEMBER_REVIEW) | Exists(spoken))
    return tuple(
        one
        for one in lines_of(rows, homes_of(actor, seats), _waits_for_member)
        if actor.unit in {code for code, _ in _speakers(one, routes)}
    )


def disputes_of(actor: Actor, campaign: str = "", *, kind: ListKind = ListKind.POWER, on: date) -> Disputes:
    """The desk of the 综合组 on a day. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    routes = routes_of(found.template, found.region_id)
    lines = dispute_lines(actor, found.code, kind, seats_of(actor, found.pk), routes)
    held = [one for one in lines if one.state in HELD_BY_UNIT]
    overdue = tuple(one for one in held if one.due_on and one.due_on < on)
    disputed = tuple(one for one in lines if one.state not in HELD_BY_UNIT)
    return Disputes(
        queue=_queue(actor, found, kind, disputed, "coordination"),
        overdue=tuple(sorted(overdue, key=lambda one: (one.due_on or on, one.number))),
        in_time=len(held) - len(overdue),
    )


def dispute_lines(
    actor: Actor, campaign: str, kind: ListKind, seats: Seats, routes: Routes
) -> tuple[Line, ...]:
    """Disputed items, those on which no member unit may speak, those in units' hands, and those on which the 综合组
    spoke: one query.
    """
    settled = ReviewOpinion.objects.filter(review=OuterRef("pk"), layer="coordination")
    rows = Review.objects.visible_to(actor).filter(campaign__code=campaign, list_kind=kind)
    rows = rows.filter(Q(state__in=(*SETTLED_HERE, *HELD_BY_UNIT)) | Exists(settled))
    lines = lines_of(rows, homes_of(actor, seats), _waits_for_coordination)
    return tuple(one for one in lines if one.state != ItemState.MEMBER_REVIEW or not _speakers(one, routes))


def _queue(actor: Actor, found: Campaign, kind: ListKind, lines: tuple[Line, ...], layer: str) -> Queue:
    return Queue(
        campaign=found.code,
        campaign_name=found.name,
        kind=kind,
        groups=(),
        all_units=True,
        lines=lines,
        begun=begun_by(actor, layer, found.pk),
    )


def _waits_for_member(state: str) -> str:
    if state == ItemState.MEMBER_REVIEW:
        return WAITING
    return DISPUTED if state == ItemState.DISPUTED else DONE


def _waits_for_coordination(state: str) -> str:
    return WAITING if state in SETTLED_HERE else DONE


def _speakers(line: Line, routes: Routes) -> tuple[tuple[str, str], ...]:
    return routes.units_for(line.category, line.name, own=line.parties)
