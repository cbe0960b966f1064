"""A case as the officers' desk shows it: everything known of it, and exactly what this person may do next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.queries import Happening, history_of
from qingdan.base.refusal import Missing
from qingdan.base.worded import Worded
from qingdan.cases.models import (
    Case,
    CaseDecision,
    CaseFee,
    CaseHearing,
    CaseMaterial,
    CaseObjection,
    CasePaper,
    CaseRequest,
    CaseService,
    CaseTask,
)
from qingdan.cases.queries.archive import failed_checks
from qingdan.cases.queries.barring import BarShown, bars_shown
from qingdan.cases.queries.corrections import ListedDefect, listed_defects
from qingdan.cases.queries.course import Course, course_of
from qingdan.cases.queries.devolved import entry_for
from qingdan.cases.queries.facts import AGAIN, facts_of_case, is_hearing_open, seen_by_one, was_handled
from qingdan.cases.queries.frozen import Content, frozen
from qingdan.cases.queries.hats import (
    ANY_OFFICER,
    OFFICER_PLACES,
    as_officer,
    asks_as_officer,
    selves_of,
)
from qingdan.cases.queries.history import HistoryLine, history_lines
from qingdan.cases.queries.materials_shown import MaterialShown, materials_shown
from qingdan.cases.queries.open_steps import OpenStep, open_steps_of
from qingdan.cases.queries.package import PACKED
from qingdan.cases.queries.progress import Progress, progress_of
from qingdan.cases.queries.staff import Colleague, staff_of
from qingdan.cases.queries.urgency import Chip, chip_of
from qingdan.data.case import case_names
from qingdan.editions.queries.items import histories_at_hand
from qingdan.editions.queries.shown import shown_editions
from qingdan.guides.queries.content import fields_of
from qingdan.licences.models import Licence
from qingdan.rules.case_guards import CASE_GUARDS, CaseFacts, case_row, guard_problem, lawful_steps
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import (
    CLOSED,
    COUNTER,
    HANDLERS,
    STAFF,
    TYPED,
    CaseGuard,
    CaseState,
    Party,
    PauseReason,
)
from qingdan.rules.case_table import CASE_LIFE
from qingdan.rules.problem import Problem

HEARD_IN = frozenset({CaseState.UNDER_REVIEW, CaseState.SUSPENDED})
ASKED = ("suspend", "extend", "terminate", "void")
DECIDED = frozenset(
    {
        CaseState.GRANTED,
        CaseState.REFUSED,
        CaseState.SERVED,
        CaseState.ARCHIVED,
        CaseState.RETURNED,
        CaseState.VOIDED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """A field of the form and its answer; `subject` as notices of defects name it."""

    subject: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A case. `acts`: lawful steps of this person; `asks`: what may be asked for; `request`: what waits for an answer,
    `answers`: whether by this person. `blocked`: what still keeps a decider from deciding. `hearing_part`: what is next
    of a hearing (offer, ask, call, record), "" where it is not this person's.
    `people`: the unit's, `officers`: who may have gone to see. `licence`: code of the one that the case gave, "" none;
    `packs`: whether its archive package can be taken; `bars`: whether this person may bar its applicant, `barred`: what
    bars him today. `concerned`: it is an application of this person's own, who has nothing to do in it (回避).
    """

    case: Case
    state_name: str
    today: date
    progress: Progress
    chip: Chip
    content: Content
    acts: frozenset[str]
    blocked: tuple[Problem, ...]
    asks: tuple[str, ...]
    requests: tuple[CaseRequest, ...]
    answers: bool
    open_steps: tuple[OpenStep, ...]
    done_steps: tuple[CaseTask, ...]
    materials: tuple[MaterialShown, ...]
    form: tuple[AnswerLine, ...]
    defects: tuple[ListedDefect, ...]
    papers: tuple[CasePaper, ...]
    fees: tuple[CaseFee, ...]
    decision: CaseDecision | None
    service: CaseService | None
    objections: tuple[CaseObjection, ...]
    course: Course
    history: tuple[HistoryLine, ...]
    people: tuple[Colleague, ...]
    officers: tuple[Colleague, ...]
    parties: frozenset[Party]
    checks: bool
    hearing: CaseHearing | None
    hearing_part: str
    explains: bool
    licence: str
    packs: bool
    bars: bool
    barred: tuple[BarShown, ...]
    concerned: bool


def find_case(actor: Actor, number: str) -> Case:
    """The case of a number, if this person may see it. Raises Missing."""
    if not number:
        raise Missing
    if asks_as_officer(actor):
        found = _OF_UNIT.ask(number=number, **as_officer(actor))
    else:
        found = list(_seen_by(actor, number))
    if not found:
        raise Missing
    return found[0]


def _seen_by(actor: Actor, number: str) -> QuerySet[Case]:
    found = Case.objects.visible_to(actor).filter(number=number)
    return found.select_related("unit", "version_read", "entry", "applicant__user")


_OF_UNIT = Worded(lambda: _seen_by(ANY_OFFICER, "?number"), {**OFFICER_PLACES, "?number": "number"})
_OF_CASE = {-1: "case"}
_TASKS = Worded(lambda: CaseTask.objects.filter(case=-1).order_by("pk"), _OF_CASE)
_REQUESTS = Worded(lambda: CaseRequest.objects.filter(case=-1, approved=None), _OF_CASE)
_HEARINGS = Worded(lambda: CaseHearing.objects.filter(case=-1).order_by("pk")[:1], _OF_CASE)
_PAPERS = Worded(lambda: CasePaper.objects.filter(case=-1).order_by("pk"), _OF_CASE)
_OBJECTIONS = Worded(lambda: CaseObjection.objects.filter(case=-1).order_by("-at"), _OF_CASE)


def case_page(actor: Actor, number: str, *, at: datetime) -> CasePage:
    """The page of a case. Raises Missing."""
    case = find_case(actor, number)
    editions = shown_editions(case.region_id)
    with histories_at_hand(editions, [case.item_code]):
        read = _read(case, day_of(at))
        facts = _facts(case, actor, read, day_of(at))
        course = course_of(case, read.tasks, day_of(at), editions)
    return _page(case, actor, read, facts, course=course, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What stands in tables of its own."""

    content: Content
    tasks: tuple[CaseTask, ...]
    requests: tuple[CaseRequest, ...]
    hearing: CaseHearing | None
    papers: tuple[CasePaper, ...]
    fees: tuple[CaseFee, ...]
    history: tuple[Happening, ...]
    progress: Progress
    staff: tuple[Colleague, ...]
    bars: tuple[BarShown, ...]
    materials: tuple[MaterialShown, ...]
    decision: CaseDecision | None


def _read(case: Case, today: date) -> _Read:
    content, history = frozen(case.version_read.digest), history_of(f"case:{case.number}")
    decision = CaseDecision.objects.filter(case=case).first() if case.decided_on else None
    tasks, decided = _TASKS.ask(case=case.pk), {case.pk: decision.granted} if decision else {}
    hearings = _HEARINGS.ask(case=case.pk) if case.state in HEARD_IN else []
    return _Read(
        content=content,
        tasks=tuple(tasks),
        requests=tuple(_REQUESTS.ask(case=case.pk)),
        hearing=hearings[0] if hearings else None,
        papers=tuple(_PAPERS.ask(case=case.pk)),
        fees=tuple(CaseFee.objects.filter(case=case)) if content["fees"] else (),
        history=tuple(history),
        progress=progress_of(case, today, history, decided, tasks),
        staff=staff_of(case.unit.code, today) if case.state not in CLOSED else (),
        bars=bars_shown(case, today),
        materials=materials_shown(case, content),
        decision=decision,
    )


def _facts(case: Case, actor: Actor, read: _Read, today: date) -> CaseFacts:
    """As `facts_of_case`, without asking again for what the page has read."""
    visits = [one for one in read.tasks if one.done_at and one.step in read.content["visits"]]
    stopped = sum(one.reason == PauseReason.HEARING for one in read.progress.pauses)
    recorded = sum(one.kind == PaperKind.HEARING_RECORD for one in read.papers)
    facts = facts_of_case(case, actor, on=today, guards=_looked_up(CaseState(case.state)))
    return replace(
        facts,
        parties=facts.parties - STAFF if facts.concerned else facts.parties,
        bars=len(read.bars),
        missing=tuple(one.name for one in read.materials if one.required and not (one.grade or one.fetched)),
        only_new=True,  # what will be told is typed later
        handled=was_handled([(one.party, one.done_by) for one in read.tasks], actor),
        visited_by_one=seen_by_one((one.step, one.visitors) for one in visits),
        hearing_open=is_hearing_open(read.hearing, stopped=stopped, recorded=recorded),
        fee_open=any(not one.receipt for one in read.fees),
    )


def _page(
    case: Case, actor: Actor, read: _Read, facts: CaseFacts, *, course: Course, at: datetime
) -> CasePage:
    state, today, parties = CaseState(case.state), day_of(at), facts.parties
    over = case.decision_due_on is not None and case.decision_due_on < (case.decided_on or today)
    asked_by_self = selves_of(actor, {Party.HEAD})
    steps = open_steps_of(case, read.tasks, parties=parties, staff=read.staff, me=actor)
    return CasePage(
        case=case,
        state_name=case_names("states")[state],
        today=today,
        progress=read.progress,
        chip=chip_of(state, case.due_on, case.decision_due_on, today),
        content=read.content,
        acts=frozenset(lawful_steps(state, facts)),
        blocked=tuple(_blocked(state, facts)),
        asks=tuple(_asks(state, facts, read.requests)),
        requests=read.requests,
        answers=Party.HEAD in parties and any(one.asked_by not in asked_by_self for one in read.requests),
        open_steps=tuple(steps),
        done_steps=tuple(one for one in read.tasks if one.done_at),
        materials=read.materials,
        form=tuple(_form(case, read.content)),
        defects=listed_defects(case),
        papers=read.papers,
        fees=read.fees,
        decision=read.decision if state in DECIDED else None,
        service=CaseService.objects.filter(case=case).first() if state in DECIDED else None,
        objections=tuple(_OBJECTIONS.ask(case=case.pk)),
        course=course,
        history=tuple(history_lines(read.history)),
        people=read.staff,
        officers=tuple(one for one in read.staff if Party.OFFICER in one.parties),
        parties=parties,
        checks=bool(COUNTER & parties) and state not in CLOSED,
        hearing=read.hearing,
        hearing_part=_hearing_part(state, facts, read.hearing, at),
        explains=over and bool(HANDLERS & parties),
        licence=_licence_of(case) if state in DECIDED else "",
        packs=state in PACKED and not failed_checks(case),
        bars=Party.HEAD in parties and bool(case.id_number) and not case.trial,
        barred=read.bars,
        concerned=bool(facts.concerned),
    )


def _licence_of(case: Case) -> str:
    found = Licence.objects.filter(unit=case.unit_id, case_number=case.number)
    return found.values_list("code", flat=True).first() or ""


_OF_OWN_TABLES = frozenset(
    {
        CaseGuard.ITEM_IN_FORCE,
        CaseGuard.FORM_VALID,
        CaseGuard.RECUSAL,
        CaseGuard.TOLD_ONCE,
        CaseGuard.MOVES,
        CaseGuard.PROJECT_VERIFIED,
    }
)


def _looked_up(state: CaseState) -> set[CaseGuard]:
    """The guards that tables of their own must be asked for, beside what the page has read already."""
    guards = {
        guard for row in CASE_LIFE if state in row.sources and row.parties & STAFF for guard in row.guards
    }
    return guards & _OF_OWN_TABLES | {CaseGuard.RECUSAL}  # acts beside the table are kept from them too


def _asks(state: CaseState, facts: CaseFacts, waiting: Sequence[CaseRequest]) -> Iterator[str]:
    """What may be put before the head: what the table has in this state, and nobody has asked for yet."""
    asked = {one.action for one in waiting}
    could = {
        "suspend": bool(facts.published_pauses),
        "extend": facts.extended is False and bool(facts.decision_due_on and facts.today)
        and facts.today <= facts.decision_due_on  # type: ignore[operator]
        and CASE_GUARDS[CaseGuard.DECIDES_HERE](facts),
        "void": CASE_GUARDS[CaseGuard.DECIDES_HERE](facts),
    }  # fmt: skip
    once_told = state is CaseState.RECEIVED and facts.round == 1 and not facts.superior_reason
    if once_told and AGAIN not in asked and STAFF & facts.parties:
        yield AGAIN
    for action in ASKED if HANDLERS & facts.parties else ():
        if case_row(state, action) and action not in asked and could.get(action, True):
            yield action


def _blocked(state: CaseState, facts: CaseFacts) -> Iterator[Problem]:
    """Why who could accept or decide cannot yet; what will be typed is not asked."""
    row = case_row(state, "accept") or case_row(state, "send_up" if facts.sent_up else "grant")
    if row and row.parties & facts.parties:
        for guard in row.guards:
            if guard not in TYPED and not CASE_GUARDS[guard](facts):
                yield guard_problem(guard, facts)


def _hearing_part(state: CaseState, facts: CaseFacts, hearing: CaseHearing | None, at: datetime) -> str:
    """The next part of a hearing that is this person's."""
    if state not in HEARD_IN:
        return ""
    if hearing is None or hearing.asked_on is None:
        wanted = "offer" if hearing is None else "ask"
        whose = HANDLERS if hearing is None else frozenset({Party.WINDOW})
        return wanted if whose & facts.parties else ""
    if hearing.held_on or not HANDLERS & facts.parties:
        return ""
    return "record" if hearing.at_time and hearing.at_time <= at else "call"


def _form(case: Case, content: Content) -> Iterator[AnswerLine]:
    for field in fields_of(content):
        text = case.answers.get(field.name, "")
        unit = field.unit if text else ""
        yield AnswerLine(subject=f"field-{field.name}", label=field.label, text=f"{text}{unit}")


def material_of(actor: Actor, number: str, place: int) -> CaseMaterial:
    """A material of a case with its file, for who may see the case. Raises Missing."""
    found = CaseMaterial.objects.filter(case=find_case(actor, number), place=place, replaced=False)
    one = found.select_related("file").first()
    if one is None or one.file is None:
        raise Missing
    return one


def bases_in_force(case: Case, today: date) -> tuple[Content, ...]:
    """The clauses that a decision may rest on today: those of the entry in force, in their order."""
    entry = entry_for(case, today)
    return tuple(frozen(entry.digest)["bases"]) if entry else ()
