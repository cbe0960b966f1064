"""Telling people whose turn it is: at each turn of an item, once a day.

A unit has hundreds of items: one message a day and turn says that there are some, the page it leads to names them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import Happened
from qingdan.base.messages.services import send
from qingdan.base.people.models import User
from qingdan.base.refusal import refusal
from qingdan.data.wording import message_of
from qingdan.reviews.models import GroupSeat, GroupUnit, Review
from qingdan.reviews.queries.facts import parties_of
from qingdan.reviews.queries.routing import routes_of
from qingdan.reviews.queries.seats import holders_in
from qingdan.rules.review import ItemState
from qingdan.rules.role import Role

OPINIONS, QUEUE, SECOND, DISPUTES = (
    f"/desk/{page}/" for page in ("opinions", "review", "second-review", "review/disputes")
)
ANSWERING = (Role.LIAISON, Role.DEPUTY)
Teller = Callable[[str, Review, Actor, datetime], None]


def tell_turns(happened: Sequence[Happened]) -> None:
    """Messages for the steps of one transaction, to those in whose hands items are now. Done twice it does no more."""
    steps = [one for one in happened if one.event.kind in _TURNS and one.event.subject.startswith("review:")]
    reviews = _reviews(steps)
    told = set()
    for one in steps:
        review = reviews[one.event.subject]
        for key, tell in _TURNS[one.event.kind]:
            place = (key, review.filing.unit_id, review.category)
            if place not in told:
                told.add(place)
                tell(key, review, one.by, one.at)


def say(
    key: str,
    once: str,
    *,
    facts: Mapping[str, object],
    link: str,
    users: Iterable[User] = (),
    unit: str = "",
    roles: Collection[Role] = (),
    by: Actor,
    at: datetime,
) -> int:
    """A message in the words of `letter.review_<key>`; how many got it. `once` names the occasion."""
    return send(
        subject=message_of(refusal(f"letter.review_{key}", "", **facts)),
        text=message_of(refusal(f"letter.review_{key}_text", "", **facts)),
        once=f"review_{key}:{once}",
        users=users,
        unit=unit,
        roles=roles,
        link=link,
        by=by,
        at=at,
    )


def _reviews(steps: Iterable[Happened]) -> Mapping[str, Review]:
    numbers = {one.event.subject.rpartition("/")[2] for one in steps}
    found = (
        Review.objects.filter(number__in=numbers).select_related("campaign", "filing__unit")
        if numbers
        else ()
    )
    return {f"review:{one.campaign.code}/{one.list_kind}/{one.number}": one for one in found}


def _to_unit(key: str, review: Review, by: Actor, at: datetime) -> None:
    unit = review.filing.unit.code
    say(
        key,
        _once(review, unit, at),
        facts=_facts(review),
        link=OPINIONS,
        unit=unit,
        roles=ANSWERING,
        by=by,
        at=at,
    )


def _to_group(key: str, review: Review, by: Actor, at: datetime) -> None:
    given = GroupUnit.objects.filter(campaign=review.campaign_id, unit=review.filing.unit_id).values("group")
    seats = GroupSeat.objects.filter(campaign=review.campaign_id, group__in=given, until=None)
    users = User.objects.filter(username__in=seats.values("username"), is_active=True)
    once = _once(review, review.filing.unit.code, at)
    say(key, once, facts=_facts(review), link=QUEUE, users=users, by=by, at=at)


def _to_member(key: str, review: Review, by: Actor, at: datetime) -> None:
    if review.state != ItemState.MEMBER_REVIEW:
        return
    routes = routes_of(review.campaign.template, review.region_id)
    units = routes.units_for(review.category, review.name, own=parties_of(review))
    if not units:
        _to_coordination("to_coordination", review, by, at)
    for unit, _ in units:
        roles, once = (Role.MEMBER_UNIT,), _once(review, unit, at)
        say(key, once, facts=_facts(review), link=SECOND, unit=unit, roles=roles, by=by, at=at)


def _to_coordination(key: str, review: Review, by: Actor, at: datetime) -> None:
    users = holders_in(review.region_id, Role.COORDINATION_GROUP, day_of(at))
    say(key, _once(review, "", at), facts=_facts(review), link=DISPUTES, users=users, by=by, at=at)


def _once(review: Review, about: str, at: datetime) -> str:
    return f"{review.campaign.code}:{about}:{day_of(at)}"


def _facts(review: Review) -> Mapping[str, object]:
    return {"unit": review.filing.unit.name, "item": review.name[:40]}


_TURNS: Mapping[str, tuple[tuple[str, Teller], ...]] = {
    "ItemReturned": (("unit_returned", _to_unit),),
    "ItemTakenUp": (("unit_taken_up", _to_unit),),
    "ItemSettled": (("unit_settled", _to_unit), ("group_settled", _to_group), ("to_member", _to_member)),
    "ItemAgreed": (("group_answered", _to_group),),
    "SupplementSigned": (("group_answered", _to_group),),
    "ItemPassedGroup": (("to_member", _to_member),),
    "ItemPassedInBulk": (("to_member", _to_member),),
    "ItemReferred": (("to_coordination", _to_coordination),),
    "ItemDisagreed": (("to_coordination", _to_coordination),),
    "ItemContested": (("to_coordination", _to_coordination),),
}
"""Kind of a step → who is told, and in which words."""
