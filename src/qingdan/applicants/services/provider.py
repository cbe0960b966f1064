"""Applicants whom an identity provider proves: entering by it, opening an account by it, raising an account's level.

Source: approval.md §6.4. Nobody is found by an e-mail address. An account that somebody else opened under a number is
never entered because a provider proves the number: whoever opened it has to be signed in there to join the two.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from qingdan.applicants.models import Applicant, ApplicantKind, AssuredWay, ProviderBinding
from qingdan.applicants.queries.accounts import SURE_OF_NUMBER
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.people.models import Appointment, StandIn, User
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.rules.proved_identity import ProvedIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What a provider's word came to: the account, its level now, whether that rose."""

    user: User
    level: int
    raised: bool


def enter_by_provider(*, proved: ProvedIdentity, provider: str, by: Actor, at: datetime) -> Entered | None:
    """The account of whom the provider proved, opened when there is none. Raises Refused.

    None: an account that the provider does not know yet has this number, so the person chooses (`enter_anew`, or
    signing in there). It is said to nobody of whom the number is not sure. `provider` is its name, `by` a visitor.
    """
    with writing(by):
        found = _bound(proved) or _bound_by_number(proved)
        if found is None and not _held_elsewhere(proved):
            return _opened(proved, provider, by=by, at=at)
        return _entered(found, proved, provider, by=by, at=at) if found else None


def enter_anew(*, proved: ProvedIdentity, provider: str, by: Actor, at: datetime) -> Entered:
    """An account of its own beside one that has the same number and is not the person's. Raises Refused."""
    with writing(by):
        found = _bound(proved)
        return (
            _entered(found, proved, provider, by=by, at=at)
            if found
            else _opened(proved, provider, by=by, at=at)
        )


def prove_own(*, proved: ProvedIdentity, provider: str, by: Actor, at: datetime) -> Entered:
    """The account that is signed in is whom the provider proved: joined at the first time, its level raised.

    Raises Refused: the provider proved somebody else, or has another account for him.
    """
    with writing(by):
        user = User.objects.get(username=by.username)
        found = _bound(proved)
        elsewhere = found is not None and found.user_id != user.pk
        refuse_if(refusal("provider.bound_elsewhere", "identity") if elsewhere else None)
        if found is None:
            found = _own(user, proved) or _added(user, proved, provider, by=by, at=at)
            _bind(found, proved, at)
        return _raised(found, proved, provider, by=by, at=at)


def _bound(proved: ProvedIdentity) -> Applicant | None:
    bound = ProviderBinding.objects.filter(issuer=proved.issuer, subject=proved.subject)
    found = bound.select_related("applicant__user").first()
    return found.applicant if found else None


def _bound_by_number(proved: ProvedIdentity) -> Applicant | None:
    """The same person under a new subject: the same provider is sure of the number, as it was before."""
    if proved.level < SURE_OF_NUMBER:
        return None
    same = Applicant.objects.filter(
        kind=proved.kind, id_number=proved.id_number, name=proved.name, assurance__gte=SURE_OF_NUMBER,
        pk__in=ProviderBinding.objects.filter(issuer=proved.issuer).values("applicant"),
    )  # fmt: skip
    return same.select_related("user").order_by("pk").first()


def _held_elsewhere(proved: ProvedIdentity) -> bool:
    held = Applicant.objects.filter(kind=proved.kind, id_number=proved.id_number)
    return proved.level >= SURE_OF_NUMBER and held.exists()


def _entered(found: Applicant, proved: ProvedIdentity, provider: str, *, by: Actor, at: datetime) -> Entered:
    """Staff have a password and a second factor of their own: a provider does not let them in."""
    user = found.user
    refuse_if(refusal("provider.staff", "identity") if _is_staff(user, day_of(at)) else None)
    if _bound(proved) is None:
        _bind(found, proved, at)
    person = replace(by, username=user.username, name=user.name)
    return _raised(found, proved, provider, by=person, at=at)


def _is_staff(user: User, on: date) -> bool:
    """Whether somebody invited the account, or it holds or will hold an office: in any region, so by the rows alone."""
    offices = Appointment.objects.filter(user=user).exclude(held_until__lte=on)
    acting = StandIn.objects.filter(user=user).exclude(acts_until__lte=on)
    return not user.signed_up or offices.exists() or acting.exists()


def _opened(proved: ProvedIdentity, provider: str, *, by: Actor, at: datetime) -> Entered:
    """An account without password; two browsers at once open one."""
    user = User(username=f"p_{secrets.token_hex(10)}", name=proved.name[:40], signed_up=True)
    user.set_unusable_password()
    person = replace(by, username=user.username, name=user.name)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            _bind(_made(user, proved, provider, at), proved, at)
    except IntegrityError:
        found = _bound(proved)
        assert found
        return _entered(found, proved, provider, by=by, at=at)
    data = {"kind": proved.kind, "level": proved.level, "way": AssuredWay.PROVIDER.value}
    append("AccountSignedUp", f"account:{user.username}", by=person, at=at, data=data)
    return Entered(user=user, level=proved.level, raised=True)


def _own(user: User, proved: ProvedIdentity) -> Applicant | None:
    """What the account said by itself, if the provider says the same. Raises Refused."""
    own = Applicant.objects.filter(user=user, kind=proved.kind)
    found = own.filter(id_number=proved.id_number).select_related("user").first()
    other_name = found is not None and _letters(found.name) != _letters(proved.name)
    other_person = found is None and proved.kind == ApplicantKind.PERSON and own.exists()
    refuse_if(
        refusal("provider.other_name", "name") if other_name else None,
        refusal("provider.other_person", "id_number") if other_person else None,
    )
    return found


def _added(user: User, proved: ProvedIdentity, provider: str, *, by: Actor, at: datetime) -> Applicant:
    found = _made(user, proved, provider, at)
    append("ApplicantAdded", f"account:{by.username}", by=by, at=at, data={"kind": proved.kind})
    return found


def _made(user: User, proved: ProvedIdentity, provider: str, at: datetime) -> Applicant:
    return Applicant.objects.create(
        user=user, kind=proved.kind, name=proved.name, id_number=proved.id_number, made_at=at,
        id_kind="citizen_id" if proved.kind == ApplicantKind.PERSON else "uscc",
        assurance=proved.level, assured_way=AssuredWay.PROVIDER, assured_by=provider, assured_at=at,
    )  # fmt: skip


def _bind(found: Applicant, proved: ProvedIdentity, at: datetime) -> None:
    ProviderBinding.objects.create(applicant=found, issuer=proved.issuer, subject=proved.subject, made_at=at)


def _raised(known: Applicant, proved: ProvedIdentity, provider: str, *, by: Actor, at: datetime) -> Entered:
    """Never lowered: who was seen at a window stays so. Raises Refused: the subject has another number now."""
    found = Applicant.objects.select_for_update(of=("self",)).select_related("user").get(pk=known.pk)
    other = (found.kind, found.id_number) != (proved.kind, proved.id_number)
    refuse_if(refusal("provider.other_number", "id_number") if other else None)
    raised = proved.level > found.assurance
    if raised:
        found.assurance, found.assured_by, found.assured_at = proved.level, provider, at
        found.assured_way = AssuredWay.PROVIDER
        found.version += 1
        found.save()
    data = {"kind": found.kind, "level": proved.level, "raised": raised}
    append("IdentityProved", f"account:{found.user.username}", by=by, at=at, data=data)
    return Entered(user=found.user, level=found.assurance, raised=raised)


def _letters(name: str) -> str:
    return "".join(name.split())
