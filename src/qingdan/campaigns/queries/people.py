"""People: contacts of the units with their history, and who is lent to the work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import User
from qingdan.campaigns.models import Contact, Secondment
from qingdan.campaigns.queries.plans import campaign_for
from qingdan.data.campaigns import load_campaign

KIND_NAMES = {
    "deputy": "分管领导",
    "liaison": "联络员",
    "group_head": "领导小组组长",
    "group_deputy": "领导小组副组长（具体负责）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """Somebody who speaks for a unit, or did until an instant."""

    unit: str
    kind: str
    kind_name: str
    name: str
    title: str
    phone: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondedPerson:
    """Somebody lent to the work. `here`: today is a day of it."""

    code: str
    name: str
    home_unit: str
    skills: str
    group: str
    since: date
    until: date | None
    here: bool


def contacts_of(
    actor: Actor, campaign: str, *, unit: str = "", past: bool = False
) -> tuple[ContactLine, ...]:
    """Contacts that the person may see, of one unit or of all; with those of the past, newest first."""
    rows = Contact.objects.visible_to(actor).filter(participation__campaign__code=campaign)
    if unit:
        rows = rows.filter(participation__unit__code=unit)
    if not past:
        rows = rows.filter(until__isnull=True)
    return tuple(
        ContactLine(
            unit=one.participation.unit.code,
            kind=one.kind,
            kind_name=KIND_NAMES[one.kind],
            name=one.name,
            title=one.title,
            phone=one.phone,
            since=one.since,
            until=one.until,
        )
        for one in rows.select_related("participation__unit").order_by("-since", "pk")
    )


def list_seconded(actor: Actor, campaign: str, *, today: date) -> tuple[SecondedPerson, ...]:
    """Everybody who is or was lent to the work, by group. Raises Missing for the campaign."""
    found = campaign_for(actor, campaign)
    names = dict(group_choices(found.template))
    rows = Secondment.objects.visible_to(actor).filter(campaign=found).select_related("home_unit")
    return tuple(
        SecondedPerson(
            code=one.code,
            name=one.name,
            home_unit=one.home_unit.name,
            skills=one.skills,
            group=names.get(one.group, ""),
            since=one.seconded_from,
            until=one.seconded_until,
            here=one.seconded_from <= today and (one.seconded_until is None or today < one.seconded_until),
        )
        for one in rows.order_by("group", "seconded_from", "pk")
    )


def group_choices(template: str) -> tuple[tuple[str, str], ...]:
    """Keys and names of the groups of the plan."""
    return tuple((one.code, one.name) for one in load_campaign(template).groups)


def unit_choices(actor: Actor, campaign: str) -> tuple[tuple[str, str], ...]:
    """Codes and names of all units of the campaign's region. Raises Missing."""
    found = campaign_for(actor, campaign)
    rows = Unit.objects.filter(region_id=found.region_id, valid_until=None).order_by("order", "code")
    return tuple(rows.values_list("code", "name"))


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """The names of accounts, for those who asked, answered, recorded."""
    return dict(User.objects.filter(username__in=set(usernames)).values_list("username", "name"))
