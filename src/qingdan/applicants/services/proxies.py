"""委托: an applicant lets an account act for it, till a day, for some items or all; either can end it."""

from collections.abc import Collection
from datetime import date, datetime

from qingdan.applicants.models import Proxy
from qingdan.applicants.queries.accounts import get_own_applicant
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.rules.calendar import ONE_DAY

LONGEST = 366 * ONE_DAY


def give_proxy(
    *, principal: str, agent: str, until: date, items: Collection[str], by: Actor, at: datetime
) -> None:
    """Lets the account with this code act for an own applicant (its key). Raises Missing, Refused."""
    today = day_of(at)
    with writing(by):
        giver = get_own_applicant(by, principal)
        holder = User.objects.filter(code=agent.strip().lower(), is_active=True).first()
        if holder is None:
            raise Refused([refusal("own.no_agent", "agent")])
        refuse_if(
            refusal("own.oneself", "agent") if holder.username == by.username else None,
            None if today <= until <= today + LONGEST else refusal("own.until", "until"),
        )
        Proxy.objects.create(principal=giver, agent=holder, items=sorted(items), until=until, made_at=at)
        data = {"until": until.isoformat(), "items": len(items)}
        append("ProxyGiven", f"account:{by.username}", by=by, at=at, data=data)


def end_proxy(*, key: str, by: Actor, at: datetime) -> None:
    """The principal takes it back, or the agent lays it down; from now on it opens nothing. Raises Missing."""
    with writing(by):
        found = Proxy.objects.select_for_update(of=("self",)).select_related("principal__user", "agent")
        one = found.filter(pk=int(key), ended_at=None).first() if key.isascii() and key.isdecimal() else None
        if one is None or by.username not in {one.principal.user.username, one.agent.username}:
            raise Missing
        one.ended_at = at
        one.save(update_fields=["ended_at"])
        append("ProxyEnded", f"account:{one.principal.user.username}", by=by, at=at)
