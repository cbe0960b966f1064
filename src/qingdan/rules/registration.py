"""The life of a registration of an enterprise with several bodies (三证合一): states, parties, guards, table of steps.

Source: 国办发〔2015〕50号 (one application, one window, results shared, one licence with one code); 国发〔2014〕20号;
市场主体登记管理条例 Art. 16–22 (registered on the spot, else within three working days, three more with approval; what
lacks is told once); 行政许可法 Art. 32. Bodies, numbers and papers of a mode are data (`data/registrations.toml`).

Readings:
- Bodies that examine before the licence is given answer with a number or an objection, each at its own task; what is
  shared afterwards is confirmed or objected to and takes nothing back: the licence stands until a change mends it.
- An objection stops nobody else. The registrar has it mended (once), explains it, or refuses.
- The window that takes an application in may say whatever Art. 32 lets be said of it, as in single cases; what a body
  objects to is the handler's business.
- Who files nothing in time has taken the application back; a name that was kept for it is free again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from qingdan.rules.problem import Problem, beside


class RegistrationState(StrEnum):
    """Where a registration is."""

    DRAFT = "draft"
    RECEIVED = "received"
    CORRECTING = "correcting"
    IN_REVIEW = "in_review"
    OBJECTED = "objected"
    ISSUED = "issued"
    SHARED = "shared"
    REPORTED = "reported"  # the tax office has its profile
    LAPSED = "lapsed"
    NOT_ACCEPTED = "not_accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RegistrationKind(StrEnum):
    """What is registered of an enterprise."""

    FOUND = "found"
    CHANGE = "change"
    CANCEL = "cancel"


class RegistrationParty(StrEnum):
    """Who acts; a person may be several."""

    APPLICANT = "applicant"
    WINDOW = "window"
    REGISTRAR = "registrar"  # 工商: accepts, tells what lacks
    ISSUER = "issuer"  # 工商: decides
    BODY = "body"  # answers at its own task, at its desk or by its own system
    PROGRAM = "program"


class RegistrationGuard(StrEnum):
    """A condition of a step, beside state and party; its words are "registration.<guard>"."""

    NAME_KEPT = "name_kept"
    FORM_VALID = "form_valid"
    MATERIALS_COMPLETE = "materials_complete"
    IN_FORCE = "in_force"
    DEFECTS_LISTED = "defects_listed"
    TOLD_ONCE = "told_once"
    REASON = "reason"
    CHECK_OVER = "check_over"
    CORRECTION_OVER = "correction_over"
    ALL_AGREED = "all_agreed"
    OTHER_PERSON = "other_person"
    ONCE = "once"
    ALL_CONFIRMED = "all_confirmed"
    FOUNDED = "founded"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationStep:
    """A row: `parties` lead from any of `sources` to `target` (None: it stays where it is), if all `guards` hold.

    `counter`: from where the window may do it as well.
    """

    action: str
    sources: tuple[RegistrationState, ...]
    target: RegistrationState | None
    event: str
    parties: frozenset[RegistrationParty]
    guards: tuple[RegistrationGuard, ...] = ()
    counter: tuple[RegistrationState, ...] = ()

    def is_for(self, parties: frozenset[RegistrationParty], state: RegistrationState) -> bool:
        """Whether one of these may do it there."""
        at_window = RegistrationParty.WINDOW in parties and state in self.counter
        return at_window or bool(self.parties & parties)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFacts:
    """What a step is judged by. `unanswered`, `unconfirmed`: names of bodies; `examiners`: accounts that examined."""

    parties: frozenset[RegistrationParty]
    actor: str = ""
    today: date = date.min
    name_kept: bool = True
    form_problems: int = 0
    missing: tuple[str, ...] = ()
    in_force: bool = True
    defects: int = 0
    rounds: int = 0
    reason: str = ""
    check_due_on: date | None = None
    correction_due_on: date | None = None
    unanswered: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    examiners: frozenset[str] = field(default_factory=frozenset)
    extended: bool = False
    kind: RegistrationKind = RegistrationKind.FOUND


_S, _P, _G = RegistrationState, RegistrationParty, RegistrationGuard
_LIVE = (_S.RECEIVED, _S.CORRECTING, _S.IN_REVIEW, _S.OBJECTED)
_UNDER_WAY = (_S.IN_REVIEW, _S.OBJECTED)
GIVEN = (_S.ISSUED, _S.SHARED, _S.REPORTED)
"""Where the certificates are given."""
_COMPLETE = (_G.IN_FORCE, _G.NAME_KEPT, _G.FORM_VALID, _G.MATERIALS_COMPLETE)


def _row(
    action: str,
    sources: RegistrationState | tuple[RegistrationState, ...],
    target: RegistrationState | None,
    event: str,
    parties: RegistrationParty | tuple[RegistrationParty, ...],
    *guards: RegistrationGuard,
    counter: tuple[RegistrationState, ...] = (),
) -> RegistrationStep:
    return RegistrationStep(
        action=action,
        sources=sources if isinstance(sources, tuple) else (sources,),
        target=target,
        event=event,
        parties=frozenset(parties if isinstance(parties, tuple) else (parties,)),
        guards=guards,
        counter=counter,
    )


REGISTRATION_LIFE: tuple[RegistrationStep, ...] = (
    _row("submit", _S.DRAFT, _S.RECEIVED, "RegistrationReceived", _P.APPLICANT, *_COMPLETE),
    # At a window papers may lack: they are taken, and what lacks is told (行政许可法 Art. 32(4)).
    _row("take_in", _S.DRAFT, _S.RECEIVED, "RegistrationTakenIn", _P.WINDOW, _G.IN_FORCE, _G.NAME_KEPT),
    _row(
        "notify_defects", (_S.RECEIVED, _S.OBJECTED), _S.CORRECTING, "RegistrationDefectsNotified", _P.REGISTRAR,
        _G.DEFECTS_LISTED, _G.TOLD_ONCE, counter=(_S.RECEIVED,),
    ),
    _row(
        "supplement", _S.CORRECTING, _S.RECEIVED, "RegistrationSupplemented", (_P.APPLICANT, _P.WINDOW),
        _G.FORM_VALID, _G.MATERIALS_COMPLETE,
    ),
    _row("lapse", _S.CORRECTING, _S.LAPSED, "RegistrationLapsed", _P.PROGRAM, _G.CORRECTION_OVER),
    _row("accept", _S.RECEIVED, _S.IN_REVIEW, "RegistrationAccepted", (_P.WINDOW, _P.REGISTRAR), *_COMPLETE),
    _row(
        "deem_accepted", _S.RECEIVED, _S.IN_REVIEW, "RegistrationDeemedAccepted", _P.PROGRAM, _G.CHECK_OVER
    ),
    _row(
        "refuse_acceptance", _S.RECEIVED, _S.NOT_ACCEPTED, "RegistrationNotAccepted", (_P.WINDOW, _P.REGISTRAR),
        _G.REASON,
    ),
    _row("agree", _UNDER_WAY, None, "BodyAgreed", _P.BODY),
    _row("object", _UNDER_WAY, _S.OBJECTED, "BodyObjected", _P.BODY, _G.REASON),
    _row("ask_again", _S.OBJECTED, _S.IN_REVIEW, "BodyAskedAgain", _P.REGISTRAR, _G.REASON),
    _row("extend", _UNDER_WAY, None, "RegistrationExtended", _P.ISSUER, _G.REASON, _G.ONCE),
    _row(
        "issue", _S.IN_REVIEW, _S.ISSUED, "RegistrationIssued", _P.ISSUER, _G.IN_FORCE, _G.NAME_KEPT, _G.ALL_AGREED,
        _G.OTHER_PERSON,
    ),
    _row("refuse", _UNDER_WAY, _S.REFUSED, "RegistrationRefused", _P.ISSUER, _G.REASON, _G.OTHER_PERSON),
    _row("withdraw", _LIVE, _S.WITHDRAWN, "RegistrationWithdrawn", _P.APPLICANT),
    _row("confirm", GIVEN, None, "ResultConfirmed", _P.BODY),
    _row("object_to_result", GIVEN, None, "ResultObjected", _P.BODY, _G.REASON),
    _row("send_again", (*_UNDER_WAY, *GIVEN), None, "BodyAskedAgain", (_P.REGISTRAR, _P.BODY)),
    _row("share", _S.ISSUED, _S.SHARED, "RegistrationShared", _P.PROGRAM, _G.ALL_CONFIRMED),
    _row(
        "report_tax", (_S.ISSUED, _S.SHARED), _S.REPORTED, "TaxReported", (_P.APPLICANT, _P.BODY),
        _G.FOUNDED, _G.ALL_CONFIRMED, _G.FORM_VALID,
    ),
)  # fmt: skip
"""Every step there is; guards, buttons, events and tests come from it."""

CLOSED = frozenset({_S.SHARED, _S.REPORTED, _S.LAPSED, _S.NOT_ACCEPTED, _S.REFUSED, _S.WITHDRAWN})
"""Where nothing must follow (a tax profile may)."""
FAILED = frozenset({_S.LAPSED, _S.NOT_ACCEPTED, _S.REFUSED, _S.WITHDRAWN})
"""Ends without a licence: names and codes that were kept for it are given back."""
_ROWS: Mapping[str, RegistrationStep] = {one.action: one for one in REGISTRATION_LIFE}


def step_of(action: str) -> RegistrationStep:
    """The row of an action. Raises KeyError."""
    return _ROWS[action]


def step_problems(action: str, state: RegistrationState, facts: RegistrationFacts) -> tuple[Problem, ...]:
    """Every reason why the action is not done now; none: it may be."""
    row = step_of(action)
    if state not in row.sources:
        return (_problem("state", "send"),)
    if not row.is_for(facts.parties, state):
        return (_problem("party", "send"),)
    return tuple(found for guard in row.guards if (found := _judge(guard, facts)))


def open_actions(state: RegistrationState, facts: RegistrationFacts) -> tuple[str, ...]:
    """What somebody may try now: by state and party alone, so that a page can say what is still wrong."""
    return tuple(
        row.action for row in REGISTRATION_LIFE if state in row.sources and row.is_for(facts.parties, state)
    )


def _judge(guard: RegistrationGuard, facts: RegistrationFacts) -> Problem | None:
    holds, params, beside_field = _CHECKS[guard](facts)
    return None if holds else _problem(guard.value, beside_field, **params)


def _problem(key: str, beside_field: str, **params: Any) -> Problem:
    return beside(f"registration.{key}", beside_field, params)


def _names(names: tuple[str, ...]) -> dict[str, Any]:
    return {"names": "、".join(names)}


_CHECKS: Mapping[RegistrationGuard, Any] = {
    _G.NAME_KEPT: lambda f: (f.kind is not RegistrationKind.FOUND or f.name_kept, {}, "name"),
    _G.FORM_VALID: lambda f: (not f.form_problems, {"count": f.form_problems}, "send"),
    _G.MATERIALS_COMPLETE: lambda f: (not f.missing, _names(f.missing), "send"),
    _G.IN_FORCE: lambda f: (f.in_force, {}, "send"),
    _G.DEFECTS_LISTED: lambda f: (f.defects > 0, {}, "defects"),
    _G.TOLD_ONCE: lambda f: (f.rounds == 0, {}, "defects"),
    _G.REASON: lambda f: (bool(f.reason.strip()), {}, "reason"),
    _G.CHECK_OVER: lambda f: (f.check_due_on is not None and f.today > f.check_due_on, {}, "send"),
    _G.CORRECTION_OVER: lambda f: (
        f.correction_due_on is not None and f.today > f.correction_due_on, {}, "send",
    ),
    _G.ALL_AGREED: lambda f: (not f.unanswered, _names(f.unanswered), "send"),
    _G.OTHER_PERSON: lambda f: (f.actor not in f.examiners, {}, "send"),
    _G.ONCE: lambda f: (not f.extended, {}, "send"),
    _G.ALL_CONFIRMED: lambda f: (not f.unconfirmed, _names(f.unconfirmed), "send"),
    _G.FOUNDED: lambda f: (f.kind is RegistrationKind.FOUND, {}, "send"),
}  # fmt: skip
