"""A new query code for a joint application: it opens the whole and each of its cases, the old one none of them."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.base.secret_codes import new_code, secret_digest
from qingdan.base.transactions import writing
from qingdan.cases.queries.facts import is_own
from qingdan.joints.services.branches import append_joint, whole_of


def renew_joint_code(*, number: str, by: Actor, at: datetime) -> str:
    """The new code, answered once and never kept. Raises Missing: not the own."""
    with writing(by):
        whole = whole_of(by, number)
        if not is_own(whole.carrier, by, day_of(at)):
            raise Missing
        code, joint = new_code(), whole.joint
        joint.secret_digest = secret_digest(joint.number, code)
        joint.save(update_fields=["secret_digest"])
        for case in whole.cases.values():
            case.secret_digest = secret_digest(case.number, code)
            case.save(update_fields=["secret_digest"])
        append_joint("JointCodeRenewed", joint, {}, by=by, at=at)
        return code
