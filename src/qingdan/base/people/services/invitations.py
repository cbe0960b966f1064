"""Invitations: how an account gets its first password, and a new one when the old is lost.

Reading: an invitation to somebody who has a password leaves it in force until the link is used, so a lost letter
locks nobody out; against misuse the account is stopped.
"""

import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.people.models import Invitation, User
from qingdan.base.people.queries import actor_of, digest_of, get_account, open_invitation
from qingdan.base.refusal import demand_administrator, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.rules.problem import Problem

HOLDS = timedelta(days=7)


def invite(*, code: str, forget_factor: bool = False, by: Actor, at: datetime) -> str:
    """The token of a new link for an account; older links end. Raises Missing, Refused.

    The token is answered once and never kept. `forget_factor`: the second factor goes too (a lost telephone).
    """
    demand_administrator(by, at)
    with writing(by):
        user = get_account(by, code, on=day_of(at))
        token = new_link(user, at)
        if forget_factor:
            Authenticator.objects.filter(user=user).delete()
        data = {"forget_factor": forget_factor}
        append("Invited", f"account:{user.username}", by=by, at=at, data=data)
    return token


def new_link(user: User, at: datetime) -> str:
    """The token of a new link, in the transaction of who may give it; older ones end. Raises Refused: stopped."""
    token = secrets.token_urlsafe(32)
    refuse_if(None if user.is_active else refusal("account.inactive"))
    Invitation.objects.filter(user=user, used_at=None, expires_at__gt=at).update(expires_at=at)
    Invitation.objects.create(user=user, token_digest=digest_of(token), made_at=at, expires_at=at + HOLDS)
    return token


def accept_invitation(*, token: str, name: str, password: str, at: datetime) -> User:
    """Gives the account of a link its name and password; the link is used up. Raises Missing, Refused."""
    by = actor_of(open_invitation(token, at).user, on=day_of(at))
    return _accept(token=token, name=name, password=password, by=by, at=at)


def _accept(*, token: str, name: str, password: str, by: Actor, at: datetime) -> User:
    with writing(by):
        invitation = open_invitation(token, at, lock=True)
        user = invitation.user
        refuse_if(
            None if 0 < len(name.strip()) <= 40 else refusal("account.name", "name"),
            *password_problems(password, user),
        )
        user.name = name.strip()
        user.set_password(password)
        user.save(update_fields=["name", "password"])
        invitation.used_at = at
        invitation.save(update_fields=["used_at"])
        append("InvitationAccepted", f"account:{user.username}", by=by, at=at)
    return user


def password_problems(password: str, user: User) -> list[Problem]:
    """What is wrong with a password, beside the field `password`."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [refusal("account.password", "password", words=words) for words in error.messages]
    return []
