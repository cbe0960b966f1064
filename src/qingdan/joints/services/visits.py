"""A step of a branch's own chart that rests on a joint visit: seen once together, not once more by each.

Source: approval.md §3.1 (one visit, all opinions in one table); 行政许可法 Art. 34. The department still says itself
who of its officers went, and what it thinks; what it said in the table is only where it begins.
Nobody locks the whole for it (docs/adr/0044, 4).
"""

from dataclasses import replace
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.cases.services.running import StepDone, do_step
from qingdan.cases.services.stepping import get_case
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.visits import visits_at
from qingdan.joints.services.branches import append_joint


def do_step_on_visit(
    *, number: str, version: int, step: int, session: int, said: StepDone, by: Actor, at: datetime
) -> None:
    """Does an open step and keeps on which joint visit it rests.

    Raises Missing, Stale, Refused: as `do_step`; or the department did not say anything at such a visit.
    """
    with writing(by):
        case = get_case(by, number, version=version)
        found = any(one.number == session and one.rests for one in visits_at(case, step, day_of(at)))
        refuse_if(None if found else refusal("joint.no_visit", "joint_session"))
        said = replace(said, joint_session=session)
        do_step(number=number, version=version, step=step, said=said, by=by, at=at)
        joint = JointApplication.objects.select_related("lead").get(number=case.joint)
        about = {"item": case.item_code, "session": session, "step": step}
        append_joint("VisitRestedOn", joint, about, by=by, at=at)
