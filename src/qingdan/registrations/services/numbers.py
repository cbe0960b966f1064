"""The numbers of a registration: made where a body gives none of its own, checked where it does; each is given once."""

from datetime import datetime

from qingdan.base.refusal import Refused, refusal
from qingdan.data.registrations import words_of
from qingdan.registrations.models import Enterprise, Registration
from qingdan.registrations.services.pool import claim_code, draw_code, next_registration_number
from qingdan.rules.registration_codes import (
    REGION,
    Knowledge,
    NumberKind,
    compose_uscc,
    number_problems,
    tax_number,
)


def settle_number(found: Registration, kind: NumberKind, given: str, *, at: datetime) -> str:
    """The number of a kind for a registration whose row is locked; kept with it. Raises Refused: it cannot be."""
    known = Knowledge(region=found.region_id[:REGION], category=_category(found), numbers=found.numbers)
    if given and (problems := number_problems(kind, given, known)):
        raise Refused(problems)
    number = found.numbers.get(kind) or _made(found, kind, given, known, at=at)
    found.numbers = {**found.numbers, kind.value: number}
    found.save(update_fields=["numbers"])
    return number


def _made(found: Registration, kind: NumberKind, given: str, known: Knowledge, *, at: datetime) -> str:
    match kind:
        case NumberKind.ORGANISATION_CODE:
            return claim_code(found, given, at=at) if given else draw_code(found, at=at)
        case NumberKind.TAX_NUMBER:
            return tax_number(region=known.region, code=_inner(found, at=at))
        case NumberKind.USCC:
            return _uscc(found, given, known, at=at)
        case _:
            return _registration_number(found, given)


def _uscc(found: Registration, given: str, known: Knowledge, *, at: datetime) -> str:
    """Around the organisation code that the enterprise has, or one of the pool."""
    inner = found.numbers.get(NumberKind.ORGANISATION_CODE) or (
        claim_code(found, given[8:17], at=at) if given else draw_code(found, at=at)
    )
    found.numbers = {**found.numbers, NumberKind.ORGANISATION_CODE.value: inner}
    return given or compose_uscc(category=known.category, region=known.region, code=inner)


def _inner(found: Registration, *, at: datetime) -> str:
    """The organisation code that stands, else the one drawn for it."""
    return found.numbers.get(NumberKind.ORGANISATION_CODE) or draw_code(found, at=at)


def _registration_number(found: Registration, given: str) -> str:
    if not given:
        return next_registration_number(found.region_id)
    if Enterprise.objects.filter(numbers__registration_number=given).exists():
        raise Refused([refusal("registration.code_taken", "number", code=given)])
    return given


def _category(found: Registration) -> str:
    return words_of("forms").get(found.answers.get("type", ""), "1")
