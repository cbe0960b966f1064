"""The register of demands to the developer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.docking.models import DeveloperDemand
from qingdan.rules.developer_demand import DemandState, states_after
from qingdan.rules.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandShown:
    """A demand. `answers`: the states that this person's answer may give it, none where it is not theirs to answer."""

    code: str
    region_name: str
    title: str
    need: str
    state: DemandState
    answer: str
    due_on: date | None
    version: int
    by_name: str
    at: datetime
    answered_by_name: str
    answered_at: datetime | None
    answers: Sequence[DemandState]


def demands(actor: Actor) -> list[DemandShown]:
    """Those of the regions, the newest first."""
    found = DeveloperDemand.objects.visible_to(actor).select_related("region")
    return [_shown(one, answers=Role.SERVICE_CENTRE in actor.roles) for one in found]


def _shown(one: DeveloperDemand, *, answers: bool) -> DemandShown:
    after = states_after(DemandState(one.state)) if answers else frozenset[DemandState]()
    return DemandShown(
        code=one.code,
        region_name=one.region.name,
        title=one.title,
        need=one.need,
        state=DemandState(one.state),
        answer=one.answer,
        due_on=one.due_on,
        version=one.version,
        by_name=one.by_name,
        at=one.at,
        answered_by_name=one.answered_by_name,
        answered_at=one.answered_at,
        answers=[state for state in DemandState if state in after],
    )
