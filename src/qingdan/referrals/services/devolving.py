"""Handing a power down (下放; RQ-W6): from a day on counties exercise it, open cases go on by the rule stated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Region, Unit
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, Devolution
from qingdan.editions.models import EditionEntry
from qingdan.editions.queries.shown import shown_editions
from qingdan.guides.queries.elsewhere import guide_elsewhere, region_of_item
from qingdan.referrals.queries.places import program
from qingdan.referrals.services.sending import move_case
from qingdan.rules.case_state import CaseState
from qingdan.rules.power_item import Disposition
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

MOST = 30
MOVABLE = (CaseState.RECEIVED, CaseState.UNDER_REVIEW)
"""What waits for the applicant, or stands in a special procedure, goes when that is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevolution:
    """An item of the own region goes down on a day to items of counties; `moves`: open cases too."""

    item: str
    on: date | None
    targets: Sequence[str]
    moves: bool


def devolve(*, new: NewDevolution, by: Actor, at: datetime) -> None:
    """Records what an edition says. Raises Missing, Refused with every reason."""
    if Role.ESTABLISHMENT_OFFICE not in by.roles:
        raise Missing
    with writing(by):
        entry = _entry(by, new.item)
        refuse_if(*_problems(new, entry, by, day_of(at)))
        assert new.on and entry
        targets = [_target(one) for one in dict.fromkeys(new.targets)]
        Devolution.objects.create(
            region_id=by.region, item_code=new.item, item_name=entry.name, on=new.on, edition=entry.edition,
            moves=new.moves, targets=targets, by=by.username, by_name=by.name, at=at,
        )  # fmt: skip
        said = {"on": new.on.isoformat(), "to": [one["code"] for one in targets], "moves": new.moves}
        append("ItemDevolved", f"item:{new.item}", by=by, at=at, unit=entry.unit.code, data=said)


def move_devolved(*, region: str, at: datetime) -> int:
    """Moves what must go to the one county that exercises its item now; how many. Of several an officer chooses."""
    by, moved = program(region), 0
    with reading(by):
        found = list(Devolution.objects.filter(region=region, on__lte=day_of(at), moves=True))
        todo = [
            (number, version, one.targets[0]["code"])
            for one in found
            if len(one.targets) == 1
            for number, version in Case.objects.filter(
                region=region, item_code=one.item_code, state__in=MOVABLE, carries="", joint=""
            ).values_list("number", "version")
        ]
    for number, version, item in todo:
        try:
            move_case(number=number, version=version, item=item, by=by, at=at)
        except Refused:
            continue  # an officer was quicker, or the county's guide is withdrawn: tried again the next time
        moved += 1
    return moved


def _entry(by: Actor, item: str) -> EditionEntry | None:
    """The newest entry that hands the item down."""
    shown = [one.code for one in shown_editions(by.region)]
    found = EditionEntry.objects.filter(edition__code__in=shown, code=item, disposition=Disposition.DEVOLVE)
    return found.select_related("edition", "unit").order_by("-edition__number").first()


def _problems(new: NewDevolution, entry: EditionEntry | None, by: Actor, today: date) -> Iterator[Problem]:
    counties = set(Region.objects.filter(parent_id=by.region, level="county").values_list("code", flat=True))
    if entry is None:
        yield refusal("referral.not_in_edition", "item")
    if Devolution.objects.filter(item_code=new.item).exists():
        yield refusal("referral.devolved_already", "item")
    if new.on is None:
        yield refusal("desk.required", "on")
    elif new.on < today:
        yield refusal("referral.past", "on")
    if not new.targets:
        yield refusal("desk.required", "targets")
    for one in new.targets[:MOST]:
        if region_of_item(one) not in counties or guide_elsewhere(one) is None:
            yield refusal("referral.county_not_ready", "targets", code=one)


def _target(item: str) -> dict[str, str]:
    guide = guide_elsewhere(item)
    assert guide
    name = str(guide.content["name"])
    unit = Unit.objects.get(code=guide.unit).name
    return {"code": item, "name": name, "unit": unit, "region": guide.region}
