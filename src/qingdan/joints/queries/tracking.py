"""Finding a joint application by number and query code, as its applicant does without signing in."""

from datetime import date
from hmac import compare_digest

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.secret_codes import secret_digest
from qingdan.cases.queries.tracking import as_printed
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.parts import parts_of
from qingdan.joints.queries.progress import JointProgress, progress_of_joint

_NOBODY = secret_digest("", "")


def tracked_joint(number: str, code: str, *, by: Actor, today: date) -> JointProgress:
    """How far the joint application of a number and its code is. Raises Missing: the same for both being wrong.

    One question, one digest, one comparison, whether the number is there or not; as `cases.queries.tracking`.
    """
    rows = JointApplication.objects.filter(region_id__in=by.regions).select_related("lead", "plan")
    joint = rows.filter(number=as_printed(number)).first() if number.strip() else None
    kept = joint.secret_digest if joint and joint.secret_digest else _NOBODY
    right = compare_digest(kept, secret_digest(as_printed(number), code))
    if joint is None or not right:
        raise Missing
    return progress_of_joint(joint, parts_of(joint), today)
