"""Saying which unit is which body here, and from when on which mode is in force."""

from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.data.registrations import registration_bodies, registration_modes
from qingdan.guides.queries.published import entry_in_force
from qingdan.registrations.models import ModePeriod, RegistrationBody
from qingdan.registrations.queries.ground import SETTING_UP

LONGEST_GROUND = 200


def name_body(*, body: str, unit: str, item_code: str, by: Actor, at: datetime) -> None:
    """Says which unit a body is, and on which item it acts: one of its own in an edition in force.

    Raises Refused, Missing.
    """
    _demand(by)
    with writing(by):
        owner = Unit.objects.filter(region=by.region, code=unit, valid_until=None).first()
        entry = entry_in_force(by.region, item_code.strip(), day_of(at))
        refuse_if(
            None if body in registration_bodies() else refusal("registration.no_body", "body"),
            None if owner else refusal("registration.no_unit", "unit"),
            None
            if entry and owner and entry.unit_id == owner.pk
            else refusal("registration.no_item", "item_code"),
        )
        assert owner
        RegistrationBody.objects.update_or_create(
            region_id=by.region, body=body,
            defaults={"unit": owner, "item_code": item_code.strip(), "by": by.username, "at": at},
        )  # fmt: skip
        append(
            "RegistrationBodyNamed", f"region:{by.region}", by=by, at=at, unit=owner.code, data={"body": body}
        )


def open_mode(
    *, mode: str, since: date | None, until: date | None = None, ground: str, by: Actor, at: datetime
) -> None:
    """A mode is in force here from a day on, on a ground; with the first one the national dates hold no more.

    Raises Refused, Missing.
    """
    _demand(by)
    with writing(by):
        refuse_if(
            None if mode in registration_modes() else refusal("registration.no_mode", "mode"),
            None if since else refusal("desk.required", "since"),
            refusal("registration.mode_period", "until") if since and until and until < since else None,
            None if ground.strip() else refusal("desk.required", "ground"),
            too_long(ground, "ground", LONGEST_GROUND),
        )
        assert since
        ModePeriod.objects.filter(region=by.region, mode=mode, until=None, since__gte=since).delete()
        ModePeriod.objects.filter(region=by.region, mode=mode, until=None).update(until=since)
        ModePeriod.objects.create(
            region_id=by.region, mode=mode, since=since, until=until, ground=ground.strip(), by=by.username,
            by_name=by.name, at=at,
        )  # fmt: skip
        data = {"mode": mode, "since": since.isoformat(), "until": until.isoformat() if until else ""}
        append("RegistrationModeOpened", f"region:{by.region}", by=by, at=at, data=data)


def _demand(by: Actor) -> None:
    if not by.roles & SETTING_UP:
        raise Missing
