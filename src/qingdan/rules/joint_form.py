"""One form and one set of materials of a joint application, each field and material with the items that want it.

Source: 国务院令第716号 Art. 7, 8 (nothing is asked twice); approval.md §3.1 (one form, one set of materials, tagged by
who needs what). Two items ask the same where label, type, unit and choices are the same; a material is the same
by its name. What one of them demands is demanded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qingdan.rules.application_form import Answers, Field
from qingdan.rules.guide import Material, MaterialSource
from qingdan.rules.text import title_key


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedField:
    """A field of the one form; `owners`: item → its own name of it there."""

    field: Field
    owners: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMaterial:
    """A material of the one set; `material.place` counts here, `owners`: item → its place in that item's own list."""

    material: Material
    owners: Mapping[str, int]


def shared_fields(wanted: Mapping[str, Sequence[Field]]) -> tuple[SharedField, ...]:
    """The one form of some items (item → its own form), in the order of the items."""
    groups: dict[object, list[tuple[str, Field]]] = {}
    for item, fields in wanted.items():
        for one in fields:
            groups.setdefault(_same(item, one, fields), []).append((item, one))
    names = {
        (item, one.name): f"f{place}" for place, some in enumerate(groups.values(), 1) for item, one in some
    }
    return tuple(_shared(names, some) for some in groups.values())


def shared_materials(wanted: Mapping[str, Sequence[Material]]) -> tuple[SharedMaterial, ...]:
    """The one set of materials of some items (item → its list), numbered anew from 1."""
    groups: dict[str, list[tuple[str, Material]]] = {}
    for item, materials in wanted.items():
        for one in materials:
            groups.setdefault(title_key(one.name), []).append((item, one))
    return tuple(_one_of(place, some) for place, some in enumerate(groups.values(), 1))


def answers_of(item: str, fields: Sequence[SharedField], answers: Answers) -> dict[str, str]:
    """What the item's department gets of the one form: its own fields, by its own names, and no other's."""
    return {
        one.owners[item]: answers[one.field.name]
        for one in fields
        if item in one.owners and one.field.name in answers
    }


def carried_answers(
    old: Sequence[SharedField], new: Sequence[SharedField], answers: Answers
) -> dict[str, str]:
    """The answers of one form in another that takes its place: what an item asks by the same name is the same."""
    known = {
        owner: answers[one.field.name]
        for one in old
        for owner in one.owners.items()
        if one.field.name in answers
    }
    return {
        one.field.name: next(known[owner] for owner in one.owners.items() if owner in known)
        for one in new
        if any(owner in known for owner in one.owners.items())
    }


def carried_places(old: Sequence[SharedMaterial], new: Sequence[SharedMaterial]) -> dict[int, int]:
    """Place in one set of materials → place in another that takes its place, of what both have by its name."""
    places = {title_key(one.material.name): one.material.place for one in new}
    return {
        one.material.place: places[title_key(one.material.name)]
        for one in old
        if title_key(one.material.name) in places
    }


def _same(item: str, one: Field, fields: Sequence[Field]) -> object:
    """Fields with this key are one. A field that hangs on another stays with its item."""
    hangs = (
        one.when_field
        or one.not_before
        or any(one.name in {other.when_field, other.not_before} for other in fields)
    )
    alike = (title_key(one.label), one.type, one.unit, one.choices)
    return (item, one.name) if hangs else alike


def _shared(names: Mapping[tuple[str, str], str], some: Sequence[tuple[str, Field]]) -> SharedField:
    item, first = some[0]
    field = replace(
        first,
        name=names[item, first.name],
        required=any(one.required for _, one in some),
        help=next((one.help for _, one in some if one.help), ""),
        when_field=names.get((item, first.when_field), ""),
        not_before=names.get((item, first.not_before), ""),
        least=max((one.least for _, one in some if one.least is not None), default=None),
        most=min((one.most for _, one in some if one.most is not None), default=None),
    )
    return SharedField(field=field, owners={item: one.name for item, one in some})


def _one_of(place: int, some: Sequence[tuple[str, Material]]) -> SharedMaterial:
    first = some[0][1]
    shared = any(one.source is MaterialSource.SHARED for _, one in some)
    material = replace(
        first,
        place=place,
        source=MaterialSource.SHARED if shared else first.source,
        required=any(one.required for _, one in some),
        copies=sum(one.copies for _, one in some),
        electronic=all(one.electronic for _, one in some),
    )
    return SharedMaterial(material=material, owners={item: one.place for item, one in some})
