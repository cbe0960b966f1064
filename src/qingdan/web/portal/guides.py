"""Guides: all of a region by unit, the one by which one applies, every earlier version."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from qingdan.base.refusal import Missing
from qingdan.cases.queries.devolved import devolution_of
from qingdan.data.case import case_names
from qingdan.data.guide import guide_names
from qingdan.data.public_law import rights_for
from qingdan.data.schemes import category_names
from qingdan.editions.queries.entries import short_code
from qingdan.editions.queries.items import item_on
from qingdan.editions.queries.shown import ShownEdition, edition_name
from qingdan.guides.queries.content import materials_of
from qingdan.guides.queries.public import PublicGuide, guides_in_force, public_guide
from qingdan.guides.queries.situations import public_situations
from qingdan.joints.queries.public import plans_with, public_plans
from qingdan.rules.guide import Material, MaterialSource
from qingdan.web.portal.addresses import department_address, item_address
from qingdan.web.portal.charts import shown_chart
from qingdan.web.portal.editions import day_in, edition_head, grouped_digest
from qingdan.web.portal.laws import read_laws
from qingdan.web.portal.pages import published
from qingdan.web.portal.rendering import Asked, Page


@published
def guides(asked: Asked) -> Page:
    """Every guide by which one can apply, by unit."""
    found = guides_in_force(asked.place.code, asked.today)
    units = [(name, list(some)) for name, some in groupby(found, key=lambda one: one.unit_name)]
    situations = public_situations(asked.place.code)
    context = {
        "units": units,
        "count": len(found),
        "situations": situations,
        "plans": public_plans(asked.place.code),
        "section": "guides",
    }
    return Page(template="guides", context=context)


@published
def guide(asked: Asked, code: str) -> Page:
    """The newest version of an item's guide. Raises Missing: there was none ever."""
    return _page(asked, public_guide(code))


@published
def guide_version(asked: Asked, code: str, number: int) -> Page:
    """A version, by its number. Raises Missing."""
    return _page(asked, public_guide(code, number))


def _page(asked: Asked, found: PublicGuide) -> Page:
    content, entry = found.content, found.entry
    stands, devolution = _stands(asked, found.code), devolution_of(found.code, asked.today)
    edition = next((one for one in asked.editions if one.code == found.edition), None)
    materials = [_material(one, content) for one in materials_of(content)]
    context = {
        "guide": found,
        "content": content,
        "name": content["name"],
        "code_parts": (found.code[:9], found.code[9:]),
        "short_code": short_code(found.code),
        "category": category_names().get(content["category"], content["category"]),
        "department": department_address(content["unit"]),
        "item_address": item_address(found.code),
        "stands": stands,
        "devolution": devolution,
        "applies": found.applies and stands and devolution is None,
        "applicants": [guide_names("applicants")[one] for one in content["applicants"]],
        "assurance": guide_names("assurance")[str(content["least_assurance"])],
        "materials": materials,
        "yours": sum(not one["shared"] for one in materials),
        "has_files": any(one["files"] for one in materials),
        "pauses": [case_names("pauses")[one] for one in content["pauses"]],
        "delivery": [guide_names("delivery")[one] for one in content["delivery"]],
        "plans": plans_with(asked.place.code, [found.code]),
        "chart": shown_chart(entry),
        **_law(asked, content, entry, edition),
    }
    return Page(template="guide", context=context)


def _law(
    asked: Asked, content: Mapping[str, Any], entry: Mapping[str, Any], edition: ShownEdition | None
) -> dict[str, Any]:
    """What it rests on: as the list has it, read on the day that the list names."""
    on = day_in(entry.get("law_on", ""), edition.effective_on if edition else asked.today)
    return {
        "laws": read_laws(content["bases"], on),
        "law_on": on,
        "rights": rights_for(content["category"], on),
        "edition": edition_head(asked.place, edition) if edition else None,
        "edition_name": edition_name(edition) if edition else "",
        "digest": grouped_digest(content["entry"]),
    }


def _stands(asked: Asked, code: str) -> bool:
    """Whether the item may be exercised today."""
    try:
        return item_on(asked.editions, code, asked.today).stands
    except Missing:
        return False


def _material(one: Material, content: Mapping[str, Any]) -> dict[str, Any]:
    files = content.get("files", {})
    return {
        "place": one.place,
        "name": one.name,
        "source": guide_names("sources")[one.source],
        "shared": one.source is MaterialSource.SHARED,
        "resource": guide_names("resources").get(one.resource, one.resource),
        "why": one.why_not_shared,
        "required": one.required,
        "standard": one.standard,
        "basis": one.basis,
        "copies": one.copies,
        "electronic": one.electronic,
        "files": [
            (word, code, files[code]["kind"].upper())
            for word, code in (("空白表", one.form), ("样表", one.sample))
            if code in files
        ],
    }
