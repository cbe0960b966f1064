"""Accounts: the list, one account, opening, changing, stopping, inviting."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.orgs.queries import administered, open_units
from qingdan.base.people.queries import accounts_of, get_account, invited_until, roles_of_users
from qingdan.base.people.services import appoint, change_account, invite, open_account, set_active
from qingdan.data.city_workbook import role_names
from qingdan.rules.role import Role
from qingdan.web.desk.account.typed import choice, day, role, text
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.letters import Letter, letter
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(Role.ADMINISTRATOR)
def accounts(request: DeskRequest) -> HttpResponse:
    """All accounts that this person administers, with their roles."""
    on, search = day_of(request.at), request.GET.get("search", "").strip()
    found = list(accounts_of(request.actor, on=on, search=search))
    held: dict[int, list[object]] = {}
    for one in roles_of_users(found, on=on):
        held.setdefault(one.user.pk, []).append(one)
    words = {
        "rows": [(user, held.get(user.pk, [])) for user in found],
        "search": search,
        "waiting": sum(1 for user in found if user.is_active and not user.has_usable_password()),
    }
    return render(request, "desk/account/accounts.html", words)


@page(Role.ADMINISTRATOR)
@with_factor
def new_account(request: DeskRequest) -> HttpResponse:
    """The form of a new account."""
    return render(request, "desk/account/new_account.html", _choices(request))


@act(Role.ADMINISTRATOR, on=new_account)
@with_factor
def open_new_account(request: DeskRequest) -> HttpResponse:
    """Opens it, without password and without role: both follow on its page."""
    user = open_account(
        username=text(request, "username"),
        name=text(request, "name"),
        email=text(request, "email")[:254],
        phone=text(request, "phone")[:30],
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:one_account", args=[user.code]), said="account_opened")


@page(Role.ADMINISTRATOR)
@with_factor
def one_account(request: DeskRequest, code: str) -> HttpResponse:
    """One account: addresses, roles, invitation, stop."""
    on = day_of(request.at)
    user = get_account(request.actor, code, on=on)
    words = {
        "person": user,
        "held": roles_of_users([user], on=on),
        "invited_until": invited_until(user, request.at),
        "today": on,
        **_choices(request),
    }
    return render(request, "desk/account/one_account.html", words)


@act(Role.ADMINISTRATOR, on=one_account)
@with_factor
def change(request: DeskRequest, code: str) -> HttpResponse:
    """Corrects name and addresses."""
    words = {"name": text(request, "name"), "email": text(request, "email")[:254]}
    change_account(code=code, **words, phone=text(request, "phone")[:30], by=request.actor, at=request.at)
    return done(reverse("desk:one_account", args=[code]), said="saved")


@act(Role.ADMINISTRATOR, on=one_account)
@with_factor
def give_role(request: DeskRequest, code: str) -> HttpResponse:
    """Appoints to a role at a unit of the own regions."""
    user = get_account(request.actor, code, on=day_of(request.at))
    units = open_units(administered(request.actor)).values_list("code", flat=True)
    appoint(
        username=user.username,
        unit=choice(request, "unit", list(units)),
        role=role(request),
        post=text(request, "post"),
        since=day(request, "since"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:one_account", args=[code]), said="appointed")


@act(Role.ADMINISTRATOR, on=one_account)
@with_factor
def stop(request: DeskRequest, code: str) -> HttpResponse:
    """Stops the account."""
    set_active(code=code, active=False, by=request.actor, at=request.at)
    return done(reverse("desk:one_account", args=[code]), said="deactivated")


@act(Role.ADMINISTRATOR, on=one_account)
@with_factor
def restore(request: DeskRequest, code: str) -> HttpResponse:
    """Restores it."""
    set_active(code=code, active=True, by=request.actor, at=request.at)
    return done(reverse("desk:one_account", args=[code]), said="activated")


@act(Role.ADMINISTRATOR, on=one_account)
@with_factor
def send_invitation(request: DeskRequest, code: str) -> HttpResponse:
    """Mails the link, or shows it this once to be handed over."""
    user = get_account(request.actor, code, on=day_of(request.at))
    forget = request.POST.get("forget_factor") == "1"
    token = invite(code=code, forget_factor=forget, by=request.actor, at=request.at)
    made = letter(request, user, token)
    if made.mailed:
        return done(reverse("desk:one_account", args=[code]), said="invited")
    return _shown(request, [made])


@act(Role.ADMINISTRATOR, on=accounts)
@with_factor
def invite_waiting(request: DeskRequest) -> HttpResponse:
    """Invites all who have no password yet; what is not mailed is shown this once, to be printed."""
    letters = [
        letter(request, user, invite(code=user.code, by=request.actor, at=request.at))
        for user in accounts_of(request.actor, on=day_of(request.at))
        if user.is_active and not user.has_usable_password()
    ]
    return _shown(request, letters)


def _shown(request: DeskRequest, letters: list[Letter]) -> HttpResponse:
    return render(request, "desk/account/letters.html", {"letters": letters})


def _choices(request: DeskRequest) -> dict[str, object]:
    return {"units": open_units(administered(request.actor)), "roles": role_names()}
