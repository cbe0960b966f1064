"""A registration as pages show it: how far it is, who has it, what was said, told, given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.events.models import Event
from qingdan.data.registrations import paper_text, registration_bodies, registration_modes, words_of
from qingdan.licences.models import Licence
from qingdan.registrations.models import BodyTask, Enterprise, Registration, RegistrationPaper
from qingdan.rules.registration import CLOSED, GIVEN, RegistrationState

_TONES = {"agreed": "ok", "objected": "bad", "open": "warn", "sent": "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskShown:
    """What a body has to do or has done; `tone` of its mark. `number`: the one it gave."""

    body: str
    body_name: str
    phase: str
    phase_name: str
    state: str
    state_name: str
    tone: str
    unit_name: str
    number: str
    number_name: str
    office: str
    receipt: str
    reason: str
    sent_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper: address code, kind in words, number."""

    code: str
    name: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """An event in words."""

    at: datetime
    words: str
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationShown:
    """A registration. `holder`: in whose hands it is; `numbers` (name, number); `licences` (kind, code, number).

    `fetching`: where, by whom and with what its certificates are fetched, "" before they are given.
    """

    number: str
    code: str
    kind: str
    kind_name: str
    mode_name: str
    mode_note: str
    name: str
    applicant: str
    unit_name: str
    state: str
    state_name: str
    holder: str
    received_at: datetime | None
    accepted_on: date | None
    due_on: date | None
    closed: bool
    extended: bool
    defects: tuple[Mapping[str, str], ...]
    tasks: tuple[TaskShown, ...]
    numbers: tuple[tuple[str, str], ...]
    licences: tuple[tuple[str, str, str], ...]
    papers: tuple[PaperLine, ...]
    fetching: str
    version: int


def registration_shown(found: Registration) -> RegistrationShown:
    """What may be shown to everybody who may see it at all."""
    mode = registration_modes()[found.mode]
    tasks = tasks_shown(found)
    return RegistrationShown(
        number=found.number, code=found.code, kind=found.kind, kind_name=words_of("kinds")[found.kind],
        mode_name=mode.name, mode_note=mode.note, name=found.name, applicant=found.applicant_name,
        unit_name=found.unit.name, state=found.state, state_name=words_of("states")[found.state],
        holder=_holder(found, tasks), received_at=found.received_at, accepted_on=found.accepted_on,
        due_on=_due(found), closed=found.state in CLOSED, extended=found.extended, defects=tuple(found.defects),
        tasks=tasks, numbers=_numbers(found), licences=_licences(found.enterprise), papers=_papers(found),
        fetching=_fetching(found), version=found.version,
    )  # fmt: skip


def tasks_shown(found: Registration) -> tuple[TaskShown, ...]:
    """The tasks of the turn that runs."""
    rows = BodyTask.objects.filter(registration=found, turn=found.turn).select_related("unit").order_by("pk")
    return tuple(task_shown(one) for one in rows)


def task_shown(task: BodyTask) -> TaskShown:
    """One of them in words."""
    return TaskShown(
        body=task.body, body_name=registration_bodies()[task.body].name, phase=task.phase,
        phase_name=words_of("phases")[task.phase], state=task.state, state_name=words_of("task_states")[task.state],
        tone=_TONES.get(task.state, ""), unit_name=task.unit.name, number=task.number,
        number_name=words_of("numbers").get(task.gives, ""), office=task.office, receipt=task.receipt,
        reason=task.reason, sent_at=task.sent_at, answered_at=task.answered_at,
    )  # fmt: skip


def history_of(found: Registration) -> tuple[HistoryLine, ...]:
    """Everything that happened, oldest first; a word for each kind of event that has one."""
    return tuple(_history_line([one]) for one in _events(found))


def history_for_applicant(found: Registration) -> tuple[HistoryLine, ...]:
    """The same as the applicant needs it: what repeats between two other events is one line, at the last time.

    What the bodies say to each other is left out; that a body objects is in the state already.
    """
    runs: list[list[Event]] = []
    since = 0
    for one in _events(found):
        if one.kind in _INNER:
            continue
        same = [run for run in runs[since:] if run[0].kind == one.kind]
        if same and one.kind in _REPEATED:
            same[0].append(one)
        else:
            runs.append([one])
        if one.kind not in _REPEATED:
            since = len(runs)
    return tuple(_history_line(run) for run in runs)


_REPEATED = frozenset({"RegistrationSaved", "RegistrationMaterialFiled", "PacketSent"})
_INNER = frozenset(
    {"BodyAskedAgain", "BodyAnswerSetAside", "ResultObjected", "TaxAnswerSetAside", "TaxVisitObjected"}
)


def _events(found: Registration) -> list[Event]:
    subjects = [f"registration:{one}" for one in (found.number, found.code) if one]
    return list(Event.objects.filter(subject__in=subjects, kind__in=words_of("events")).order_by("pk"))


def _history_line(run: Sequence[Event]) -> HistoryLine:
    """Events of one kind as a line; of bodies their names."""
    bodies = registration_bodies()
    keys = dict.fromkeys(str(one.data.get("body", "")) for one in run)
    names = "、".join(bodies[key].name for key in keys if key in bodies)
    words = words_of("events")[run[0].kind] + (f"（{names}）" if names else "")
    times = f"，{len(run)} 次" if len(run) > 1 and not names else ""
    return HistoryLine(at=run[-1].at, words=f"{words}{times}", by_name=run[-1].by_name)


def _holder(found: Registration, tasks: tuple[TaskShown, ...]) -> str:
    """In whose hands it is."""
    state = found.state
    if state in (RegistrationState.DRAFT, RegistrationState.CORRECTING):
        return "申请人"
    if state in (RegistrationState.RECEIVED, RegistrationState.OBJECTED):
        return found.unit.name
    waiting = [one.body_name for one in tasks if one.state in ("open", "sent")]
    if state == RegistrationState.IN_REVIEW:
        return "、".join(waiting) or found.unit.name
    return "、".join(waiting) if state == RegistrationState.ISSUED else ""


def _due(found: Registration) -> date | None:
    """The last day of who has it."""
    match found.state:
        case RegistrationState.RECEIVED:
            return found.check_due_on
        case RegistrationState.CORRECTING:
            return found.correction_due_on
        case RegistrationState.IN_REVIEW | RegistrationState.OBJECTED:
            return found.due_on
        case _:
            return None


def _numbers(found: Registration) -> tuple[tuple[str, str], ...]:
    """Those that are printed, once they are good."""
    if found.state not in GIVEN:
        return ()
    names = words_of("numbers")
    shown = dict.fromkeys(one.number.value for one in registration_modes()[found.mode].papers)
    return tuple((names[kind], found.numbers[kind]) for kind in shown if kind in found.numbers)


def _fetching(found: Registration) -> str:
    """How to come by the certificates that were given."""
    if found.state not in GIVEN:
        return ""
    papers = "、".join(one.kind for one in registration_modes()[found.mode].papers)
    return words_of("fetching")[found.kind].format(papers=papers, unit=found.unit.name, number=found.number)


def _licences(enterprise: Enterprise | None) -> tuple[tuple[str, str, str], ...]:
    if enterprise is None:
        return ()
    numbers = dict(
        Licence.objects.filter(code__in=enterprise.licences.values()).values_list("code", "number")
    )
    order = [one.kind for one in registration_modes()[enterprise.mode].papers]
    kept = sorted(enterprise.licences.items(), key=lambda one: order.index(one[0]) if one[0] in order else 99)
    return tuple((kind, code, numbers.get(code, "")) for kind, code in kept)


def _papers(found: Registration) -> tuple[PaperLine, ...]:
    rows = RegistrationPaper.objects.filter(registration=found)
    return tuple(PaperLine(code=one.code, name=paper_text(one.kind)[0], number=one.number) for one in rows)
