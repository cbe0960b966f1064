"""Answers of the bodies: at the desk, or by a body's own system; each is checked, and what is none is set aside.

A number that a body gives is made here where it is typed by hand, and checked against everything known where its own
system sends it. An answer that is none is kept beside the task with what is wrong; the packet goes out again (three
times at most), then the task lies at the desk: nothing is lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.data.registrations import registration_modes, words_of
from qingdan.data.wording import message_of
from qingdan.docking.queries.answers import answer_of
from qingdan.registrations.models import BodyRecord, BodyTask, Registration, SetAside, TaskPhase, TaskState
from qingdan.registrations.services.numbers import settle_number
from qingdan.registrations.services.packets import advance, send_task
from qingdan.registrations.services.stepping import get_registration, step_registration
from qingdan.rules.canonical import digest
from qingdan.rules.problem import Problem
from qingdan.rules.registration import RegistrationState
from qingdan.rules.registration_answer import BodyAnswer, ExpectedAnswer, read_answer
from qingdan.rules.registration_codes import Knowledge, NumberKind

LONGEST = 500
ANSWERING_OPEN = (TaskState.OPEN, TaskState.SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAnswer:
    """What is typed at a body's desk: whether it agrees, its office in charge, its receipt; why not."""

    agreed: bool
    number: str = ""
    office: str = ""
    receipt: str = ""
    reason: str = ""


def answer_at_desk(*, number: str, body: str, phase: str, said: DeskAnswer, by: Actor, at: datetime) -> None:
    """A body answers at its desk: its own task, once. Raises Missing: not its task; Refused: answered, wrong."""
    with writing(by):
        found = get_registration(by, number)
        task = _task(found, body, phase)
        if task is None or task.unit.code != by.unit:
            raise Missing
        if task.state not in ANSWERING_OPEN:
            raise Refused([refusal("registration.answered", "send")])
        refuse_if(
            refusal("registration.agreed_with_reason", "reason")
            if said.agreed and said.reason.strip()
            else None,
            too_long(said.reason, "reason", LONGEST),
            too_long(said.office, "office", 80),
            too_long(said.receipt, "receipt", 60),
        )
        told = BodyAnswer(**asdict(said), digest=task.digest, numbers={})
        take_answer(found, task, told, "desk", by=by, at=at)
        settle_aside(task, "在工作台答复", by=by, at=at)


def take_partner_answer(*, dispatch: str, by: Actor, at: datetime) -> None:
    """What a body's own system answered to a packet: taken if it is right, set aside with the reasons if not.

    A packet that is not ours, or answered before, is no matter of ours: nothing happens, but that it is kept aside.
    """
    with writing(by):
        sent = (
            BodyTask.objects.filter(dispatch=dispatch).values_list("registration__number", flat=True).first()
        )
        if sent is None:
            return
        found = get_registration(by, sent)
        task = BodyTask.objects.select_for_update(of=("self",)).select_related("unit").get(dispatch=dispatch)
        content = answer_of(dispatch)
        problems = _unwanted(found, task)
        answer, wrong = (None, ()) if problems else read_answer(content, _expected(found, task))
        problems = (*problems, *wrong) or _refused_by_us(found, task, answer, by=by, at=at)
        if problems:
            _set_aside(found, task, content, problems, by=by, at=at)


def take_answer(
    found: Registration, task: BodyTask, said: BodyAnswer, how: str, *, by: Actor, at: datetime
) -> None:
    """An answer that was checked: the step, the number, whoever waited for it. Raises Refused."""
    data = {"body": task.body, "phase": task.phase, "turn": task.turn, "how": how}
    task.office, task.receipt, task.reason = said.office[:80], said.receipt[:60], said.reason[:LONGEST]
    task.answered_at, task.answered_by, task.answered_by_name = at, by.username, by.name[:40]
    task.state = TaskState.AGREED if said.agreed else TaskState.OBJECTED
    if task.phase == TaskPhase.REVIEW:
        _reviewed(found, task, said, data, by=by, at=at)
    else:
        _shared(found, task, said, data, how, by=by, at=at)


def _reviewed(
    found: Registration, task: BodyTask, said: BodyAnswer, data: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    if not said.agreed:
        task.save()
        step_registration(found, "object", by=by, at=at, data=data, unit=task.unit.code, reason=said.reason)
        return
    task.number = settle_number(found, NumberKind(task.gives), said.number, at=at)
    task.save()
    step_registration(found, "agree", by=by, at=at, data=data, unit=task.unit.code)
    advance(found, by=by, at=at)


def _shared(
    found: Registration, task: BodyTask, said: BodyAnswer, data: Mapping[str, Any], how: str, *, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    action = "confirm" if said.agreed else "object_to_result"
    task.save()
    step_registration(found, action, by=by, at=at, data=data, unit=task.unit.code, reason=said.reason)
    assert found.enterprise
    if said.agreed:
        kept = dict(said.numbers) or dict(found.enterprise.numbers)
        remember(found, task.body, numbers=kept, digest=said.digest, how=how, at=at)
        share_if_whole(found, by=by, at=at)


def remember(
    found: Registration, body: str, *, numbers: Mapping[str, str], digest: str, how: str, at: datetime
) -> None:
    """What a body keeps of the enterprise, as it said last."""
    assert found.enterprise
    BodyRecord.objects.update_or_create(
        enterprise=found.enterprise, body=body,
        defaults={
            "region_id": found.region_id, "numbers": dict(numbers), "digest": digest, "known": True, "how": how,
            "at": at,
        },
    )  # fmt: skip


def share_if_whole(found: Registration, *, by: Actor, at: datetime) -> None:
    """Once every body has confirmed, the registration is shared; the program sees to it."""
    if found.state != RegistrationState.ISSUED:
        return
    tasks = BodyTask.objects.filter(registration=found, phase=TaskPhase.SHARE, turn=found.turn)
    agreed = set(tasks.filter(state=TaskState.AGREED).values_list("body", flat=True))
    if agreed.issuperset(registration_modes()[found.mode].share):
        step_registration(found, "share", by=replace(SYSTEM, region=by.region, regions=by.regions), at=at)


def settle_aside(task: BodyTask, how: str, *, by: Actor, at: datetime) -> None:
    """What had been set aside of a task needs nobody's attention any more."""
    open_ones = SetAside.objects.filter(task=task, settled_at=None)
    open_ones.update(settled_at=at, settled_by=by.username, settled_how=how)


def _task(found: Registration, body: str, phase: str) -> BodyTask | None:
    rows = BodyTask.objects.filter(registration=found, body=body, phase=phase, turn=found.turn)
    return rows.select_for_update(of=("self",)).select_related("unit").first()


def _unwanted(found: Registration, task: BodyTask) -> tuple[Problem, ...]:
    """Why an answer comes too late, whatever it says."""
    if task.turn != found.turn or task.state == TaskState.DROPPED:
        return (refusal("registration.answer_late", "answer"),)
    if task.state not in ANSWERING_OPEN:
        return (refusal("registration.answered", "answer"),)
    return ()


def _expected(found: Registration, task: BodyTask) -> ExpectedAnswer:
    review = task.phase == TaskPhase.REVIEW
    known = Knowledge(
        region=found.region_id[:6],
        category=words_of("forms").get(found.answers.get("type", ""), "1"),
        numbers=found.numbers,
    )
    return ExpectedAnswer(
        registration=found.number,
        round=task.turn,
        known=known,
        gives=NumberKind(task.gives) if review else None,
        digest="" if review else task.digest,
    )


def _refused_by_us(
    found: Registration, task: BodyTask, answer: BodyAnswer | None, *, by: Actor, at: datetime
) -> tuple[Problem, ...]:
    """Takes a well-formed answer; the reasons where it cannot be (its code is another's): then nothing was written."""
    assert answer
    try:
        with writing(by):
            take_answer(found, task, answer, "partner", by=by, at=at)
            settle_aside(task, "后来的答复是对的", by=by, at=at)
    except Refused as refused:
        found.refresh_from_db()
        task.refresh_from_db()
        return refused.problems
    return ()


def _set_aside(
    found: Registration, task: BodyTask, content: Mapping[str, Any], problems: Sequence[Problem], *, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    wanted = task.state in ANSWERING_OPEN and task.turn == found.turn
    SetAside.objects.create(
        region_id=found.region_id, task=task, problems=[message_of(one)[:300] for one in problems],
        digest=digest(dict(content)), at=at, settled_at=None if wanted else at,
        settled_how="" if wanted else "不再需要这个答复",
    )  # fmt: skip
    append(
        "BodyAnswerSetAside", f"registration:{found.number}", by=by, at=at, unit=task.unit.code,
        data={"body": task.body, "phase": task.phase, "keys": sorted({one.key for one in problems})},
    )  # fmt: skip
    if wanted:
        send_task(found, task, by=by, at=at)
