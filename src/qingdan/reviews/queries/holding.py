"""卡在哪里: in whose hands each item is, since when, until when, and whom to call. Each item has exactly one holder.

A holder is an office (编办, 综合组, 法制办, 市政府), one 审核组, one member unit or one unit that files. An item whose
unit has no group yet is in the hands of the 编办, which gives groups; one on which no member unit may speak is in those
of the 综合组.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import Appointment, User
from qingdan.campaigns.models import Campaign, Contact
from qingdan.reviews.models import ChartReview, GroupSeat, GroupUnit, Review
from qingdan.reviews.queries.facts import parties_of
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.reviews.queries.routing import Routes, routes_of
from qingdan.reviews.queries.seats import review_groups
from qingdan.rules.review import ChartState, Holder, ListKind
from qingdan.rules.role import Role

PEOPLE = {
    Holder.OFFICE: Role.ESTABLISHMENT_OFFICE,
    Holder.COORDINATION: Role.COORDINATION_GROUP,
    Holder.LEGAL: Role.LEGAL_AFFAIRS,
    Holder.GOVERNMENT: Role.GOVERNMENT_OFFICE,
}
MOST_CALLED = 3


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class HolderKey:
    """A holder: its kind, and which one (key of a group, code of a unit; "" for an office)."""

    kind: Holder
    which: str = ""

    @property
    def address(self) -> str:
        """As addresses name it: group-review_group_1, unit-360900013, government."""
        return f"{self.kind}-{self.which}" if self.which else self.kind.value


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldItem:
    """An item in somebody's hands. `thing`: item or chart."""

    thing: str
    number: str
    name: str
    unit: str
    unit_name: str
    state: str
    since: datetime
    due_on: date | None
    holder: HolderKey


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderLine:
    """What one holder has: how many items and charts, the oldest since when, how many overdue, the next last day, whom
    to call (name, telephone).
    """

    holder: HolderKey
    name: str
    items: int
    charts: int
    since: datetime | None
    due_on: date | None
    overdue: int
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The whole report, the latest holders first. `total`: all items of the list; `published`: those nobody holds."""

    campaign: str
    campaign_name: str
    kind: ListKind
    lines: tuple[HolderLine, ...]
    total: int
    published: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBy:
    """Everything that one holder has, the latest first."""

    campaign: str
    campaign_name: str
    kind: ListKind
    line: HolderLine
    items: tuple[HeldItem, ...]


def holding_of(actor: Actor, campaign: str = "", *, kind: ListKind = ListKind.POWER, on: date) -> Holding:
    """Who holds what of a campaign's list on a day. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    held = list(_held(actor, found, kind))
    items = [one for one in held if one.thing == "item"]
    named = [one for one in held if one.holder.kind is not Holder.NOBODY]
    lines = _lines(found, named, on)
    return Holding(
        campaign=found.code,
        campaign_name=found.name,
        kind=kind,
        lines=lines,
        total=len(items),
        published=sum(one.holder.kind is Holder.NOBODY for one in items),
        overdue=sum(one.overdue for one in lines),
    )


def held_by(
    actor: Actor, address: str, campaign: str = "", *, kind: ListKind = ListKind.POWER, on: date
) -> HeldBy | None:
    """Everything of one holder, named as in addresses; None where it holds nothing. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    own = [one for one in _held(actor, found, kind) if one.holder.address == address]
    if not own:
        return None
    (line,) = _lines(found, own, on)
    items = sorted(own, key=lambda one: (one.due_on or date.max, one.since, one.number))
    return HeldBy(campaign=found.code, campaign_name=found.name, kind=kind, line=line, items=tuple(items))


def _held(actor: Actor, campaign: Campaign, kind: ListKind) -> Iterable[HeldItem]:
    groups = dict(GroupUnit.objects.filter(campaign=campaign).values_list("unit", "group"))
    routes = routes_of(campaign.template, campaign.region_id)
    rows = Review.objects.visible_to(actor).filter(campaign=campaign, list_kind=kind)
    for one in rows.select_related("unit", "filing__unit"):
        yield _held_item("item", one.number, one, holder_of(one, groups, routes))
    if kind is ListKind.POWER:
        yield from _charts(actor, campaign)


def holder_of(review: Review, groups: dict[int, str], routes: Routes) -> HolderKey:
    """The one holder of an item. `groups`: primary key of a unit → its group."""
    kind = Holder(review.holder)
    if kind is Holder.GROUP:
        group = groups.get(review.filing.unit_id, "")
        return HolderKey(kind=kind, which=group) if group else HolderKey(kind=Holder.OFFICE)
    if kind is Holder.MEMBER:
        units = routes.units_for(review.category, review.name, own=parties_of(review))
        return HolderKey(kind=kind, which=units[0][0]) if units else HolderKey(kind=Holder.COORDINATION)
    return HolderKey(kind=kind, which=review.filing.unit.code if kind is Holder.UNIT else "")


def _charts(actor: Actor, campaign: Campaign) -> Iterable[HeldItem]:
    """Charts that are not approved: with the legal office, or returned to the unit."""
    rows = ChartReview.objects.visible_to(actor).filter(campaign=campaign).exclude(state=ChartState.APPROVED)
    for one in rows.select_related("unit", "filing__unit"):
        with_unit = one.state == ChartState.RETURNED
        unit = HolderKey(kind=Holder.UNIT, which=one.filing.unit.code)
        yield _held_item("chart", one.code, one, unit if with_unit else HolderKey(kind=Holder.LEGAL))


def _held_item(thing: str, number: str, row: Review | ChartReview, holder: HolderKey) -> HeldItem:
    return HeldItem(
        thing=thing,
        number=number,
        name=row.name,
        unit=row.unit.code,
        unit_name=row.unit.name,
        state=row.state,
        since=row.since,
        due_on=row.due_on,
        holder=holder,
    )


def _lines(campaign: Campaign, held: Sequence[HeldItem], on: date) -> tuple[HolderLine, ...]:
    by_holder: dict[HolderKey, list[HeldItem]] = {}
    for one in held:
        by_holder.setdefault(one.holder, []).append(one)
    book = _Book(campaign, by_holder, on)
    lines = [_line(key, own, book, on) for key, own in by_holder.items()]
    return tuple(sorted(lines, key=lambda one: (-one.overdue, one.due_on or date.max, one.holder)))


def _line(key: HolderKey, own: Sequence[HeldItem], book: "_Book", on: date) -> HolderLine:
    return HolderLine(
        holder=key,
        name=book.name(key),
        items=sum(one.thing == "item" for one in own),
        charts=sum(one.thing == "chart" for one in own),
        since=min((one.since for one in own), default=None),
        due_on=min((one.due_on for one in own if one.due_on), default=None),
        overdue=sum(one.due_on is not None and one.due_on < on for one in own),
        people=book.people(key),
    )


class _Book:
    """Names of holders, and whom to call: looked up once for all of them."""

    def __init__(self, campaign: Campaign, keys: Iterable[HolderKey], on: date) -> None:
        units = {one.which for one in keys if one.kind in {Holder.UNIT, Holder.MEMBER}}
        self.groups = dict(review_groups(campaign.template))
        self.units = dict(Unit.objects.filter(code__in=units).values_list("code", "name"))
        self.contacts = _contacts(campaign, units)
        self.seats = _seats(campaign)
        self.posts = _posts(campaign.region_id, on)

    def name(self, key: HolderKey) -> str:
        """The name of one of several; "" for an office, which its kind names."""
        return self.groups.get(key.which) or self.units.get(key.which, "")

    def people(self, key: HolderKey) -> tuple[tuple[str, str], ...]:
        """Whom to call: the contacts of a unit, the people of a group, the holders of the post."""
        if key.kind is Holder.UNIT:
            found = self.contacts.get(key.which, ())
        elif key.kind is Holder.GROUP:
            found = self.seats.get(key.which, ())
        elif key.kind is Holder.MEMBER:
            found = self.posts.get((Role.MEMBER_UNIT, key.which), ())
        else:
            role = PEOPLE.get(key.kind)
            found = [one for (post, _), people in self.posts.items() if post == role for one in people]
        return tuple(found[:MOST_CALLED])


def _contacts(campaign: Campaign, units: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    rows = Contact.objects.filter(
        participation__campaign=campaign,
        participation__unit__code__in=set(units),
        until=None,
        kind__in=("liaison", "deputy"),
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for code, name, phone in rows.order_by("-kind").values_list("participation__unit__code", "name", "phone"):
        found.setdefault(code, []).append((name, phone))
    return found


def _seats(campaign: Campaign) -> dict[str, list[tuple[str, str]]]:
    seats = dict(GroupSeat.objects.filter(campaign=campaign, until=None).values_list("username", "group"))
    found: dict[str, list[tuple[str, str]]] = {}
    people = User.objects.filter(username__in=seats).order_by("pk")
    for username, name, phone in people.values_list("username", "name", "phone"):
        found.setdefault(seats[username], []).append((name, phone))
    return found


def _posts(region: str, on: date) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """(Role, unit) → people of the offices and member units, by name."""
    roles = [*PEOPLE.values(), Role.MEMBER_UNIT]
    held = Appointment.objects.filter(
        role__in=roles, unit__region=region, held_from__lte=on, user__is_active=True
    )
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    rows = held.order_by("user__name", "pk").values_list(
        "role", "unit__code", "user__name", "user__phone", "held_until"
    )
    for role, unit, name, phone, until in rows:
        if until is None or until > on:
            found.setdefault((role, unit), []).append((name, phone))
    return found


def age_in_days(since: datetime, at: datetime) -> int:
    """For how many days something has been in somebody's hands."""
    return (day_of(at) - day_of(since)).days
