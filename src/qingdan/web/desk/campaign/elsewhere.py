"""Who works for several units: what is owed at the others, so that it is not forgotten on the first page of one."""

from dataclasses import dataclass

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.people.queries import actor_of
from qingdan.base.refusal import Missing
from qingdan.base.transactions import seeing
from qingdan.campaigns.queries.duties import Duty, DutyState, duties_of
from qingdan.web.shared.request import DeskRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another unit that the person works for, and its duties that are not done."""

    unit: str
    name: str
    duties: tuple[Duty, ...]

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return sum(one.state is DutyState.OVERDUE for one in self.duties)


def works_elsewhere(request: DeskRequest) -> tuple[Elsewhere, ...]:
    """Nothing for who works for one unit alone."""
    others = [post for post in request.actor.posts if post[0] != request.actor.unit]
    return tuple(_elsewhere(request, code, name) for code, name in others)


def _elsewhere(request: DeskRequest, unit: str, name: str) -> Elsewhere:
    on = day_of(request.at)
    there = actor_of(request.user, on=on, unit=unit)  # type: ignore[arg-type]
    with seeing(there):
        return Elsewhere(unit=unit, name=name, duties=_open_duties(there, request))


def _open_duties(there: Actor, request: DeskRequest) -> tuple[Duty, ...]:
    if there.unit not in there.own_units:
        return ()
    try:
        found = duties_of(there, there.unit, today=day_of(request.at))
    except Missing:
        return ()
    return tuple(one for one in found if not one.is_done)
