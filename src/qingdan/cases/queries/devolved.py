"""Items handed down to counties: by whom they are exercised on a day, and under which entry open cases go on."""

from datetime import date

from qingdan.base.worded import Worded
from qingdan.cases.models import Case, Devolution
from qingdan.editions.models import EditionEntry
from qingdan.guides.queries.published import entry_in_force

_IN_EFFECT = Worded(
    lambda: Devolution.objects.filter(item_code="?item", on__lte=date.min).order_by("pk"),
    {"?item": "item", date.min: "on"},
)


def devolution_of(item_code: str, on: date) -> Devolution | None:
    """By what an item is exercised below on a day; None: it is not handed down (yet)."""
    found = _IN_EFFECT.ask(item=item_code, on=on)
    return found[0] if found else None


def count_devolved(region: str, on: date) -> int:
    """How many items of a region are handed down on a day."""
    return Devolution.objects.filter(region=region, on__lte=on).count()


def exercised_by(item_code: str, on: date) -> str:
    """The names of the units that exercise a devolved item on a day; "" where it was not handed down."""
    found = devolution_of(item_code, on)
    return "、".join(one["unit"] for one in found.targets) if found else ""


def entry_for(case: Case, on: date) -> EditionEntry | None:
    """The entry by which a case is worked on: the one in force; where its item was handed down and open cases stay,
    the one that it was taken in under.
    """
    entry = entry_in_force(case.region_id, case.item_code, on)
    if entry is not None:
        return entry
    found = devolution_of(case.item_code, on)
    return case.entry if found and not found.moves else None
