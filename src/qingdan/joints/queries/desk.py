"""A joint application on the desk: its lanes, its whole clock, and exactly what this person may do now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.queries import history_of
from qingdan.base.refusal import Missing
from qingdan.cases.queries.corrections import listed_subjects
from qingdan.cases.queries.facts import parties_of
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.materials_shown import materials_shown
from qingdan.cases.queries.recusal import is_concerned
from qingdan.cases.queries.urgency import working_days
from qingdan.data.joint import joint_names
from qingdan.guides.queries.content import fields_of
from qingdan.joints.models import JointApplication, JointBranch, JointRequest
from qingdan.joints.queries.clock import WholeLimit, last_day, limit_now
from qingdan.joints.queries.corrections import SharedDefect, shared_defects
from qingdan.joints.queries.lanes import Lane, lanes_of
from qingdan.joints.queries.parts import Parts, parts_of
from qingdan.joints.queries.sessions import SessionShown, sessions_of
from qingdan.rules.case_state import COUNTER, HANDLERS, CaseState, Party
from qingdan.rules.joint_run import DECIDED, JointState, joint_state
from qingdan.rules.role import HANDLING, Role

KNOWS_APPLICANTS = HANDLING | {Role.SUPERVISOR}
"""Who sees whose application it is; who only oversees does not."""

_BY_APPLICANTS = frozenset({"JointReceived", "JointSupplemented", "JointWithdrawn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """A material or a field of the own guide that may be said to lack; `text`: what was answered."""

    subject: str
    name: str
    has: bool
    lacks: bool
    text: str
    what: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCheck:
    """A matter that this person's unit looks at now. `found`: whether all was there, None it was not looked at yet."""

    item: str
    item_name: str
    case: str
    found: bool | None
    told: bool
    lines: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """What a department found to lack, as the one notice will say it."""

    unit_name: str
    item_name: str
    name: str
    what: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointLine:
    """Something that was done to the whole; `of`: the department that it is of, "" of the whole."""

    words: str
    of: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPage:
    """A joint application. `applicant`: "" for who may not know; `acts`: what this person may do now (names of forms);
    `checks`: own matters to look at; `found`: the one notice as it stands, for the lead; `answering`: session → own
    item that has not answered; `closable`: sessions this person may sum up now; `led`: open ones he leads, which he may
    call off; `mending`: what lacks, for the lead's window. `scale`: working days since receipt; `ends`: the last day of
    the whole on it.
    """

    number: str
    name: str
    plan_code: str
    lead: str
    lead_name: str
    applicant: str
    trial: bool
    version: int
    today: date
    received_on: date
    accepted_on: date | None
    told_on: date | None
    state: JointState
    state_name: str
    lanes: tuple[Lane, ...]
    clock: WholeLimit | None
    scale: int
    ends: int
    acts: frozenset[str]
    concerned: bool
    checks: tuple[OwnCheck, ...]
    found: tuple[FoundLine, ...]
    sessions: tuple[SessionShown, ...]
    answering: Mapping[int, str]
    closable: tuple[int, ...]
    led: tuple[int, ...]
    requests: tuple[JointRequest, ...]
    mending: tuple[SharedDefect, ...]
    history: tuple[JointLine, ...]

    @property
    def unseen(self) -> tuple[Lane, ...]:
        """The departments that have not looked yet."""
        return tuple(one for one in self.lanes if one.state is CaseState.RECEIVED and one.checked is None)

    @property
    def waiting_request(self) -> JointRequest | None:
        """The request for more days that nobody answered."""
        return next((one for one in self.requests if one.approved is None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mine:
    """Who the person is here: parties at the lead and at each own branch; none in an own application."""

    lead: frozenset[Party]
    branches: Mapping[str, frozenset[Party]]
    concerned: bool


def find_joint(actor: Actor, number: str) -> JointApplication:
    """The joint application of a number, if this person may see it. Raises Missing."""
    found = JointApplication.objects.visible_to(actor).filter(number=number).exclude(number="")
    joint = found.select_related("lead", "plan__plan").first() if number else None
    if joint is None:
        raise Missing
    return joint


def joint_page(actor: Actor, number: str, *, at: datetime) -> JointPage:
    """The page of a joint application. Raises Missing."""
    joint, today = find_joint(actor, number), day_of(at)
    parts = parts_of(joint)
    mine = _mine(joint, parts, actor)
    state = joint_state(parts.branches)
    sessions = sessions_of(joint)
    requests = tuple(JointRequest.objects.filter(joint=joint))
    answering = dict(_answering(mine, sessions, parts))
    acts = frozenset(_acts(joint, parts, mine, requests, today)) | _answers(actor, requests)
    assert joint.received_at
    received, end = day_of(joint.received_at), last_day(joint)
    units = {row.item: f"{row.unit.name}，{row.case.item_name}" for row in parts.rows}
    knows = bool(actor.roles & KNOWS_APPLICANTS)
    return JointPage(
        number=joint.number,
        name=joint.name,
        plan_code=joint.plan.plan.code,
        lead=joint.lead.code,
        lead_name=joint.lead.name,
        applicant=parts.rows[0].case.applicant_name if knows else "",
        trial=joint.trial,
        version=joint.version,
        today=today,
        received_on=received,
        accepted_on=joint.accepted_on,
        told_on=joint.told_on,
        state=state,
        state_name=joint_names("states")[state],
        lanes=lanes_of(joint, parts, unit=actor.unit, today=today),
        clock=limit_now(joint, parts, today),
        scale=working_days(received, today),
        ends=working_days(received, end) if end else 0,
        acts=acts,
        concerned=mine.concerned,
        checks=tuple(_checks(joint, parts, mine)),
        found=tuple(_found(parts)) if Party.OFFICER in mine.lead or Party.WINDOW in mine.lead else (),
        sessions=sessions,
        answering=answering,
        closable=tuple(_closable(sessions, today)) if "call" in acts else (),
        led=tuple(one.number for one in sessions if mine.lead & COUNTER and one.closed_at is None),
        requests=requests,
        mending=shared_defects(joint, parts.cases) if Party.WINDOW in mine.lead else (),
        history=tuple(_history(joint.number, units, knows=knows)),
    )


def _mine(joint: JointApplication, parts: Parts, actor: Actor) -> _Mine:
    own = [row for row in parts.rows if row.unit.code == actor.unit]
    concerned = any(is_concerned(row.case, actor) for row in own)
    if concerned:
        return _Mine(lead=frozenset(), branches={}, concerned=True)
    parties = {row.item: parties_of(row.case, actor) for row in own}
    lead = next((parties[row.item] for row in own if row.unit_id == joint.lead_id), frozenset())
    return _Mine(lead=lead, branches=parties, concerned=False)


def _acts(
    joint: JointApplication, parts: Parts, mine: _Mine, requests: Sequence[JointRequest], today: date
) -> Iterator[str]:
    """The forms that are open now to the people of the departments, by name."""
    received = [row for row in parts.rows if row.case.state == CaseState.RECEIVED]
    if any(mine.branches.get(row.item, frozenset()) & COUNTER for row in received):
        yield "check"
    if mine.lead & COUNTER:
        yield from _counter_acts(joint, parts, received)
    end, asked = last_day(joint), any(one.approved is None for one in requests)
    in_review = joint_state(parts.branches) is JointState.IN_REVIEW
    if Party.HEAD in mine.lead and in_review and end and today <= end and not (joint.extended or asked):
        yield "ask"
    if Party.WINDOW in mine.lead and any(row.case.state in DECIDED for row in parts.rows):
        yield "serve"
    if Party.WINDOW in mine.lead and any(row.case.state == CaseState.CORRECTING for row in parts.rows):
        yield "supplement"


def _counter_acts(joint: JointApplication, parts: Parts, received: Sequence[JointBranch]) -> Iterator[str]:
    """What the lead's counter does for all."""
    seen, state = [row.checked for row in received], joint_state(parts.branches)
    if False in seen and None not in seen and not joint.told_on:
        yield "tell"
    if state is JointState.ACCEPTABLE:
        yield "accept"
    if state not in {JointState.DECIDED, JointState.ENDED}:
        yield "call"


def _answers(actor: Actor, requests: Sequence[JointRequest]) -> frozenset[str]:
    """The government's office answers for its head; who asked never answers himself."""
    waiting = [one for one in requests if one.approved is None and one.asked_by != actor.username]
    return frozenset({"answer"} if waiting and Role.GOVERNMENT_OFFICE in actor.roles else ())


def _answering(mine: _Mine, sessions: Sequence[SessionShown], parts: Parts) -> Iterator[tuple[int, str]]:
    """Sessions in which the own unit was asked and has not answered."""
    items = {
        row.unit.code: row.item for row in parts.rows if mine.branches.get(row.item, frozenset()) & HANDLERS
    }
    for one in sessions:
        if one.closed_at is None:
            for line in one.lines:
                if line.unit in items and not line.stance:
                    yield one.number, items[line.unit]


def _closable(sessions: Sequence[SessionShown], today: date) -> Iterator[int]:
    """Sessions that can be summed up on a day."""
    return (one.number for one in sessions if one.closed_at is None and one.closing_problem(today) is None)


def _checks(joint: JointApplication, parts: Parts, mine: _Mine) -> Iterator[OwnCheck]:
    for row in parts.rows:
        if row.case.state == CaseState.RECEIVED and mine.branches.get(row.item, frozenset()) & COUNTER:
            yield OwnCheck(
                item=row.item,
                item_name=row.case.item_name,
                case=row.case.number,
                found=row.checked,
                told=joint.told_on is not None,
                lines=tuple(_lines(row)),
            )


def _lines(row: JointBranch) -> Iterator[CheckLine]:
    """Every material of the own guide and every field of its form; nothing else can be told as lacking."""
    case, said = row.case, {one["subject"]: one for one in row.defects}
    content = frozen(case.version_read.digest)
    for one in materials_shown(case, content):
        if not one.fetched:
            line = CheckLine(subject=one.subject, name=one.name, has=bool(one.grade), lacks=False, text="")
            yield _as_said(replace(line, lacks=one.required and not one.grade), said)
    for field in fields_of(content):
        text = case.answers.get(field.name, "")
        subject = f"field-{field.name}"
        line = CheckLine(subject=subject, name=field.label, has=bool(text), lacks=False, text=text)
        yield _as_said(line, said)


def _as_said(line: CheckLine, said: Mapping[str, Mapping[str, str]]) -> CheckLine:
    """With what the department has recorded before."""
    before = said.get(line.subject)
    return replace(line, lacks=True, what=before["what"], how=before["how"]) if before else line


def _found(parts: Parts) -> Iterator[FoundLine]:
    for row in parts.rows:
        if row.case.state not in {CaseState.RECEIVED, CaseState.CORRECTING}:
            continue
        names = listed_subjects(row.case)
        for one in row.defects:
            yield FoundLine(
                unit_name=row.unit.name,
                item_name=row.case.item_name,
                name=names.get(one["subject"], ""),
                what=one["what"],
                how=one["how"],
            )


def _history(number: str, units: Mapping[str, str], *, knows: bool) -> Iterator[JointLine]:
    """`knows`: the applicant's name may be shown."""
    words = joint_names("events")
    for one in history_of(f"joint:{number}"):
        if one.kind in words:
            of = units.get(str(one.data.get("item", "")), str(one.data.get("body", "")))
            shown = knows or one.kind not in _BY_APPLICANTS
            what = words[one.kind].format(
                session=_named("sessions", one.data.get("kind")),
                stance=_named("stances", one.data.get("stance")),
            )
            yield JointLine(words=what, of=of, at=one.at, by_name=one.by_name if shown else "")


def _named(table: str, key: str | None) -> str:
    return joint_names(table).get(key or "", "")
