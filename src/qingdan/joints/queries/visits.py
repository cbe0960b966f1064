"""Joint visits as a department meets them at its own step on the chart where somebody must go and see.

Source: approval.md §3.1 (one visit, all opinions in one table); 行政许可法 Art. 34. A department reads here what it
said itself, who else answered and whether the lead has summed up; what the others said stands in the session alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qingdan.base.clock import day_of
from qingdan.cases.models import Case
from qingdan.cases.queries.frozen import frozen
from qingdan.data.joint import joint_names, joint_words
from qingdan.data.labels import long_date
from qingdan.joints.models import JointOpinion, JointSession
from qingdan.rules.joint_session import SessionKind, may_rest_on


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitShown:
    """A joint visit that has been. `answered`: names of all who said something; `by_name`, `stance`: of the own answer,
    "" there is none; `rests`: the own step may rest on it, `opinion` is then what may stand there.
    """

    number: int
    held_on: date
    place: str
    answered: tuple[str, ...]
    stance: str
    by_name: str
    closed: bool
    rests: bool
    opinion: str


def visits_at(case: Case, step: int, today: date) -> tuple[VisitShown, ...]:
    """The joint visits since receipt that the department of a case was asked to, where its step is one; latest first.

    The caller may see the case. One statement, and none where the case is no branch or the step no visit.
    """
    if not case.joint or case.received_at is None or step not in frozen(case.version_read.digest)["visits"]:
        return ()
    return tuple(_visits(case, day_of(case.received_at), today))


def _visits(case: Case, received: date, today: date) -> Iterator[VisitShown]:
    asked = JointOpinion.objects.filter(
        session__joint__number=case.joint,
        session__kind=SessionKind.VISIT,
        session__held_on__range=(received, today),
        session__called_off=False,
    )
    sessions: dict[JointSession, list[JointOpinion]] = {}
    for line in asked.select_related("session").order_by("-session__held_on", "-session__number", "pk"):
        sessions.setdefault(line.session, []).append(line)
    for session, lines in sessions.items():
        own = [one for one in lines if one.unit_id == case.unit_id]
        if own:
            yield _shown(session, own[0], lines)


def _shown(session: JointSession, own: JointOpinion, lines: list[JointOpinion]) -> VisitShown:
    assert session.held_on
    rests = may_rest_on(own.stance, silent=own.silent)
    return VisitShown(
        number=session.number,
        held_on=session.held_on,
        place=session.place,
        answered=tuple(one.body for one in lines if one.stance and not one.silent),
        stance=joint_names("stances").get(own.stance, ""),
        by_name=own.by_name,
        closed=session.closed_at is not None,
        rests=rests,
        opinion=_opinion(session, own) if rests else "",
    )


def _opinion(session: JointSession, own: JointOpinion) -> str:
    """The own line of the table in the words of a step: day, place, what was said, by which clause, why."""
    assert session.held_on
    place = f"（{session.place}）" if session.place else ""
    said = joint_words("visit_opinion").format(
        day=long_date(session.held_on), place=place, stance=joint_names("stances")[own.stance]
    )
    return "\n".join(one for one in (said, own.clause, own.text) if one)
