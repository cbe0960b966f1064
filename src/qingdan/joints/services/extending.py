"""More days for the whole, once: asked for by the lead's head, answered for the government's (Art. 42(2))."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.queries.facts import parties_of
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.stepping import set_days
from qingdan.data.joint import joint_words
from qingdan.joints.models import JointRequest
from qingdan.joints.queries.clock import last_day
from qingdan.joints.services.branches import Whole, append_joint, keep, program, whole_of
from qingdan.joints.services.receiving import title
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import Party
from qingdan.rules.joint import LONGEST_JOINT_EXTENSION
from qingdan.rules.joint_run import UNDECIDED, JointState
from qingdan.rules.role import Role

LONGEST_REASON = 2_000


def ask_extension(*, number: str, version: int, days: int, reason: str, by: Actor, at: datetime) -> None:
    """The lead's head asks for more days, before the end. Raises Missing, Stale, Refused with every reason."""
    with writing(by):
        whole = whole_of(by, number, version=version)
        if by.unit != whole.joint.lead.code or Party.HEAD not in parties_of(whole.carrier, by):
            raise Missing
        waits = JointRequest.objects.filter(joint=whole.joint, approved=None).exists()
        refuse_if(
            None if whole.state is JointState.IN_REVIEW else refusal("case.wrong_state", "send"),
            None
            if 1 <= days <= LONGEST_JOINT_EXTENSION
            else refusal("joint.extension_days", "days", most=LONGEST_JOINT_EXTENSION),
            None if reason.strip() else refusal("desk.required", "reason"),
            too_long(reason, "reason", LONGEST_REASON),
            refusal("joint.extended_once", "days") if whole.joint.extended else None,
            refusal("joint.extension_late", "days") if _is_over(whole, at) else None,
            refusal("joint.extension_waits", "send") if waits else None,
        )
        JointRequest.objects.create(
            region_id=whole.joint.region_id, joint=whole.joint, days=days, reason=reason.strip(),
            asked_by=by.username, asked_by_name=by.name, asked_at=at,
        )  # fmt: skip
        append_joint("JointExtensionAsked", whole.joint, {"days": days}, by=by, at=at)


def answer_extension(*, number: str, approved: bool, by: Actor, at: datetime) -> None:
    """The government's answer; approved, every open branch has the days, the applicant a notice. Raises as above."""
    with writing(by):
        if Role.GOVERNMENT_OFFICE not in by.roles:
            raise Missing
        whole = whole_of(program(by), number)
        if whole.joint.region_id != by.region:  # its own government's alone (本级), whatever this one reads
            raise Missing
        asked = JointRequest.objects.select_for_update().filter(joint=whole.joint).order_by("-pk").first()
        if asked is None:
            raise Missing
        answered = refusal("joint.answered_already", "send", name=asked.answered_by_name)
        refuse_if(answered if asked.approved is not None else None)
        refuse_if(
            refusal("joint.other_approver") if asked.asked_by == by.username else None,
            refusal("joint.extension_late") if approved and _is_over(whole, at) else None,
        )
        asked.approved, asked.answered_by, asked.answered_by_name = approved, by.username, by.name
        asked.answered_at = at
        asked.save()
        if approved:
            _extend(whole, asked, by=by, at=at)
        kind = "JointExtended" if approved else "JointExtensionRefused"
        append_joint(kind, whole.joint, {"days": asked.days}, by=by, at=at)


def _extend(whole: Whole, asked: JointRequest, *, by: Actor, at: datetime) -> None:
    joint = whole.joint
    joint.extended = asked.days
    for case in whole.cases.values():
        if case.state in UNDECIDED and case.joint_from:
            case.joint_days = joint.days + joint.extended
            set_days(case, day_of(at))
            case.version += 1
            case.save()
    keep(whole)
    end = last_day(joint)
    assert end
    facts = {
        "case": joint.number,
        "item_name": title(whole),
        "reason": f"{asked.reason}（{joint_words('extension_ground')}）",
        "days": asked.days,
        "decision_until": end.isoformat(),
        "approver": by.name,
    }
    write_paper(whole.carrier, PaperKind.EXTENSION_NOTICE, facts, by=program(by), at=at)


def _is_over(whole: Whole, at: datetime) -> bool:
    end = last_day(whole.joint)
    return end is not None and day_of(at) > end
