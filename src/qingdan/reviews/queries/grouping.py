"""Which 审核组 reviews which units, who sits in it, and where somebody would judge his own unit (R-091, R-092)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.people.models import Appointment, User
from qingdan.base.refusal import Missing
from qingdan.campaigns.models import Campaign, Participation, Secondment
from qingdan.powers.models import PowerItem
from qingdan.reviews.models import GroupSeat, GroupUnit, Review
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.reviews.queries.seats import review_groups, reviewers_in
from qingdan.rules.review import ItemState
from qingdan.rules.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit of the campaign: how many items it has, how many wait in the first layer, which group reviews it."""

    code: str
    name: str
    items: int
    waiting: int
    group: str
    proposed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody in a group. `own`: names of the units of his group whose items he may not judge."""

    username: str
    code: str
    name: str
    home: str
    expert: bool
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A group: who sits in it, how many units and items it has. `orphans`: units whose items nobody in it may judge."""

    key: str
    name: str
    seats: tuple[Seat, ...]
    units: int
    items: int
    orphans: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody with the post of a reviewer: code of the account, group he sits in, who lent him as far as is known."""

    code: str
    name: str
    unit: str
    unit_name: str
    group: str
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The whole page. `proposal`: an even split was asked for and stands in `units` as `proposed`."""

    campaign: str
    campaign_name: str
    units: tuple[UnitLine, ...]
    groups: tuple[GroupLine, ...]
    candidates: tuple[Candidate, ...]
    choices: tuple[tuple[str, str], ...]
    proposal: bool

    @property
    def without(self) -> int:
        """How many units have no group."""
        return sum(not one.group for one in self.units)


def groups_of(actor: Actor, campaign: str = "", *, propose: bool = False, on: date) -> Groups:
    """Units, groups and people of a campaign, for who leads it. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    if not actor.leads or found.region_id != actor.region:
        raise Missing
    names = review_groups(found.template)
    units = _units(found, [key for key, _ in names], propose=propose)
    seats = _seats(found, units, on)
    return Groups(
        campaign=found.code,
        campaign_name=found.name,
        units=units,
        groups=tuple(_group(key, name, units, seats.get(key, ())) for key, name in names),
        candidates=_candidates(found, seats, on),
        choices=names,
        proposal=propose,
    )


def username_of(code: str) -> str:
    """The user name of an account's code. Raises Missing."""
    found = User.objects.filter(code=code).values_list("username", flat=True).first()
    if found is None:
        raise Missing
    return found


def even_split(items: Mapping[str, int], groups: Sequence[str], taken: Mapping[str, str]) -> dict[str, str]:
    """A group for each unit that has none, so that groups get about as many items: the largest unit first, each to the
    group with the least so far. Units that have a group keep it. Ties go by code.
    """
    load = dict.fromkeys(groups, 0)
    for unit, group in taken.items():
        load[group] = load.get(group, 0) + items.get(unit, 0)
    found: dict[str, str] = {}
    free = [one for one in items if one not in taken]
    for unit in sorted(free, key=lambda one: (-items[one], one)):
        least = min(groups, key=lambda one: (load[one], groups.index(one)))
        found[unit] = least
        load[least] += items[unit] or 1  # a unit with nothing to review yet still has to be spread
    return found


def _units(campaign: Campaign, groups: Sequence[str], *, propose: bool) -> tuple[UnitLine, ...]:
    members = Participation.objects.filter(campaign=campaign).exclude(unit__kind=UnitKind.COUNTY)
    units = list(Unit.objects.filter(pk__in=members.values("unit")).order_by("order", "code"))
    taken = dict(GroupUnit.objects.filter(campaign=campaign).values_list("unit__code", "group"))
    drafted, filed, waiting = _counts(campaign)
    items = {one.code: filed.get(one.code) or drafted.get(one.code, 0) for one in units}
    proposed = even_split(items, groups, taken) if propose else {}
    return tuple(
        UnitLine(
            code=one.code,
            name=one.name,
            items=items[one.code],
            waiting=waiting.get(one.code, 0),
            group=taken.get(one.code, ""),
            proposed=proposed.get(one.code, taken.get(one.code, "")),
        )
        for one in units
    )


def _counts(campaign: Campaign) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Items by the unit that files them: as drafted, as received, of these waiting in the first layer."""
    drafted: dict[str, int] = {}
    rows = PowerItem.objects.kept().filter(campaign=campaign).order_by()
    named = rows.values_list("unit__code", "unit__supervising__code").annotate(count=Count("pk"))
    for code, above, count in named:
        filer = above or code
        drafted[filer] = drafted.get(filer, 0) + count
    reviews = Review.objects.filter(campaign=campaign).order_by()
    filed = dict(reviews.values_list("filing__unit__code").annotate(count=Count("pk")))
    first = reviews.filter(state=ItemState.GROUP_REVIEW)
    return drafted, filed, dict(first.values_list("filing__unit__code").annotate(count=Count("pk")))


def _seats(campaign: Campaign, units: Sequence[UnitLine], on: date) -> dict[str, tuple[Seat, ...]]:
    rows = list(
        GroupSeat.objects.filter(campaign=campaign, until=None).select_related("home_unit").order_by("pk")
    )
    people = {one.username: one for one in User.objects.filter(username__in=[one.username for one in rows])}
    posts = _posts(campaign.region_id, people, on)
    found: dict[str, list[Seat]] = {}
    for row in rows:
        homes = {row.home_unit.code if row.home_unit else "", *posts.get(row.username, ())}
        person = people[row.username]
        seat = Seat(
            username=row.username,
            code=person.code,
            name=person.name,
            home=row.home_unit.name if row.home_unit else "",
            expert=row.expert,
            own=tuple(one.name for one in units if one.group == row.group and one.code in homes),
        )
        found.setdefault(row.group, []).append(seat)
    return {group: tuple(seats) for group, seats in found.items()}


def _posts(region: str, people: Mapping[str, User], on: date) -> dict[str, set[str]]:
    """The units at which these people are reviewers: the other way to be at home."""
    held = Appointment.objects.filter(role=Role.REVIEWER, unit__region=region, held_from__lte=on)
    found: dict[str, set[str]] = {}
    rows = held.filter(user__in=[one.pk for one in people.values()])
    for username, unit in rows.values_list("user__username", "unit__code"):
        found.setdefault(username, set()).add(unit)
    return found


def _group(key: str, name: str, units: Sequence[UnitLine], seats: tuple[Seat, ...]) -> GroupLine:
    own = [one for one in units if one.group == key]
    return GroupLine(
        key=key,
        name=name,
        seats=seats,
        units=len(own),
        items=sum(one.items for one in own),
        orphans=tuple(one.name for one in own if all(one.name in seat.own for seat in seats)),
    )


def _candidates(campaign: Campaign, seats: Mapping[str, tuple[Seat, ...]], on: date) -> tuple[Candidate, ...]:
    """Everybody with the post of a reviewer; who lent him is proposed from the list of seconded people, by name."""
    placed = {seat.username: group for group, some in seats.items() for seat in some}
    lent = dict(
        Secondment.objects.filter(campaign=campaign, seconded_until=None).values_list(
            "name", "home_unit__code"
        )
    )
    people = {one.username: one for one in reviewers_in(campaign.region_id, on)}
    posts = _posts(campaign.region_id, people, on)
    names = dict(Unit.objects.filter(region=campaign.region_id).values_list("code", "name"))
    return tuple(
        Candidate(
            code=one.code,
            name=one.name,
            unit=unit,
            unit_name=names.get(unit, ""),
            group=placed.get(one.username, ""),
            home=lent.get(one.name, unit),
        )
        for one in people.values()
        for unit in sorted(posts.get(one.username, {""}))[:1]
    )
