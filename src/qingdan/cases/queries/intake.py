"""What a window needs to take an application in: the unit's items on line, one item's form and list of materials."""

from dataclasses import dataclass

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.guides.models import Guide, GuideState
from qingdan.guides.queries.content import fields_of, materials_of
from qingdan.guides.queries.published import guide_to_apply_by
from qingdan.rules.application_form import Field
from qingdan.rules.guide import Material, MaterialSource

MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeForm:
    """An item as the window takes it in; `materials` without those that are fetched."""

    code: str
    name: str
    version: int
    fields: tuple[Field, ...]
    materials: tuple[Material, ...]
    kinds: tuple[str, ...]


def items_on_line(actor: Actor, words: str) -> tuple[tuple[str, str], ...]:
    """Code and name of the unit's items that can be applied for, by a part of the code or of the name."""
    found = Guide.objects.filter(
        region_id=actor.region, unit__code=actor.unit, state=GuideState.PUBLISHED
    ).order_by("code")
    for word in words.split()[:5]:
        found = found.filter(Q(code__contains=word) | Q(name__icontains=word))
    return tuple(found.values_list("code", "name")[:MOST])


def intake_form(actor: Actor, code: str) -> IntakeForm:
    """The form of an item of the own unit. Raises Missing."""
    guide = guide_to_apply_by(code)
    if guide.unit != actor.unit or guide.region != actor.region:
        raise Missing
    return IntakeForm(
        code=code,
        name=guide.content["name"],
        version=guide.number,
        fields=fields_of(guide.content),
        materials=tuple(
            one for one in materials_of(guide.content) if one.source is not MaterialSource.SHARED
        ),
        kinds=tuple(guide.content["applicants"]),
    )
