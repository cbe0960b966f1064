"""Two registers of review: what is exercised without a basis (R-015), and what is kept from the public (R-019).

Readings (docs/adr/0024): anybody who may see an item under review may enter it as exercised without basis; what came
of it is decided by who leads the work. An item is kept from the public when the 编办, with the second factor, approves
what somebody else proposed; both before the list is tabled, for what is adopted must be what was resolved. From the
proposal on no round of consultation shows it; while nobody has decided, it goes into no round, is not cleared and not
tabled.
"""

import secrets
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.consultations.services.hiding import hide_item, unhide_item
from qingdan.reviews.models import BaselessExercise, Review, Withholding
from qingdan.reviews.services.stepping import get_review
from qingdan.reviews.services.typed import LONGEST_TEXT
from qingdan.rules.problem import Problem
from qingdan.rules.review import ItemState, ListKind
from qingdan.rules.role import Role

APPROVING = frozenset({Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE})
"""Who approves that an item is kept from the public."""
SETTLED = frozenset({ItemState.TABLED, ItemState.ADOPTED, ItemState.PUBLISHED})
"""From the tabled draft on, what the public will see is fixed; a published item is adjusted first."""
LONGEST_GROUND = 200


def enter_baseless(*, campaign: str, kind: ListKind, number: str, note: str, by: Actor, at: datetime) -> None:
    """Enters an item as exercised without a basis, with how it is exercised. Raises Refused, Missing."""
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number)
        refuse_if(
            _required(note, "note"),
            too_long(note, "note", LONGEST_TEXT),
            refusal("reviews.baseless_entered", "note") if review.exercised_without_basis else None,
        )
        review.exercised_without_basis = True
        review.save(update_fields=["exercised_without_basis"])
        BaselessExercise.objects.create(
            region_id=review.region_id,
            review=review,
            note=note.strip(),
            by=by.username,
            by_name=by.name,
            by_unit=by.unit,
            at=at,
        )
        _happened("BaselessEntered", review, by=by, at=at)


def settle_baseless(
    *, campaign: str, kind: ListKind, number: str, outcome: str, note: str, by: Actor, at: datetime
) -> None:
    """Says what came of it (a key of `BaselessExercise.Outcome`), for who leads the work. Raises Refused, Missing."""
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number)
        found = BaselessExercise.objects.select_for_update().filter(review=review, outcome="").first()
        if found is None or not by.leads:
            raise Missing
        known = outcome in BaselessExercise.Outcome.values
        refuse_if(
            None if known else refusal("desk.choice", "outcome"),
            _required(note, "note"),
            too_long(note, "note", LONGEST_TEXT),
        )
        found.outcome, found.outcome_note = outcome, note.strip()
        found.outcome_by, found.outcome_name, found.outcome_at = by.username, by.name, at
        found.save()
        review.exercised_without_basis = False
        review.save(update_fields=["exercised_without_basis"])
        _happened("BaselessSettled", review, by=by, at=at, outcome=outcome)


def propose_withholding(
    *, campaign: str, kind: ListKind, number: str, ground: str, reason: str, by: Actor, at: datetime
) -> str:
    """Proposes to keep an item from the public, on a ground of law: the proposal's code. Raises Refused, Missing."""
    with writing(by):
        review = get_review(by, campaign=campaign, kind=kind, number=number)
        standing = Withholding.objects.filter(
            review=review, state__in=(Withholding.State.PROPOSED, Withholding.State.APPROVED)
        )
        refuse_if(
            _required(ground, "ground"),
            too_long(ground, "ground", LONGEST_GROUND),
            _required(reason, "reason"),
            too_long(reason, "reason", LONGEST_TEXT),
            refusal("reviews.withholding_there", "ground") if standing.exists() else None,
            _too_late(review),
        )
        made = Withholding.objects.create(
            region_id=review.region_id,
            review=review,
            code=secrets.token_hex(8),
            ground=ground.strip(),
            reason=reason.strip(),
            proposed_by=by.username,
            proposed_name=by.name,
            proposed_unit=by.unit,
            proposed_at=at,
        )
        for one in _with_duties(review):
            hide_item(review.campaign, list_kind=one.list_kind, number=one.number)
        _happened("WithholdingProposed", review, by=by, at=at, code=made.code)
    return made.code


def decide_withholding(*, code: str, approve: bool, note: str, by: Actor, at: datetime) -> None:
    """The 编办 approves or refuses what somebody else proposed, with the second factor. Raises Refused, Missing."""
    with writing(by):
        found, review = _withholding(by, code)
        refuse_if(
            refusal("reviews.withholding_decided", "send")
            if found.state != Withholding.State.PROPOSED
            else None,
            refusal("reviews.own_proposal", "send") if found.proposed_by == by.username else None,
            *_may_decide(review, by, at),
            None if approve else _required(note, "note"),
            too_long(note, "note", LONGEST_TEXT),
        )
        found.state = Withholding.State.APPROVED if approve else Withholding.State.REFUSED
        found.decided_by, found.decided_name, found.decided_at = by.username, by.name, at
        found.decision_note = note.strip()
        found.save()
        if approve:
            _withhold(review, found.ground, by.username)
        else:
            _unhide(review)
        _happened("WithholdingDecided", review, by=by, at=at, code=code, approved=approve)


def lift_withholding(*, code: str, why: str, by: Actor, at: datetime) -> None:
    """The item may be public again. Raises Refused, Missing."""
    with writing(by):
        found, review = _withholding(by, code)
        standing = found.state == Withholding.State.APPROVED
        refuse_if(
            None if standing else refusal("reviews.not_withheld", "send"),
            *_may_decide(review, by, at),
            _required(why, "note"),
            too_long(why, "note", LONGEST_TEXT),
        )
        found.state, found.lifted_why = Withholding.State.LIFTED, why.strip()
        found.lifted_by, found.lifted_name, found.lifted_at = by.username, by.name, at
        found.save()
        _withhold(review, "", "")
        _unhide(review)
        _happened("WithholdingLifted", review, by=by, at=at, code=code)


def _with_duties(review: Review) -> list[Review]:
    """The item, and of a power its duties, which are as secret as it is."""
    if review.list_kind != ListKind.POWER or not review.public_code:
        return [review]
    duties = Review.objects.filter(
        campaign=review.campaign_id, list_kind=ListKind.RESPONSIBILITY, number=review.public_code
    )
    return [review, *duties]


def _unhide(review: Review) -> None:
    """What has a proposal of its own stays hidden."""
    standing = (Withholding.State.PROPOSED, Withholding.State.APPROVED)
    for one in _with_duties(review):
        if not Withholding.objects.filter(review=one, state__in=standing).exists():
            unhide_item(review.campaign, list_kind=one.list_kind, number=one.number)


def _withholding(by: Actor, code: str) -> tuple[Withholding, Review]:
    """A proposal and its item, both locked, for who decides."""
    visible = Review.objects.visible_to(by)
    found = (
        Withholding.objects.filter(review__in=visible, code=code).select_related("review__campaign").first()
    )
    if found is None or not by.roles & APPROVING:
        raise Missing
    item = found.review
    kind = ListKind(item.list_kind)
    review = get_review(by, campaign=item.campaign.code, kind=kind, number=item.number)
    return Withholding.objects.select_for_update().get(pk=found.pk), review


def _withhold(review: Review, ground: str, by: str) -> None:
    review.withheld_ground, review.withheld_by = ground, by
    review.save(update_fields=["withheld_ground", "withheld_by"])


def _may_decide(review: Review, by: Actor, at: datetime) -> tuple[Problem | None, ...]:
    own = by.unit in {review.unit.code, review.filing.unit.code}
    return (
        refusal("review.not_own_unit", "send") if own else None,
        None if by.showed_factor(at) else refusal("reviews.factor", "factor"),
        _too_late(review),
    )


def _too_late(review: Review) -> Problem | None:
    return refusal("reviews.tabled_already", "send") if review.state in SETTLED else None


def _required(text: str, field: str) -> Problem | None:
    return None if text.strip() else refusal("desk.required", field)


def _happened(kind: str, review: Review, *, by: Actor, at: datetime, **facts: str | bool) -> None:
    """Neither words nor grounds stand in the log."""
    subject = f"review:{review.campaign.code}/{review.list_kind}/{review.number}"
    append(kind, subject, by=by, at=at, unit=review.unit.code, data=facts)
