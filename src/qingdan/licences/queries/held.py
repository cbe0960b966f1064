"""The licences that an applicant holds, for its own pages and as grade-A material of a new application."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from qingdan.applicants.models import Applicant
from qingdan.applicants.queries.accounts import SURE_OF_NUMBER
from qingdan.base.actor import Actor
from qingdan.licences.models import Licence, LicenceState
from qingdan.licences.queries.public import status_on


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLicence:
    """A licence as its holder sees it. `good`: valid on the day; `over`: its last day has passed.

    One of a trial run is never good.
    """

    code: str
    number: str
    kind: str
    item_code: str
    unit_name: str
    holder: str
    case_number: str
    issued_on: date
    valid_until: date | None
    state: str
    good: bool
    over: bool
    trial: bool


def licences_held(by: Actor, *, applied: Collection[str] = (), on: date) -> tuple[HeldLicence, ...]:
    """All licences of an account's applicants, the newest first: of those whose number is sure, and of the cases in
    which the account itself applied (`applied`: their numbers).
    """
    own = Applicant.objects.visible_to(by).filter(assurance__gte=SURE_OF_NUMBER)
    numbers = list(own.values_list("id_number", flat=True))
    return tuple(_held(Q(holder_id__in=numbers) | Q(case_number__in=applied), on))


def licence_of_case(number: str, *, on: date) -> HeldLicence | None:
    """The licence that a case was granted by; None where there is none."""
    return next(_held(Q(case_number=number), on), None)


def licences_of_cases(numbers: Collection[str], *, on: date) -> dict[str, HeldLicence]:
    """The licence that each of some cases was granted by, by the case's number, in one statement."""
    found = _held(Q(case_number__in=numbers), on) if numbers else ()
    licences: dict[str, HeldLicence] = {}
    for one in found:
        licences.setdefault(one.case_number, one)
    return licences


def licences_of(applicant: Applicant, *, on: date) -> tuple[HeldLicence, ...]:
    """The good licences of one applicant, for use as material."""
    numbers = [applicant.id_number] if applicant.assurance >= SURE_OF_NUMBER else []
    return tuple(one for one in _held(Q(holder_id__in=numbers), on) if one.good)


def held_licence(applicant: Applicant, code: str, *, on: date) -> HeldLicence | None:
    """A good licence of the applicant by its code."""
    return next((one for one in licences_of(applicant, on=on) if one.code == code), None)


def _held(whose: Q, on: date) -> Iterator[HeldLicence]:
    found = Licence.objects.filter(whose).select_related("unit").order_by("-issued_on", "-pk")
    for one in found:
        over = one.valid_until is not None and one.valid_until < on
        yield HeldLicence(
            code=one.code,
            number=one.number,
            kind=one.kind,
            item_code=one.item_code,
            unit_name=one.unit.name,
            holder=one.holder_name,
            case_number=one.case_number,
            issued_on=one.issued_on,
            valid_until=one.valid_until,
            state=one.state,
            good=status_on(one, on) == LicenceState.VALID and not one.trial,
            over=over,
            trial=one.trial,
        )
