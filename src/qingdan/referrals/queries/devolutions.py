"""Powers handed down by a region, with what became of their open cases."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region
from qingdan.base.refusal import Missing
from qingdan.cases.models import Case, Devolution
from qingdan.editions.models import EditionEntry
from qingdan.rules.case_state import CLOSED, CaseState
from qingdan.rules.power_item import Category, Disposition
from qingdan.rules.role import Role

NEVER_ASKED_FOR = (Category.PENALTY, Category.COMPULSION, Category.LEVY, Category.INSPECTION)
"""Nobody applies for these: without a guide in the county there is nothing that a devolution could switch."""
READING = frozenset({Role.ESTABLISHMENT_OFFICE, Role.SERVICE_CENTRE})


@dataclass(frozen=True, slots=True, kw_only=True)
class DevolvedItem:
    """An item handed down. `units`: who exercises it; `open`: cases still open here, `moved`: gone down."""

    code: str
    name: str
    on: date
    edition: str
    moves: bool
    units: tuple[str, ...]
    open: int
    moved: int
    in_effect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DevolutionPage:
    """What was handed down, and what editions say is and nobody recorded: (code, name), of what one applies for."""

    items: tuple[DevolvedItem, ...]
    waiting: tuple[tuple[str, str], ...]
    may_record: bool


def devolution_page(actor: Actor, *, today: date) -> DevolutionPage:
    """Of the own region. Raises Missing for who has nothing to do with it, and in a county."""
    region = Region.objects.filter(code=actor.region).first()
    if not READING & actor.roles or region is None or region.level != "city":
        raise Missing
    rows = list(Devolution.objects.filter(region=actor.region).select_related("edition"))
    counts = _counts(actor.region, [one.item_code for one in rows])
    known = {one.item_code for one in rows}
    said = EditionEntry.objects.filter(region=actor.region, disposition=Disposition.DEVOLVE)
    said = said.exclude(category__in=NEVER_ASKED_FOR)
    names = dict(said.order_by("edition__number").values_list("code", "name"))
    return DevolutionPage(
        items=tuple(_item(one, counts.get(one.item_code, (0, 0)), today) for one in rows),
        waiting=tuple((code, name) for code, name in sorted(names.items()) if code not in known),
        may_record=Role.ESTABLISHMENT_OFFICE in actor.roles,
    )


def _counts(region: str, codes: list[str]) -> dict[str, tuple[int, int]]:
    cases = Case.objects.filter(region=region, item_code__in=codes).exclude(state=CaseState.DRAFT)
    rows = cases.values("item_code", "state").annotate(count=Count("pk"))
    found: dict[str, tuple[int, int]] = {}
    for one in rows:
        waiting, moved = found.get(one["item_code"], (0, 0))
        if one["state"] == CaseState.REFERRED:
            moved += one["count"]
        elif one["state"] not in CLOSED:
            waiting += one["count"]
        found[one["item_code"]] = (waiting, moved)
    return found


def _item(one: Devolution, counts: tuple[int, int], today: date) -> DevolvedItem:
    return DevolvedItem(
        code=one.item_code,
        name=one.item_name,
        on=one.on,
        edition=one.edition.code,
        moves=one.moves,
        units=tuple(target["unit"] for target in one.targets),
        open=counts[0],
        moved=counts[1],
        in_effect=one.on <= today,
    )
