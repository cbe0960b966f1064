"""Who somebody is today; accounts, appointments, stand-ins and invitations for those who administer them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.orgs.queries import administered
from qingdan.base.people.models import Appointment, CityFile, Invitation, StandIn, User
from qingdan.base.refusal import Missing
from qingdan.base.rows import rows
from qingdan.rules.role import LEADING, Role

CITY_WIDE = LEADING | {Role.LEADING_GROUP, Role.GOVERNMENT_OFFICE, Role.LEGAL_AFFAIRS}


_HELD = """
WITH RECURSIVE held AS (
  SELECT a.id, a.role, a.user_id, holder.name AS holder, holder.username AS account,
    u.id AS unit_id, u.code, u.name, u.kind, u.region_id
  FROM people_appointment a
  JOIN people_user holder ON holder.id = a.user_id
  JOIN orgs_unit u ON u.id = a.unit_id AND u.valid_until IS NULL
  WHERE a.held_from <= %(on)s AND (a.held_until IS NULL OR a.held_until > %(on)s)
    AND (a.user_id = %(user)s OR a.id IN (
      SELECT appointment_id FROM people_standin
      WHERE user_id = %(user)s AND acts_from <= %(on)s AND acts_until > %(on)s))
), here AS (
  SELECT * FROM held WHERE unit_id = (SELECT unit_id FROM held ORDER BY code <> %(unit)s, id LIMIT 1)
), heirs (id, code) AS (
  SELECT unit_id, NULL::varchar FROM here
  UNION
  SELECT source.id, source.code FROM heirs
  JOIN orgs_unitchange_targets target ON target.unit_id = heirs.id
  JOIN orgs_unitchange change ON change.id = target.unitchange_id AND change.kind <> 'rename'
  JOIN orgs_unitchange_sources before ON before.unitchange_id = change.id
  JOIN orgs_unit source ON source.id = before.unit_id AND source.valid_until IS NOT NULL
)
SELECT here.role, here.code, here.name, here.region_id,
  CASE WHEN here.user_id = %(user)s THEN '' ELSE here.holder END,
  ARRAY(SELECT code FROM orgs_unit WHERE supervising_id = here.unit_id AND valid_until IS NULL
        AND here.kind <> 'subordinate' ORDER BY code),
  ARRAY(SELECT code FROM heirs WHERE code IS NOT NULL ORDER BY code),
  ARRAY(SELECT county.code FROM orgs_region county JOIN orgs_region city ON city.code = county.parent_id
        WHERE city.code = here.region_id AND city.level = 'city' AND county.level = 'county' ORDER BY county.code),
  ARRAY(SELECT code FROM held ORDER BY id), ARRAY(SELECT name FROM held ORDER BY id), here.account
FROM here ORDER BY here.id
"""
"""The roles at the chosen unit or at the first, a row each. Asked by every request, so in one question.

Columns: role, unit code and name, region, holder stood in for ("" where the role is the person's own), subordinate
bodies, units whose work this one has taken over however often they were merged or split, counties of the city; codes
and names of the units of all roles, account of the role's holder.

Reading: who continues a body's functions answers for what it began (行政诉讼法第二十六条第六款 says the same of
lawsuits), so its drafts and returns are open to every unit that took over a part of its work.
"""


def actor_of(user: User, *, on: date, factor_at: datetime | None = None, unit: str = "") -> Actor:
    """The person as an actor: roles held or stood in for on the day, at the chosen unit or at the first."""
    held = rows(_HELD, user=user.pk, on=on, unit=unit)
    if not held:
        return Actor(username=user.username, name=user.name, factor_at=factor_at)
    roles = frozenset(Role(one[0]) for one in held)
    _, code, name, region, _, below, taken_over, counties, codes, names, _ = held[0]
    own = {Role(one[0]) for one in held if not one[4]}
    return Actor(
        username=user.username,
        name=user.name,
        roles=roles,
        region=region,
        regions=(region, *counties) if CITY_WIDE & roles else (region,),  # their work reads the counties too
        unit=code,
        unit_name=name,
        charges=(*below, *taken_over),
        standing_in_for=next((one[4] for one in held if one[4]), ""),
        acts_for=tuple((Role(one[0]), one[10], one[4]) for one in held if one[4]),
        borrowed=roles - own,
        posts=tuple(dict.fromkeys(zip(codes, names, strict=True))),
        factor_at=factor_at,
    )


def posts_of(user: User, *, on: date) -> tuple[tuple[str, str], ...]:
    """Code and name of every unit the person works for on the day: the choices of 换单位."""
    return actor_of(user, on=on).posts


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role that somebody holds or will hold, with who stands in: (account, from, until)."""

    user: User
    unit: Unit
    role: Role
    post: str
    held_from: date
    held_until: date | None
    stand_ins: tuple[tuple[User, date, date], ...]


def get_account(actor: Actor, code: str, *, on: date) -> User:
    """An account that this person administers. Raises Missing."""
    found = accounts_of(actor, on=on).filter(code=code).first()
    if found is None:
        raise Missing
    return found


def account_by_code(code: str) -> User:
    """The account of a code, whoever administers it. Raises Missing."""
    found = User.objects.filter(code=code).first()
    if found is None:
        raise Missing
    return found


def colleagues_of(user: User, unit: str, *, on: date) -> list[User]:
    """Everybody else with a role at a unit today: who can stand in."""
    held = Appointment.objects.filter(_held_on(on), unit__code=unit, user__is_active=True)
    return list(User.objects.filter(pk__in=held.values("user")).exclude(pk=user.pk).order_by("name", "pk"))


def accounts_of(actor: Actor, *, on: date, search: str = "") -> "QuerySet[User]":
    """The accounts that somebody administers: with a role in the own regions, and those with none anywhere.

    An account whose roles lie elsewhere is another administrator's, whatever it held here before.
    """
    everyone = User.objects.order_by("name", "username")
    held = Appointment.objects.filter(user=OuterRef("pk")).filter(_not_over(on))
    if actor.username != SYSTEM.username:
        regions = administered(actor)
        if not regions:
            return everyone.none()
        nobodys = Q(~Exists(held), signed_up=False)  # people who only apply are nobody's to administer
        everyone = everyone.filter(Exists(held.filter(unit__region_id__in=regions)) | nobodys)
    if search:
        found = Exists(held.filter(Q(unit__name__icontains=search) | Q(unit__short_name__icontains=search)))
        everyone = everyone.filter(Q(name__icontains=search) | Q(username__icontains=search) | found)
    return everyone


def roles_of_users(users: Iterable[User], *, on: date) -> list[HeldRole]:
    """What these people hold on the day or later."""
    held = Appointment.objects.filter(_not_over(on), user__in=list(users))
    return _roles(held.order_by("user__name", "unit__order", "pk"), on)


def roles_at_unit(unit: str, *, on: date) -> list[HeldRole]:
    """Who holds what at a unit on the day or later."""
    held = Appointment.objects.filter(_not_over(on), unit__code=unit, user__is_active=True)
    return _roles(held.order_by("role", "user__name", "pk"), on)


def invited_until(user: User, at: datetime) -> datetime | None:
    """The end of the link that waits to be used, if there is one."""
    open_one = Invitation.objects.filter(user=user, used_at=None, expires_at__gt=at)
    return open_one.order_by("-expires_at").values_list("expires_at", flat=True).first()


def open_invitation(token: str, at: datetime, *, lock: bool = False) -> Invitation:
    """The invitation of a link, while it can be used. Raises Missing: unknown, used, over, account stopped."""
    found = Invitation.objects.select_for_update(of=["self"]) if lock else Invitation.objects.all()
    invitation = (
        found.filter(token_digest=digest_of(token), used_at=None, expires_at__gt=at, user__is_active=True)
        .select_related("user")
        .first()
    )
    if invitation is None:
        raise Missing
    return invitation


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def administrators_of(user: User, *, on: date) -> Mapping[str, set[int]]:
    """Region code → accounts that administer it today, for the regions that this person administers."""
    held = Appointment.objects.filter(_held_on(on), role=Role.ADMINISTRATOR.value, user__is_active=True)
    own = set(held.filter(user=user).values_list("unit__region_id", flat=True))
    return {
        region: set(held.filter(unit__region_id=region).values_list("user_id", flat=True)) for region in own
    }


def get_city_file(actor: Actor, code: str) -> CityFile:
    """A workbook that this person read in and has not applied yet. Raises Missing."""
    found = CityFile.objects.filter(code=code, by=actor.username, applied_at=None).first()
    if found is None:
        raise Missing
    return found


def _roles(held: "QuerySet[Appointment]", on: date) -> list[HeldRole]:
    held_roles = list(held.select_related("user", "unit", "post"))
    acting: dict[int, list[tuple[User, date, date]]] = {}
    for one in StandIn.objects.filter(appointment__in=held_roles, acts_until__gt=on).select_related("user"):
        acting.setdefault(one.appointment_id, []).append((one.user, one.acts_from, one.acts_until))
    return [
        HeldRole(
            user=one.user,
            unit=one.unit,
            role=Role(one.role),
            post=one.post.name if one.post else "",
            held_from=one.held_from,
            held_until=one.held_until,
            stand_ins=tuple(acting.get(one.pk, ())),
        )
        for one in held_roles
    ]


def _not_over(on: date) -> Q:
    return Q(held_until__isnull=True) | Q(held_until__gt=on)


def _held_on(on: date) -> Q:
    return Q(held_from__lte=on) & _not_over(on)


def administrators_without_password() -> list[User]:
    """Administrators who cannot sign in yet: those of a city just founded."""
    held = Appointment.objects.filter(role=Role.ADMINISTRATOR.value, user__is_active=True)
    users = User.objects.filter(pk__in=held.values("user")).order_by("username")
    return [user for user in users if not user.has_usable_password()]
