"""Accounts and appointments."""

from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Post, Unit
from qingdan.base.people.models import Appointment, StandIn, User
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.rules.role import Role


def open_account(
    *,
    username: str,
    name: str,
    password: str | None = None,
    email: str = "",
    phone: str = "",
    by: Actor,
    at: datetime,
) -> User:
    """A new account; without password it waits for its invitation. Raises Refused."""
    with writing(by):
        refuse_if(
            refusal("people.username_taken", "username", username=username)
            if User.objects.filter(username=username).exists()
            else None
        )
        user = User.objects.create_user(username, password, name=name, email=email, phone=phone)
        append("AccountOpened", f"account:{username}", by=by, at=at)
    return user


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
    """Gives a role at a unit, from a day on. The same role there on the same day is kept, not doubled."""
    with writing(by):
        owner = Unit.objects.get(code=unit)
        held, _ = Appointment.objects.update_or_create(
            user=User.objects.get(username=username),
            unit=owner,
            role=role.value,
            held_from=since or day_of(at),
            defaults={
                "held_until": until,
                "post": Post.objects.filter(unit=owner, name=post).first() if post else None,
            },
        )
        append("Appointed", f"account:{username}", by=by, at=at, unit=unit, data={"role": role.value})
    return held


def let_stand_in(
    *, username: str, unit: str, role: Role, deputy: str, since: date, until: date, by: Actor, at: datetime
) -> StandIn:
    """Somebody acts for the holder of a role from `since` to the day before `until`. Raises Refused."""
    with writing(by):
        held = Appointment.objects.filter(
            user__username=username, unit__code=unit, role=role.value, held_until=None
        ).first()
        refuse_if(
            None if held else refusal("people.no_appointment", "username"),
            None if until > since else refusal("people.period", "until"),
        )
        assert held
        stand_in = StandIn.objects.create(
            appointment=held,
            user=User.objects.get(username=deputy),
            acts_from=since,
            acts_until=until,
        )
        append("StandInSet", f"account:{username}", by=by, at=at, unit=unit, data={"deputy": deputy})
    return stand_in
