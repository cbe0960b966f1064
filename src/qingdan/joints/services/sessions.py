"""Visits, reviews and consultations of a joint application: called by the lead, one table of what everybody says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.queries.facts import parties_of
from qingdan.cases.queries.recusal import demand_unconcerned
from qingdan.data.joint import joint_limit
from qingdan.data.labels import long_date
from qingdan.joints.models import JointOpinion, JointSession
from qingdan.joints.queries.sessions import new_token, session_shown, token_digest
from qingdan.joints.services.branches import Whole, append_joint, demand_version, whole_of
from qingdan.joints.services.checking import led
from qingdan.joints.services.notices import tell_the_asked
from qingdan.rules.case_state import HANDLERS
from qingdan.rules.joint_run import JointState
from qingdan.rules.joint_session import SessionKind, held_in_time, stance_problems
from qingdan.rules.problem import Problem

LONGEST_MATTER, LONGEST_PLACE, LONGEST_CLAUSE, LONGEST_TEXT, LONGEST_BODY, LONGEST_PART = (
    2_000, 120, 200, 4_000, 80, 60,
)  # fmt: skip
MOST_BODIES = 20
_OVER = frozenset({JointState.ENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """What is asked of whom: `items` whose departments take part, `bodies` who answer by a link.

    `part`: of an acceptance that is done in parts. `due_on`: the last day for an answer. `once`: the mark of the form,
    by which one that is sent twice calls once; "" none.
    """

    kind: str
    matter: str
    due_on: date | None
    items: Sequence[str] = ()
    bodies: Sequence[str] = ()
    held_on: date | None = None
    place: str = ""
    part: str = ""
    once: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An opinion: `stance` (`Stance`), the clause of a refusal, words."""

    stance: str
    clause: str = ""
    text: str = ""


def call_session(
    *, number: str, version: int, session: NewSession, by: Actor, at: datetime
) -> dict[str, str]:
    """The lead asks; body → the secret of its link, said to who sends this form alone.

    The same form again (`once`): the same links, as far as they still open something. Raises Missing, Stale, Refused.
    """
    with writing(by):
        whole = led(number, None, by)
        links = {
            one.strip(): new_token(by.region, session.once, number, one.strip()) for one in session.bodies
        }
        if known := _called_before(whole, session):
            return _still_open(known, links)
        demand_version(whole.joint, version)
        refuse_if(*_new_problems(whole, session, day_of(at)))
        made = JointSession.objects.create(**_row(whole, session), by=by.username, by_name=by.name, at=at)
        units = _units(whole, session.items)
        JointOpinion.objects.bulk_create(
            [
                *(_asked_unit(made, one) for one in units.values()),
                *(_asked_body(made, body, secret) for body, secret in links.items()),
            ]
        )
        whole.joint.version += 1
        whole.joint.save(update_fields=["version"])
        append_session("SessionCalled", whole, made, by, at, items=list(session.items), bodies=len(links))
        tell_the_asked(made, [unit.code for unit in units.values()], by=by, at=at)
        return links


def _row(whole: Whole, new: NewSession) -> dict[str, Any]:
    """What is kept of it."""
    count = JointSession.objects.filter(joint=whole.joint).count()
    once = token_digest(new.once) if new.once else ""
    region = whole.joint.region_id
    return {
        "region_id": region, "joint": whole.joint, "number": count + 1, "once": once, **_asked_words(new),
    }  # fmt: skip


def _asked_words(new: NewSession) -> dict[str, Any]:
    words = {name: getattr(new, name).strip() for name in ("kind", "part", "matter", "place")}
    return {**words, "held_on": new.held_on, "due_on": new.due_on}


def _called_before(whole: Whole, new: NewSession) -> JointSession | None:
    """The session that this very form has called; None none. Raises Refused: another was called by its mark."""
    rows = JointSession.objects.filter(joint=whole.joint, once=token_digest(new.once)) if new.once else None
    found = rows.first() if rows is not None else None
    if found is None:
        return None
    asked = set(JointOpinion.objects.filter(session=found).values_list("body", flat=True))
    same = asked == {*_units(whole, new.items), *(one.strip() for one in new.bodies)}
    if not same or any(getattr(found, name) != word for name, word in _asked_words(new).items()):
        raise Refused([refusal("joint.called_already", "once")])
    return found


def _still_open(session: JointSession, links: Mapping[str, str]) -> dict[str, str]:
    """Of the links of a form those that open a line which nobody has answered."""
    lines = JointOpinion.objects.filter(session=session, session__closed_at=None, stance="")
    kept = set(lines.values_list("token_digest", flat=True))
    return {body: secret for body, secret in links.items() if token_digest(secret) in kept}


def give_opinion(*, number: str, session: int, item: str, said: Said, by: Actor, at: datetime) -> None:
    """A department says for its matter, once; the same by the same person again changes nothing.

    Raises Missing, Refused: answered otherwise already.
    """
    with writing(by):
        whole = whole_of(by, number)
        case = whole.cases.get(item)
        if case is None or not parties_of(case, by) & HANDLERS:
            raise Missing
        demand_unconcerned(case, by)
        line = _line(whole, session, unit=case.unit.code)
        if _said_already(line, said, by):
            return
        refuse_if(refusal("joint.answered", "stance") if line.stance else None)
        write_opinion(line, said, by=by.username, name=by.name, at=at)
        append_session("OpinionGiven", whole, line.session, by, at, item=item, stance=said.stance)


def close_session(*, number: str, session: int, conclusion: str, by: Actor, at: datetime) -> None:
    """The lead sums up what everybody said. Raises Missing, Refused: somebody has not answered."""
    with writing(by):
        whole = led(number, None, by)
        found = open_session(whole, session)
        refuse_if(
            None if conclusion.strip() else refusal("desk.required", "conclusion"),
            too_long(conclusion, "conclusion", LONGEST_TEXT),
            session_shown(found).closing_problem(day_of(at)),
        )
        found.conclusion, found.closed_at = conclusion.strip(), at
        found.save()
        append_session("SessionClosed", whole, found, by, at)


def _new_problems(whole: Whole, new: NewSession, today: date) -> Iterator[Problem | None]:
    yield None if new.kind in set(SessionKind) else refusal("desk.choice", "kind")
    yield refusal("case.wrong_state", "send") if whole.state in _OVER else None
    for name, most in (("matter", LONGEST_MATTER), ("place", LONGEST_PLACE), ("part", LONGEST_PART)):
        yield too_long(getattr(new, name), name, most)
    yield None if new.matter.strip() else refusal("desk.required", "matter")
    yield None if set(new.items) <= whole.cases.keys() else refusal("desk.choice", "items")
    bodies = [one.strip() for one in new.bodies]
    yield None if new.items or bodies else refusal("joint.ask_somebody", "items")
    named = {*bodies, *_units(whole, new.items)}
    twice = len(named) < len(bodies) + len(_units(whole, new.items)) or "" in bodies
    yield refusal("joint.body_twice", "bodies") if twice else None
    yield refusal("joint.many_bodies", "bodies", most=MOST_BODIES) if len(bodies) > MOST_BODIES else None
    yield from (too_long(one, "bodies", LONGEST_BODY) for one in bodies)
    last = today + timedelta(days=joint_limit("link_days"))
    if new.due_on is None or not today <= new.due_on <= last:
        yield refusal("joint.answer_between", "due_on", first=long_date(today), last=long_date(last))
    yield _held_problem(whole, new)


def _held_problem(whole: Whole, new: NewSession) -> Problem | None:
    if new.held_on is None:
        return refusal("desk.required", "held_on") if new.kind == SessionKind.VISIT else None
    assert whole.joint.received_at
    first, last = day_of(whole.joint.received_at), new.due_on
    if last is None or held_in_time(new.held_on, received_on=first, due_on=last):
        return None
    return refusal("joint.held_between", "held_on", first=long_date(first), last=long_date(last))


def _units(whole: Whole, items: Iterable[str]) -> dict[str, Unit]:
    """The departments of some matters by name, each once however many of the matters are its own."""
    return {case.unit.name: case.unit for item, case in whole.cases.items() if item in set(items)}


def _asked_unit(session: JointSession, unit: Unit) -> JointOpinion:
    """A department of the house has it on its desk: it has arrived."""
    return JointOpinion(
        region_id=session.region_id, session=session, unit=unit, body=unit.name, delivered_at=session.at
    )


def _asked_body(session: JointSession, body: str, secret: str) -> JointOpinion:
    return JointOpinion(
        region_id=session.region_id, session=session, body=body, token_digest=token_digest(secret)
    )


def open_session(whole: Whole, session: int) -> JointSession:
    """A session that was neither summed up nor called off, locked. Raises Missing, Refused."""
    found = JointSession.objects.select_for_update().filter(joint=whole.joint, number=session).first()
    if found is None:
        raise Missing
    refuse_if(closed_problem(found))
    return found


def closed_problem(session: JointSession) -> Problem | None:
    """Why nothing can be said in a session any more; None: it is open."""
    if session.called_off:
        return refusal("joint.session_off", "send")
    return refusal("joint.session_closed", "send") if session.closed_at else None


def _said_already(line: JointOpinion, said: Said, by: Actor) -> bool:
    """A form that was sent twice."""
    words = (said.stance, said.clause.strip(), said.text.strip(), by.username)
    return bool(line.stance) and (line.stance, line.clause, line.text, line.by) == words


def _line(whole: Whole, session: int, *, unit: str) -> JointOpinion:
    found = JointOpinion.objects.select_for_update(of=("self",)).select_related("session")
    line = found.filter(session=open_session(whole, session), unit__code=unit).first()
    if line is None:
        raise Missing
    return line


def write_opinion(line: JointOpinion, said: Said, *, by: str, name: str, at: datetime) -> None:
    """Keeps what was said on a locked line. Raises Refused with every reason."""
    problems = [
        *stance_problems(said.stance, said.clause, said.text),
        *(too_long(said.clause, "clause", LONGEST_CLAUSE), too_long(said.text, "text", LONGEST_TEXT)),
    ]
    if found := [one for one in problems if one]:
        raise Refused(found)
    line.stance, line.clause, line.text = said.stance, said.clause.strip(), said.text.strip()
    line.by, line.by_name, line.at = by, name, at
    line.delivered_at = line.delivered_at or at
    line.save()


def append_session(
    kind: str, whole: Whole, session: JointSession, by: Actor, at: datetime, **said: object
) -> None:
    """An event of a session."""
    about = {"session": session.number, "kind": session.kind, **said}
    append_joint(kind, whole.joint, about, by=by, at=at)
