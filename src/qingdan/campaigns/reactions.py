"""What running campaigns do when the city's units change: a new one joins, one that is merged or split away leaves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import Happened, on_events
from qingdan.base.orgs.models import Unit, UnitChange
from qingdan.base.transactions import seeing
from qingdan.campaigns.queries.participants import TAKES_PART
from qingdan.campaigns.services.joining import follow_closed, follow_opened
from qingdan.data.labels import long_date
from qingdan.data.wording import note_words
from qingdan.rules.note import Note
from qingdan.rules.role import Role


@on_events
def follow_units(happened: Sequence[Happened]) -> None:
    """Keeps those who take part in step with the units that stand; an administrator sees only the own region, so
    each region is looked at by itself.
    """
    opened: dict[str, list[Unit]] = defaultdict(list)
    acts = {one.event.unit: one for one in happened if one.event.kind == "UnitOpened"}
    for unit in _units(acts):
        opened[unit.region_id].append(unit)
    for region, units in opened.items():
        act = acts[units[0].code]
        with _in_region(act.by, region) as there:
            follow_opened(units, region, there, act.at)


@on_events
def follow_closings(happened: Sequence[Happened]) -> None:
    """Units that are no more, that became subordinate ones, or whose people now run the county's work, leave."""
    acts = {one.event.unit: one for one in happened if _may_end(one)}
    for unit in _units(acts):
        act = acts[unit.code]
        with _in_region(act.by, unit.region_id) as there:
            if why := _why(unit, act):
                follow_closed(unit, unit.valid_until or day_of(act.at), why, there, act.at)


def _units(codes: Collection[str]) -> Iterable[Unit]:
    """Most acts concern none, and even to say so models take time."""
    return Unit.objects.filter(code__in=codes) if codes else ()


def _may_end(act: Happened) -> bool:
    event = act.event
    appointed = event.kind == "Appointed" and event.data["role"] == Role.COUNTY_OFFICE
    return appointed or event.kind in ("UnitsReplaced", "UnitChanged")


def _why(unit: Unit, act: Happened) -> str:
    """Why a unit leaves; "" when it stays."""
    if act.event.kind == "Appointed":
        return note_words(Note(key="campaigns.left_leads"))
    if unit.valid_until is None:
        return "" if unit.kind in TAKES_PART else note_words(Note(key="campaigns.left_subordinate"))
    change = UnitChange.objects.filter(sources=unit).exclude(kind="rename").order_by("-pk").first()
    assert change
    into = "、".join(one.name for one in change.targets.order_by("order", "code"))
    params = {"on": long_date(change.on), "into": into, "document": change.document}
    return note_words(Note(key=f"campaigns.left_{change.kind}", params=params))


@contextmanager
def _in_region(by: Actor, region: str) -> Iterator[Actor]:
    there = Actor(username=by.username, name=by.name, region=region, regions=(region,))
    with seeing(there):
        yield there
