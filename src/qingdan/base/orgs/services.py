"""Setting up regions, units, inner offices and posts."""

from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import InnerOffice, Mandate, Post, Region, Unit, UnitKind
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import writing


def open_region(
    *,
    code: str,
    name: str,
    level: str,
    parent: str = "",
    valid_from: date | None = None,
    by: Actor,
    at: datetime,
) -> Region:
    """A region; one that is there already keeps its row and takes the name. `level`: city, county, town."""
    with writing(by):
        region, _ = Region.objects.update_or_create(
            code=code,
            defaults={"name": name, "level": level, "parent_id": parent or None, "valid_from": valid_from},
        )
        append("RegionOpened", f"region:{code}", by=by, at=at, data={"name": name})
    return region


def open_unit(
    *,
    region: str,
    number: int,
    name: str,
    kind: UnitKind,
    short_name: str = "",
    law_name: str = "",
    supervising: str = "",
    on: date | None = None,
    sample: bool = False,
    by: Actor,
    at: datetime,
) -> Unit:
    """A new unit of a region. `number`, 1–999, is never given twice. Raises Refused."""
    code = f"{region}{number:03d}"
    with writing(by):
        refuse_if(
            (Unit.objects.filter(code=code).exists() and refusal("orgs.number_taken", "number", code=code))
            or None,
            (
                Unit.objects.filter(region_id=region, name=name, valid_until=None).exists()
                and refusal("orgs.name_taken", "name", name=name)
            )
            or None,
        )
        unit = Unit.objects.create(
            region_id=region,
            code=code,
            name=name,
            short_name=short_name,
            law_name=law_name,
            kind=kind,
            supervising=Unit.objects.get(code=supervising) if supervising else None,
            order=number,
            valid_from=on,
            sample=sample,
        )
        append("UnitOpened", f"unit:{code}", by=by, at=at, unit=code, data={"name": name, "kind": kind.value})
    return unit


def set_inner_office(*, unit: str, number: int, name: str, by: Actor, at: datetime) -> InnerOffice:
    """Adds an inner office, or renumbers the one of that name."""
    with writing(by):
        office, _ = InnerOffice.objects.update_or_create(
            unit=Unit.objects.get(code=unit), name=name, defaults={"number": number}
        )
        append("InnerOfficeSet", f"unit:{unit}", by=by, at=at, unit=unit, data={"name": name})
    return office


def set_post(*, unit: str, office: str = "", name: str, by: Actor, at: datetime) -> Post:
    """Adds a post in an inner office (or in the unit itself)."""
    with writing(by):
        owner = Unit.objects.get(code=unit)
        inner = InnerOffice.objects.filter(unit=owner, name=office).first() if office else None
        post, _ = Post.objects.get_or_create(unit=owner, office=inner, name=name)
        append("PostSet", f"unit:{unit}", by=by, at=at, unit=unit, data={"name": name, "office": office})
    return post


def add_mandate(
    *, unit: str, text: str, number: int, office: str = "", parent: int | None = None, by: Actor, at: datetime
) -> Mandate:
    """Adds one function of the 三定 provisions; `parent` is the number of the function it belongs under."""
    with writing(by):
        owner = Unit.objects.get(code=unit)
        mandate = Mandate.objects.create(
            unit=owner,
            number=number,
            text=text,
            office=InnerOffice.objects.filter(unit=owner, name=office).first() if office else None,
            parent=Mandate.objects.filter(unit=owner, number=parent).first() if parent else None,
        )
        append("MandateAdded", f"unit:{unit}", by=by, at=at, unit=unit, data={"number": number})
    return mandate
