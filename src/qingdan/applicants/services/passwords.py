"""A lost password of an applicant: a link by e-mail, or one that a window hands over after seeing the document.

Accounts of staff get theirs from an administrator alone (`qingdan.base.people.services.invitations`): whoever ever
worked for a unit is not found here.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from qingdan.applicants.models import Applicant, ApplicantKind
from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.people.models import Appointment, StandIn, User
from qingdan.base.people.services.invitations import new_link
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.base.transactions import writing
from qingdan.rules.codes.identification import normalise
from qingdan.rules.role import Role


def link_by_mail(*, username: str, email: str, by: Actor, at: datetime) -> tuple[User, str] | None:
    """Account and token of a new link, if the address is the account's own; None else. `by`: a visitor.

    The token is to be mailed to that address and shown to nobody.
    """
    with writing(by):
        user = _signed_up(username)
        if user is None or not user.email or user.email.casefold() != email.strip().casefold():
            return None
        token = new_link(user, at)
        append("PasswordLinkMailed", f"account:{user.username}", by=by, at=at)
    return user, token


def link_at_window(*, username: str, id_number: str, by: Actor, at: datetime) -> tuple[User, str]:
    """Account and token of a new link, for a person whose document a window has compared. Raises Missing, Refused.

    `id_number`: typed from the document; it must be the person's of the account, or the organisation's where no
    person is in it.
    """
    if Role.WINDOW not in by.roles:
        raise Missing
    with writing(by):
        user = _signed_up(username)
        if user is None or normalise(id_number) not in set(_numbers_of(user)):
            raise Refused([refusal("own.no_such_user", "document_id")])
        if user.username == by.username:
            raise Refused([refusal("own.oneself", "document_id")])
        token = new_link(user, at)
        append("PasswordLinkHandedOver", f"account:{user.username}", by=by, at=at)
    return user, token


def _signed_up(username: str) -> User | None:
    """The account of somebody who only applies."""
    held = Appointment.objects.filter(user=OuterRef("pk"))
    stands_in = StandIn.objects.filter(user=OuterRef("pk"))
    found = User.objects.filter(username__iexact=username.strip(), signed_up=True, is_active=True)
    return found.exclude(Exists(held)).exclude(Exists(stands_in)).first()


def _numbers_of(user: User) -> Iterator[str]:
    """Numbers that stand for the account's owner: the person's; of organisations only where no person is in it."""
    own = dict(Applicant.objects.filter(user=user).order_by("-pk").values_list("kind", "id_number"))
    yield own.get(ApplicantKind.PERSON) or own.get(ApplicantKind.ORGANISATION, "")
