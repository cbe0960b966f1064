"""The bars of Art. 78 and 79 that stand against the applicant of a case."""

from dataclasses import dataclass
from datetime import date

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.cases.models import Case, CaseBar


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


def bar_page(actor: Actor, number: str, *, today: date) -> BarPage:
    """The case, for officers of its unit. Raises Missing."""
    case = Case.objects.visible_to(actor).filter(number=number, unit__code=actor.unit).first()
    if case is None or not number:
        raise Missing
    bars = CaseBar.objects.filter(region=case.region_id, id_number=case.id_number, until__gte=today)
    bars = (
        bars.filter(item_code__in=["", case.item_code]).order_by("until", "pk")
        if case.id_number
        else bars.none()
    )
    return BarPage(
        number=number,
        item_name=case.item_name,
        applicant=case.applicant_name,
        bars=tuple(BarShown(ground=one.ground, until=one.until) for one in bars),
    )
