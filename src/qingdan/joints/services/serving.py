"""统一送达: all decisions that are out are handed over at the lead's counter, each by its own record (Art. 44)."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.cases.queries.facts import parties_of
from qingdan.cases.services.serving import Served, serve_at_counter
from qingdan.joints.services.branches import append_joint, keep, program, whole_of
from qingdan.rules.case_state import Party
from qingdan.rules.joint_run import DECIDED


def serve_together(*, number: str, served: Served, by: Actor, at: datetime) -> int:
    """Records the service of all decisions that are out; how many. Who decides late is served later.

    Raises Missing, Refused: nothing to serve, or what is wrong with the record.
    """
    with writing(by):
        whole = whole_of(by, number)
        if by.unit != whole.joint.lead.code or Party.WINDOW not in parties_of(whole.carrier, by):
            raise Missing
        out = [one for one in whole.cases.values() if one.state in DECIDED]
        refuse_if(None if out else refusal("joint.nothing_to_serve", "send"))
        for case in out:
            serve_at_counter(case, served, by=program(by), at=at)
        keep(whole)
        append_joint("JointServed", whole.joint, {"items": [one.item_code for one in out]}, by=by, at=at)
        return len(out)
