"""One role that somebody holds: who stands in for its holder, and its end. For the holder and the administrator."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.people.queries import HeldRole, account_by_code, colleagues_of, get_account, roles_of_users
from qingdan.base.people.services import end_appointment, end_stand_in, let_stand_in
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.rules.role import Role
from qingdan.web.desk.account.typed import day, text
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.request import DeskRequest, act, done, page


@page()
def held_role(request: DeskRequest, code: str, unit: str, role: str) -> HttpResponse:
    """The role, its stand-ins, and forms for a stand-in and (administrators) for its end."""
    held = _held(request, code, unit, role)
    on = day_of(request.at)
    words = {
        "held": held,
        "own": held.user.username == request.actor.username,
        "administers": Role.ADMINISTRATOR in request.actor.roles,
        "colleagues": colleagues_of(held.user, unit, on=on),
        "today": on,
    }
    return render(request, "desk/account/held_role.html", words)


@act(on=held_role)
@with_factor
def set_stand_in(request: DeskRequest, code: str, unit: str, role: str) -> HttpResponse:
    """Somebody of the unit acts for the holder between two days; the last day is included in the form."""
    held = _held(request, code, unit, role)
    choices = {one.code: one for one in colleagues_of(held.user, unit, on=day_of(request.at))}
    deputy = choices.get(text(request, "deputy"))
    if deputy is None:
        raise Refused([refusal("account.deputy", "deputy")])
    let_stand_in(
        username=held.user.username,
        unit=unit,
        role=held.role,
        deputy=deputy.username,
        since=day(request, "since"),
        until=day(request, "until"),
        by=request.actor,
        at=request.at,
    )
    return done(_address(held), said="stand_in_set")


@act(on=held_role)
@with_factor
def stop_stand_in(request: DeskRequest, code: str, unit: str, role: str) -> HttpResponse:
    """Ends it today."""
    held = _held(request, code, unit, role)
    deputy = account_by_code(text(request, "deputy"))
    words = {"username": held.user.username, "unit": unit, "deputy": deputy.username}
    end_stand_in(**words, role=held.role, by=request.actor, at=request.at)
    return done(_address(held), said="stand_in_ended")


@act(Role.ADMINISTRATOR, on=held_role)
@with_factor
def end_role(request: DeskRequest, code: str, unit: str, role: str) -> HttpResponse:
    """Ends the role on a day, the first on which it is held no more."""
    held = _held(request, code, unit, role)
    end_appointment(
        username=held.user.username,
        unit=unit,
        role=held.role,
        until=day(request, "ends_on"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:one_account", args=[code]), said="appointment_ended")


def _held(request: DeskRequest, code: str, unit: str, role: str) -> HeldRole:
    """One's own role, or one of an account that this person administers. Raises Missing."""
    on = day_of(request.at)
    user = account_by_code(code)
    if user.username != request.actor.username:
        user = get_account(request.actor, code, on=on)
    for one in roles_of_users([user], on=on):
        if one.unit.code == unit and one.role.value == role:
            return one
    raise Missing


def _address(held: HeldRole) -> str:
    return reverse("desk:held_role", args=[held.user.code, held.unit.code, held.role.value])
