"""The form of a plan: rows of matters, added and taken out by buttons; everything in it is one post."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from qingdan.joints.queries.plans import ItemChoice
from qingdan.rules.joint import JOINT_DAYS, MOST_MATTERS
from qingdan.rules.pattern import pattern
from qingdan.web.shared.numbers import number_in

LONGEST_GROUND, USUAL_DAYS = 200, 15
_REMOVE = pattern(r"^remove-(\d{1,2})$")
BLANK: Mapping[str, Any] = {"item": "", "unit": "", "days": USUAL_DAYS, "needs": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedBox:
    """Another matter of the plan that may be needed first: ticked, with its ground."""

    item: str
    name: str
    on: bool
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRow:
    """A row of the form. `value`: item and unit as the choice sends them; `known`: the item is on line."""

    place: int
    value: str
    name: str
    unit_name: str
    days: int
    known: bool
    needs: tuple[NeedBox, ...]

    @property
    def waits(self) -> bool:
        """Whether it waits for another."""
        return any(one.on for one in self.needs)


def content_in(form: QueryDict) -> dict[str, Any]:
    """What the form holds, with what its button does to the rows: adds an empty one, takes one out."""
    matters = [_matter(form, place) for place in range(1, MOST_MATTERS + 1) if f"item-{place}" in form]
    button = form.get("do", "")
    if found := _REMOVE.search(button):
        matters = [one for place, one in enumerate(matters, 1) if place != int(found[1])]
    if button == "add" and len(matters) < MOST_MATTERS:
        matters = [*matters, dict(BLANK)]
    items = {one["item"] for one in matters}
    return {
        "lead": _line(form, "lead"),
        "days": number_in(form.get("days", "")) or (JOINT_DAYS if not form.get("days", "").strip() else 0),
        "silence": _line(form, "silence"),
        "matters": [
            {**one, "needs": [need for need in one["needs"] if need["item"] in items]} for one in matters
        ],
    }


def rows_of(content: Mapping[str, Any], items: Mapping[str, ItemChoice]) -> tuple[MatterRow, ...]:
    """The rows to show; an item that is not on line any more keeps its code as name."""
    matters = content["matters"]
    return tuple(_row(place, one, matters, items) for place, one in enumerate(matters, 1))


def units_of(content: Mapping[str, Any], items: Mapping[str, ItemChoice]) -> dict[str, str]:
    """The departments that could lead: those with a matter, else those with an item on line."""
    own = {one["unit"] for one in content["matters"] if one["unit"]}
    return {one.unit: one.unit_name for one in items.values() if not own or one.unit in own}


def _matter(form: QueryDict, place: int) -> dict[str, Any]:
    item, _, unit = _line(form, f"item-{place}").partition("@")
    return {
        "item": item[:40],
        "unit": unit[:20],
        "days": number_in(form.get(f"days-{place}", "")),
        "needs": [
            {"item": needed[:40], "ground": _line(form, f"ground-{place}-{needed}")[:LONGEST_GROUND]}
            for needed in dict.fromkeys(form.getlist(f"need-{place}")[:MOST_MATTERS])
            if needed
        ],
    }


def _row(
    place: int, one: Mapping[str, Any], matters: list[Mapping[str, Any]], items: Mapping[str, ItemChoice]
) -> MatterRow:
    choice = items.get(one["item"])
    return MatterRow(
        place=place,
        value=f"{one['item']}@{one['unit']}" if one["item"] else "",
        name=choice.name if choice else one["item"],
        unit_name=choice.unit_name if choice else "",
        days=one["days"],
        known=choice is not None or not one["item"],
        needs=tuple(_needs(one, matters, items)),
    )


def _needs(
    one: Mapping[str, Any], matters: list[Mapping[str, Any]], items: Mapping[str, ItemChoice]
) -> Iterator[NeedBox]:
    grounds = {need["item"]: need["ground"] for need in one["needs"]}
    for item in dict.fromkeys(other["item"] for other in matters):
        if item and item != one["item"]:
            name = items[item].name if item in items else item
            yield NeedBox(item=item, name=name, on=item in grounds, ground=grounds.get(item, ""))


def _line(form: QueryDict, field: str) -> str:
    return " ".join(form.get(field, "").replace("\x00", "").split())[:LONGEST_GROUND]
