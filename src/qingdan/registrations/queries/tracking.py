"""Finding a registration by number and query code, as its applicant does without signing in."""

from hmac import compare_digest

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.secret_codes import secret_digest
from qingdan.cases.queries.tracking import as_printed
from qingdan.registrations.models import Registration
from qingdan.registrations.queries.shown import (
    HistoryLine,
    RegistrationShown,
    history_for_applicant,
    registration_shown,
)

_NOBODY = secret_digest("", "")


def registration_by_code(number: str, code: str, by: Actor) -> Registration:
    """The registration of a number, if the code is its own. Raises Missing: the same for both being wrong."""
    rows = Registration.objects.filter(region_id__in=by.regions).select_related("unit", "enterprise")
    found = rows.filter(number=as_printed(number)).first() if number.strip() else None
    kept = found.secret_digest if found and found.secret_digest else _NOBODY
    right = compare_digest(kept, secret_digest(as_printed(number), code))
    if found is None or not right:
        raise Missing
    return found


def tracked_registration(
    number: str, code: str, *, by: Actor
) -> tuple[RegistrationShown, tuple[HistoryLine, ...]]:
    """How far the registration of a number and its code is. Raises Missing."""
    found = registration_by_code(number, code, by)
    return registration_shown(found), history_for_applicant(found)
