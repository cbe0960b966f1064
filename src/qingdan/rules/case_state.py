"""The life of a case of administrative licensing, from the application to the archive: states, parties, guards.

Source: 行政许可法 (2019) Art. 26–50, 69, 70, 78, 79; 国务院令第716号 Art. 7–12; 法释〔2009〕20号 Art. 6; 电子签名法
Art. 11. Everything about a case derives from the rows in `qingdan.rules.case_table`: guards, buttons, kinds of events,
the diagram in docs/states, tests; what a row does to the clock is its `ClockEffect`, worked out by
`qingdan.rules.case_clock`.

Readings:
- An application is received the moment it enters the system (电子签名法 Art. 11), or is taken in at a window. There is
  no state "submitted and not yet received": in it the five days of Art. 32 would stand still.
- Acceptance and the beginning of review are one: what the officers do next is the item's published chart.
- A request by the applicant to wait is no pause of Art. 45 and stops nothing.
- A branch of a joint application (Art. 26) is taken in, told what lacks, accepted and taken back with the whole of it:
  the program takes those steps for what the lead department or the applicant did. Review, pauses, decision are its own.
- A case that another level or region carries on (Art. 43; `qingdan.rules.referral`) waits where it was taken in until
  the result comes back; the case there ends with handing it back, and who took the application in serves it.
- Materials asked for during review, visits and consultations stop nothing either: Art. 45 does not name them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class CaseState(StrEnum):
    """Where a case is. Each open state is in somebody's hands (`HOLDERS`)."""

    DRAFT = "draft"
    RECEIVED = "received"
    CORRECTING = "correcting"
    WAITING = "waiting"  # accepted in a joint application, for another matter that must be granted first
    UNDER_REVIEW = "under_review"
    SUSPENDED = "suspended"
    REFERRED = "referred"  # examined or taken in here, carried on by another level or region
    GRANTED = "granted"
    REFUSED = "refused"
    SERVED = "served"
    ARCHIVED = "archived"
    RETURNED = "returned"  # decided here for whoever took the application in, and handed back
    NOT_REQUIRED = "not_required"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    TERMINATED = "terminated"
    VOIDED = "voided"


class Party(StrEnum):
    """Who acts. A person may be several; the program acts where a limit ran out."""

    APPLICANT = "applicant"  # or the agent, within scope and time of the power given
    WINDOW = "window"  # takes in and serves for the agency (Art. 26)
    OFFICER = "officer"  # 承办, 审核: handles a step of the chart
    DECIDER = "decider"  # 批准: decides
    HEAD = "head"  # head of the agency; of the government for a joint case (Art. 42)
    PROGRAM = "program"


HANDLERS = frozenset({Party.OFFICER, Party.DECIDER, Party.HEAD})
"""Who handles a case inside the agency: asks for pauses, calls hearings, answers for its time."""

COUNTER = frozenset({Party.WINDOW, Party.OFFICER})
"""Who takes in, checks originals, accepts."""

STAFF = HANDLERS | COUNTER
"""Who acts for the agency; nobody does in an application of his own."""


class ClockEffect(StrEnum):
    """What a step does to the clocks of a case."""

    NONE = "none"
    CHECK_STARTS = "check_starts"  # the five working days of Art. 32(4)
    CHECK_ENDS = "check_ends"
    CHECK_LAPSED = "check_lapsed"  # deemed accepted, for another matter that must be granted first
    DECISION_STARTS = "decision_starts"  # on the day of acceptance
    DECISION_STARTED_AT_RECEIPT = "decision_started_at_receipt"  # deemed acceptance, Art. 32(4)
    STANDS = "stands"  # Art. 45
    RUNS_AGAIN = "runs_again"
    GROWS = "grows"  # Art. 42
    SERVICE_STARTS = "service_starts"  # the decision stops its clock; ten working days of Art. 44
    ENDS = "ends"
    HANDED_ON = "handed_on"  # Art. 43: the clock of the examination is over, another runs elsewhere
    CARRIES = "carries"  # days of the next limit that were used up before the case came here


class CaseGuard(StrEnum):
    """A condition of a step, beside state and party; each has its words ("case.<guard>")."""

    OWN_CASE = "own_case"
    RECUSAL = "recusal"
    IDENTITY = "identity"
    ITEM_IN_FORCE = "item_in_force"
    FORM_VALID = "form_valid"
    MATERIALS_COMPLETE = "materials_complete"
    NOT_BARRED = "not_barred"
    PROJECT_VERIFIED = "project_verified"
    WITHIN_CHECK = "within_check"
    CHECK_OVER = "check_over"
    DEFECTS_LISTED = "defects_listed"
    DEFECTS_PUBLISHED = "defects_published"
    TOLD_ONCE = "told_once"
    CORRECTION_OVER = "correction_over"
    LAPSE_IS_WITHDRAWAL = "lapse_is_withdrawal"
    REASON = "reason"
    COMPETENT_AGENCY = "competent_agency"
    REMEDIES = "remedies"
    OFFICERS_STEP = "officers_step"
    OPINION = "opinion"
    ART_45_REASON = "art_45_reason"
    PUBLISHED_PAUSE = "published_pause"
    OTHER_APPROVER = "other_approver"
    NOTICE_WRITTEN = "notice_written"
    LENGTH_STATED = "length_stated"
    RESULT_ATTACHED = "result_attached"
    PAUSE_OVER = "pause_over"
    ONCE = "once"
    WITHIN_EXTENSION = "within_extension"
    BEFORE_END = "before_end"
    STEPS_DONE = "steps_done"
    NOT_HANDLER = "not_handler"
    VISITED_BY_TWO = "visited_by_two"
    HEARD = "heard"
    FEE_SETTLED = "fee_settled"
    CLAUSE_IN_FORCE = "clause_in_force"
    LEGAL_GROUND = "legal_ground"
    SERVICE_PROVED = "service_proved"
    CONSENT_TO_ELECTRONIC = "consent_to_electronic"
    FOUR_CHECKS = "four_checks"
    RENEWAL_DUE = "renewal_due"
    ALONE = "alone"
    IN_JOINT = "in_joint"
    DECIDES_HERE = "decides_here"
    SENT_UP = "sent_up"
    PASSED_ON = "passed_on"
    MOVES = "moves"
    NOT_DEVOLVED = "not_devolved"
    FIRST = "first"
    CARRIED_ON = "carried_on"


class PauseReason(StrEnum):
    """The eight matters of Art. 45 whose time is not counted, where the law demands them."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"  # 检验
    TESTING = "testing"  # 检测
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"  # 鉴定
    EXPERT_REVIEW = "expert_review"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """One row: an action of `parties` leads from any of `sources` to `target`, if all `guards` hold.

    `event` is the kind of its event, `effect` what it does to the clocks.
    """

    action: str
    sources: tuple[CaseState, ...]
    target: CaseState
    event: str
    parties: frozenset[Party]
    guards: tuple[CaseGuard, ...] = ()
    effect: ClockEffect = ClockEffect.NONE


CLOSED = frozenset(
    {
        CaseState.ARCHIVED,
        CaseState.RETURNED,
        CaseState.NOT_REQUIRED,
        CaseState.NOT_ACCEPTED,
        CaseState.WITHDRAWN,
        CaseState.DEEMED_WITHDRAWN,
        CaseState.TERMINATED,
        CaseState.VOIDED,
    }
)
"""Nothing is waited for any more."""

HOLDERS: Mapping[CaseState, Party] = {
    CaseState.DRAFT: Party.APPLICANT,
    CaseState.RECEIVED: Party.WINDOW,
    CaseState.CORRECTING: Party.APPLICANT,
    CaseState.WAITING: Party.PROGRAM,
    CaseState.UNDER_REVIEW: Party.OFFICER,
    CaseState.SUSPENDED: Party.OFFICER,
    CaseState.REFERRED: Party.PROGRAM,
    CaseState.GRANTED: Party.WINDOW,
    CaseState.REFUSED: Party.WINDOW,
    CaseState.SERVED: Party.PROGRAM,
}
"""Every open state is somebody's."""

TYPED = frozenset(
    {
        CaseGuard.REASON,
        CaseGuard.DEFECTS_LISTED,
        CaseGuard.DEFECTS_PUBLISHED,
        CaseGuard.COMPETENT_AGENCY,
        CaseGuard.OPINION,
        CaseGuard.ART_45_REASON,
        CaseGuard.PUBLISHED_PAUSE,
        CaseGuard.LENGTH_STATED,
        CaseGuard.RESULT_ATTACHED,
        CaseGuard.WITHIN_EXTENSION,
        CaseGuard.CLAUSE_IN_FORCE,
        CaseGuard.LEGAL_GROUND,
        CaseGuard.SERVICE_PROVED,
        CaseGuard.CONSENT_TO_ELECTRONIC,
    }
)
"""Guards about what is typed into the form: a button is shown before they can hold."""
