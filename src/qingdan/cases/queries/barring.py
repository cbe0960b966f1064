"""The bars of Art. 78 and 79 that stand against the applicant of a case."""

from dataclasses import dataclass
from datetime import date

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.cases.models import Case
from qingdan.cases.queries.facts import standing_bars


@dataclass(frozen=True, slots=True, kw_only=True)
class BarShown:
    """A bar: its ground, its last day."""

    ground: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPage:
    """A case with the bars of its applicant for its item."""

    number: str
    item_name: str
    applicant: str
    bars: tuple[BarShown, ...]


def bars_shown(case: Case, today: date) -> tuple[BarShown, ...]:
    """What stands against the applicant of a case for its item today."""
    bars = standing_bars(case.region_id, case.id_number, case.item_code, today)
    return tuple(BarShown(ground=one.ground, until=one.until) for one in bars)


def bar_page(actor: Actor, number: str, *, today: date) -> BarPage:
    """The case, for officers of its unit. Raises Missing."""
    case = Case.objects.visible_to(actor).filter(number=number, unit__code=actor.unit).first()
    if case is None or not number:
        raise Missing
    return BarPage(
        number=number,
        item_name=case.item_name,
        applicant=case.applicant_name,
        bars=bars_shown(case, today),
    )
