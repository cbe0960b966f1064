"""What an applicant is told of the whole, and departments that are asked together: in the account, and from there by
e-mail (`qingdan.base.messages`).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.messages.services import send
from qingdan.base.people.models import User
from qingdan.base.transactions import writing
from qingdan.data.joint import joint_names
from qingdan.data.labels import long_date
from qingdan.data.wording import wording
from qingdan.joints.models import JointApplication, JointSession
from qingdan.joints.queries.clock import last_day, promised_day
from qingdan.joints.queries.forms import form_of
from qingdan.joints.queries.own import is_own_joint
from qingdan.rules.role import Role

TOLD: Mapping[str, str] = {
    "JointReceived": "received",
    "JointDefectsNotified": "defects",
    "JointSupplemented": "supplemented",
    "JointAccepted": "accepted",
    "JointDeemedAccepted": "deemed",
    "JointExtended": "extended",
}
"""Kinds of events → keys of their words ("joint_notice.<key>")."""


def tell_of_joint(*, number: str, kind: str, event: str, by: Actor, at: datetime) -> int:
    """Tells the applicant's account, and the agent's while its proxies last; how many. `event`: its digest."""
    with writing(by):
        rows = JointApplication.objects.filter(number=number).select_related(
            "applicant__user", "lead", "plan"
        )
        joint = rows.first()
        if joint is None:
            return 0
        words = wording()[f"joint_notice.{TOLD[kind]}"]["message"]
        return send(
            subject=wording()["joint_notice.subject"]["message"].format(name=joint.name),
            text=words.format(**_facts(joint)),
            link=f"/my/joint/cases/{number}/",
            once=f"joint:{number}:{event[:20]}",
            users=_people(joint, day_of(at)),
            by=by,
            at=at,
        )


def tell_the_asked(session: JointSession, units: Iterable[str], *, by: Actor, at: datetime) -> None:
    """Tells the handlers of the departments that are asked together: what for, and till when to answer."""
    facts = {"until": long_date(session.due_on), "matter": session.matter}
    _tell_units("asked", session, units, facts, by=by, at=at)


def tell_called_off(session: JointSession, units: Iterable[str], *, by: Actor, at: datetime) -> None:
    """Tells the same that it is called off, and why."""
    _tell_units("off", session, units, {"why": session.conclusion}, by=by, at=at)


def _tell_units(
    key: str, session: JointSession, units: Iterable[str], facts: Mapping[str, str], *, by: Actor, at: datetime
) -> None:  # fmt: skip
    """`key`: of the words ("joint_notice.<key>"), and of the occasion."""
    joint, words = session.joint, wording()
    kind = joint_names("sessions")[session.kind]
    subject = words[f"joint_notice.{key}_subject"]["message"].format(kind=kind, name=joint.name)
    text = words[f"joint_notice.{key}"]["message"].format(
        lead=joint.lead.name, number=joint.number, kind=kind, **facts
    )
    occasion = "session" if key == "asked" else f"session-{key}"
    for unit in units:
        send(
            subject=subject, text=text, link=f"/desk/joints/{joint.number}/#session-{session.number}",
            once=f"{occasion}:{joint.number}:{session.number}:{unit}", unit=unit, roles=[Role.HANDLER], by=by, at=at,
        )  # fmt: skip


def _people(joint: JointApplication, on: date) -> Iterator[User]:
    if joint.applicant is None:  # who came to the window is told on paper
        return
    yield joint.applicant.user
    agent = User.objects.filter(username=joint.made_by).exclude(pk=joint.applicant.user_id).first()
    if agent is not None:
        by = Actor(username=agent.username, name=agent.name, region=joint.region_id, regions=())
        if is_own_joint(joint, by, on):
            yield agent


def _facts(joint: JointApplication) -> dict[str, object]:
    until, items = last_day(joint) or joint.due_on, form_of(joint.form).guides
    promised = promised_day(joint, items) or until
    return {
        "name": joint.name,
        "number": joint.number,
        "count": len(items),
        "lead": joint.lead.name,
        "until": long_date(until) if until else "规定的期限",
        "promised": long_date(promised) if promised else "规定的期限",
    }
