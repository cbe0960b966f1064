"""The rows of the life of a case (`qingdan.rules.case_state` says what they mean and where they come from)."""

from qingdan.rules.case_state import COUNTER, STAFF, CaseGuard, CaseState, CaseStep, ClockEffect, Party

_S, _G, _E = CaseState, CaseGuard, ClockEffect
_APPLICANT = frozenset({Party.APPLICANT})
_TAKES_IN = COUNTER
_OFFICER = frozenset({Party.OFFICER})
_DECIDER = frozenset({Party.DECIDER})
_HEAD = frozenset({Party.HEAD})
_PROGRAM = frozenset({Party.PROGRAM})
_SERVES = frozenset({Party.WINDOW, Party.PROGRAM})

_APPLIES = (
    _G.NOT_DEVOLVED, _G.ITEM_IN_FORCE, _G.IDENTITY, _G.FORM_VALID, _G.NOT_BARRED, _G.PROJECT_VERIFIED,
)  # fmt: skip
_EXAMINED = (_G.STEPS_DONE, _G.NOT_HANDLER, _G.VISITED_BY_TWO, _G.HEARD)
_DECIDES = (_G.DECIDES_HERE, *_EXAMINED, _G.CLAUSE_IN_FORCE)
_TELLS = (_G.WITHIN_CHECK, _G.DEFECTS_LISTED, _G.DEFECTS_PUBLISHED, _G.TOLD_ONCE)
_UNDECIDED = (_S.RECEIVED, _S.CORRECTING, _S.UNDER_REVIEW, _S.SUSPENDED)


def _row(  # noqa: PLR0917  (a table reads best by place)
    action: str,
    sources: CaseState | tuple[CaseState, ...],
    target: CaseState,
    event: str,
    parties: frozenset[Party],
    guards: tuple[CaseGuard, ...] = (),
    effect: ClockEffect = ClockEffect.NONE,
) -> CaseStep:
    """A row. Every act of the agency's people is refused to who is concerned (回避), whatever else is asked of it."""
    recusal = (_G.RECUSAL,) if parties & STAFF and Party.APPLICANT not in parties else ()
    return CaseStep(
        action=action,
        sources=(sources,) if isinstance(sources, CaseState) else sources,
        target=target,
        event=event,
        parties=parties,
        guards=(*recusal, *guards),
        effect=effect,
    )


def _jointly(
    action: str,
    sources: CaseState | tuple[CaseState, ...],
    target: CaseState,
    event: str,
    *guards: CaseGuard,
    effect: ClockEffect = ClockEffect.NONE,
) -> CaseStep:
    """A row that the program takes for a branch, with the whole joint application."""
    return _row(action, sources, target, event, _PROGRAM, (_G.IN_JOINT, *guards), effect)


def _carried(
    action: str,
    sources: CaseState | tuple[CaseState, ...],
    target: CaseState,
    event: str,
    *guards: CaseGuard,
    effect: ClockEffect,
) -> CaseStep:
    """A row that the program takes for a case that is carried on for another."""
    return _row(action, sources, target, event, _PROGRAM, (_G.CARRIED_ON, *guards), effect)


def _returned(
    end: str, sources: CaseState | tuple[CaseState, ...], target: CaseState, effect: ClockEffect
) -> CaseStep:
    """A row by which the result of the case that was handed on comes back."""
    return _row(f"return_{end}", sources, target, "ResultReturned", _PROGRAM, (_G.FIRST,), effect)


_RETURNS = (
    _returned("granted", _S.REFERRED, _S.GRANTED, _E.SERVICE_STARTS),
    _returned("refused", _S.REFERRED, _S.REFUSED, _E.SERVICE_STARTS),
    _returned("not_accepted", _S.REFERRED, _S.NOT_ACCEPTED, _E.ENDS),
    _returned("not_required", _S.REFERRED, _S.NOT_REQUIRED, _E.ENDS),
    _returned("lapsed", _S.REFERRED, _S.DEEMED_WITHDRAWN, _E.ENDS),
    _returned("terminated", _S.REFERRED, _S.TERMINATED, _E.ENDS),
    _returned("voided", (_S.GRANTED, _S.REFUSED, _S.SERVED, _S.ARCHIVED), _S.VOIDED, _E.NONE),
)

CASE_LIFE: tuple[CaseStep, ...] = (
    # Application and receipt: Art. 29, 32(4); 电子签名法 Art. 11
    _row(
        "submit",
        _S.DRAFT,
        _S.RECEIVED,
        "ApplicationReceived",
        _APPLICANT,
        (_G.OWN_CASE, *_APPLIES, _G.MATERIALS_COMPLETE),
        _E.CHECK_STARTS,
    ),
    # At a window papers may lack: the window must take them and tell what lacks (Art. 32(4)).
    _row(
        "take_in",
        _S.DRAFT,
        _S.RECEIVED,
        "ApplicationTakenIn",
        _TAKES_IN,
        (_G.NOT_DEVOLVED, _G.ITEM_IN_FORCE, _G.NOT_BARRED),
        _E.CHECK_STARTS,
    ),
    # On the spot: Art. 32(3)
    _row(
        "correct", _S.RECEIVED, _S.RECEIVED, "CorrectedOnTheSpot", _APPLICANT, (_G.ALONE, _G.OWN_CASE)
    ),
    # Once, everything, within five working days: Art. 32(4)
    _row(
        "notify_defects",
        _S.RECEIVED,
        _S.CORRECTING,
        "DefectsNotified",
        _TAKES_IN,
        (_G.ALONE, *_TELLS),
        _E.CHECK_ENDS,
    ),
    _row(
        "supplement",
        _S.CORRECTING,
        _S.RECEIVED,
        "Supplemented",
        frozenset({Party.APPLICANT, Party.WINDOW}),
        (_G.ALONE, _G.MATERIALS_COMPLETE),
        _E.CHECK_STARTS,
    ),
    _row(
        "lapse",
        _S.CORRECTING,
        _S.DEEMED_WITHDRAWN,
        "DeemedWithdrawn",
        _PROGRAM,
        (_G.CORRECTION_OVER, _G.LAPSE_IS_WITHDRAWAL),
        _E.ENDS,
    ),
    # Acceptance: Art. 32(5); deemed: Art. 32(4), by a timer that nobody can switch off
    _row(
        "accept",
        _S.RECEIVED,
        _S.UNDER_REVIEW,
        "CaseAccepted",
        _TAKES_IN,
        (
            _G.ALONE, _G.ITEM_IN_FORCE, _G.WITHIN_CHECK, _G.FORM_VALID, _G.MATERIALS_COMPLETE, _G.NOT_BARRED,
            _G.PROJECT_VERIFIED,
        ),
        _E.DECISION_STARTS,
    ),
    _row(
        "deem_accepted",
        _S.RECEIVED,
        _S.UNDER_REVIEW,
        "DeemedAccepted",
        _PROGRAM,
        (_G.CHECK_OVER,),
        _E.DECISION_STARTED_AT_RECEIPT,
    ),
    # Not this agency's: Art. 32(2); no licence needed: Art. 32(1)
    _row(
        "refuse_acceptance",
        _S.RECEIVED,
        _S.NOT_ACCEPTED,
        "AcceptanceRefused",
        _TAKES_IN,
        (_G.WITHIN_CHECK, _G.REASON, _G.COMPETENT_AGENCY, _G.REMEDIES),
        _E.ENDS,
    ),
    _row(
        "need_no_licence",
        _S.RECEIVED,
        _S.NOT_REQUIRED,
        "LicenceNotRequired",
        _TAKES_IN,
        (_G.WITHIN_CHECK, _G.REASON),
        _E.ENDS,
    ),
    # Review: the steps of the published chart
    _row(
        "do_step",
        _S.UNDER_REVIEW,
        _S.UNDER_REVIEW,
        "StepDone",
        frozenset({Party.OFFICER, Party.DECIDER}),
        (_G.OFFICERS_STEP, _G.OPINION),
    ),
    # Pauses: Art. 45
    _row(
        "suspend",
        _S.UNDER_REVIEW,
        _S.SUSPENDED,
        "ClockStopped",
        _HEAD,
        (_G.ART_45_REASON, _G.PUBLISHED_PAUSE, _G.OTHER_APPROVER, _G.LENGTH_STATED, _G.NOTICE_WRITTEN),
        _E.STANDS,
    ),
    _row(
        "resume",
        _S.SUSPENDED,
        _S.UNDER_REVIEW,
        "ClockResumed",
        _OFFICER,
        (_G.RESULT_ATTACHED,),
        _E.RUNS_AGAIN,
    ),
    _row(
        "resume_by_day",
        _S.SUSPENDED,
        _S.UNDER_REVIEW,
        "ClockResumedByDay",
        _PROGRAM,
        (_G.PAUSE_OVER,),
        _E.RUNS_AGAIN,
    ),
    # One extension: Art. 42
    _row(
        "extend",
        _S.UNDER_REVIEW,
        _S.UNDER_REVIEW,
        "LimitExtended",
        _HEAD,
        (
            _G.ALONE, _G.DECIDES_HERE, _G.ONCE, _G.WITHIN_EXTENSION, _G.BEFORE_END, _G.OTHER_APPROVER, _G.REASON,
            _G.NOTICE_WRITTEN,
        ),
        _E.GROWS,
    ),
    # Decision: Art. 38, 39, 55
    _row(
        "grant",
        _S.UNDER_REVIEW,
        _S.GRANTED,
        "LicenceGranted",
        _DECIDER,
        (*_DECIDES, _G.FEE_SETTLED, _G.NOT_BARRED),
        _E.SERVICE_STARTS,
    ),
    _row(
        "refuse",
        _S.UNDER_REVIEW,
        _S.REFUSED,
        "LicenceRefused",
        _DECIDER,
        (*_DECIDES, _G.REASON, _G.REMEDIES),
        _E.SERVICE_STARTS,
    ),
    # Art. 50: a renewal asked for in time and not decided when the licence ends is granted
    _row(
        "deem_renewed",
        (_S.RECEIVED, _S.UNDER_REVIEW, _S.SUSPENDED),
        _S.GRANTED,
        "DeemedRenewed",
        _PROGRAM,
        (_G.RENEWAL_DUE,),
        _E.SERVICE_STARTS,
    ),
    # Ends before a decision
    _row(
        "withdraw",
        _UNDECIDED,
        _S.WITHDRAWN,
        "ApplicationWithdrawn",
        _APPLICANT,
        (_G.ALONE, _G.FIRST, _G.OWN_CASE),
        _E.ENDS,
    ),
    _row(
        "terminate",
        (_S.UNDER_REVIEW, _S.SUSPENDED),
        _S.TERMINATED,
        "CaseTerminated",
        _HEAD,
        (_G.LEGAL_GROUND, _G.OTHER_APPROVER, _G.REASON),
        _E.ENDS,
    ),
    # Service and archive: Art. 44; 国务院令第716号 Art. 12
    _row(
        "serve",
        (_S.GRANTED, _S.REFUSED),
        _S.SERVED,
        "DecisionServed",
        _SERVES,
        (_G.SERVICE_PROVED, _G.CONSENT_TO_ELECTRONIC),
        _E.ENDS,
    ),
    _row("archive", _S.SERVED, _S.ARCHIVED, "CaseArchived", _PROGRAM, (_G.FOUR_CHECKS,)),
    # A decision undone in a proceeding of its own: Art. 69
    _row(
        "void",
        (_S.GRANTED, _S.REFUSED, _S.SERVED, _S.ARCHIVED, _S.RETURNED),
        _S.VOIDED,
        "DecisionVoided",
        _HEAD,
        (_G.DECIDES_HERE, _G.LEGAL_GROUND, _G.OTHER_APPROVER, _G.REASON),
    ),
    # Branches of a joint application: Art. 26, 32, 42(2); what makes the program take these steps stands in `joint_run`
    _jointly(
        "receive_jointly", _S.DRAFT, _S.RECEIVED, "BranchReceived", _G.ITEM_IN_FORCE, _G.NOT_BARRED,
        effect=_E.CHECK_STARTS,
    ),
    _jointly("tell_jointly", _S.RECEIVED, _S.CORRECTING, "BranchDefectsNotified", *_TELLS, effect=_E.CHECK_ENDS),
    _jointly("find_complete", _S.RECEIVED, _S.RECEIVED, "BranchComplete", effect=_E.CHECK_ENDS),
    _jointly(
        "supplement_jointly", _S.CORRECTING, _S.RECEIVED, "BranchSupplemented", _G.MATERIALS_COMPLETE,
        effect=_E.CHECK_STARTS,
    ),
    _jointly(
        "accept_jointly", _S.RECEIVED, _S.UNDER_REVIEW, "BranchAccepted", _G.PROJECT_VERIFIED,
        effect=_E.DECISION_STARTS,
    ),
    _jointly(
        "wait_in_joint", _S.RECEIVED, _S.WAITING, "BranchWaits", _G.PROJECT_VERIFIED, effect=_E.CHECK_ENDS
    ),
    _jointly(
        "deem_in_joint", _S.RECEIVED, _S.UNDER_REVIEW, "BranchDeemedAccepted",
        effect=_E.DECISION_STARTED_AT_RECEIPT,
    ),
    _jointly(
        "deem_waiting_in_joint", _S.RECEIVED, _S.WAITING, "BranchDeemedWaiting", effect=_E.CHECK_LAPSED
    ),
    _jointly("begin_in_joint", _S.WAITING, _S.UNDER_REVIEW, "BranchBegun", effect=_E.DECISION_STARTS),
    _jointly(
        "end_in_joint", (_S.RECEIVED, _S.CORRECTING, _S.WAITING), _S.TERMINATED, "BranchEnded", _G.LEGAL_GROUND,
        _G.REASON, effect=_E.ENDS,
    ),
    _jointly(
        "withdraw_jointly", (*_UNDECIDED, _S.WAITING), _S.WITHDRAWN, "BranchWithdrawn", effect=_E.ENDS
    ),
    # Two levels (Art. 43) and other regions: handed on with all materials; `qingdan.rules.referral` says what follows
    _row(
        "send_up", _S.UNDER_REVIEW, _S.REFERRED, "CaseSentUp", _DECIDER,
        (_G.ALONE, _G.FIRST, _G.SENT_UP, *_EXAMINED, _G.OPINION), _E.HANDED_ON,
    ),
    _row(
        "pass_on", _S.RECEIVED, _S.REFERRED, "CasePassedOn", _TAKES_IN,
        (_G.ALONE, _G.FIRST, _G.PASSED_ON, _G.WITHIN_CHECK, _G.REASON), _E.HANDED_ON,
    ),
    _row(
        "move", (_S.RECEIVED, _S.UNDER_REVIEW), _S.REFERRED, "CaseMoved", _PROGRAM | _TAKES_IN,
        (_G.ALONE, _G.FIRST, _G.MOVES), _E.HANDED_ON,
    ),
    _row(
        "withdraw_referred", _S.REFERRED, _S.WITHDRAWN, "ApplicationWithdrawn", _APPLICANT,
        (_G.ALONE, _G.FIRST, _G.OWN_CASE), _E.ENDS,
    ),
    *_RETURNS,
    # There: received from whoever had it before, and handed back when it is over
    _carried("come_up", _S.DRAFT, _S.UNDER_REVIEW, "CaseCameUp", _G.ITEM_IN_FORCE, effect=_E.DECISION_STARTS),
    _carried("come_in", _S.DRAFT, _S.RECEIVED, "CaseCameIn", _G.ITEM_IN_FORCE, effect=_E.CHECK_STARTS),
    _carried("hand_back", (_S.GRANTED, _S.REFUSED), _S.RETURNED, "ResultHandedBack", effect=_E.ENDS),
    _carried("withdraw_carried", _UNDECIDED, _S.WITHDRAWN, "CarriedWithdrawn", effect=_E.ENDS),
)  # fmt: skip
"""Every step there is. Deleting a case or its closing is none."""
