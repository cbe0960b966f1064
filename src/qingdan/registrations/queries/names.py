"""Names that are kept or borne."""

from dataclasses import dataclass
from datetime import date

from qingdan.base.actor import Actor
from qingdan.registrations.models import NameReservation, Registration
from qingdan.rules.company_name import CompanyName
from qingdan.rules.registration import FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptName:
    """A name that somebody keeps; `draft`: code of the registration begun with it, "" none."""

    code: str
    name: str
    until: date
    draft: str


def most_kept() -> int:
    """How many names one account may keep at a time [K]."""
    return 5


def names_standing(region: str, word: str) -> tuple[CompanyName, ...]:
    """Those with the same own word."""
    found = NameReservation.objects.filter(region=region, standing=True, word=word).order_by("pk")
    return tuple(
        CompanyName(
            region=one.name[: len(one.name) - len(one.word + one.trade + one.form)],
            word=one.word,
            trade=one.trade,
            form=one.form,
        )
        for one in found
    )


def kept_names(by: Actor, on: date) -> tuple[KeptName, ...]:
    """Those of an account that nobody bears yet."""
    found = NameReservation.objects.filter(
        region=by.region, by=by.username, standing=True, used=False, until__gte=on
    )
    rows = Registration.objects.filter(reservation__in=found).exclude(state__in=FAILED)
    begun = dict(rows.values_list("reservation", "code"))
    return tuple(
        KeptName(code=one.code, name=one.name, until=one.until, draft=begun.get(one.pk, ""))
        for one in found.order_by("pk")
    )
