"""Opening, changing, stopping and restoring accounts."""

import re
from datetime import datetime

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.people.models import User
from qingdan.base.people.queries import administrators_of, get_account
from qingdan.base.refusal import demand_administrator, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.rules.problem import Problem

USERNAME = re.compile(r"[\w.-]{2,40}", re.ASCII)


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
    demand_administrator(by, at)
    with writing(by):
        refuse_if(wrong_username(username), _wrong_name(name))
        user = User.objects.create_user(username, password, name=name, email=email, phone=phone)
        append("AccountOpened", f"account:{username}", by=by, at=at)
    return user


def change_account(*, code: str, name: str, email: str, phone: str, by: Actor, at: datetime) -> User:
    """Corrects name and addresses. Raises Missing, Refused."""
    demand_administrator(by, at)
    with writing(by):
        user = get_account(by, code, on=day_of(at))
        refuse_if(_wrong_name(name))
        user.name, user.email, user.phone = name, email, phone
        user.save(update_fields=["name", "email", "phone"])
        append("AccountChanged", f"account:{user.username}", by=by, at=at)
    return user


def set_active(*, code: str, active: bool, by: Actor, at: datetime) -> User:
    """Stops an account (its sessions end at once) or restores it. Raises Missing, Refused."""
    demand_administrator(by, at)
    with writing(by):
        user = get_account(by, code, on=day_of(at))
        refuse_if(
            refusal("account.yourself") if not active and user.username == by.username else None,
            None if active else last_administrator(user, at),
        )
        user.is_active = active
        user.save(update_fields=["is_active"])
        kind = "AccountRestored" if active else "AccountStopped"
        append(kind, f"account:{user.username}", by=by, at=at)
    return user


def wrong_username(username: str) -> Problem | None:
    """Why a user name cannot be given; the program's own name is nobody's."""
    if not USERNAME.fullmatch(username) or username.casefold() == SYSTEM.username:
        return refusal("account.username", "username")
    if User.objects.filter(username__iexact=username).exists():
        return refusal("people.username_taken", "username", username=username)
    return None


def last_administrator(user: User, at: datetime) -> Problem | None:
    """A region without any administrator could only be helped from the command line."""
    for region, holders in administrators_of(user, on=day_of(at)).items():
        if holders == {user.pk}:
            return refusal("account.last_administrator", region=region)
    return None


def _wrong_name(name: str) -> Problem | None:
    return None if 0 < len(name.strip()) <= 40 else refusal("account.name", "name")
