"""What supervision reads of joint applications as wholes, without a hand in it: over time, more days given, forwarded
late, not looked at in the five days; and each time that silence counted as consent (a card).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.cases.queries.trial import Scope, in_scope
from qingdan.data.joint import joint_limit, joint_names
from qingdan.joints.models import JointApplication, JointBranch, JointOpinion, JointRequest
from qingdan.joints.queries.plans import frozen_plan
from qingdan.joints.queries.queue import JointLine, lines_of
from qingdan.rules.case_state import CaseState
from qingdan.rules.joint_run import UNDECIDED
from qingdan.rules.role import Role

EACH_PAGE = 50
LATE, EXTENDED, FORWARDED, UNCHECKED = LISTS = ("late", "extended", "forwarded", "unchecked")
_WITHOUT_CHECK = (
    CaseState.NOT_ACCEPTED, CaseState.NOT_REQUIRED, CaseState.WITHDRAWN, CaseState.DEEMED_WITHDRAWN,
    CaseState.TERMINATED,
)  # fmt: skip
"""Who ended like this was not bound to look any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedJoint:
    """A whole in one of the lists; `said`: who or what it is about, in words."""

    line: JointLine
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentConsent:
    """A card: in which session which body did not answer, by which published rule that is consent, and since when it
    is proved that the question had arrived; `due_on`: the last day for an answer, `at`: when it was counted so.
    """

    number: str
    name: str
    lead_name: str
    trial: bool
    session: int
    kind_words: str
    matter: str
    body: str
    rule: str
    asked_at: datetime
    delivered_at: datetime
    due_on: date
    at: datetime


def watched_joints(
    actor: Actor, kind: str, *, today: date, after: str = "", scope: Scope = Scope.ALL
) -> tuple[tuple[WatchedJoint, ...], str]:
    """A page of a list (one of LISTS) of the region, and after which number the next begins. Raises Missing."""
    found = _listed(in_scope(_joints(actor), scope), kind, today)
    rows = (found.filter(number__gt=after) if after else found).order_by("number")
    due = dict(rows.values_list("number", "due_on")[: EACH_PAGE + 1])
    numbers = tuple(due)[:EACH_PAGE]
    said = _said(numbers, kind, today)
    lines = lines_of(actor, numbers, due, today)
    page = tuple(WatchedJoint(line=one, said=said.get(one.number, "")) for one in lines)
    return page, numbers[-1] if len(due) > EACH_PAGE else ""


def silent_consents(
    actor: Actor, *, after: int = 0, scope: Scope = Scope.ALL
) -> tuple[tuple[SilentConsent, ...], int]:
    """The newest cards of the region after so many newer ones, and after how many the next page begins (0: none).

    Raises Missing.
    """
    joints = in_scope(_joints(actor), scope)
    lines = JointOpinion.objects.filter(silent=True, session__joint__in=joints).order_by("-at", "-pk")
    read = lines.select_related("session__joint__lead", "session__joint__plan")
    rows = list(read[after : after + EACH_PAGE + 1])
    return tuple(_card(one) for one in rows[:EACH_PAGE]), after + EACH_PAGE if len(rows) > EACH_PAGE else 0


def _joints(actor: Actor) -> QuerySet[JointApplication]:
    """Supervision reads the whole region. Raises Missing for everybody else."""
    if Role.SUPERVISOR not in actor.roles:
        raise Missing
    return JointApplication.objects.visible_to(actor)


def _listed(joints: QuerySet[JointApplication], kind: str, today: date) -> QuerySet[JointApplication]:
    match kind:
        case "extended":
            return joints.filter(extended__gt=0)
        case "forwarded":
            return joints.filter(_with(_forwarded_late()))
        case "unchecked":
            return joints.filter(_with(_let_pass(today)))
        case _:
            waits_for_applicant = _with(Q(case__state=CaseState.CORRECTING))
            return joints.filter(~waits_for_applicant, open=True, due_on__lt=today)


def _with(branch: Q) -> Exists:
    return Exists(JointBranch.objects.filter(branch, joint=OuterRef("pk")))


def _forwarded_late() -> Q:
    hour = timedelta(hours=joint_limit("forward_hours"))
    return Q(forwarded_at__gt=F("joint__received_at") + hour)


def _let_pass(today: date) -> Q:
    """The five days are over while it lies there, or were when all counted as accepted (Art. 32(4))."""
    still = Q(case__state=CaseState.RECEIVED, case__check_due_on__lt=today)
    return still | Q(case__deemed=True)


def _said(numbers: Sequence[str], kind: str, today: date) -> Mapping[str, str]:
    """Number → what the list says of it."""
    match kind:
        case "extended":
            return _extensions(numbers)
        case "forwarded":
            return _by_joint(numbers, _forwarded_late(), "forwarded")
        case "unchecked":
            return _unchecked(numbers)
        case _:
            undecided = _by_joint(numbers, Q(case__state__in=UNDECIDED), "late")
            return undecided | _by_joint(numbers, Q(case__due_on__lt=today), "over")


def _by_joint(numbers: Sequence[str], branch: Q, words: str) -> dict[str, str]:
    """The departments whose branch is meant, in the plan's order."""
    rows = JointBranch.objects.filter(branch, joint__number__in=numbers).order_by("joint", "place")
    units: dict[str, dict[str, None]] = defaultdict(dict)
    for number, unit in rows.values_list("joint__number", "unit__name"):
        units[number][unit] = None
    told = joint_names("watched")[words]
    return {number: told.format(units="、".join(names)) for number, names in units.items()}


def _unchecked(numbers: Sequence[str]) -> dict[str, str]:
    """Who has not looked; where all have, the lead neither told what lacks nor accepted."""
    bound = ~Q(case__state__in=_WITHOUT_CHECK)
    accepted = dict.fromkeys(numbers, joint_names("watched")["accepted"])
    untold = _by_joint(numbers, Q(checked=False) & bound, "untold")
    return accepted | untold | _by_joint(numbers, Q(checked=None) & bound, "unchecked")


def _extensions(numbers: Sequence[str]) -> dict[str, str]:
    rows = JointRequest.objects.filter(joint__number__in=numbers, approved=True)
    words = joint_names("watched")["extended"]
    return {
        number: words.format(days=days, name=name, reason=reason)
        for number, days, name, reason in rows.values_list(
            "joint__number", "days", "answered_by_name", "reason"
        )
    }


def _card(one: JointOpinion) -> SilentConsent:
    session, joint = one.session, one.session.joint
    assert one.delivered_at and one.at
    return SilentConsent(
        number=joint.number,
        name=joint.name,
        lead_name=joint.lead.name,
        trial=joint.trial,
        session=session.number,
        kind_words=joint_names("sessions")[session.kind],
        matter=session.matter,
        body=one.body,
        rule=frozen_plan(joint.plan.digest).silence,
        asked_at=session.at,
        delivered_at=one.delivered_at,
        due_on=session.due_on,
        at=one.at,
    )
