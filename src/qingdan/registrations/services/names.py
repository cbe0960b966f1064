"""Keeping a name before anything else: told from those that stand, for half a year [K], one holder."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.data.registrations import limits
from qingdan.registrations.models import NameReservation, Registration
from qingdan.registrations.queries.ground import REGISTRAR, unit_of_body
from qingdan.registrations.queries.names import most_kept, names_standing
from qingdan.registrations.services.waiting import wait_for_names
from qingdan.rules.case_clock import months_after
from qingdan.rules.company_name import CompanyName, clashes, company_name, name_problems
from qingdan.rules.registration import FAILED


def reserve_name(*, word: str, trade: str, form: str, place: str, by: Actor, at: datetime) -> str:
    """Keeps a name for somebody; its code. `place`: the region's name as it begins the name.

    The same name asked for again by who has it is the same; who asks at the same moment waits. Raises Refused: wrong
    by itself, taken, too many kept.
    """
    with writing(by):
        name = company_name(region=place, word=word, trade=trade, form=form)
        if problems := name_problems(name):
            raise Refused(problems)
        wait_for_names(by.region)
        expire_names(by=by, at=at)
        standing = NameReservation.objects.filter(region=by.region, standing=True)
        if own := standing.filter(name=name.full, by=by.username, used=False).first():
            return own.code
        _demand_free(name, by)
        kept = _kept(name, by=by, at=at)
        unit = unit_of_body(by.region, REGISTRAR)
        append(
            "NameReserved", f"name:{kept.code}", by=by, at=at, unit=unit.unit.code if unit else "",
            data={"until": kept.until.isoformat()},
        )  # fmt: skip
        return kept.code


def release_name(*, code: str, why: str, by: Actor, at: datetime) -> None:
    """Gives a name back that nobody bears yet: who has it. Raises Missing, Refused: an application stands on it."""
    with writing(by):
        kept = NameReservation.objects.select_for_update().filter(code=code, region=by.region, by=by.username)
        found = kept.filter(standing=True, used=False).first()
        if found is None:
            raise Missing
        asked = Registration.objects.filter(reservation=found).exclude(state__in=FAILED).exists()
        refuse_if(refusal("registration.name_in_use", "name") if asked else None)
        give_back(found, why)
        append("NameReleased", f"name:{code}", by=by, at=at, data={})


def give_back(kept: NameReservation, why: str) -> None:
    """The name is free again."""
    kept.standing, kept.ended_why = False, why[:200]
    kept.save(update_fields=["standing", "ended_why"])


def expire_names(*, by: Actor, at: datetime) -> int:
    """Names whose time is over, that nobody bears and no application in hand has, are free again; how many."""
    with writing(by):
        over = NameReservation.objects.filter(region=by.region, standing=True, used=False)
        live = Registration.objects.filter(reservation=OuterRef("pk"), received_at__isnull=False)
        over = over.exclude(Exists(live.exclude(state__in=FAILED)))
        count = over.filter(until__lt=day_of(at)).update(standing=False, ended_why="保留期满")
        if count:
            append("NamesExpired", f"region:{by.region}", by=by, at=at, data={"names": count})
    return count


def _demand_free(name: CompanyName, by: Actor) -> None:
    mine = NameReservation.objects.filter(region=by.region, by=by.username, standing=True, used=False)
    if not by.roles and mine.count() >= most_kept():
        raise Refused([refusal("registration.names_many", "word", most=most_kept())])
    if found := clashes(name, names_standing(by.region, name.word)):
        raise Refused([refusal("registration.name_taken", "word", names="、".join(found[:3]))])


def _kept(name: CompanyName, *, by: Actor, at: datetime) -> NameReservation:
    try:
        with transaction.atomic():
            return NameReservation.objects.create(
                region_id=by.region, code=secrets.token_hex(12), name=name.full, word=name.word, trade=name.trade,
                form=name.form, until=months_after(day_of(at), limits().name_months), by=by.username, at=at,
            )  # fmt: skip
    except IntegrityError:  # the same name, made of other parts
        raise Refused([refusal("registration.name_taken", "word", names=name.full)]) from None
