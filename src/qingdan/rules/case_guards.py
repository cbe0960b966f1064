"""What must hold before a step of a case is taken, and taking it.

Source: 行政许可法; the articles stand at the rows of `qingdan.rules.case_table`. All reasons are given at once. A fact
that nobody looked up counts as not fulfilled: no case goes on because something was forgotten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from qingdan.rules.case_state import TYPED, CaseGuard, CaseState, CaseStep, Party, PauseReason
from qingdan.rules.case_table import CASE_LIFE
from qingdan.rules.problem import Problem, beside

LONGEST_EXTENSION = 10
"""Working days: Art. 42(1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """Everything a step is judged by. None is "not looked up"; texts are as typed.

    Who: `parties` the person is in this case; `own_case` his own application (or his agent's power covers it);
    `assurance` and `least_assurance` 0–4; `concerned` whether it is an application of his own where he acts for the
    agency (回避); `handled` whether he handled it before (承办) where he now decides;
    `requested_by_self` whether he asked for what he now approves.
    What: counts are of what lacks: `form_problems`, `unlisted` (defects that neither the guide nor the form
    knows), `open_steps` of the chart; `bars` of Art. 78 and 79; `missing` names the materials that lack;
    `project_verified`: it is no investment item, or its project's code was verified for the applicant;
    `round` of correction notices before this one and
    `superior_reason` for a second that concerns what was newly filed only (`only_new`).
    Renewal: `renewal_in_time` was asked for in time (Art. 50), `valid_until` is the licence's last day.
    Two levels: `sent_up` the item is examined here and decided above, `passed_on` its guide names items elsewhere for
    what is taken in here, `devolved_to` who exercises it now ("" it was not handed down), `moves` whether open cases go
    there too, `carried_on` whether the case is one of another level or region, `handed_on` whether it went to one.
    Days: `check_due_on`, `correction_due_on`, `pause_until`, `decision_due_on` are last days, used up to their end.
    """

    parties: frozenset[Party] = frozenset()
    own_case: bool = False
    assurance: int | None = None
    least_assurance: int | None = None
    concerned: bool | None = None
    handled: bool | None = None
    requested_by_self: bool | None = None
    item_in_force: bool = False
    form_problems: int | None = None
    missing: tuple[str, ...] | None = None
    bars: int | None = None
    project_verified: bool | None = None
    today: date | None = None
    check_due_on: date | None = None
    correction_due_on: date | None = None
    lapse_is_withdrawal: bool = False
    defects: int = 0
    unlisted: int | None = None
    round: int | None = None
    only_new: bool = False
    superior_reason: str = ""
    reason: str = ""
    competent_agency: str = ""
    lacks_jurisdiction: bool = False
    remedies: str = ""
    officers_step: bool = False
    opinion: str = ""
    pause_reason: str = ""
    published_pauses: frozenset[str] = frozenset()
    pause_days: int = 0
    pause_until: date | None = None
    notice_written: bool = False
    result_attached: bool = False
    extended: bool | None = None
    extension: int = 0
    joint: bool | None = None
    sent_up: bool | None = None
    passed_on: bool | None = None
    moves: bool | None = None
    devolved_to: str | None = None
    carried_on: bool | None = None
    handed_on: bool | None = None
    decision_due_on: date | None = None
    open_steps: int | None = None
    visited_by_one: int | None = None
    hearing_open: bool | None = None
    fee_open: bool | None = None
    clause_in_force: bool = False
    legal_ground: str = ""
    service_proof: str = ""
    electronic: bool = False
    agreed_to_electronic: bool = False
    failed_checks: int | None = None
    renewal_in_time: bool = False
    valid_until: date | None = None


def _is_over(day: date | None, facts: CaseFacts) -> bool:
    """The last day is used up to its end: over from the day after."""
    return day is not None and facts.today is not None and facts.today > day


def _lasts(day: date | None, facts: CaseFacts) -> bool:
    return day is not None and facts.today is not None and facts.today <= day


def _told_once(facts: CaseFacts) -> bool:
    """Everything at once (Art. 32(4)); a second time only for what was newly filed, with a superior's reason."""
    if facts.round is None:
        return False
    return facts.round == 0 or (facts.round == 1 and facts.only_new and bool(facts.superior_reason.strip()))


def _sure_enough(facts: CaseFacts) -> bool:
    known = facts.assurance is not None and facts.least_assurance is not None
    return known and facts.assurance >= facts.least_assurance  # type: ignore[operator]


CASE_GUARDS: Mapping[CaseGuard, Callable[[CaseFacts], bool]] = {
    CaseGuard.OWN_CASE: lambda facts: facts.own_case,
    CaseGuard.RECUSAL: lambda facts: facts.concerned is False,
    CaseGuard.IDENTITY: _sure_enough,
    CaseGuard.ITEM_IN_FORCE: lambda facts: facts.item_in_force,
    CaseGuard.FORM_VALID: lambda facts: facts.form_problems == 0,
    CaseGuard.MATERIALS_COMPLETE: lambda facts: facts.missing == (),
    CaseGuard.NOT_BARRED: lambda facts: facts.bars == 0,
    CaseGuard.PROJECT_VERIFIED: lambda facts: facts.project_verified is True,
    CaseGuard.WITHIN_CHECK: lambda facts: _lasts(facts.check_due_on, facts),
    CaseGuard.CHECK_OVER: lambda facts: _is_over(facts.check_due_on, facts),
    CaseGuard.DEFECTS_LISTED: lambda facts: facts.defects > 0,
    CaseGuard.DEFECTS_PUBLISHED: lambda facts: facts.unlisted == 0,
    CaseGuard.TOLD_ONCE: _told_once,
    CaseGuard.CORRECTION_OVER: lambda facts: _is_over(facts.correction_due_on, facts),
    CaseGuard.LAPSE_IS_WITHDRAWAL: lambda facts: facts.lapse_is_withdrawal,
    CaseGuard.REASON: lambda facts: bool(facts.reason.strip()),
    CaseGuard.COMPETENT_AGENCY: lambda facts: (
        not facts.lacks_jurisdiction or bool(facts.competent_agency.strip())
    ),
    CaseGuard.REMEDIES: lambda facts: bool(facts.remedies.strip()),
    CaseGuard.OFFICERS_STEP: lambda facts: facts.officers_step,
    CaseGuard.OPINION: lambda facts: bool(facts.opinion.strip()),
    CaseGuard.ART_45_REASON: lambda facts: facts.pause_reason in set(PauseReason),
    CaseGuard.PUBLISHED_PAUSE: lambda facts: facts.pause_reason in facts.published_pauses,
    CaseGuard.OTHER_APPROVER: lambda facts: facts.requested_by_self is False,
    CaseGuard.NOTICE_WRITTEN: lambda facts: facts.notice_written,
    CaseGuard.LENGTH_STATED: lambda facts: facts.pause_days > 0,
    CaseGuard.RESULT_ATTACHED: lambda facts: facts.result_attached,
    CaseGuard.PAUSE_OVER: lambda facts: _is_over(facts.pause_until, facts),
    CaseGuard.ONCE: lambda facts: facts.extended is False,
    CaseGuard.WITHIN_EXTENSION: lambda facts: 1 <= facts.extension <= LONGEST_EXTENSION,
    CaseGuard.BEFORE_END: lambda facts: _lasts(facts.decision_due_on, facts),
    CaseGuard.STEPS_DONE: lambda facts: facts.open_steps == 0,
    CaseGuard.NOT_HANDLER: lambda facts: facts.handled is False,
    CaseGuard.VISITED_BY_TWO: lambda facts: facts.visited_by_one == 0,
    CaseGuard.HEARD: lambda facts: facts.hearing_open is False,
    CaseGuard.FEE_SETTLED: lambda facts: facts.fee_open is False,
    CaseGuard.CLAUSE_IN_FORCE: lambda facts: facts.clause_in_force,
    CaseGuard.LEGAL_GROUND: lambda facts: bool(facts.legal_ground.strip()),
    CaseGuard.SERVICE_PROVED: lambda facts: bool(facts.service_proof.strip()),
    CaseGuard.CONSENT_TO_ELECTRONIC: lambda facts: not facts.electronic or facts.agreed_to_electronic,
    CaseGuard.FOUR_CHECKS: lambda facts: facts.failed_checks == 0,
    CaseGuard.RENEWAL_DUE: lambda facts: facts.renewal_in_time and _is_over(facts.valid_until, facts),
    CaseGuard.ALONE: lambda facts: facts.joint is False,
    CaseGuard.IN_JOINT: lambda facts: facts.joint is True,
    CaseGuard.DECIDES_HERE: lambda facts: facts.sent_up is False and facts.handed_on is False,
    CaseGuard.SENT_UP: lambda facts: facts.sent_up is True,
    CaseGuard.PASSED_ON: lambda facts: facts.passed_on is True,
    CaseGuard.MOVES: lambda facts: facts.moves is True,
    CaseGuard.NOT_DEVOLVED: lambda facts: facts.devolved_to == "",
    CaseGuard.FIRST: lambda facts: facts.carried_on is False,
    CaseGuard.CARRIED_ON: lambda facts: facts.carried_on is True,
}

_FIELDS: Mapping[CaseGuard, str] = {
    CaseGuard.DEFECTS_LISTED: "defects",
    CaseGuard.DEFECTS_PUBLISHED: "defects",
    CaseGuard.TOLD_ONCE: "defects",
    CaseGuard.PROJECT_VERIFIED: "field-project_code",
    CaseGuard.REASON: "reason",
    CaseGuard.COMPETENT_AGENCY: "competent_agency",
    CaseGuard.REMEDIES: "remedies",
    CaseGuard.OPINION: "opinion",
    CaseGuard.ART_45_REASON: "pause_reason",
    CaseGuard.PUBLISHED_PAUSE: "pause_reason",
    CaseGuard.LENGTH_STATED: "pause_days",
    CaseGuard.RESULT_ATTACHED: "result",
    CaseGuard.WITHIN_EXTENSION: "extension",
    CaseGuard.CLAUSE_IN_FORCE: "clause",
    CaseGuard.LEGAL_GROUND: "legal_ground",
    CaseGuard.SERVICE_PROVED: "service_proof",
    CaseGuard.CONSENT_TO_ELECTRONIC: "service_proof",
}
"""Beside which field of a form a guard speaks; else beside the button."""


def take_case_step(state: CaseState, action: str, facts: CaseFacts) -> CaseStep | tuple[Problem, ...]:
    """The row an action is in this state, or every reason why it cannot be done."""
    row = case_row(state, action)
    if row is None:
        return (_problem("wrong_state", "send", state=state.value, action=action),)
    refused = [guard_problem(guard, facts) for guard in row.guards if not CASE_GUARDS[guard](facts)]
    if not row.parties & facts.parties:
        refused.insert(0, _problem("wrong_party", "send", action=action))
    return tuple(refused) or row


def lawful_steps(state: CaseState, facts: CaseFacts) -> tuple[str, ...]:
    """What this person could do now, in the order of the table: buttons. What will be typed is not asked yet."""
    return tuple(
        row.action
        for row in CASE_LIFE
        if state in row.sources
        and row.parties & facts.parties
        and all(CASE_GUARDS[guard](facts) for guard in row.guards if guard not in TYPED)
    )


def case_row(state: CaseState, action: str) -> CaseStep | None:
    """The one row that an action is in a state; None when the table has none."""
    return next((row for row in CASE_LIFE if row.action == action and state in row.sources), None)


def guard_problem(guard: CaseGuard, facts: CaseFacts) -> Problem:
    """What a guard that does not hold says."""
    counts = {
        CaseGuard.FORM_VALID: facts.form_problems,
        CaseGuard.MATERIALS_COMPLETE: len(facts.missing or ()),
        CaseGuard.NOT_BARRED: facts.bars,
        CaseGuard.DEFECTS_PUBLISHED: facts.unlisted,
        CaseGuard.STEPS_DONE: facts.open_steps,
        CaseGuard.VISITED_BY_TWO: facts.visited_by_one,
        CaseGuard.FOUR_CHECKS: facts.failed_checks,
        CaseGuard.WITHIN_EXTENSION: LONGEST_EXTENSION,
    }
    params: dict[str, str | int] = {"count": counts[guard] or 0} if guard in counts else {}
    if guard is CaseGuard.MATERIALS_COMPLETE:
        params["names"] = "、".join(facts.missing or ())
    if guard is CaseGuard.NOT_DEVOLVED:
        params["where"] = facts.devolved_to or ""
    if guard is CaseGuard.IDENTITY:
        params = {"level": facts.assurance or 0, "least": facts.least_assurance or 0}
    return _problem(guard.value, _FIELDS.get(guard, "send"), **params)


def _problem(key: str, field_name: str, **params: str | int) -> Problem:
    return beside(f"case.{key}", field_name, params)
