"""Who speaks for a unit (R-121), and who leads the work there (R-104); a change closes the old row, nothing is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Contact, Fulfilment, Participation
from qingdan.campaigns.services.access import taking_part, text_problem
from qingdan.campaigns.services.duties import fulfil, group_key
from qingdan.rules.pattern import pattern
from qingdan.rules.problem import Problem

CONTACTS = ("deputy", "liaison")
LEADING_GROUP = ("group_head", "group_deputy")
_PHONE = pattern(r"\+?[0-9][0-9 \-]{4,25}[0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as named on the form."""

    name: str
    title: str = ""
    phone: str = ""


def set_contacts(
    *, campaign: str, unit: str, people: Mapping[str, Person], by: Actor, at: datetime
) -> tuple[str, ...]:
    """分管领导 (`deputy`) and 联络员 (`liaison`) of a unit; the kinds that changed.

    The first time fulfils what the plan asks within three working days of receipt; later ones only change the
    directory. Raises Refused with every empty or wrong field (`deputy_name`, `liaison_phone`, …), Missing.
    """
    with writing(by):
        _, row = taking_part(by, campaign, unit)
        refuse_if(*_problems(people, CONTACTS))
        changed = _replace(row, people, CONTACTS, by, at)
        _once(row, campaign, "contacts", by, at)
        append("ContactsSet", f"campaign:{campaign}", by=by, at=at, unit=unit, data={"changed": changed})
    return tuple(changed)


def set_leading_group(
    *, campaign: str, unit: str, people: Mapping[str, Person], by: Actor, at: datetime
) -> tuple[str, ...]:
    """Head (`group_head`) and deputy in charge (`group_deputy`) of a unit's leading group; the kinds that changed.

    Raises Refused, Missing.
    """
    with writing(by):
        plan, row = taking_part(by, campaign, unit)
        key = group_key(plan, row)
        refuse_if(*_problems(people, LEADING_GROUP))
        changed = _replace(row, people, LEADING_GROUP, by, at)
        _once(row, campaign, key, by, at)
        append("LeadingGroupSet", f"campaign:{campaign}", by=by, at=at, unit=unit, data={"changed": changed})
    return tuple(changed)


def _problems(people: Mapping[str, Person], kinds: tuple[str, ...]) -> Iterator[Problem | None]:
    for kind in kinds:
        person = people.get(kind, Person(name=""))
        yield text_problem(f"{kind}_name", person.name, 40)
        yield text_problem(f"{kind}_title", person.title, 60, required=False)
        missing = text_problem(f"{kind}_phone", person.phone, 30)
        yield missing
        if missing is None and not _PHONE.fullmatch(person.phone.strip()):
            yield refusal("campaigns.phone", f"{kind}_phone")


def _replace(
    row: Participation, people: Mapping[str, Person], kinds: tuple[str, ...], by: Actor, at: datetime
) -> list[str]:
    current = {one.kind: one for one in Contact.objects.filter(participation=row, until__isnull=True)}
    changed = [kind for kind in kinds if _words(current.get(kind)) != _said(people[kind])]
    Contact.objects.filter(participation=row, until__isnull=True, kind__in=changed).update(until=at)
    for kind in changed:
        name, title, phone = _said(people[kind])
        Contact.objects.create(
            participation=row,
            region_id=row.region_id,
            kind=kind,
            name=name,
            title=title,
            phone=phone,
            since=at,
            by=by.username,
        )
    return changed


def _once(row: Participation, campaign: str, obligation: str, by: Actor, at: datetime) -> None:
    if not Fulfilment.objects.filter(
        participation=row, obligation=obligation, withdrawn_at__isnull=True
    ).exists():
        fulfil(campaign=campaign, unit=row.unit.code, obligation=obligation, by=by, at=at)


def _words(contact: Contact | None) -> tuple[str, str, str] | None:
    return (contact.name, contact.title, contact.phone) if contact else None


def _said(person: Person) -> tuple[str, str, str]:
    return person.name.strip(), person.title.strip(), person.phone.strip()
