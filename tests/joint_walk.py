"""Random acts on joint applications, and what must hold after each: nothing lost, nothing hanging, each effect once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from random import Random

from tests.builders_cases import APPROVER, CITIZEN, HANDLER, WINDOW
from tests.builders_joints import LAND, PROGRAM, at_unit, branch, checked, states, the_joint

from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.cases.models import Case, CaseDecision, CaseMark, CasePaper, CaseTask
from qingdan.cases.services.accepting import need_no_licence, refuse_acceptance
from qingdan.cases.services.applying import Filed
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.running import StepDone, do_step
from qingdan.joints.models import JointBranch
from qingdan.joints.queries.parts import branch_of
from qingdan.joints.services.checking import accept_joint, supplement_joint, tell_defects, withdraw_joint
from qingdan.joints.services.correcting import file_correction
from qingdan.joints.services.moving import move_on, run_joint_timers
from qingdan.rules.case_state import CaseState
from qingdan.rules.joint_run import Branch, JointState, joint_state, moved_on

LOOKS = ("received", "received", "correcting", "under_review")


def random_joint_act(chance: Random, number: str, at: datetime) -> str:
    """Somebody does something that may be possible; what, or why not."""
    name, act = chance.choices(_ACTS, weights=[weight for _, _, weight in _ROWS])[0]
    with suppress(Refused, Missing):
        act(chance, number, at)
        return name
    return f"{name}: refused"


def doomed(number: str) -> Iterator[str]:
    """Matters that go on though what they wait for has failed; after a withdrawal none, without the worker."""
    with reading(PROGRAM):
        return (one.item for one in moved_on(_branches(_rows(number))) if one.action == "end_in_joint")


def joint_broken(number: str) -> Iterator[str]:
    """What is wrong with a joint application once the worker has done what follows."""
    with reading(PROGRAM):
        rows = _rows(number)
        branches = _branches(rows)
        if Case.objects.filter(joint=number).count() != len(rows) or not rows:
            yield "a branch is lost"
        if moved_on(branches):
            yield f"hangs: {moved_on(branches)}"
        if joint_state(branches) is not JointState.ENDED and not the_joint(number).open:
            yield "closed too early"
        for row in rows:
            yield from _branch_broken(row.case)


def _rows(number: str) -> list[JointBranch]:
    return list(JointBranch.objects.filter(joint__number=number).select_related("case"))


def _branches(rows: list[JointBranch]) -> list[Branch]:
    granted = dict(
        CaseDecision.objects.filter(case__in=[row.case_id for row in rows]).values_list("case_id", "granted")
    )
    return [branch_of(row, row.case, granted.get(row.case_id)) for row in rows]


def _branch_broken(case: Case) -> Iterator[str]:
    open_tasks = CaseTask.objects.filter(case=case, done_at=None).count()
    if case.state == CaseState.UNDER_REVIEW and not open_tasks:
        yield f"{case.item_name}: no open task"
    if case.state == CaseState.WAITING and open_tasks:
        yield f"{case.item_name}: a task while it waits"
    marks = CaseMark.objects.filter(case=case, effect__startswith="decision_start").count()
    kinds = list(CasePaper.objects.filter(case=case).values_list("kind", flat=True))
    if marks > 1 or kinds.count("grant") + kinds.count("refusal") > 1 or kinds.count("receipt") > 1:
        yield f"{case.item_name}: an effect twice"
    if case.joint_from and case.decision_due_on and case.decision_due_on < case.joint_from:
        yield f"{case.item_name}: ends before it begins"


def _some(chance: Random, number: str, state: str) -> str:
    """An item in this state. Raises Missing."""
    found = sorted(item for item, now in states(number).items() if now == state)
    if not found:
        raise Missing
    return chance.choice(found)


def _check(chance: Random, number: str, at: datetime) -> None:
    checked(number, _some(chance, number, "received"), *chance.choice([(), (), ("material-1",)]), at=at)


def _tell(chance: Random, number: str, at: datetime) -> None:
    tell_defects(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=at)


def _accept(chance: Random, number: str, at: datetime) -> None:
    accept_joint(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=at)


def _supplement(chance: Random, number: str, at: datetime) -> None:
    filed = Filed(place=1, grade="C", source="uploaded")  # the one material that departments ask for here
    file_correction(number=number, filed=filed, by=CITIZEN, at=at)
    supplement_joint(number=number, by=CITIZEN, at=at)


def _not_ours(chance: Random, number: str, at: datetime) -> None:
    item = _some(chance, number, "received")
    case, by = branch(number, item), at_unit(WINDOW, item)
    if chance.random() < 0.5:
        need_no_licence(number=case.number, version=case.version, reason="不用", by=by, at=at)
    else:
        refuse_acceptance(
            number=case.number, version=case.version, reason="不归我们", clause="第一条", competent="市舟楫局",
            elsewhere=True, by=by, at=at,
        )  # fmt: skip


def _step(chance: Random, number: str, at: datetime) -> None:
    item = _some(chance, number, "under_review")
    case = branch(number, item)
    with reading(PROGRAM):
        open_now = list(CaseTask.objects.filter(case=case, done_at=None).values_list("step", flat=True))
    step = chance.choice([one for one in open_now if one != 7] or [0])
    exits = {5: chance.choice(["合格", "合格", "重办"])}
    said = StepDone(opinion="看过", exit=exits.get(step, ""), visitors=_visitors(item) if step == 4 else ())
    do_step(number=case.number, version=case.version, step=step, said=said, by=at_unit(HANDLER, item), at=at)


def _visitors(item: str) -> tuple[str, str]:
    return (f"handler-{item[6:9]}", f"second-{item[6:9]}")


def _decide(chance: Random, number: str, at: datetime) -> None:
    item = _some(chance, number, "under_review")
    case, granted = branch(number, item), chance.random() < 0.7
    said = Decided(granted=granted, facts="看过", clauses=(1,), reasons="" if granted else "不行")
    decide_case(number=case.number, version=case.version, decided=said, by=at_unit(APPROVER, item), at=at)


def _withdraw(chance: Random, number: str, at: datetime) -> None:
    known = sorted(states(number))
    withdraw_joint(
        number=number, items=chance.sample(known, chance.choice([1, 1, len(known)])), by=CITIZEN, at=at
    )


def _timer(chance: Random, number: str, at: datetime) -> None:
    run_joint_timers(by=PROGRAM, at=at)


def _move(chance: Random, number: str, at: datetime) -> None:
    move_on(number=number, by=PROGRAM, at=at)


Act = Callable[[Random, str, datetime], None]
_ROWS: tuple[tuple[str, Act, int], ...] = (
    ("check", _check, 8),
    ("tell", _tell, 3),
    ("supplement", _supplement, 3),
    ("accept", _accept, 4),
    ("not ours", _not_ours, 1),
    ("step", _step, 20),
    ("decide", _decide, 6),
    ("withdraw", _withdraw, 1),
    ("timer", _timer, 1),
    ("move", _move, 4),
)
_ACTS = [(name, act) for name, act, _ in _ROWS]
