"""Who did the steps of a case in the department's own system."""

from qingdan.base.actor import Actor
from qingdan.base.refusal import Refused, refusal
from qingdan.cases.queries.facts import DECIDING
from qingdan.cases.queries.hats import selves_of
from qingdan.docking.models import DockedAct, DockedKind


def demand_not_officer(number: str, by: Actor) -> None:
    """Who decides has done no step of the case there, nor has who he stands in for. Raises Refused."""
    steps = DockedAct.objects.filter(case__number=number, kind=DockedKind.STEP)
    if steps.filter(officer__in=selves_of(by, DECIDING)).exists():
        raise Refused([refusal("docking.decided_by_officer")])
