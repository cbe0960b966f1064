"""Accounts of applicants: signing up, an organisation more, who was seen at a window."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from qingdan.applicants.models import Applicant, ApplicantKind, AssuredWay
from qingdan.applicants.queries.accounts import account_to_check
from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.people.models import User
from qingdan.base.people.services.invitations import password_problems
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.rules.application_form import is_citizen_id, is_phone, is_uscc, plain_digits
from qingdan.rules.codes.identification import normalise
from qingdan.rules.pattern import pattern
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

SAID_BY_ITSELF, SEEN = 2, 4
"""Levels of approval.md §6.4: formally right and no more; compared with the document by a clerk."""

_USERNAME = pattern(r"^[A-Za-z0-9_]{4,40}$")
_MAIL = pattern(r"^[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{1,20}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Who signs up. `kind`: person, organisation; `id_number` the citizen's number, or the organisation's code."""

    username: str
    kind: str
    name: str
    id_number: str
    phone: str = ""
    email: str = ""
    address: str = ""


def sign_up(*, new: Registration, password: str, by: Actor, at: datetime) -> User:
    """An account with what it applies as, at level 2. `by`: a visitor of the region. Raises Refused."""
    user = User(
        username=new.username.strip(), name=new.name.strip()[:40], email=new.email.strip(), signed_up=True
    )
    refuse_if(
        *registration_problems(new),
        *username_problems(new.username.strip()),
        *password_problems(password, user),
    )
    user.phone = new.phone.strip()
    user.set_password(password)
    person = replace(by, username=user.username, name=user.name)
    with writing(person):
        _save_once(user)
        _applicant(user, new, at)
        append("AccountSignedUp", f"account:{user.username}", by=person, at=at, data={"kind": new.kind})
    return user


def bring_account(*, new: Registration, by: Actor, at: datetime) -> User:
    """An account of an earlier system, with what it applies as, at level 2 and without a password: nobody signs in
    with it until a link gives it one. Its row was judged before. Raises Refused: the user name is taken.
    """
    user = User(
        username=new.username.strip(), name=new.name.strip()[:40], email=new.email.strip(), signed_up=True
    )
    user.phone = new.phone.strip()
    user.set_unusable_password()
    with writing(by):
        _save_once(user)
        _applicant(user, new, at)
        append("AccountBrought", f"account:{user.username}", by=by, at=at, data={"kind": new.kind})
    return user


def add_applicant(*, new: Registration, by: Actor, at: datetime) -> None:
    """One more that an account applies as: itself (an account of staff), an organisation. Raises Refused.

    Reading: however sure we are of the person, that it speaks for the organisation is only said by itself (level 2)
    until the organisation's own document was seen.
    """
    refuse_if(*registration_problems(new))
    with writing(by):
        user = User.objects.get(username=by.username)
        own = Applicant.objects.filter(user=user)
        once = new.kind == ApplicantKind.PERSON and own.filter(kind=ApplicantKind.PERSON).exists()
        again = own.filter(kind=new.kind, id_number=normalise(new.id_number)).exists()
        refuse_if(refusal("own.applicant_twice", "id_number") if once or again else None)
        _applicant(user, new, at)
        append("ApplicantAdded", f"account:{by.username}", by=by, at=at, data={"kind": new.kind})


def confirm_identity(*, code: str, name: str, id_number: str, by: Actor, at: datetime) -> str:
    """A window has compared the person with the document: level 4. The name. Raises Missing, Refused.

    `code`: the check code that the account shows; `name` and `id_number`: typed from the document, both
    must be the account's.
    """
    if Role.WINDOW not in by.roles:
        raise Missing
    with writing(by):
        try:
            found = account_to_check(code.strip().lower(), normalise(id_number))
        except Missing:
            raise Refused([refusal("own.no_such_account", "id_number")]) from None
        refuse_if(
            refusal("own.oneself", "id_number") if found.user.username == by.username else None,
            refusal("own.other_name", "name") if normalise(name) != normalise(found.name) else None,
        )
        found.assurance, found.assured_by, found.assured_at = SEEN, by.username, at
        found.assured_way = AssuredWay.WINDOW
        found.version += 1
        found.save()
        data = {"level": SEEN, "kind": found.kind, "compared": ["name", "id_number"]}
        append("IdentityConfirmed", f"account:{found.user.username}", by=by, at=at, data=data)
        return found.name


def _applicant(user: User, new: Registration, at: datetime) -> None:
    Applicant.objects.create(
        user=user, kind=new.kind, name=new.name.strip(), id_kind=_id_kind(new.kind), made_at=at,
        id_number=normalise(new.id_number), phone=plain_digits(new.phone), address=new.address.strip(),
        assurance=SAID_BY_ITSELF,
    )  # fmt: skip


def _save_once(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Refused([refusal("own.username_taken", "username")]) from None


def _id_kind(kind: str) -> str:
    return "citizen_id" if kind == ApplicantKind.PERSON else "uscc"


def username_problems(username: str) -> Iterator[Problem]:
    """Why a user name cannot be given."""
    if not _USERNAME.search(username):
        yield refusal("own.username", "username")
    elif User.objects.filter(username__iexact=username).exists():
        yield refusal("own.username_taken", "username")


def registration_problems(new: Registration) -> Iterator[Problem]:
    """What cannot be in who signs up, the user name apart."""
    if new.kind not in set(ApplicantKind):
        yield refusal("desk.choice", "kind")
    if not 0 < len(new.name.strip()) <= 120:
        yield refusal("own.name", "name")
    if new.kind == ApplicantKind.ORGANISATION and not is_uscc(new.id_number):
        yield refusal("own.uscc", "id_number")
    if new.kind == ApplicantKind.PERSON and not is_citizen_id(new.id_number):
        yield refusal("own.citizen_id", "id_number")
    if new.phone.strip() and not is_phone(new.phone.strip()):
        yield refusal("own.phone", "phone")
    if new.email.strip() and not _MAIL.search(new.email.strip()):
        yield refusal("own.email", "email")
    if len(new.address.strip()) > 200:
        yield refusal("desk.too_long", "address", most=200, length=len(new.address.strip()))
