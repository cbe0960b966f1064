"""Reads of applicants: what an account applies as, its proxies, its kept materials."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from qingdan.applicants.models import Applicant, ApplicantKind, AssuredWay, Proxy, VaultMaterial
from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing
from qingdan.rules.codes.identification import bare_number, normalise
from qingdan.rules.masking import masked_number

SURE_OF_NUMBER = 3
"""From this level on somebody is whom the number names, and may see what is kept under it (approval.md §6.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What an account may apply as: itself, an organisation, or a principal (`principal`: by proxy, till `until`).

    `key` is what forms send back; `assured_by` names the provider where `assured_way` is one. `number` shows the end
    of the identifier alone.
    """

    key: str
    kind: str
    name: str
    number: str
    assurance: int
    assured_way: str
    assured_by: str
    assured_at: datetime | None
    made_at: datetime
    phone: str
    address: str
    principal: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyShown:
    """A proxy given or held; `key` is what forms send back, `agent_account` the code of the account."""

    key: str
    principal: str
    agent: str
    agent_account: str
    items: tuple[str, ...]
    until: date
    ended_at: datetime | None
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMaterial:
    """A material of the vault: `code` of its file."""

    code: str
    name: str
    grade: str
    file_name: str
    size: int
    valid_until: date | None
    over: bool
    at: datetime


def has_number(accounts: Collection[str], id_number: str) -> bool:
    """Whether one of these accounts is, or speaks for by an applicant of its own, whom a number names."""
    own = Applicant.objects.filter(user__username__in=accounts).values_list("id_number", flat=True)
    return bool(id_number) and bare_number(id_number) in {bare_number(one) for one in own}


def is_known_otherwise(id_number: str, name: str) -> bool:
    """Whether a number is known, and always under another name than this one."""
    names = set(Applicant.objects.filter(id_number=normalise(id_number)).values_list("name", flat=True))
    return bool(names) and normalise(name) not in {normalise(one) for one in names}


def identities_of(by: Actor, *, on: date, item: str = "") -> tuple[Identity, ...]:
    """What an account may apply as, for an item if one is named: itself first, then organisations, then principals."""
    own = Applicant.objects.visible_to(by).order_by("-kind", "pk")
    held = _in_force(Proxy.objects.filter(agent__username=by.username), on).select_related("principal")
    found = [_identity(one) for one in own]
    principals = [one for one in held.order_by("pk") if not item or not one.items or item in one.items]
    return (*found, *(_identity(one.principal, until=one.until) for one in principals))


def get_identity(by: Actor, key: str, *, on: date, item: str) -> Applicant:
    """The applicant that an account may apply as for an item. Raises Missing."""
    found = Applicant.objects.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() else None
    if found is None or not speaks_for(by.username, found, on=on, items=(item,)):
        raise Missing
    return found


def get_own_applicant(by: Actor, key: str) -> Applicant:
    """An applicant that is the account itself or an organisation of it. Raises Missing."""
    own = Applicant.objects.visible_to(by)
    found = own.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() else None
    if found is None:
        raise Missing
    return found


def speaks_for(username: str, applicant: Applicant, *, on: date | None, items: Collection[str]) -> bool:
    """Whether an account is the applicant's own, or holds its proxy for one of the items on the day (None: any day)."""
    if applicant.user.username == username:
        return True
    held = Proxy.objects.filter(principal=applicant, agent__username=username, ended_at=None)
    return any(not one.items or set(items) & set(one.items) for one in (_in_force(held, on) if on else held))


def proxies_given(by: Actor, *, on: date) -> tuple[ProxyShown, ...]:
    """Proxies that this account's applicants gave, the newest first."""
    return tuple(_proxies(Q(principal__user__username=by.username), on))


def proxies_held(by: Actor, *, on: date) -> tuple[ProxyShown, ...]:
    """Proxies by which this account acts for others, the newest first."""
    return tuple(_proxies(Q(agent__username=by.username), on))


def vault_of(by: Actor, *, on: date, applicant: int | None = None) -> tuple[KeptMaterial, ...]:
    """The kept materials of an account, or of one applicant it applies as; the newest first."""
    kept = VaultMaterial.objects.filter(file__isnull=False).select_related("file").order_by("-pk")
    kept = (
        kept.filter(applicant=applicant) if applicant else kept.filter(applicant__user__username=by.username)
    )
    return tuple(_kept(one, one.file, on) for one in kept if one.file)


def account_to_check(code: str, id_number: str) -> Applicant:
    """The applicant of an account (by its check code) with this number on its document. Raises Missing."""
    found = Applicant.objects.filter(user__code=code, id_number=id_number).select_related("user").first()
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who an account says it is: person or organisation, and the name it goes by."""

    kind: str
    name: str


def claims_of(code: str) -> tuple[Claim, ...]:
    """Whom the account with this check code says it is, itself first; none where there is no such account."""
    found = Applicant.objects.filter(user__code=code.strip().lower()).order_by("-kind", "pk")
    return tuple(Claim(kind=one.kind, name=one.name) for one in found) if code.strip() else ()


def check_code(by: Actor) -> str:
    """核验码: what an account shows at the window, where the person is compared with the document."""
    return User.objects.get(username=by.username).code


def has_password(by: Actor) -> bool:
    """Whether an account can be entered by a password; one that a provider opened cannot."""
    return User.objects.get(username=by.username).has_usable_password()


def _identity(one: Applicant, until: date | None = None) -> Identity:
    return Identity(
        key=str(one.pk),
        kind=ApplicantKind(one.kind).value,
        name=one.name,
        number=masked_number(one.id_number),
        assurance=one.assurance,
        assured_way=one.assured_way,
        assured_by=one.assured_by if one.assured_way == AssuredWay.PROVIDER else "",
        assured_at=one.assured_at,
        made_at=one.made_at,
        phone=one.phone,
        address=one.address,
        principal=until is not None,
        until=until,
    )


def _in_force(proxies: "QuerySet[Proxy]", on: date) -> "QuerySet[Proxy]":
    return proxies.filter(ended_at=None, until__gte=on)


def _proxies(whose: Q, on: date) -> Iterator[ProxyShown]:
    for one in Proxy.objects.filter(whose).select_related("principal", "agent").order_by("-pk"):
        yield ProxyShown(
            key=str(one.pk),
            principal=one.principal.name,
            agent=one.agent.name,
            agent_account=one.agent.code,
            items=tuple(one.items),
            until=one.until,
            ended_at=one.ended_at,
            in_force=one.ended_at is None and one.until >= on,
        )


def _kept(one: VaultMaterial, file: StoredFile, on: date) -> KeptMaterial:
    return KeptMaterial(
        code=file.code,
        name=one.name,
        grade=one.grade,
        file_name=file.name,
        size=file.size,
        valid_until=one.valid_until,
        over=one.valid_until is not None and one.valid_until < on,
        at=one.at,
    )
