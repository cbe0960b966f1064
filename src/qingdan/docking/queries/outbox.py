"""What was sent to docked systems, as who looks after them sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from qingdan.base.actor import Actor
from qingdan.docking.models import Dispatch, Partner
from qingdan.rules.docking import DispatchState


@dataclass(frozen=True, slots=True, kw_only=True)
class SentShown:
    """Something sent. `fault`: why the last try was nothing, a key of the wording table without its part."""

    code: str
    partner: str
    partner_name: str
    kind: str
    key: str
    state: DispatchState
    tries: int
    next_try_at: datetime
    fault: str
    fault_words: str
    at: datetime
    delivered_at: datetime | None
    answered_at: datetime | None


def outbox(actor: Actor, *, state: str = "", partner: str = "") -> QuerySet[Dispatch]:
    """What was sent, the newest first; of a state, of a system."""
    found = Dispatch.objects.visible_to(actor).select_related("partner").order_by("-id")
    if state in set(DispatchState):
        found = found.filter(state=state)
    return found.filter(partner__code=partner) if partner else found


def shown(one: Dispatch) -> SentShown:
    """A row of the outbox."""
    return SentShown(
        code=one.code,
        partner=one.partner.code,
        partner_name=one.partner.name,
        kind=one.kind,
        key=one.key,
        state=DispatchState(one.state),
        tries=one.tries,
        next_try_at=one.next_try_at,
        fault=one.fault,
        fault_words=one.fault_words,
        at=one.at,
        delivered_at=one.delivered_at,
        answered_at=one.answered_at,
    )


def counts(actor: Actor) -> dict[str, dict[str, int]]:
    """Code of a system → state → how many."""
    partners = Partner.objects.visible_to(actor)
    grouped = Dispatch.objects.filter(partner__in=partners).values_list("partner__code", "state")
    found: dict[str, dict[str, int]] = {}
    for code, state, number in grouped.annotate(number=Count("id")):
        found.setdefault(code, {})[state] = number
    return found
