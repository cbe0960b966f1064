"""The gates between review and clearing that are not the legal office's: consultation concluded, units signed off."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.services.access import led_campaign
from qingdan.reviews.models import Review, SignOff
from qingdan.reviews.queries.sign_offs import SIGNING, waiting_for
from qingdan.reviews.services.stepping import get_review, step_review
from qingdan.rules.review import ItemState, ListKind


def conclude_consultation(
    *, campaign: str, kind: ListKind, number: str, version: int, by: Actor, at: datetime
) -> None:
    """Ends the consultation of one item: a closed round held it, every opinion is answered (R-057). On to legality.

    Raises Refused, Stale, Missing.
    """
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number, version=version)
        step_review(review, "conclude", by=by, at=at)


def conclude_all(*, campaign: str, kind: ListKind, by: Actor, at: datetime) -> tuple[int, int]:
    """Ends the consultation of every item for which it can end: how many went on, how many still wait.

    Raises Missing; Refused when the campaign is closed.
    """
    gone = left = 0
    with writing(by):
        if led_campaign(by, campaign).region_id != by.region:
            raise Missing
        found = Review.objects.visible_to(by).filter(campaign__code=campaign, list_kind=kind)
        waiting = found.filter(state=ItemState.CONSULTATION).order_by("pk").values_list("number", flat=True)
        for number in list(waiting):
            if _concluded(get_review(by, campaign=campaign, kind=kind, number=number), by=by, at=at):
                gone += 1
            else:
                left += 1
        facts = {"gone": gone, "left": left}
        append("ConsultationsConcluded", f"review:{campaign}/{kind}", by=by, at=at, data=facts)
    return gone, left


def sign_off(*, campaign: str, kind: ListKind, digest: str, by: Actor, at: datetime) -> int:
    """A unit says of all its items that wait for its word: this is our common work (R-108). How many.

    As lead or as partner; `digest` is of the set that was read (`waiting_for`). What is changed later needs a new word.
    Raises Missing for who does not answer for a unit; Refused when the set is another one, or empty.
    """
    if not by.roles & SIGNING or not by.unit:
        raise Missing
    with writing(by):
        found = waiting_for(by, campaign=campaign, kind=kind)
        refuse_if(
            refusal("review.same_digest", "digest") if found.items and found.digest != digest else None,
            None if found.items else refusal("legality.nothing_to_sign", "send"),
        )
        unit = Unit.objects.get(code=by.unit)
        numbers = [one.number for one in found.items]
        locked = Review.objects.select_for_update().filter(
            campaign__code=campaign, list_kind=kind, number__in=numbers
        )
        _keep(locked.order_by("pk"), {one.number: one.digest for one in found.items}, unit, by=by, at=at)
        facts = {"items": len(numbers), "digest": digest}
        append("ItemsSignedOff", f"review:{campaign}/{kind}", by=by, at=at, unit=by.unit, data=facts)
    return len(numbers)


def _concluded(review: Review, *, by: Actor, at: datetime) -> bool:
    try:
        step_review(review, "conclude", by=by, at=at)
    except Refused:
        return False
    return True


def _keep(reviews: Iterable[Review], digests: dict[str, str], unit: Unit, *, by: Actor, at: datetime) -> None:
    SignOff.objects.bulk_create(list(_words(reviews, digests, unit, by, at)), ignore_conflicts=True)


def _words(
    reviews: Iterable[Review], digests: dict[str, str], unit: Unit, by: Actor, at: datetime
) -> Iterator[SignOff]:
    for one in reviews:
        refuse_if(refusal("review.same_digest", "digest") if one.digest != digests[one.number] else None)
        yield SignOff(
            region_id=one.region_id,
            review=one,
            unit=unit,
            digest=one.digest,
            by=by.username,
            by_name=by.name,
            at=at,
        )
