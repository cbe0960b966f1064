"""Merging and splitting units together with their people."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.orgs.services import replace_units
from qingdan.base.people.models import Appointment
from qingdan.base.refusal import demand_administrator
from qingdan.base.transactions import writing
from qingdan.rules.role import Role

Moves = Mapping[tuple[str, Role], str]


def reorganise(
    *,
    kind: Literal["merge", "split"],
    sources: Sequence[str],
    targets: Sequence[str],
    on: date,
    document: str,
    moves: Moves,
    by: Actor,
    at: datetime,
) -> None:
    """Replaces units and moves the people of those that close. Raises Refused; nothing is done then.

    `moves`: (user name, role) at a closing unit → code of the target it is held at from that day on; a role that is
    not among them ends with its unit. Posts do not move: the new unit has posts of its own.
    """
    demand_administrator(by, at)
    with writing(by):
        change = replace_units(
            kind=kind, sources=sources, targets=targets, on=on, document=document, by=by, at=at
        )
        closing = [code for code in sources if code not in targets]
        into = {one.code: one for one in change.targets.all()}
        ended = _held_at(closing, on)
        for held in ended:
            target = into.get(moves.get((held.user.username, Role(held.role)), ""))
            _move(held, target, max(on, held.held_from))
        data = {"ended": len(ended), "on": str(on), "today": str(day_of(at))}
        append("PeopleMoved", f"unit:{targets[0]}", by=by, at=at, unit=targets[0], data=data)


def _held_at(units: Sequence[str], on: date) -> list[Appointment]:
    held = Appointment.objects.filter(unit__code__in=units).filter(
        Q(held_until__isnull=True) | Q(held_until__gt=on)
    )
    return list(held.select_related("user").order_by("pk"))


def _move(held: Appointment, target: Unit | None, on: date) -> None:
    if target:
        Appointment.objects.get_or_create(
            user=held.user,
            unit=target,
            role=held.role,
            held_from=on,
            defaults={"held_until": held.held_until},
        )
    held.held_until = on
    held.save(update_fields=["held_until"])
