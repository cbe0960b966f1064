"""What was asked together in a joint application, and what everybody said."""

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q
from django.utils.crypto import salted_hmac

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.refusal import Missing, refusal
from qingdan.base.transactions import reading
from qingdan.data.joint import joint_names
from qingdan.data.labels import long_date
from qingdan.joints.models import JointApplication, JointOpinion, JointSession
from qingdan.rules.joint_session import Asked, waited_for
from qingdan.rules.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """A line of a table: who was asked, whether it arrived, what was said. `unit`: code, "" asked by a link."""

    body: str
    unit: str
    delivered: bool
    stance: str
    stance_words: str
    clause: str
    text: str
    silent: bool
    by_name: str
    at: datetime | None

    def asked(self, due_on: date) -> Asked:
        """As the rules see it; `due_on`: of its session."""
        return Asked(
            delivered=self.delivered, answered=bool(self.stance), due_on=due_on, by_link=not self.unit
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionShown:
    """What was asked together: when and where it is held, till when answers are due, all that was said.

    `called_off`: it came to nothing; `conclusion` then says why.
    """

    number: int
    kind: str
    kind_words: str
    part: str
    matter: str
    held_on: date | None
    place: str
    due_on: date
    by_name: str
    at: datetime
    conclusion: str
    closed_at: datetime | None
    called_off: bool
    lines: tuple[OpinionLine, ...]

    @property
    def open_lines(self) -> int:
        """How many have not answered."""
        return sum(not one.stance for one in self.lines)

    def closing_problem(self, today: date) -> Problem | None:
        """Why the lead cannot sum it up on a day; None: nothing stands against it."""
        if self.held_on and today < self.held_on:
            return refusal("joint.held_later", "conclusion", day=long_date(self.held_on))
        asked = [one.asked(self.due_on) for one in self.lines]
        return refusal("joint.unanswered", "conclusion") if waited_for(asked, today=today) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """What who was asked by a link sees: of which application, what is asked, till when, whether it was answered.

    `delivered`: who was asked has confirmed that the question arrived.
    """

    name: str
    lead_name: str
    session: SessionShown
    body: str
    delivered: bool
    answered: bool


def session_shown(session: JointSession) -> SessionShown:
    """A session with all its lines."""
    lines = JointOpinion.objects.filter(session=session).select_related("unit").order_by("pk")
    return _shown(session, tuple(map(opinion_line, lines)))


def sessions_of(joint: JointApplication) -> tuple[SessionShown, ...]:
    """All sessions of a joint application in their order, in two statements."""
    lines: dict[int, list[OpinionLine]] = {}
    asked = JointOpinion.objects.filter(session__joint=joint).select_related("unit")
    for one in asked.order_by("session", "pk"):
        lines.setdefault(one.session_id, []).append(opinion_line(one))
    rows = JointSession.objects.filter(joint=joint).order_by("number")
    return tuple(_shown(one, tuple(lines.get(one.pk, ()))) for one in rows)


def asked_by(token: str, *, on: date) -> LinkShown:
    """What a link opens, also when it was called off. Raises Missing: there is none, its days are over, or the table is
    summed up.
    """
    with reading(program_of(token)):
        found = JointOpinion.objects.filter(token_digest=token_digest(token), session__due_on__gte=on)
        still = found.filter(Q(session__closed_at=None) | Q(session__called_off=True))
        line = still.select_related("session__joint__lead").first()
        if line is None:
            raise Missing
        return LinkShown(
            name=line.session.joint.name,
            lead_name=line.session.joint.lead.name,
            session=_shown(line.session, (opinion_line(line),)),
            body=line.body,
            delivered=line.delivered_at is not None,
            answered=bool(line.stance),
        )


def new_token(region: str, *said: str) -> str:
    """A link's secret, which names its region: by chance, or worked out from the key of this installation.

    `said`: the mark of a form and what the link is for; a form that is sent twice shows the same links again.
    """
    known = salted_hmac("joint opinion", json.dumps(said), algorithm="sha256").digest()[:24]
    secret = urlsafe_b64encode(known).decode() if all(said) and said else secrets.token_urlsafe(24)
    return f"{region}-{secret}"


def token_digest(token: str) -> str:
    """What is kept of a link's secret."""
    return sha256(token.encode()).hexdigest()


def program_of(token: str) -> Actor:
    """The program in the region that a link names."""
    region = token.partition("-")[0]
    return replace(SYSTEM, region=region, regions=(region,))


def _shown(one: JointSession, lines: tuple[OpinionLine, ...]) -> SessionShown:
    return SessionShown(
        number=one.number,
        kind=one.kind,
        kind_words=joint_names("sessions")[one.kind],
        part=one.part,
        matter=one.matter,
        held_on=one.held_on,
        place=one.place,
        due_on=one.due_on,
        by_name=one.by_name,
        at=one.at,
        conclusion=one.conclusion,
        closed_at=one.closed_at,
        called_off=one.called_off,
        lines=lines,
    )


def opinion_line(one: JointOpinion) -> OpinionLine:
    """A line as it is shown."""
    return OpinionLine(
        body=one.body,
        unit=one.unit.code if one.unit else "",
        delivered=one.delivered_at is not None,
        stance=one.stance,
        stance_words=joint_names("stances").get(one.stance, ""),
        clause=one.clause,
        text=one.text,
        silent=one.silent,
        by_name=one.by_name,
        at=one.at,
    )
