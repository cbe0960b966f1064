"""Setting up regions, units, inner offices and posts; merging, splitting and renaming units."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import InnerOffice, Mandate, Post, Region, Unit, UnitChange, UnitKind
from qingdan.base.refusal import Refused, demand_administrator, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.rules.problem import Problem


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
    demand_administrator(by, at)
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
    demand_administrator(by, at)
    code = f"{region}{number:03d}"
    with writing(by):
        above = _standing([supervising], "supervising")[0] if supervising else None
        refuse_if(
            refusal("orgs.number_taken", "number", code=code)
            if Unit.objects.filter(code=code).exists()
            else None,
            None if 0 < number < 1000 else refusal("orgs.number", "number"),
            None if 0 < len(name) <= 60 else refusal("orgs.name", "name"),
            _name_taken(region, name),
            _wrong_supervising(kind, above),
        )
        unit = Unit.objects.create(
            region_id=region,
            code=code,
            name=name,
            short_name=short_name,
            law_name=law_name,
            kind=kind,
            supervising=above,
            order=number,
            valid_from=on,
            sample=sample,
        )
        append("UnitOpened", f"unit:{code}", by=by, at=at, unit=code, data={"name": name, "kind": kind.value})
    return unit


def change_unit(
    *, unit: str, short_name: str, law_name: str, kind: UnitKind, supervising: str, by: Actor, at: datetime
) -> Unit:
    """Corrects what is said of a unit; its name changes only by `rename_unit`. Raises Refused."""
    demand_administrator(by, at)
    with writing(by):
        owner = _standing([unit], "unit")[0]
        above = _standing([supervising], "supervising")[0] if supervising else None
        refuse_if(_wrong_supervising(kind, above))
        owner.short_name, owner.law_name, owner.kind, owner.supervising = short_name, law_name, kind, above
        owner.save()
        append("UnitChanged", f"unit:{unit}", by=by, at=at, unit=unit, data={"kind": kind.value})
    return owner


def set_inner_office(*, unit: str, number: int, name: str, by: Actor, at: datetime) -> InnerOffice:
    """Adds an inner office, or renumbers the one of that name. Raises Refused."""
    demand_administrator(by, at)
    with writing(by):
        refuse_if(None if 0 < len(name) <= 60 else refusal("orgs.name", "office_name"))
        office, _ = InnerOffice.objects.update_or_create(
            unit=Unit.objects.get(code=unit), name=name, defaults={"number": number}
        )
        append("InnerOfficeSet", f"unit:{unit}", by=by, at=at, unit=unit, data={"name": name})
    return office


def set_post(*, unit: str, office: str = "", name: str, by: Actor, at: datetime) -> Post:
    """Adds a post in an inner office (or in the unit itself). Raises Refused."""
    demand_administrator(by, at)
    with writing(by):
        refuse_if(None if 0 < len(name) <= 60 else refusal("orgs.name", "post_name"))
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


def set_mandate(
    *,
    unit: str,
    number: int,
    text: str,
    office: str = "",
    parent: int | None = None,
    document: str = "",
    by: Actor,
    at: datetime,
) -> Mandate:
    """Adds the function of that number, or gives it another text and place. Raises Refused."""
    demand_administrator(by, at)
    with writing(by):
        owner = _standing([unit], "unit")[0]
        refuse_if(None if 0 < len(text) <= 2000 else refusal("orgs.text", "text"))
        mandate, _ = Mandate.objects.update_or_create(
            unit=owner,
            number=number,
            valid_until=None,
            defaults={
                "text": text,
                "document": document,
                "office": InnerOffice.objects.filter(unit=owner, name=office).first() if office else None,
                "parent": Mandate.objects.filter(unit=owner, number=parent).first() if parent else None,
            },
        )
        append("MandateSet", f"unit:{unit}", by=by, at=at, unit=unit, data={"number": number})
    return mandate


def rename_unit(
    *, unit: str, name: str, short_name: str = "", on: date, document: str, by: Actor, at: datetime
) -> UnitChange:
    """Gives a unit another name from a day on; code, people and drafts stay. Raises Refused."""
    demand_administrator(by, at)
    with writing(by):
        owner = _standing([unit], "unit")[0]
        refuse_if(
            *_wrong_day(on, document, [owner], at),
            None if 0 < len(name) <= 60 else refusal("orgs.name", "name"),
            refusal("orgs.same_name", "name") if name == owner.name else _name_taken(owner.region_id, name),
        )
        change = UnitChange.objects.create(
            kind="rename", on=on, document=document, name_before=owner.name, name_after=name
        )
        change.sources.set([owner])
        change.targets.set([owner])
        owner.name, owner.short_name = name, short_name
        owner.save()
        append("UnitRenamed", f"unit:{unit}", by=by, at=at, unit=unit, data={"on": str(on), "name": name})
    return change


def replace_units(
    *,
    kind: Literal["merge", "split"],
    sources: Sequence[str],
    targets: Sequence[str],
    on: date,
    document: str,
    by: Actor,
    at: datetime,
) -> UnitChange:
    """A merger (several units into one) or a split (one into several), from a day on. Raises Refused.

    The targets stand already: a new unit is opened before. A source closes on that day unless it is a target too
    (others were merged into it, or a part was taken out of it); its code is never given again, its subordinate
    bodies go to the first target. Reading: only what has taken effect is recorded, so the day is not after today.
    """
    demand_administrator(by, at)
    with writing(by):
        olds, news = _standing(sources, "sources"), _standing(targets, "targets")
        enough = len({*sources, *targets}) > 1 and (len(news) == 1 if kind == "merge" else len(news) > 1)
        refuse_if(
            *_wrong_day(on, document, olds, at),
            None if enough and olds else refusal(f"orgs.{kind}_two", "targets"),
        )
        change = UnitChange.objects.create(kind=kind, on=on, document=document)
        change.sources.set(olds)
        change.targets.set(news)
        for old in olds:
            if old not in news:
                _close(old, news[0], on)
        data = {"kind": kind, "on": str(on), "sources": [*sources], "targets": [*targets]}
        for code in dict.fromkeys([*sources, *targets]):
            append("UnitsReplaced", f"unit:{code}", by=by, at=at, unit=code, data=data)
    return change


def _close(old: Unit, successor: Unit, on: date) -> None:
    Unit.objects.filter(supervising=old, valid_until__isnull=True).exclude(pk=successor.pk).update(
        supervising=successor.supervising or successor
    )
    old.valid_until = on
    old.save()


def _standing(codes: Sequence[str], field: str) -> list[Unit]:
    found = {
        one.code: one for one in Unit.objects.select_for_update().filter(code__in=codes, valid_until=None)
    }
    if missing := [code for code in codes if code not in found]:
        raise Refused([refusal("orgs.no_unit", field, code=code) for code in missing])
    return [found[code] for code in dict.fromkeys(codes)]


def _wrong_day(on: date, document: str, units: Sequence[Unit], at: datetime) -> list[Problem | None]:
    return [
        refusal("orgs.future", "on") if on > day_of(at) else None,
        refusal("orgs.before", "on")
        if any(one.valid_from and on <= one.valid_from for one in units)
        else None,
        None if 0 < len(document) <= 120 else refusal("orgs.document", "document"),
    ]


def _wrong_supervising(kind: UnitKind, above: Unit | None) -> Problem | None:
    fits = (kind == UnitKind.SUBORDINATE) == (above is not None)
    return None if fits else refusal("orgs.supervising", "supervising")


def _name_taken(region: str, name: str) -> Problem | None:
    if Unit.objects.filter(region_id=region, name=name, valid_until=None).exists():
        return refusal("orgs.name_taken", "name", name=name)
    return None
