"""Who holds which role where, and who stands in for whom."""

from datetime import date, datetime

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Post, Unit
from qingdan.base.people.models import Appointment, StandIn, User
from qingdan.base.people.services.accounts import last_administrator
from qingdan.base.refusal import demand_administrator, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.rules.role import Role


def appoint(
    *,
    username: str,
    unit: str,
    role: Role,
    post: str = "",
    since: date | None = None,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Gives a role at a unit, from a day on; the same there on the same day is kept, not doubled. Raises Refused."""
    demand_administrator(by, at)
    with writing(by):
        owner = Unit.objects.filter(code=unit, valid_until=None).first()
        place = Post.objects.filter(unit__code=unit, name=post).first() if post else None
        refuse_if(
            None if owner else refusal("account.unit", "unit"),
            refusal("account.post", "post") if post and place is None else None,
        )
        held, _ = Appointment.objects.update_or_create(
            user=User.objects.get(username=username),
            unit=owner,
            role=role.value,
            held_from=since or day_of(at),
            defaults={"held_until": until, "post": place},
        )
        append("Appointed", f"account:{username}", by=by, at=at, unit=unit, data={"role": role.value})
    return held


def end_appointment(*, username: str, unit: str, role: Role, until: date, by: Actor, at: datetime) -> None:
    """Ends a role on a day, the first on which it is held no more. Raises Refused."""
    demand_administrator(by, at)
    with writing(by):
        held = _held(username, unit, role, day_of(at))
        refuse_if(None if held else refusal("account.no_appointment", "role"))
        assert held
        refuse_if(
            refusal("account.period", "until") if until < held.held_from else None,
            last_administrator(held.user, at) if role is Role.ADMINISTRATOR else None,
        )
        held.held_until = until
        held.save(update_fields=["held_until"])
        data = {"role": role.value, "until": str(until)}
        append("AppointmentEnded", f"account:{username}", by=by, at=at, unit=unit, data=data)


def let_stand_in(
    *, username: str, unit: str, role: Role, deputy: str, since: date, until: date, by: Actor, at: datetime
) -> StandIn:
    """Somebody acts for the holder of a role from `since` to the day before `until`; said by the holder or an
    administrator. Raises Refused.
    """
    if by.username != username:
        demand_administrator(by, at)
    with writing(by):
        held = _held(username, unit, role, day_of(at))
        other = User.objects.filter(username=deputy, is_active=True).exclude(username=username).first()
        refuse_if(
            None if held else refusal("people.no_appointment", "username"),
            None if until > since else refusal("people.period", "until"),
            None if other else refusal("account.deputy", "deputy"),
        )
        assert held and other
        stand_in = StandIn.objects.create(appointment=held, user=other, acts_from=since, acts_until=until)
        append("StandInSet", f"account:{username}", by=by, at=at, unit=unit, data={"deputy": deputy})
    return stand_in


def end_stand_in(*, username: str, unit: str, role: Role, deputy: str, by: Actor, at: datetime) -> None:
    """Ends what one person does for another today; what has not begun never does. Raises Refused."""
    if by.username != username:
        demand_administrator(by, at)
    today = day_of(at)
    with writing(by):
        found = StandIn.objects.filter(
            appointment__user__username=username,
            appointment__unit__code=unit,
            appointment__role=role.value,
            user__username=deputy,
            acts_until__gt=today,
        )
        refuse_if(None if found.exists() else refusal("account.no_appointment", "deputy"))
        found.filter(acts_from__gte=today).delete()
        found.update(acts_until=today)
        append("StandInEnded", f"account:{username}", by=by, at=at, unit=unit, data={"deputy": deputy})


def _held(username: str, unit: str, role: Role, on: date) -> Appointment | None:
    """The appointment as it stands today; of several the longest."""
    return (
        Appointment.objects.select_for_update(of=["self"])
        .select_related("user")
        .filter(user__username=username, unit__code=unit, role=role.value)
        .filter(Q(held_until__isnull=True) | Q(held_until__gt=on))
        .order_by("held_from")
        .first()
    )
