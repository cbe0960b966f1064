"""What a step of a case is judged by, looked up: who acts, what lacks, which days."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from qingdan.applicants.queries.accounts import speaks_for
from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.worded import Worded
from qingdan.cases.models import (
    Case,
    CaseBar,
    CaseFee,
    CaseHearing,
    CaseMark,
    CaseMaterial,
    CasePaper,
    CaseRequest,
    CaseTask,
)
from qingdan.cases.queries.devolved import devolution_of, entry_for, exercised_by
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.hats import parties_of_roles, selves_of
from qingdan.cases.queries.recusal import is_concerned
from qingdan.guides.queries.content import PROJECT_CODE, fields_of, materials_of
from qingdan.projects.queries.codes import is_verified_for
from qingdan.rules.application_form import form_problems
from qingdan.rules.case_guards import CaseFacts
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import CaseGuard, CaseState, ClockEffect, Party, PauseReason
from qingdan.rules.codes.identification import bare_number
from qingdan.rules.guide import Material, MaterialSource

_FILED = Worded(
    lambda: (
        CaseMaterial.objects.filter(case=-1, replaced=False).select_related("file").order_by("place", "pk")
    ),
    {-1: "case"},
)
_BARS = Worded(
    lambda: CaseBar.objects.filter(
        region="?region", id_number__in=["?number", "?bare"], item_code__in=["", "?item"], until__gte=date.min
    ).order_by("until", "pk"),
    {"?region": "region", "?number": "number", "?bare": "bare", "?item": "item", date.min: "on"},
)
DECIDING = frozenset({Party.DECIDER})
AGAIN = "notify_again"
"""What is asked for a second notice of what lacks: no step of its own; approved, the window may give it."""

SEEN_AT_WINDOW = 4  # assurance of who stands at the window with a document of identity


def parties_of(case: Case, by: Actor, on: date | None = None) -> frozenset[Party]:
    """Who the person is in this case; on a day, for a proxy may be over by then."""
    if by.username == SYSTEM.username:
        return frozenset({Party.PROGRAM})
    found = parties_of_roles(by.roles) if _is_of_unit(case, by) else frozenset()
    return frozenset(found | ({Party.APPLICANT} if is_own(case, by, on) else set()))


def is_own(case: Case, by: Actor, on: date | None = None) -> bool:
    """Whether it is the person's own application, or made for somebody whose proxy for it is in force."""
    if case.applicant is None:
        return False
    made_for_another = case.made_by == by.username
    own = case.applicant.user.username == by.username
    return own or (made_for_another and speaks_for(by.username, case.applicant, on=on, items=case.items))


def facts_of_case(
    case: Case,
    by: Actor,
    *,
    on: date,
    guards: Collection[CaseGuard] = tuple(CaseGuard),
    known: Mapping[str, Any] = MappingProxyType({}),
) -> CaseFacts:
    """What a step with these guards is judged by, `known` what the act knows by itself; all that the database must be
    asked for nobody asks in vain.
    """
    content, parties = frozen(case.version_read.digest), parties_of(case, by, on)
    facts = CaseFacts(
        parties=parties,
        own_case=Party.APPLICANT in parties,
        assurance=case.applicant.assurance if case.applicant else SEEN_AT_WINDOW,
        least_assurance=content["least_assurance"],
        today=on,
        check_due_on=case.check_due_on,
        correction_due_on=case.correction_due_on,
        lapse_is_withdrawal=content["lapse_is_withdrawal"],
        round=case.rounds,
        published_pauses=frozenset(content["pauses"]),
        pause_until=case.pause_until,
        extended=case.extended_days > 0,
        joint=bool(case.joint),
        sent_up=bool(content.get("sent_up_to")),
        passed_on=bool(content.get("passed_to")),
        carried_on=bool(case.carries),
        handed_on=case.handed_on is not None,
        decision_due_on=case.decision_due_on,
        remedies=content["remedies"],
        open_steps=open_steps(case),
        agreed_to_electronic=case.agreed_to_electronic,
    )
    asked = {
        name: look(case, by, on)
        for guard, (name, look) in _LOOKED_UP.items()
        if guard in guards and name not in known
    }
    return replace(facts, **asked, **known)


def _form_problems(case: Case) -> int:
    """Of a branch of a joint application the project's code may be known by its column alone."""
    known = {PROJECT_CODE: case.project_code} if case.project_code else {}
    return len(form_problems(fields_of(frozen(case.version_read.digest)), {**case.answers, **known}))


def project_verified(case: Case) -> bool:
    """Whether an investment item has a project whose code was verified for the applicant; any other needs none."""
    if not frozen(case.version_read.digest).get("investment"):
        return True
    return is_verified_for(case.project_code, case.id_number)


_LOOKED_UP: Mapping[CaseGuard, tuple[str, Callable[[Case, Actor, date], Any]]] = {
    CaseGuard.RECUSAL: ("concerned", lambda case, by, on: is_concerned(case, by)),
    CaseGuard.TOLD_ONCE: ("superior_reason", lambda case, by, on: again_approved(case)),
    CaseGuard.NOT_HANDLER: ("handled", lambda case, by, on: _handled(case, by)),
    CaseGuard.ITEM_IN_FORCE: (
        "item_in_force",
        lambda case, by, on: entry_for(case, on) is not None,
    ),
    CaseGuard.NOT_DEVOLVED: ("devolved_to", lambda case, by, on: exercised_by(case.item_code, on)),
    CaseGuard.MOVES: ("moves", lambda case, by, on: _moves(case, on)),
    CaseGuard.FORM_VALID: ("form_problems", lambda case, by, on: _form_problems(case)),
    CaseGuard.MATERIALS_COMPLETE: (
        "missing",
        lambda case, by, on: tuple(one.name for one in missing_materials(case, filed_materials(case))),
    ),
    CaseGuard.NOT_BARRED: (
        "bars",
        lambda case, by, on: bars_of(case.region_id, case.id_number, case.item_code, on),
    ),
    CaseGuard.PROJECT_VERIFIED: ("project_verified", lambda case, by, on: project_verified(case)),
    CaseGuard.VISITED_BY_TWO: ("visited_by_one", lambda case, by, on: _visited_by_one(case)),
    CaseGuard.HEARD: ("hearing_open", lambda case, by, on: _hearing_open(case)),
    CaseGuard.FEE_SETTLED: (
        "fee_open",
        lambda case, by, on: CaseFee.objects.filter(case=case, receipt="").exists(),
    ),
}
"""Facts that stand in tables of their own, by the guard that wants them."""


def _moves(case: Case, on: date) -> bool:
    found = devolution_of(case.item_code, on)
    return found is not None and found.moves


def may_ask_again(case: Case) -> bool:
    """Whether a second notice can be asked for: told once, filed anew, and nobody approved one yet."""
    return case.state == CaseState.RECEIVED and case.rounds == 1 and not again_approved(case)


def again_approved(case: Case) -> str:
    """The reason of the second notice that the head approved; "" none was."""
    found = CaseRequest.objects.filter(case=case, action=AGAIN, approved=True) if case.rounds else None
    return (found.values_list("reason", flat=True).first() or "") if found is not None else ""


def filed_materials(case: Case) -> Sequence[CaseMaterial]:
    """What stands filed, with the files, in the order of the guide."""
    return _FILED.ask(case=case.pk)


def missing_materials(case: Case, filed: Sequence[CaseMaterial]) -> tuple[Material, ...]:
    """Materials that the guide demands and nobody filed; what is fetched is not asked."""
    places = {one.place for one in filed}
    listed = materials_of(frozen(case.version_read.digest))
    return tuple(
        one
        for one in listed
        if one.required and one.source is not MaterialSource.SHARED and one.place not in places
    )


def bars_of(region: str, id_number: str, item_code: str, on: date) -> int:
    """How many bars of Art. 78 and 79 stand against an applicant for an item."""
    return len(standing_bars(region, id_number, item_code, on))


def standing_bars(region: str, id_number: str, item_code: str, on: date) -> tuple[CaseBar, ...]:
    """The bars against an applicant for an item on a day, by the number whatever document it was called."""
    if not id_number:
        return ()
    asked = {"number": id_number, "bare": bare_number(id_number), "item": item_code, "region": region}
    return tuple(_BARS.ask(on=on, **asked))


def open_steps(case: Case) -> int:
    """Steps of the chart still to be done before the decision."""
    waiting = {step for step, _ in case.run.get("waiting", [])}
    return len(({*case.run.get("open", [])} | waiting) - {case.run.get("decision")}) if case.run else 1


def _is_of_unit(case: Case, by: Actor) -> bool:
    return by.region == case.region_id and by.unit == case.unit.code


def _handled(case: Case, by: Actor) -> bool:
    return was_handled(CaseTask.objects.filter(case=case).values_list("party", "done_by"), by)


def was_handled(tasks: Iterable[tuple[str, str]], by: Actor) -> bool:
    """Whether who would decide has handled the case (承办 ≠ 批准); `tasks`: party of a step and account that did it."""
    own = selves_of(by, DECIDING)
    return any(party == Party.OFFICER and account in own for party, account in tasks)


def _visited_by_one(case: Case) -> int:
    """Steps to be seen on the spot that were done by fewer than two officers (Art. 34)."""
    done = CaseTask.objects.filter(
        case=case, step__in=frozen(case.version_read.digest)["visits"], done_at__isnull=False
    )
    return seen_by_one(done.order_by("pk").values_list("step", "visitors"))


def seen_by_one(visits: Iterable[tuple[int, Sequence[str]]]) -> int:
    """How many steps were last seen by fewer than two; `visits`: step and who went, in their order."""
    return sum(len(set(visitors)) < 2 for visitors in dict(visits).values())


def _hearing_open(case: Case) -> bool:
    stopped = CaseMark.objects.filter(case=case, effect=ClockEffect.STANDS, reason=PauseReason.HEARING)
    return is_hearing_open(
        CaseHearing.objects.filter(case=case).first(),
        stopped=stopped.count(),
        recorded=CasePaper.objects.filter(case=case, kind=PaperKind.HEARING_RECORD).count(),
    )


def is_hearing_open(hearing: CaseHearing | None, *, stopped: int, recorded: int) -> bool:
    """Whether a hearing was asked for, or stopped the clock so many times, and left no record (Art. 48)."""
    asked = hearing is not None and hearing.asked_on is not None and hearing.held_on is None
    return asked or stopped > recorded
