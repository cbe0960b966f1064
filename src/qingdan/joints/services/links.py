"""Answers by link of those who have no account, and what silence means (consultation, 征求意见).

A link names its region and a secret of 24 bytes; only its digest is kept. It opens one line, until its last day. Who
has lost it, or never got it, is given another by the lead.
"""

from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.data.joint import joint_words
from qingdan.data.labels import long_date
from qingdan.joints.models import JointOpinion
from qingdan.joints.queries.plans import frozen_plan
from qingdan.joints.queries.sessions import new_token, opinion_line, token_digest
from qingdan.joints.services.branches import append_joint
from qingdan.joints.services.checking import led
from qingdan.joints.services.sessions import Said, append_session, closed_problem, open_session, write_opinion
from qingdan.rules.joint_session import Stance, silence_is_consent


def confirm_arrival(*, token: str, by: Actor, at: datetime) -> None:
    """Who was asked confirms that it has arrived. `by`: `program_of` the link. Raises Missing: it is over; Refused:
    it was called off.

    Reading: a link that was only fetched proves nothing; machines that look through mail fetch every address.
    """
    with writing(by):
        line = _line_of(token, day_of(at))
        if line.delivered_at is None:
            line.delivered_at = at
            line.save(update_fields=["delivered_at"])
            _told("OpinionDelivered", line, by, at)


def answer_by_link(*, token: str, said: Said, name: str, by: Actor, at: datetime) -> None:
    """Who was asked by a link answers, once. `by`: `program_of` the link. Raises Missing, Refused."""
    with writing(by):
        line = _line_of(token, day_of(at))
        refuse_if(
            refusal("joint.answered", "stance") if line.stance else None,
            None if name.strip() else refusal("desk.required", "name"),
            too_long(name, "name", 40),
        )
        write_opinion(line, said, by="link", name=name.strip(), at=at)
        _told("OpinionGiven", line, by, at, stance=said.stance)


def renew_link(*, number: str, session: int, body: str, once: str, by: Actor, at: datetime) -> str:
    """The lead makes a new link for a body that has not answered: its secret, said to who sends this form alone.

    The old link opens nothing any more, and that the question arrived must be proved anew. `once`: the mark of the
    form; sent twice it is the same link. Raises Missing, Refused: answered, closed, its days are over.
    """
    with writing(by):
        whole = led(number, None, by)
        found = open_session(whole, session)
        line = JointOpinion.objects.select_for_update().filter(session=found, body=body, unit=None).first()
        if line is None:
            raise Missing
        over = refusal("joint.link_over", "send", day=long_date(found.due_on))
        refuse_if(
            refusal("joint.link_answered", "send") if line.stance else None,
            over if day_of(at) > found.due_on else None,
        )
        secret = new_token(by.region, once, number, str(session), body)
        if line.token_digest != token_digest(secret):
            line.token_digest, line.delivered_at = token_digest(secret), None
            line.save(update_fields=["token_digest", "delivered_at"])
            append_session("OpinionLinkRenewed", whole, found, by, at, body=body)
        return secret


def take_silence(*, by: Actor, at: datetime) -> int:
    """Where the plan's published rule says so and the question arrived, silence is consent; how many lines.

    Each leaves an event as a card for supervision ("SilentConsent").
    """
    today = day_of(at)
    with writing(by):
        late = JointOpinion.objects.filter(region_id=by.region, stance="", session__due_on__lt=today)
        late = late.filter(session__closed_at=None, delivered_at__isnull=False)
        found = late.select_for_update(of=("self",)).select_related(
            "unit", "session__joint__plan", "session__joint__lead"
        )
        return sum(_silent(one, by, at) for one in found.order_by("pk"))


def _silent(line: JointOpinion, by: Actor, at: datetime) -> bool:
    session = line.session
    rule = frozen_plan(session.joint.plan.digest).silence
    if not silence_is_consent(opinion_line(line).asked(session.due_on), rule=rule, today=day_of(at)):
        return False
    line.stance, line.silent, line.at = Stance.AGREE, True, at
    line.text = joint_words("silent").format(day=long_date(session.due_on), rule=rule)
    line.save()
    about = {"session": session.number, "body": line.body, "rule": rule}
    append_joint("SilentConsent", session.joint, about, by=by, at=at)
    return True


def _line_of(token: str, today: date) -> JointOpinion:
    found = JointOpinion.objects.select_for_update(of=("self",)).select_related("session__joint__lead")
    line = found.filter(token_digest=token_digest(token), session__due_on__gte=today).first()
    if line is None or (line.session.closed_at is not None and not line.session.called_off):
        raise Missing
    refuse_if(closed_problem(line.session))
    return line


def _told(kind: str, line: JointOpinion, by: Actor, at: datetime, **said: object) -> None:
    about = {"session": line.session.number, "body": line.body, **said}
    append_joint(kind, line.session.joint, about, by=by, at=at)
